"""Where a list goes on, as `next` has it; None for what this program has not given. Pure."""

import re

from events.published import Cursor, CursorRefused, read_cursor

NUMBER = "^[0-9]{1,18}$"
EDITION = "^[0-9]{4}/[a-z0-9/-]+$"
CURSOR = "^[A-Za-z0-9_-]+$"


def number(text: str) -> int | None:
    """Of the last row that was told."""
    return int(text) if re.fullmatch(NUMBER, text) else None


def edition(text: str) -> tuple[int, str] | None:
    """Its year and its key."""
    year, _, key = text.partition("/")
    return (int(year), key) if re.fullmatch(EDITION, text) else None


def occurrence(text: str) -> Cursor | None:
    try:
        return read_cursor(text)
    except CursorRefused:
        return None
