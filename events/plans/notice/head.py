"""What a notice says about itself: title, year, region, issuer, date."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from events.plans.notice.dates import year_in
from events.plans.notice.lines import Line, plain
from events.plans.notice.numbering import find_marker
from events.plans.notice.signatures import find_signatures
from events.plans.notice.titles import after_repeated_title, find_title

_SPAN_OF_YEARS = re.compile(r"(?:19|20)\d\d年?[-—–－~至到]+(?:19|20)?\d\d")
_PLACE = "[\u4e00-\u9fff]{1,12}?(?:省|市|自治州|盟|县|旗|区|镇|乡|街道)"
_REGIONS = (re.compile(f"(?:{_PLACE}){{1,3}}"), re.compile(_PLACE))  # 江城市东湖区, else 江城市
_NOT_REGION = re.compile(
    r"科普|科学|科技|工作|素质|全民|公民|行动|年度|^城市|[社园校景街小]区$|[全我本各][省市县区镇乡]|城乡|农村|示范|关于|领导"
    r"|组织|单位|印发|乡村|农民|妇女|青少年|老年"
)


@dataclass
class Head:
    """None where the notice does not say."""

    title: str | None = None
    year: int | None = None
    region: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    title_line: int = 1
    guesses: list[str] = field(default_factory=list)


def read_head(lines: list[Line]) -> tuple[Head, list[Line], int]:
    """The head, the lines without signatures, and the index of the first numbered line of the plan.

    Where the title stands alone again after a covering letter, the plan begins there.
    """
    signatures = find_signatures(lines)
    signed = frozenset[int]().union(*(signature.lines for signature in signatures))
    lines = [line for index, line in enumerate(lines) if index not in signed]
    numbered = [index for index, line in enumerate(lines) if find_marker(line)]
    first_number = numbered[0] if numbered else len(lines)
    title = find_title(lines[:first_number] or lines[:10])
    head = Head(title=title.words, title_line=title.line, issuer=title.issuer)
    if signatures:
        head.issuer = signatures[0].issuer or head.issuer
        head.issued_on = signatures[0].issued_on
    _find_year(lines, head)
    _find_region(head)
    after_title = after_repeated_title(lines, head.title) if head.title else 0
    start = next((index for index in numbered if index >= after_title), first_number)
    return head, lines, start


def _find_year(lines: Sequence[Line], head: Head) -> None:
    """From the title; else from the document number 〔2021〕, else from the date (a guess)."""
    title = plain(head.title or "").replace(" ", "")
    if _SPAN_OF_YEARS.search(title):
        head.guesses.append("标题写的是多个年度，暂取第一年，请核对年份。")
    head.year = year_in(title)
    if head.year is None:
        numbers = (re.search(r"[〔\[(]((?:19|20)\d\d)[〕\])]", line.plain) for line in lines[:20])
        found = next((match for match in numbers if match), None)
        head.year = int(found[1]) if found else (head.issued_on.year if head.issued_on else None)
        if head.year:
            head.guesses.append(f"标题没有写年份，按文号或发文日期取 {head.year} 年，请核对。")


def _find_region(head: Head) -> None:
    """A place at the start of the title (before or after the year), else of the issuer's name."""
    title = plain(head.title or "").replace(" ", "")
    tails = [
        re.sub(r"^(?:(?:19|20)\d\d|[一二][〇○零一二三四五六七八九]{3})年?度?", "", title),
        title,
    ]
    for text in (*tails, plain(head.issuer or "")):
        for pattern in _REGIONS:
            match = pattern.match(text)
            if match and not _NOT_REGION.search(match[0]):
                head.region = match[0]
                return
