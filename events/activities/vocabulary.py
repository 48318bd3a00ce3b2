"""The closed word lists of activities: code -> Chinese, the source text of every page and feed.

`N_` marks a text for translation; the page that shows it passes it through gettext. The words of
`ACCESS` are the names of fields, with a hyphen: of the venue, the last two of the activity.
"""

from enum import StrEnum

from events.marking import N_


class Format(StrEnum):
    ONSITE = "onsite"
    ONLINE = "online"
    HYBRID = "hybrid"


class Status(StrEnum):
    """Of one occurrence. POSTPONED: it will not be then, and nobody knows when."""

    SCHEDULED = "scheduled"
    MOVED = "moved"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


TAKING_PLACE = (Status.SCHEDULED, Status.MOVED)


class SignupMode(StrEnum):
    NONE = "none"
    HERE = "here"
    TELEPHONE = "telephone"
    EXTERNAL = "external"


class UnitRole(StrEnum):
    """Beside the organiser."""

    CO_ORGANISER = "co-organiser"
    SUPPORTER = "supporter"


KINDS = {
    "main-venue": N_("主场活动"),
    "open-day": N_("开放日"),
    "lecture": N_("讲座"),
    "class": N_("科学课"),
    "workshop": N_("动手体验"),
    "guided-tour": N_("导览"),
    "exhibition": N_("展览"),
    "touring-exhibition": N_("巡展"),
    "science-night": N_("科学之夜"),
    "study-tour": N_("研学"),
    "citizen-science": N_("公民科学"),
    "competition": N_("竞赛"),
    "online-quiz": N_("线上答题"),
    "drill": N_("演练"),
    "street-stand": N_("宣传咨询"),
    "training": N_("培训"),
    "meeting": N_("座谈交流"),
}
AUDIENCES = {
    "public": N_("公众"),
    "family": N_("家庭"),
    "teenagers": N_("青少年"),
    "primary-class": N_("小学班级"),
    "middle-class": N_("中学班级"),
    "students": N_("大学生"),
    "elderly": N_("老年人"),
    "farmers": N_("农民"),
    "workers": N_("产业工人"),
    "officials": N_("领导干部和公务员"),
    "scientists": N_("科技工作者"),
    "volunteers": N_("志愿者"),
}
WHENS = {
    "today": N_("今天"),
    "tomorrow": N_("明天"),
    "weekend": N_("本周末"),
    "next-weekend": N_("下周末"),
    "week": N_("本周"),
    "month": N_("本月"),
}
FORMATS = {Format.ONSITE: N_("现场"), Format.ONLINE: N_("线上"), Format.HYBRID: N_("现场和线上")}
ACCESS = {
    "step-free": N_("无台阶通行，轮椅可达"),
    "accessible-toilet": N_("无障碍卫生间"),
    "nursing-room": N_("母婴室"),
    "sign-language": N_("手语翻译"),
    "captions": N_("字幕"),
}
SIGNUPS = {"open": N_("有名额或无需报名")}
SORTS = {"time": N_("按时间"), "distance": N_("由近到远")}
