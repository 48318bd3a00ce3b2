"""What the letters are called on the office's page. Pure."""

from events.marking import N_

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
    "signup-confirmed": N_("报名成功"),
    "signup-pending": N_("报名等待确认"),
    "signup-waiting": N_("已加入候补"),
    "signup-offered": N_("候补有名额了"),
    "signup-lapsed": N_("留的名额过期"),
    "signup-cancelled": N_("报名已取消"),
    "signup-erased": N_("报名已取消，资料已删除"),
    "signup-refused": N_("报名没有通过"),
    "signup-changed": N_("报名改好了"),
    "signup-moved": N_("报名的场次有变动"),
    "signup-off": N_("报名的场次不举办"),
    "signup-reminder": N_("报名的前一天提醒"),
    "signup-message": N_("单位给报名人的通知"),
    "signup-found": N_("找回报名的链接"),
}
OTHER = N_("通知")
