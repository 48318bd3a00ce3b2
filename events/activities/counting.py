"""How many occurrences are in a scope: from the census of this process, or by the database."""

from collections import Counter
from datetime import date
from typing import Any

from peewee import Expression

from events.activities.census.present import present
from events.activities.criteria import DaySpan
from events.activities.models import Occurrence
from events.activities.on_days import count_on_days, counted_by, is_empty
from events.activities.scoping import Scope, condition
from events.activities.vocabulary import Status


def count(scope: Scope, span: DaySpan) -> int:
    """(One statement.)"""
    with present.asked(scope) as census:
        if census:
            return census.count(scope, span)
    return count_on_days(condition(scope, counting=True), span)


def count_cancelled(scope: Scope, span: DaySpan, before: date) -> int:
    """Of those cancelled, which would have been over before that day (one statement)."""
    with present.asked(scope) as census:
        if census:
            return census.count_cancelled(scope, span, before)
    return count_on_days(condition(scope, counting=True) & is_cancelled(before), span)


def is_cancelled(before: date) -> Expression:
    """And would have been over before that day."""
    return (Occurrence.status == Status.CANCELLED) & (Occurrence.last_day < before)


def count_by(facet: str, column: Any, scope: Scope, span: DaySpan) -> Counter[Any]:
    """Value of a column of `Occurrence`, by the name the census has for it -> how many (one
    statement)."""
    with present.asked(scope) as census:
        if census:
            return Counter(census.count_by(facet, scope, span))
    counts = Counter[Any]()
    if not is_empty(span):
        for value, some in counted_by(column, condition(scope, counting=True), span).tuples():
            counts[value] += some
    counts.pop(None, None)  # online, say, at no venue
    return counts
