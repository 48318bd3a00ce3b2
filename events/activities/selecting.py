"""Which occurrences a feed holds: three narrow statements of ids and revisions, to be joined."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from peewee import Expression, Select

from events.activities.choosing import Chosen
from events.activities.counting import count, count_cancelled, is_cancelled
from events.activities.criteria import DaySpan
from events.activities.models import Occurrence
from events.activities.on_days import begin, count_on_days, is_empty, run
from events.activities.scoping import Scope, condition
from events.activities.timing import LONGEST
from events.activities.vocabulary import Status

CANCELLED_STAYS = timedelta(days=30)
_ALWAYS = DaySpan(None, None)


@dataclass(frozen=True)
class Selection:
    """The occurrences of `span` in `scope`; what was cancelled is told for 30 days more.

    First what is running and what is coming, soonest first; then what is over, newest first: so a
    feed that must be cut loses what matters least. Plain values, so that the SQL of a part need be
    built only once. Without a span it is what a person asked for by itself, and all is told. What
    is in one of the `others` is as good as what is in `scope`, and in both it is there once.
    """

    scope: Scope
    span: DaySpan
    today: date
    others: tuple[Scope, ...] = ()

    def running(self, limit: int | None = None) -> Any:
        """The first occurrences (id, revision) begun before what is coming, and not over yet."""
        when = run(self._ahead) & (Occurrence.first_day <= self._last)
        return self._first(limit, when, Occurrence.last_day, Occurrence.start, Occurrence.id)

    def coming(self, limit: int | None = None) -> Any:
        order = (Occurrence.first_day, Occurrence.start, Occurrence.id)
        return self._first(limit, begin(self._ahead), *order)

    def over(self, limit: int | None = None) -> Any:
        """What ended in the window began a year before it at most: nothing lasts longer."""
        first = self.span.first_day or date.min + LONGEST
        begun = Occurrence.first_day.between(first - LONGEST, min(self._last, self.today))
        ended = (Occurrence.last_day >= first) & (Occurrence.last_day < self.today)
        order = (Occurrence.first_day.desc(), Occurrence.start.desc(), Occurrence.id)
        return self._first(limit, begun & ended, *order)

    def count(self) -> int:
        """How many all three have together (two statements).

        All there are, less what is no longer told: the first an index can count by itself.
        """
        until_told = self.span.within(DaySpan(None, self._told))
        if not self.others:
            stale = count_cancelled(self.scope, until_told, before=self._told)
            return count(self.scope, self.span) - stale
        every = reduce(or_, [condition(scope, counting=True) for scope in self._scopes])
        is_stale = is_cancelled(before=self._told)
        return count_on_days(every, self.span) - count_on_days(every & is_stale, until_told)

    @property
    def _ahead(self) -> DaySpan:
        return DaySpan(max(self.span.first_day or self.today, self.today), self.span.last_day)

    @property
    def _last(self) -> date:
        return self.span.last_day or date.max

    @property
    def _told(self) -> date:
        """From here on cancelled occurrences are told."""
        return date.min if self.span == _ALWAYS else self.today - CANCELLED_STAYS

    @property
    def _scopes(self) -> tuple[Scope, ...]:
        return (self.scope, *self.others)

    def _first(self, limit: int | None, when: Expression, *order: Any) -> Any:
        """With several scopes the first of each are found by its own way and put together: with
        one condition for all, a database reads every occurrence there is."""
        is_told = (Occurrence.status != Status.CANCELLED) | (Occurrence.last_day >= self._told)
        days = (Occurrence.first_day, Occurrence.last_day, Occurrence.start)
        every = Occurrence.select(Occurrence.id, Occurrence.revision, *days)
        firsts = [
            every.where(condition(scope), is_told, when).order_by(*order).limit(limit)
            for scope in self._scopes
        ]
        if not self.others:
            return firsts[0]
        found = [Select([one], [one.c.id]) for one in (first.alias("first") for first in firsts)]
        return every.where(Occurrence.id.in_(reduce(or_, found))).order_by(*order).limit(limit)


def select_occurrences(chosen: Chosen, window: DaySpan, today: date) -> Selection:
    """What a feed shows of those chosen in its window; nothing on days that never come."""
    span = chosen.criteria.span(today).within(window)
    if chosen.scope.signup:  # nobody can sign up for what is over
        span = span.within(DaySpan(today, None))
    scope = replace(chosen.scope, venue=()) if is_empty(span) else chosen.scope
    return Selection(scope, span, today)


def select_always(scope: Scope, today: date) -> Selection:
    """All of them, without a window."""
    return Selection(scope, _ALWAYS, today)


def select_any(selections: Sequence[Selection]) -> Selection | None:
    """What is in at least one of these, which all have the same days; None of none."""
    if not selections:
        return None
    scopes = dict.fromkeys(one.scope for one in selections)
    first, *others = scopes
    return replace(selections[0], scope=first, others=tuple(others))
