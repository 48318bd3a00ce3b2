"""Competitions, projects and series named in a text, as plain mentions (no catalogue needed).

What counts is what somebody carries out: the object of 开展, 举办, 参加 … (all of it where it is an
enumeration that ends in 等活动), and quoted names of projects after 实施, 推进, 完善.
"""

import re
from collections.abc import Iterator

from events.plans.notice.lines import plain
from events.plans.notice.mentions import DayNames

_STRONG = re.compile(r"开展|举办|举行|召开|承办|办好|参加|参与|选树|组织(?!部|领导|管理|建设)")
_WEAK = re.compile(r"实施|推进|完善")
_EVENT = (
    "大赛|竞赛|比赛|挑战赛|联赛|邀请赛|赛事|评选|评选表彰|表彰|征文|夏令营|冬令营|科学营|训练营|营|巡展|巡讲|巡演|校园行|行"
    "|影像节|科技节|科学节|文化节|艺术节|读书节|节|论坛|嘉年华|运动会|博览会|展览会|研学|擂台赛|知识竞答|竞答|公开课"
)
_ENDS_AS_EVENT = re.compile(rf"(?:{_EVENT})(?:活动)?$")
# 校园行活动 is called 校园行, but a 评选活动 or 影像节活动 keeps its whole name.
_NEEDLESS_ACTIVITY = re.compile(r"(?<=[赛展讲演行营])活动$")
_ENDS_AS_MEETING = re.compile(r".{3,}(?:会议|大会)$")
_ENDS_AS_PROJECT = re.compile(r"(?:计划|工程|行动|项目)$")
_QUOTED = re.compile(r"[“「]([^“”「」]{2,40})[”」]")
_QUOTED_PROJECT = re.compile(
    r".{0,12}[”」](?:工程|计划|项目|.{2,12}(?:行动|工程|计划|活动)|主题活动)$"
)
_AND_SO_ON = re.compile(r"(?<![高中初平同])等[^、等“]{0,14}(?:活动|赛事)$")
_GENERIC = re.compile(
    r"各类|各级|各种|相关|有关|一系列|系列活动$|形式多样|[的了]|^(?:竞赛|比赛|评选|表彰|活动)+$|进行"
)
_CLAUSE = re.compile(r"[。;,!?:\n]")
_BOOK = re.compile(r"《[^《》]{0,200}》")
_LEADING = re.compile(r"^(?:好|了|各类)")
_LONGEST = 60


def find_event_series(text: str, days: DayNames) -> tuple[str, ...]:
    """Mentions in order, each once; themed days of the catalogue are not among them."""
    found: dict[str, None] = {}
    for clause in _clauses(text):
        for mention in _in_clause(clause):
            mention = _without_themed_day(mention, days)
            if mention and not _is_themed_day(mention, days):
                found.setdefault(mention)
    return tuple(found)


def _without_themed_day(mention: str, days: DayNames) -> str:
    """全国科普日和某某大赛 is about two things, and the first is in the catalogue."""
    for _, start, end in days.places(mention)[:1]:
        if start == 0 and mention[end : end + 1] in ("和", "及", "与"):
            return mention[end + 1 :]
    return mention


def _is_themed_day(mention: str, days: DayNames) -> bool:
    return bool(days.find(mention)) and not re.search(r"[赛营展]$", mention)


def _clauses(text: str) -> Iterator[str]:
    """Parts between marks that stand in no quotes; titles of documents are blanked out."""
    text = _BOOK.sub(lambda book: "《" + "某" * (len(book[0]) - 2) + "》", text)
    folded = _QUOTED.sub(lambda quote: "“" + "某" * (len(quote[0]) - 2) + "”", plain(text))
    start = 0
    for mark in _CLAUSE.finditer(folded):
        yield text[start : mark.start()].strip()
        start = mark.end()
    yield text[start:].strip()


