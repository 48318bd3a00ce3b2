"""Which occurrences a feed holds: three narrow statements of ids and revisions, to be joined."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from peewee import Expression

from events.activities.choosing import Chosen
from events.activities.counting import count
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
    built only once. Without a span it is what a person asked for by itself, and all is told.
    """

    scope: Scope
    span: DaySpan
    today: date

    def running(self) -> Any:
        """Occurrences (id, revision), to be limited: begun before what is coming, not over yet."""
        narrow = self._narrow(run(self._ahead) & (Occurrence.first_day <= self._last))
        return narrow.order_by(Occurrence.last_day, Occurrence.start, Occurrence.id)

    def coming(self) -> Any:
        narrow = self._narrow(begin(self._ahead))
        return narrow.order_by(Occurrence.first_day, Occurrence.start, Occurrence.id)

    def over(self) -> Any:
        """What ended in the window began a year before it at most: nothing lasts longer."""
        first = self.span.first_day or date.min + LONGEST
        begun = Occurrence.first_day.between(first - LONGEST, min(self._last, self.today))
        ended = (Occurrence.last_day >= first) & (Occurrence.last_day < self.today)
        narrow = self._narrow(begun & ended)
        return narrow.order_by(Occurrence.first_day.desc(), Occurrence.start.desc(), Occurrence.id)

    def count(self) -> int:
        """How many all three have together (two statements).

        All there are, less what is no longer told: the first an index can count by itself.
        """
        until_told = self.span.within(DaySpan(None, self._told))
        stale = (Occurrence.status == Status.CANCELLED) & (Occurrence.last_day < self._told)
        never_told = condition(self.scope, counting=True) & stale
        return count(self.scope, self.span) - count_on_days(never_told, until_told)

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

    def _narrow(self, when: Expression) -> Any:
        is_told = (Occurrence.status != Status.CANCELLED) | (Occurrence.last_day >= self._told)
        days = (Occurrence.first_day, Occurrence.last_day, Occurrence.start)
        columns = (Occurrence.id, Occurrence.revision, *days)
        return Occurrence.select(*columns).where(condition(self.scope), is_told, when)


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
