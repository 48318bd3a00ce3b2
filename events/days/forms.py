"""What people type about an edition -> days and texts, or one sentence that says what is wrong."""

from datetime import date

from events.errors import EventsError
from events.text import clean_line

YEARS = range(1900, 2201)


class TextRefused(EventsError):
    """What was typed can't be taken as it is."""


def read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise TextRefused(f"“{text}”不是一个存在的日期，请写成 2027-05-15 这样。") from error


def read_year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) in YEARS):
        raise TextRefused(f"“{text}”不是年份，请写成 2027 这样的四位数字。")
    return int(text)


def read_line(text: str) -> str:
    """One clean line of 1 to 200 characters: a theme, a reason, a title."""
    line = clean_line(text)
    if not line:
        raise TextRefused("主题、原因和依据不能是空的，请写一句话。")
    if len(line) > 200:
        raise TextRefused(f"“{line[:20]}…”太长（{len(line)} 字），最多 200 字。")
    return line


def read_link(text: str) -> str:
    link = clean_line(text)
    if not link.startswith(("https://", "http://")) or len(link) > 500:
        raise TextRefused(f"“{link[:60]}”不是网址，请写成 https:// 开头的完整网址。")
    return link
