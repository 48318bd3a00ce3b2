"""What somebody puts together into one calendar: themed days, units, districts and words.

The words are those of the filters (docs/calendars.md), but here each one adds: what any of the
picks has is in the calendar.
"""

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from events.activities.criteria import Criteria
from events.activities.filters import Arguments, read_criteria

KEYS = ("day", "unit", "district", "q")
MOST = 20


class Pick(NamedTuple):
    """A key and its value as an address has them."""

    key: str
    value: str


@dataclass(frozen=True)
class Picks:
    """In the order of `KEYS` and then of the values, without repeats."""

    picked: tuple[Pick, ...] = ()

    @property
    def query(self) -> str:
        """Canonical: equal picks give equal text."""
        return urlencode(self.picked)

    @property
    def values(self) -> dict[str, list[str]]:
        """As `url_for` takes them: each key with all its values."""
        values: dict[str, list[str]] = {}
        for key, value in self.picked:
            values.setdefault(key, []).append(value)
        return values

    def without(self, pick: Pick) -> "Picks":
        return Picks(tuple(one for one in self.picked if one != pick))


class Reading(NamedTuple):
    """What could be understood. `problems` are sentences; their values are left out."""

    picks: Picks
    problems: tuple[str, ...] = ()


def read_picks(arguments: Arguments) -> Reading:
    """The picks of a query string or a form. Empty values count as absent."""
    problems: list[str] = []
    found: list[Pick] = []
    for key in KEYS:
        values = arguments.getlist(key)[: 2 * MOST]
        read = [read_criteria(MultiDict([(key, value)])) for value in values]
        problems += [problem for one in read for problem in one.problems]
        found += sorted({pick for one in read for pick in _picks_of(one.criteria)})
    if len(found) > MOST:
        problems.append(f"一次最多选 {MOST} 项，这里有 {len(found)} 项，只看前面的：请去掉几项。")
    return Reading(Picks(tuple(found[:MOST])), tuple(problems))


def _picks_of(criteria: Criteria) -> list[Pick]:
    return [Pick(*pair) for pair in criteria.pairs]
