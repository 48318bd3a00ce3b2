"""What a reviewer should look at before saying yes: named hints about a content. Pure.

A hint is no verdict; it only keeps a submission from being published together with others.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from events.marking import N_
from events.submissions.content import Content

CROWD = 500  # people at one time
MANY = 60  # sittings
WORDS = {
    "first": N_("首次登记"),
    "contact": N_("正文里有联系方式：%(detail)s"),
    "link": N_("有站外链接：%(detail)s"),
    "crowd": N_("同时 %(detail)s 人，超过 500 人"),
    "minors": N_("向孩子要个人信息：%(detail)s"),
    "twin": N_("可能和别的活动重复（%(detail)s 件）"),
    "many": N_("场次很多：%(detail)s 场"),
    "soon": N_("答复期限前就开始"),
    "schedule": N_("时间地点：%(detail)s"),
}


class Flag(NamedTuple):
    """`detail` fills the blank in the words of `name`: what was found, or how many."""

    name: str
    detail: str = ""


@dataclass(frozen=True)
class Facts:
    """What is known beside the content. `hosts` are those its unit has linked to in public;
    `answer_by` is the last day on which the office should answer; `twins` says how many."""

    is_first: bool = False
    hosts: frozenset[str] = frozenset()
    answer_by: date | None = None
    twins: int = 0
    warnings: tuple[str, ...] = ()


def find_flags(content: Content, facts: Facts) -> tuple[Flag, ...]:
    """All that apply, at most one of a name but for warnings of the schedule."""
    return tuple(_find(content, facts))


def _find(content: Content, facts: Facts) -> Iterator[Flag]:
    text = _prose(content)
    if facts.is_first:
        yield Flag("first")
    if found := _first(_CONTACTS, text):
        yield Flag("contact", _shown(found))
    if host := _outside_host(content, text, facts.hosts):
        yield Flag("link", _shown(host))
    if (people := _most_people(content)) > CROWD:
        yield Flag("crowd", str(people))
    if (asked := _first(_PRIVATE, text)) and _ASKING.search(text):
        yield Flag("minors", asked)
    if facts.twins:
        yield Flag("twin", str(facts.twins))
    if len(content.sittings) > MANY:
        yield Flag("many", str(len(content.sittings)))
    if facts.answer_by and content.first_day and content.first_day <= facts.answer_by:
        yield Flag("soon")
    yield from (Flag("schedule", warning) for warning in facts.warnings)


# Each begins with a plain sign, and looks behind it only then: that is what `re` finds fast.
_CONTACTS = (
    re.compile(r"1(?<!\d1)[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"),  # a mobile
    re.compile(r"0(?<!\d0)\d{2,3}[ -]?[2-9]\d{6,7}(?!\d)"),  # a telephone with its area code
    re.compile(r"@(?<=[a-z0-9]@)[a-z0-9-]+(?:\.[a-z0-9-]+)+"),
    re.compile(
        r"(?:微信|wechat|weixin)(?!公众|公号|小程序|视频号|支付)[号群]?[: ]*[a-z0-9_-]{0,20}"
    ),
    re.compile(r"(?:vx|v信|薇信|威信)(?<![a-z]..)[: ]*[a-z0-9_-]{2,20}"),
    re.compile(r"(?:qq|扣扣)(?<![a-z]..)[号群]*[: ]*\d{5,11}"),
)
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s,。;、)】》\"'<>]+"
    r"|(?<![@a-z0-9_.-])(?:[a-z0-9-]+\.)+(?:com|cn|net|org|cc|top|vip|site|io|me)(?![a-z0-9_-])"
)
_PRIVATE = (
    re.compile("身份证|户口[本簿页]|护照号|人脸|家庭住址|出生日期|生日|照片"),
    re.compile(
        "(?:孩子|学生|儿童|小朋友|未成年人|家长|监护人)的?(?:真实)?(?:姓名|名字|学校|班级|电话|年龄)"
    ),
)
_ASKING = re.compile("报名|登记|填写|提供|提交|预约|扫码|填报|发送|发到|携带")
_PLAIN = {0xFF01 + number: 0x21 + number for number in range(94)} | {0x3000: " "}


def _prose(content: Content) -> str:
    """All free text in small letters, with full-width signs as their plain ones."""
    notes = (place.note for place in content.places)
    answers = (answer.text for answer in content.answers)
    parts = (
        *(content.title, content.description, content.audience_note, content.fee),
        *(content.picture_alt, content.change_reason, *notes, *answers),
        content.terms.bring if content.terms else "",
    )
    return "\n".join(parts).translate(_PLAIN).lower()


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> str:
    return next((hit.group() for pattern in patterns if (hit := pattern.search(text))), "")


def _outside_host(content: Content, text: str, known: frozenset[str]) -> str:
    """The first host that is neither an authority's nor one the unit has used before."""
    links = [content.signup_url, content.online_url]
    if "." in text:
        links += _LINK.findall(text)
    for host in filter(None, map(host_of, links)):
        if host not in known and not f".{host}".endswith(".gov.cn"):
            return host
    return ""


def host_of(address: str) -> str:
    """The host of an address, with or without its scheme, without www; "" where there is none."""
    try:
        parts = urlsplit(address if "://" in address else f"//{address}")
        return (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _most_people(content: Content) -> int:
    """How many may come at one time, all sittings that begin then together."""
    at_once = Counter[object]()
    for sitting in content.sittings:
        at_once[sitting.start] += sitting.capacity or 0
    return max(at_once.values(), default=0)


def _shown(found: str) -> str:
    line = " ".join(found.split())
    return line if len(line) <= 30 else line[:30] + "…"
