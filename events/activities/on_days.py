"""Occurrences on given days: those that begin then, and those that began earlier and still run.

The two are read apart, each by an index of its own, and put together with UNION ALL: with one
condition for both, a database reads on from the oldest occurrence it has.
"""

from datetime import date
from typing import Any

from peewee import Expression, fn

from events.activities.criteria import DaySpan
from events.activities.models import Occurrence


def begin(span: DaySpan) -> Expression:
    """Begins on one of the days of `span`."""
    first: Any = Occurrence.first_day >= (span.first_day or date.min)
    return first & (Occurrence.first_day <= span.last_day) if span.last_day else first


def run(span: DaySpan) -> Expression:
    """Began before `span` and reaches into it: the words of the partial index."""
    assert span.first_day is not None
    return (
        (Occurrence.last_day > Occurrence.first_day)
        & (Occurrence.last_day >= span.first_day)
        & (Occurrence.first_day < span.first_day)
    )


def is_empty(span: DaySpan) -> bool:
    return bool(span.first_day and span.last_day and span.last_day < span.first_day)


def on_days(which: Expression, span: DaySpan, *columns: Any) -> Any:
    """The columns of those that meet `which` and take place on these days."""
    return _both(Occurrence.select(*columns).where(which), span)


def count_on_days(which: Expression, span: DaySpan) -> int:
    """How many there are (one statement)."""
    if is_empty(span):
        return 0
    return sum(count for (count,) in on_days(which, span, fn.COUNT(Occurrence.id)).tuples())


def counted_by(column: Any, which: Expression, span: DaySpan) -> Any:
    """(`counted_by`, `count`) for each value of a column, in one row or in two."""
    columns = (column.alias("counted_by"), fn.COUNT(Occurrence.id).alias("count"))
    return _both(Occurrence.select(*columns).where(which).group_by(column), span)


def _both(select: Any, span: DaySpan) -> Any:
    begins = select.where(begin(span))
    return select.where(run(span)) + begins if span.first_day else begins
