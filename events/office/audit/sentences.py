"""What the entries of the audit log mean: what somebody did to the thing that is named. Pure."""

from collections.abc import Mapping
from typing import Any

from events.activities.vocabulary import N_

# The first word of an action, and the topic of the thing it was done to.
TOPICS = {
    "submission": N_("申报"),
    "occurrence": N_("场次"),
    "edition": N_("主题日的届"),
    "unit": N_("单位"),
    "unit-request": N_("单位申请"),
    "trust": N_("信任"),
    "batch": N_("成批发布"),
    "reason": N_("常用理由"),
    "invitation": N_("邀请"),
    "membership": N_("单位成员"),
    "appointment": N_("任免"),
    "account": N_("账号"),
    "session": N_("登录"),
    "letter": N_("信件"),
}
SENTENCES = {
    "submission.begun": N_("开始填写申报"),
    "submission.submitted": N_("提交了申报"),
    "submission.taken_back": N_("撤回了申报"),
    "submission.changes_dropped": N_("放弃了申报的改动"),
    "submission.withdrawn": N_("收回了申报"),
    "submission.taken_down": N_("撤下了活动"),
    "submission.published": N_("发布了申报"),
    "submission.returned": N_("退回了申报"),
    "submission.refused": N_("没有通过申报"),
    "submission.passed": N_("转交了申报"),
    "submission.sampled": N_("抽查了申报"),
    "occurrence.cancelled": N_("取消了场次"),
    "occurrence.postponed": N_("推迟了场次"),
    "occurrence.moved": N_("改了场次"),
    "occurrence.reinstated": N_("恢复了场次"),
    "edition.announced": N_("公布了日期"),
    "edition.confirmed": N_("确认了日期"),
    "edition.moved": N_("改了日期"),
    "edition.cancelled": N_("取消了"),
    "edition.reinstated": N_("恢复了"),
    "edition.themed": N_("改了主题"),
    "edition.divided": N_("改了板块"),
    "edition.timed": N_("改了申报期限"),
    "edition.question-added": N_("加了问题"),
    "edition.question-changed": N_("改了问题"),
    "edition.question-raised": N_("调了问题的次序"),
    "edition.question-retired": N_("停用了问题"),
    "unit.created": N_("登记了单位"),
    "unit.renamed": N_("改了单位名称"),
    "unit.corrected": N_("更正了单位资料"),
    "unit.name-added": N_("加了单位的别名"),
    "unit.name-removed": N_("去掉了单位的别名"),
    "unit.joined-group": N_("把单位加进了成员单位"),
    "unit.left-group": N_("把单位移出了成员单位"),
    "unit.merged": N_("并掉了重复的单位"),
    "unit.took-over": N_("并入了重复的单位"),
    "unit.defaults_changed": N_("改了单位的常用内容"),
    "unit-request.made": N_("收到了单位申请"),
    "unit-request.accepted": N_("接受了单位申请"),
    "unit-request.refused": N_("没有接受单位申请"),
    "unit-request.expired": N_("关闭了没人答复的单位申请"),
    "trust.given": N_("开始信任单位"),
    "trust.taken": N_("不再信任单位"),
    "batch.started": N_("发起了成批发布"),
    "batch.undone": N_("撤销了成批发布"),
    "reason.added": N_("加了常用理由"),
    "reason.changed": N_("改了常用理由"),
    "reason.moved": N_("调了常用理由的次序"),
    "reason.removed": N_("去掉了常用理由"),
    "invitation.sent": N_("发出了邀请"),
    "invitation.resent": N_("重发了邀请"),
    "invitation.revoked": N_("收回了邀请"),
    "membership.given": N_("加进了单位"),
    "membership.changed": N_("改了单位里的身份"),
    "membership.ended": N_("移出了单位"),
    "appointment.given": N_("任命了"),
    "appointment.ended": N_("免去了任命"),
    "account.opened": N_("开了账号"),
    "account.described": N_("改了账号资料"),
    "account.disabled": N_("停用了账号"),
    "account.enabled": N_("重新启用了账号"),
    "account.password-changed": N_("改了密码"),
    "account.reset-asked": N_("申请了重设密码"),
    "account.link-made": N_("做了重设密码的链接"),
    "account.codes-on": N_("打开了两步登录"),
    "account.codes-off": N_("关掉了两步登录"),
    "account.recovery-code-used": N_("用了恢复码"),
    "session.opened": N_("登录了"),
    "session.closed": N_("退出了登录"),
    "session.refused": N_("拒绝了一次登录"),
    "session.revoked": N_("结束了登录"),
    "letter.sent-again": N_("重发了信件"),
    "letter.dropped": N_("决定不发信件"),
}
LABELS = {
    "reason": N_("原因"),
    "note": N_("说明"),
    "source": N_("依据"),
    "before": N_("原来"),
    "days": N_("日期"),
    "role": N_("身份"),
    "kind": N_("种类"),
    "label": N_("问题"),
    "count": N_("个数"),
    "into": N_("并入"),
    "group": N_("成员单位"),
    "decision": N_("决定"),
}

VALUES = {
    "editor": N_("编辑"),
    "owner": N_("单位负责人"),
    "reviewer": N_("审核员"),
    "office": N_("纲要办"),
    "auditor": N_("审计员"),
    "administrator": N_("管理员"),
}


def plain(value: Any) -> str:
    """A detail as one line of words."""
    if value is None or isinstance(value, bool):
        return {None: "—", True: "✓", False: "✗"}[value]
    if isinstance(value, Mapping):
        return "，".join(f"{name} {plain(part)}" for name, part in value.items())
    if isinstance(value, list):
        return "、".join(plain(part) for part in value)
    return str(value)
