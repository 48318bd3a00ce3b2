"""What somebody finds, and whether the index is right."""

from typing import Any

from events.activities.choosing import choose
from events.activities.criteria import Criteria, DaySpan
from events.activities.indexing.actions import fill_index
from events.activities.indexing.checking import check_index
from events.activities.queries import find_occurrences, occurrence_rows

ALWAYS = DaySpan(None, None)


def index_all() -> None:
    """Rows of the factories are not indexed by themselves."""
    for _wrong in fill_index():
        pass
    assert check_index() == []


def find(typed: str, **keys: Any) -> list[int]:
    """Occurrences, soonest first."""
    return find_occurrences(choose(Criteria(q=typed, **keys)), ALWAYS, 999)


def titles(typed: str, **keys: Any) -> set[str]:
    return {row.activity.title for row in occurrence_rows(find(typed, **keys))}
