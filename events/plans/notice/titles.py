"""The plan's own title: quoted by a covering notice, or on a line (or three) of its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from events.plans.notice.lines import Line, plain
from events.plans.notice.unit_names import may_be_unit

_FARTHEST = 60  # lines; a title that comes later is not one
_KINDS = (
    "工作要点|活动要点|要点|工作计划|行动计划|计划|工作方案|实施方案|方案|任务分工|分工方案|分工|工作安排|安排|任务清单|清单"
    "|任务分解表|分解表|分工表|工作任务|重点任务|行动纲要|规划|意见|办法|通知"
)
_TITLE_END = re.compile(rf"(?:{_KINDS})(?:\([^()]{{1,24}}\))?$")
_QUOTED = re.compile(r"(?:印发|下发|转发|公布|发布)(?:的)?《([^《》]{4,90})》")
_ISSUED = re.compile(r"^(.{2,40}?)?关于(?:印发|下发|做好|开展|转发|公布)")
_PLAIN_ISSUED = re.compile(r"^.{0,40}?关于(?:印发|下发)(.{4,80}?)的通知$")


@dataclass(frozen=True)
class Title:
    """`issuer` is the body a title line begins with, where it does."""

    words: str | None
    line: int = 1
    issuer: str | None = None


def find_title(lines: Sequence[Line]) -> Title:
    """The plan's own title: what a covering notice quotes, else a line that ends like a title."""
    texts = [line.text for line in lines[:_FARTHEST]]
    for start in range(len(texts)):
        for count in (1, 2, 3):
            joined = "".join(texts[start : start + count])
            match = _QUOTED.search(joined)
            is_title_line = match and len(joined) <= 160 and "通知" in joined[match.end() :][:12]
            if match and is_title_line:
                words = match[1].replace(" ", "") if count > 1 else match[1]
                return Title(words, lines[start].number, _issuer_before(joined))
    return _standalone_title(lines[:_FARTHEST])


def _issuer_before(title_line: str) -> str | None:
    """江城市科协关于印发……: who issues it."""
    match = _ISSUED.match(title_line)
    return match[1] if match and match[1] and may_be_unit(match[1]) else None


def _standalone_title(lines: Sequence[Line]) -> Title:
    for start in range(len(lines)):
        for count in (1, 2, 3):
            part = lines[start : start + count]
            joined = "".join(line.text for line in part)
            if len(part) < count or len(joined) > 90 or not _may_be_title(part):
                break
            if _TITLE_END.search(plain(joined)):
                inner = _PLAIN_ISSUED.match(joined)
                words = inner[1] if inner else joined
                return Title(words, lines[start].number, _issuer_before(joined))
    return Title(None)


def _may_be_title(part: Sequence[Line]) -> bool:
    """Title lines hold no sentence marks and are no salutation."""
    return not any(
        set(line.plain) & set("。;!?,〔") or line.plain.endswith((":", "文件")) for line in part
    )


def after_repeated_title(lines: Sequence[Line], title: str) -> int:
    """Index after the last place where the title stands alone: there the plan begins."""
    wanted = _squeezed(title)
    after = 0
    for start in range(len(lines)):
        joined = ""
        for count, line in enumerate(lines[start : start + 3], start=1):
            joined += _squeezed(line.text)
            if joined == wanted:
                after = start + count
    return after


def _squeezed(text: str) -> str:
    return plain(text).replace(" ", "")