def _in_clause(clause: str) -> list[str]:
    masked = _QUOTED.sub(lambda quote: "“" + "某" * (len(quote[0]) - 2) + "”", clause)
    strong = list(_STRONG.finditer(masked))
    if strong:
        verb = strong[-1]
        if enumeration := _AND_SO_ON.search(masked, verb.end()):
            return _enumerated(clause[verb.end() : enumeration.start()])
        return _named(clause[verb.end() :], with_meetings=verb[0] == "召开")
    weak = _WEAK.search(masked)
    return _quoted_projects(clause[weak.end() :]) if weak else []


def _enumerated(words: str) -> list[str]:
    """开展 A、B和C等活动: each part is a mention, unless they are heads that share one tail."""
    parts = [_LEADING.sub("", part) for part in _parts(words, split_any_and=True)]
    if any(len(part) < 4 for part in parts if part):
        parts = [part for part in parts if _ENDS_AS_EVENT.search(part)]
    return [_shown(part) for part in parts if _fits(part)]


def _named(words: str, with_meetings: bool) -> list[str]:
    """开展 A和B: parts that end like an event; a part that does not is the head of the next."""
    mentions: list[str] = []
    waiting = ""
    for part in _parts(words, split_any_and=False):
        waiting = f"{waiting}、{part}" if waiting else _LEADING.sub("", part)
        is_event = _ENDS_AS_EVENT.search(waiting) or _is_quoted_event(waiting)
        is_meeting = with_meetings and _ENDS_AS_MEETING.match(waiting)
        if (is_event or is_meeting) and _fits(waiting):
            mentions.append(_shown(waiting))
            waiting = ""
    return mentions


def _is_quoted_event(words: str) -> bool:
    inner = _QUOTED.match(words)
    if not inner:
        return False
    behind = words[inner.end() :]
    return behind in ("活动", "主题活动") or (not behind and _names_its_kind(inner[1]))


def _names_its_kind(words: str) -> bool:
    return bool(_ENDS_AS_PROJECT.search(words) or _ENDS_AS_EVENT.search(words))


def _quoted_projects(words: str) -> list[str]:
    """实施 “某某计划”, 完善 某地“六个一”工程: only quoted names are names here."""
    mentions = []
    for part in _parts(words, split_any_and=False):
        inner = _QUOTED.fullmatch(part)
        if inner and _ENDS_AS_PROJECT.search(inner[1]):
            mentions.append(inner[1])
        elif _QUOTED_PROJECT.match(part) or (_QUOTED.search(part) and _QUOTED_PROJECT.search(part)):
            mentions.append(part)
    return [mention for mention in mentions if _fits(mention)]


def _parts(words: str, split_any_and: bool) -> list[str]:
    """Split at 、 and between adjoining quotes; at 和 only where both sides can stand alone."""
    parts: list[str] = []
    for piece in words.replace("”“", "”、“").replace("」「", "」、「").split("、"):
        parts.extend(_split_at_and(piece.strip(), split_any_and))
    return [part for part in parts if part]


def _split_at_and(piece: str, split_any_and: bool) -> list[str]:
    left, _, right = piece.rpartition("和")
    both_long = len(left) >= 4 and len(right) >= 4
    if not both_long or ("”" in right and "“" not in right):
        return [piece]
    stands_alone = _ENDS_AS_EVENT.search(left) or _ENDS_AS_MEETING.match(left)
    right_only = split_any_and and _ENDS_AS_EVENT.search(right)
    return [left, right] if stands_alone or right_only else [piece]


def _fits(mention: str) -> bool:
    return 4 <= len(mention) <= _LONGEST and not _GENERIC.search(_QUOTED.sub("“”", mention))


def _shown(mention: str) -> str:
    """Without quotes where the quoted words name the kind of event themselves."""
    inner = _QUOTED.match(mention)
    if inner and mention[inner.end() :] in ("", "活动") and _names_its_kind(inner[1]):
        return inner[1]
    return _NEEDLESS_ACTIVITY.sub("", mention)
