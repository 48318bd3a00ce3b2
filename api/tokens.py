"""Where a list goes on, as `next` has it; None for what this program has not given. Pure."""

import re

from events.db import LARGEST_ID
from events.published import Cursor, CursorRefused, read_cursor


def number(text: str) -> int | None:
    """Of the last row that was told."""
    is_number = re.fullmatch("[0-9]{1,19}", text) and int(text) <= LARGEST_ID
    return int(text) if is_number else None


def edition(text: str) -> tuple[int, str] | None:
    """Its year and its key."""
    year, _, key = text.partition("/")
    return (int(year), key) if re.fullmatch("[0-9]{4}", year) and key else None


def occurrence(text: str) -> Cursor | None:
    try:
        return read_cursor(text)
    except CursorRefused:
        return None
