"""What the letters are called on the office's page, and how an address is shown there. Pure."""

from events.activities.vocabulary import N_

KINDS = {
    "invitation": N_("邀请"),
    "password-reset": N_("重设密码"),
    "password-changed": N_("密码改了"),
    "submission-submitted": N_("收到申报"),
    "submission-published": N_("申报已发布"),
    "submission-returned": N_("申报退回修改"),
    "submission-refused": N_("申报不予发布"),
    "submission-passed": N_("申报转给您审核"),
    "review-digest": N_("每天的审核提醒"),
    "deadline-near": N_("登记快截止"),
    "edition-moved": N_("主题日改期"),
    "edition-cancelled": N_("主题日取消"),
    "unit-request-answered": N_("答复单位申请"),
}
OTHER = N_("通知")


def masked(email: str) -> str:
    """a***@example.org: enough to recognise, too little to write to."""
    name, _at, domain = email.rpartition("@")
    return f"{name[:1]}***@{domain}"
