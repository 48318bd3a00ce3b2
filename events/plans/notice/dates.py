"""Years and dates in digits of any kind: 2021年3月5日, 2021-03-05, 二〇二一年三月五日."""

import re
from datetime import date

from events.plans.notice.numbering import chinese_number

_ZERO = str.maketrans(dict.fromkeys("○ＯOo零０0◯", "〇"))
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_CN_YEAR = re.compile(r"[一二][〇一二三四五六七八九]{3}")
_DATE = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?$")
_CN_DATE = re.compile(
    r"([一二][〇一二三四五六七八九]{3})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日$"
)


def year_in(text: str) -> int | None:
    """The first year in digits, else in Chinese digits."""
    if match := _YEAR.search(text):
        return int(match[1])
    match = _CN_YEAR.search(text.translate(_ZERO))
    return _cn_year(match[0]) if match and match[0][:2] in ("一九", "二〇") else None


def date_at_end(text: str) -> tuple[date, str] | None:
    """A date that ends the text, and what stands before it; spaces must be gone already."""
    if match := _DATE.search(text):
        parts = [int(part) for part in match.groups()]
    elif match := _CN_DATE.search(text.translate(_ZERO)):
        parts = [_cn_year(match[1]), chinese_number(match[2]) or 0, chinese_number(match[3]) or 0]
    else:
        return None
    try:
        return date(*parts), text[: match.start()]
    except ValueError:
        return None


def _cn_year(digits: str) -> int:
    return int("".join(str("〇一二三四五六七八九".index(char)) for char in digits))
