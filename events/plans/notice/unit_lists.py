"""The words of a unit list -> the units in order, their roles, and whether the list is open."""

import re
from dataclasses import dataclass

from events.plans.notice.brackets import split_outside
from events.plans.notice.lines import plain
from events.plans.notice.unit_names import is_surely_unit, may_be_unit
from events.plans.reading import LEAD, RESPONSIBLE, SUPPORTING

_LEAD = "牵头|主办|主责|首要"
_SUPPORTING = "配合|协办|协助|协同|参与|参加|协作|支持|联办|会同"
_RESPONSIBLE = "主要责任|责任|负责|承办|实施|落实|组织|完成|承担"
_BODY = "(?:责任|实施)?(?:单位|部门|处室|科室|股室|机构|主体|方)"
LABEL = re.compile(
    rf"(?:(?P<lead>{_LEAD})|(?P<supporting>{_SUPPORTING})|(?P<responsible>{_RESPONSIBLE}))"
    rf"(?:{_BODY}(?:\((?:牵头|配合)\))?\s*[:：]|{_BODY}(?:\s|$)|\s*[:：])\s*"
)
# What a list may say besides units; it lasts until the next label.
_OTHER_LABEL = re.compile(
    r"(?:完成|办结|推进|工作|实施)?(?:时限|时间|期限|进度)(?:要求|安排)?\s*[:：]"
    r"|(?:责任|联系|分管)(?:人|领导)\s*[:：]"
)
# 牵头单位：市科协 配合单位：市教委, with nothing but a space between them.
_NEXT_LABEL = re.compile(
    rf"\s+(?=(?:(?:{_LEAD}|{_SUPPORTING}|{_RESPONSIBLE}){_BODY}\s*[:：]|{_OTHER_LABEL.pattern}))"
)
_SAID_AFTER = re.compile(
    r"(?:按照?(?:各自)?(?:职责|职能|任务)?分工|按(?:各自)?职责|分别|共同|具体|各自|联合)*"
    r"(?:(?P<lead>负责牵头|牵头(?:负责|实施|落实|组织)?|主办)"
    r"|(?P<supporting>(?:参与)?配合|协助|参与|参加|协办|协同(?:配合)?|支持)"
    r"|(?P<responsible>(?:负责|组织)*(?:负责|实施|落实|承办)|按照?(?:各自)?(?:职责|职能|任务)?分工|按(?:各自)?职责))$"
)
_VERB_INSIDE = re.compile(r"(?:负责牵头|牵头(?:负责|实施|落实|组织)?)(?![单部责:：])(?=.)(?!$)")
_LED_BY = re.compile(r"^(?:由|请|会同|商|并)(?=[\u4e00-\u9fff]{2})")
_OPEN_END = re.compile(
    r"(?<![高中初同])等(?:(?:各|市级|省级|县级|区级|市直|县直|区直|其他)*(?:相关|有关|成员|责任|职能)*"
    r"(?:部门和单位|单位和部门|部门单位|部门|单位))?$"
)
_EVERYONE = re.compile(
    r"^(?:.{0,24}(?:小组|办公室|纲要办|科普办|联席会议|纲要实施工作|素质工作))?(?:[市省县区]?各|全体|所有)(?:责任|成员)(?:单位|部门)$"
)
_AREA_ONLY = re.compile(
    r"^各(?:[省市州盟县区旗乡镇]|区县|市县|县市|县区|市区|市州|州市|乡镇|街道|地市|县级市)$"
)
_AREA_GOES_ON = re.compile(
    r"^(?:县级市|自治[县州旗]|[区县旗]|镇|街道|乡|村|社区|园区|开发区|管委会|市(?:$|[县区、]|人民政府|政府|直属))"
)
_AND = re.compile(r"以及|[和及与]")
_FIRST_WORD_AND = re.compile(r"^(?:以及|及|与|和(?=[市县区省团各]))")


@dataclass(frozen=True)
class UnitList:
    """`doubtful` are names among `units` that do not look like one."""

    units: tuple[str, ...]
    roles: tuple[str | None, ...]
    everyone: bool
    open_ended: bool
    doubtful: tuple[str, ...]
    labelled: bool

    @property
    def found(self) -> bool:
        return bool(self.units) or self.everyone


