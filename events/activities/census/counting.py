"""A census answers what the database would: how many occurrences, by what, in a scope."""

from dataclasses import replace
from functools import reduce
from operator import and_
from typing import Any

from pyroaring import BitMap

from events.activities.census.marks import Marks
from events.activities.census.reading import ids_where
from events.activities.criteria import DaySpan
from events.activities.models import Occurrence
from events.activities.on_days import is_empty
from events.activities.scoping import EVERYTHING, Scope, condition
from events.activities.vocabulary import TAKING_PLACE

_ASKED = ("day", "unit", "activity", "occurrence", "q")  # what only the database knows
_MANY = ("district", "venue", "kind", "audience", "format")
_KEPT = 256


class Census:
    """`marks` as they are at `position` of the change log."""

    def __init__(self, marks: Marks, position: int) -> None:
        self.marks, self.position = marks, position
        self._found: dict[Any, BitMap] = {}

    def moved(self, position: int) -> None:
        """The marks have been brought to this position."""
        self.position = position
        self._found.clear()

    def count(self, scope: Scope, span: DaySpan) -> int:
        return len(self._among(scope, span))

    def count_by(self, facet: str, scope: Scope, span: DaySpan) -> dict[Any, int]:
        """Value -> how many occurrences have it, where some have."""
        return self.marks.count(facet, self._among(scope, span))

    def _among(self, scope: Scope, span: DaySpan) -> BitMap:
        if is_empty(span):
            return BitMap()
        return self._once((scope, span), lambda: self._find(scope, span))

    def _find(self, scope: Scope, span: DaySpan) -> BitMap:
        parts = [self._once(span, lambda: self._on_days(span))]
        for facet in _MANY:
            if (values := getattr(scope, facet)) is not None:
                parts.append(self.marks.having(facet, values))
        if scope.near is not None:
            parts.append(self.marks.having("venue", scope.near))
        if scope.age is not None:
            parts.append(self._of_age(scope.age))
        parts += [self.marks.having("access", [fact]) for fact in scope.access or ()]
        if scope.signup is not None:
            parts.append(self._once((scope.now, "open"), lambda: self._open(scope)))
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

    def _once(self, key: Any, find: Any) -> BitMap:
        if key not in self._found:
            if len(self._found) >= _KEPT:
                self._found.clear()
            self._found[key] = find()
        return self._found[key]
