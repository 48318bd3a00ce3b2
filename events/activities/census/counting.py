"""A census answers what the database would: how many occurrences, by what, in a scope."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import reduce
from operator import and_
from typing import Any, TypeVar, cast

from pyroaring import BitMap

from events.activities.census import order
from events.activities.census.marks import Marks
from events.activities.census.reading import ids_where
from events.activities.criteria import DaySpan
from events.activities.cursors import Cursor
from events.activities.models import Occurrence
from events.activities.on_days import is_empty
from events.activities.scoping import EVERYTHING, Scope, condition
from events.activities.vocabulary import TAKING_PLACE, Status
from events.finding.words import Words

_ASKED = ("day", "unit", "activity", "occurrence")  # what only the database knows
_MANY = ("district", "venue", "kind", "audience", "format")
_KEPT = 256

T = TypeVar("T")


class Census:
    """`marks` as they are at `position` of the change log."""

    def __init__(self, marks: Marks, position: int) -> None:
        self.marks, self.position = marks, position
        self._found: dict[Any, Any] = {}

    def moved(self, position: int) -> None:
        """The marks have been brought to this position."""
        self.position = position
        self._found.clear()

    def count(self, scope: Scope, span: DaySpan) -> int:
        return len(self._among(scope, span))

    def count_by(self, facet: str, scope: Scope, span: DaySpan) -> dict[Any, int]:
        """Value -> how many occurrences have it, where some have; not to be changed."""
        scope = _timeless(scope)
        among = self._among(scope, span)
        return self._once((facet, scope, span), lambda: self.marks.count(facet, among))

    def count_near(
        self, scope: Scope, span: DaySpan, radii: Mapping[int, tuple[int, ...]]
    ) -> dict[int, int]:
        """Kilometres -> how many are at one of these venues."""
        scope = replace(scope, near=None)
        rest = self._among(scope, span)
        return {
            km: rest.intersection_cardinality(self.marks.having("venue", venues))
            for km, venues in radii.items()
        }

    def count_cancelled(self, scope: Scope, span: DaySpan, before: date) -> int:
        """Of those cancelled, which would have been over before that day."""
        cancelled = self.marks.having("status", [Status.CANCELLED])
        over = self.marks.before("last_day", before)
        return len(self._among(scope, span) & cancelled & over)

    def first_of_each_day(self, scope: Scope, span: DaySpan, few: int) -> list[int]:
        """Ids of the first few that begin on each day, in time order."""
        return order.first_of_each_day(self.marks, self._among(scope, span), span.first_day, few)

    def lasting(self, scope: Scope, span: DaySpan, most: int) -> list[int]:
        """Ids of the first that last for several days, in time order."""
        among = self._among(scope, span) & self.marks.having("lasting", [True])
        return order.soonest(self.marks, among, most, 0, None)

    def soonest(
        self, scope: Scope, span: DaySpan, limit: int, offset: int = 0, after: Cursor | None = None
    ) -> list[int]:
        """Ids in time order, all behind a cursor, or without one all but the first `offset`."""
        return order.soonest(self.marks, self._among(scope, span), limit, offset, after)

    def nearest(
        self, scope: Scope, span: DaySpan, limit: int, offset: int = 0, after: Cursor | None = None
    ) -> list[int]:
        """Ids by `near`, which has the nearest first, and in time order at each venue; as above."""
        among = self._among(scope, span)
        return order.nearest(self.marks, among, scope.near or (), limit, offset, after)

    def _among(self, scope: Scope, span: DaySpan) -> BitMap:
        if is_empty(span):
            return BitMap()
        scope = _timeless(scope)
        return self._once((scope, span), lambda: self._find(scope, span))

    def _find(self, scope: Scope, span: DaySpan) -> BitMap:
        parts = [self._once(span, lambda: self._on_days(span))]
        for facet in _MANY:
            if (values := getattr(scope, facet)) is not None:
                parts.append(self.marks.having(facet, values))
        if scope.near is not None:
            near = scope.near
            parts.append(self._once(("near", near), lambda: self.marks.having("venue", near)))
        if scope.age is not None:
            parts.append(self._of_age(scope.age))
        if scope.access:
            parts.append(self.marks.having_all("access", scope.access))
        if scope.signup is not None:
            parts.append(self._once((scope.now, "open"), lambda: self._open(scope)))
        if scope.q is not None:
            parts.append(self._with_words(scope.q))
        asked = replace(EVERYTHING, **{key: getattr(scope, key) for key in _ASKED})
        if asked != EVERYTHING:
            parts.append(self._once(asked, lambda: ids_where(condition(asked, counting=True))))
        return reduce(and_, sorted(parts, key=len), self.marks.all)

    def _on_days(self, span: DaySpan) -> BitMap:
        marks = self.marks
        begun = (
            marks.before("first_day", span.last_day, inclusive=True) if span.last_day else marks.all
        )
        return begun - marks.before("last_day", span.first_day) if span.first_day else begun

    def _of_age(self, age: int) -> BitMap:
        fitting = [
            (first, last)
            for first, last in self.marks.of["age"]
            if (first is None or first <= age) and (last is None or age <= last)
        ]
        return self.marks.having("age", fitting)

    def _with_words(self, words: Words) -> BitMap:
        groups = [
            BitMap.union(*(self.marks.having_all("term", one) for one in group), BitMap())
            for group in words.groups
        ]
        return reduce(and_, groups) if groups else BitMap()

    def _open(self, scope: Scope) -> BitMap:
        """`signup` of scoping.py. Who has signed up moves no position: what is full is asked."""
        marks, now = self.marks, scope.now
        full = ids_where(Occurrence.taken >= Occurrence.capacity)
        taking_place, elsewhere = (
            marks.having("status", TAKING_PLACE),
            marks.having("elsewhere", [True]),
        )
        if now is None:
            return taking_place & ((marks.all - full) | elsewhere)
        opens = BitMap.union(*marks.of["signup_opens_at"].values(), BitMap())
        shut = full | (opens - marks.before("signup_opens_at", now, inclusive=True))
        shut |= marks.before("signup_closes_at", now, inclusive=True)
        shut |= marks.before("start", now, inclusive=True)
        over = marks.before("end", now, inclusive=True)
        return (taking_place - over) & ((marks.all - shut) | elsewhere)

    def _once(self, key: Any, find: Callable[[], T]) -> T:
        if key not in self._found:
            if len(self._found) >= _KEPT:
                self._found.clear()
            self._found[key] = find()
        return cast(T, self._found[key])


def _timeless(scope: Scope) -> Scope:
    """The same at any time: unless sign-up is asked for, the time is no matter."""
    return scope if scope.signup else replace(scope, now=None)