class _Collector:
    """Takes segment after segment; a label in front lasts, a verb behind reaches back."""

    def __init__(self) -> None:
        self.units: list[str] = []
        self.roles: list[str | None] = []
        self.everyone = False
        self.open_ended = False
        self.labelled = False
        self.role: str | None = None
        self.skipping = False
        self.unlabelled_from = 0

    def take(self, segment: str) -> None:
        segment = self._read_label(segment)
        if self.skipping:
            return
        segment, role = _verb_behind(segment)
        for name in _names(segment):
            self._add(name)
        if role:
            self.labelled = True
            self.roles[self.unlabelled_from :] = [role] * (len(self.units) - self.unlabelled_from)
        if role or self.role:
            self.unlabelled_from = len(self.units)

    def _read_label(self, segment: str) -> str:
        if _OTHER_LABEL.match(plain(segment)):
            self.skipping = True
        elif match := LABEL.match(plain(segment)):
            self.role = _role(match)
            self.labelled = True
            self.skipping = False
            segment = segment[match.end() :]
            self.unlabelled_from = len(self.units)
        return segment

    def _add(self, name: str) -> None:
        if match := _OPEN_END.search(name):
            self.open_ended = True
            name = name[: match.start()].rstrip("、, ")
        if not name:
            return
        if _EVERYONE.match(name):
            self.everyone = True
        elif name not in self.units:
            self.units.append(name)
            self.roles.append(self.role)


def parse_units(text: str) -> UnitList:
    """Read a list such as 牵头单位：市科协；配合单位：市教委等 (without its parentheses)."""
    collector = _Collector()
    for group in split_outside(_NEXT_LABEL.sub("\n", text), ";。,\n"):
        for segment in _VERB_INSIDE.sub(lambda verb: verb[0] + "\n", group).split("\n"):
            if segment := segment.strip(" 　"):
                collector.take(segment)
    return UnitList(
        units=tuple(collector.units),
        roles=tuple(collector.roles),
        everyone=collector.everyone,
        open_ended=collector.open_ended,
        doubtful=tuple(name for name in collector.units if not may_be_unit(name)),
        labelled=collector.labelled,
    )


def starts_with_label(plain_text: str) -> bool:
    """True for 责任单位：… and also for 完成时限：…, which is no unit but no sentence either."""
    return bool(LABEL.match(plain_text) or _OTHER_LABEL.match(plain_text))


def _verb_behind(segment: str) -> tuple[str, str | None]:
    match = _SAID_AFTER.search(segment)
    if not match:
        return segment, None
    return _LED_BY.sub("", segment[: match.start()].strip()), _role(match)


def _role(match: re.Match[str]) -> str:
    if match["lead"]:
        return LEAD
    return SUPPORTING if match["supporting"] else RESPONSIBLE


def _names(segment: str) -> list[str]:
    parts = [part.strip(" 　、.．:：") for part in split_outside(segment, "、/")]
    names: list[str] = []
    for part in _joined_areas([part for part in parts if part]):
        names.extend(_split_at_and(part))
    return names


def _joined_areas(parts: list[str]) -> list[str]:
    """各区、县级市政府 is one group, although 、 stands in it."""
    joined: list[str] = []
    for part in parts:
        last = joined[-1].split("、")[-1] if joined and joined[-1].startswith("各") else ""
        area_before = _AREA_ONLY.match("各" + last.removeprefix("各"))
        if area_before and _AREA_GOES_ON.match(part):
            joined[-1] += "、" + part
        else:
            joined.extend(_split_at_spaces(part))
    return joined


def _split_at_spaces(part: str) -> list[str]:
    words = part.split()
    return words if len(words) > 1 and all(may_be_unit(word) for word in words) else [part]


def _split_at_and(name: str) -> list[str]:
    """市教委和市科协 are two; 文化广电和旅游局 and 人力资源和社会保障局 are one each."""
    name = _FIRST_WORD_AND.sub("", name) if len(name) > 2 else name
    for match in _AND.finditer(name):
        left, right = name[: match.start()], name[match.end() :]
        closed = _OPEN_END.sub("", right)
        if is_surely_unit(left) and is_surely_unit(closed):
            return [left, *_split_at_and(right)]
    return [name]
