"""Long lists go by number, newest first: each page begins below the last one of the page before."""

from collections.abc import Mapping

from events.db import LARGEST_ID


def number_of(text: str | None) -> int | None:
    """A number from an address; None for what is none, the largest there is for one too large."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > 10:
        return None
    return min(int(text), LARGEST_ID)


def before_of(arguments: Mapping[str, str]) -> int | None:
    """The number below which the page begins; None for the first page."""
    return number_of(arguments.get("before"))
