"""What people type about an activity on the command line -> values, or one sentence."""

from datetime import datetime

from events.days.forms import TextRefused
from events.text import clean_line


def read_number(text: str) -> int:
    """The number of an activity, an occurrence, a venue."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise TextRefused(f"“{_shown(text)}”不是编号，请写成 7 这样的数字。")
    return int(text)


def read_wall_time(text: str) -> datetime:
    """A day and a clock time, naive: meant in the activity's zone."""
    try:
        return datetime.strptime(clean_line(text), "%Y-%m-%d %H:%M")  # noqa: DTZ007
    except ValueError as error:
        raise TextRefused(
            f'“{_shown(text)}”不是一个存在的时间，请写成 "2026-11-29 14:00" 这样。'
        ) from error


def read_title(text: str) -> str:
    """A clean line of 1 to 120 characters: of an activity, of a venue."""
    line = _limited(text, 120)
    if not line:
        raise TextRefused("名称不能是空的，请写上。")
    return line


def read_reason(text: str) -> str:
    """A clean line of 1 to 200 characters."""
    line = _limited(text, 200)
    if not line:
        raise TextRefused("原因不能是空的，请写一句公众看得懂的话。")
    return line


def read_note(text: str) -> str:
    """A clean line of at most 120 characters, which may be empty."""
    return _limited(text, 120)


def _limited(text: str, most: int) -> str:
    line = clean_line(text)
    if len(line) > most:
        raise TextRefused(f"“{_shown(line)}”太长（{len(line)} 字），最多 {most} 字。")
    return line


def _shown(text: str) -> str:
    line = clean_line(text)
    return line if len(line) <= 20 else line[:20] + "…"
