"""The ids of a list in its order, by the way that is cheapest: soonest first, or nearest first.

What is rare is best looked up: words in the inverted index, a place by its venues. What is common
is met soon by whoever walks along the days and asks each occurrence: that is tried first, for some
thousand steps, because sorting all there is of it would cost more.
"""

from collections import Counter
from dataclasses import replace
from typing import Any

from peewee import SQL, Expression

from events.activities.census.present import present
from events.activities.choosing import Chosen
from events.activities.counting import count_by
from events.activities.criteria import DaySpan
from events.activities.cursors import Cursor
from events.activities.models import Occurrence
from events.activities.on_days import is_empty, on_days
from events.activities.scoping import Scope, condition

_ORDERED = (Occurrence.id, Occurrence.first_day, Occurrence.start)
_STEPS = 4000


def soonest(
    chosen: Chosen, span: DaySpan, limit: int, offset: int = 0, after: Cursor | None = None
) -> list[int]:
    """Ids of those that take place on these days, in time order (one statement, or two)."""
    if is_empty(span):
        return []
    with present.asked(chosen.scope) as census:
        if census:
            return census.soonest(chosen.scope, span, limit, offset, after)
    steps = _steps(chosen, offset + limit)
    if steps:
        found = _ids(_walk(chosen.scope, span, steps, after).limit(limit).offset(offset))
        if len(found) == limit:
            return found
    which = _and_after(condition(chosen.scope), after)
    return _ids(_in_order(on_days(which, span, *_ORDERED)).limit(limit).offset(offset))


def nearest(
    chosen: Chosen, span: DaySpan, limit: int, offset: int = 0, after: Cursor | None = None
) -> list[int]:
    """Ids by the distance of their venue, then in time order (two statements)."""
    with present.asked(chosen.scope) as census:
        if census and not is_empty(span):
            return census.nearest(chosen.scope, span, limit, offset, after)
    counts = count_by("venue", Occurrence.venue, chosen.scope, span)
    order = list(chosen.near)
    begun = after.venue if after and after.venue in chosen.near else None
    begin = 0 if begun is None else order.index(begun)
    venues = _as_many_as(offset + limit, order[begin:], counts, is_begun=begun is not None)
    which = condition(replace(chosen.scope, near=tuple(venues)))
    if after and begun is not None:
        which &= (Occurrence.venue != begun) | _is_after(after)
    place = {venue: number for number, venue in enumerate(venues)}
    rows = _in_order(on_days(which, span, Occurrence.venue, *_ORDERED)).tuples()
    found = sorted(rows, key=lambda row: place[row[0]])  # stable: in time order at each venue
    return [row[1] for row in found][offset : offset + limit]


def _as_many_as(wanted: int, order: list[int], counts: Counter[int], is_begun: bool) -> list[int]:
    """The first venues that have `wanted` together; of one begun all may have been shown."""
    venues: list[int] = []
    for venue in order:
        if wanted <= 0:
            break
        venues.append(venue)
        wanted -= 0 if is_begun and len(venues) == 1 else counts[venue]
    return venues


def _steps(chosen: Chosen, wanted: int) -> int:
    """How many to ask until `wanted` are met, with something to spare; 0 where it isn't worth it.

    A step costs about as much as four activities found by the index.
    """
    if not chosen.shares or not chosen.share:
        return 0
    steps = round(4 * wanted / chosen.share)
    return steps if steps <= min(_STEPS, chosen.every * chosen.share / 4) else 0


def _walk(scope: Scope, span: DaySpan, steps: int, after: Cursor | None) -> Any:
    """Those in scope among the first so many that are public at all."""
    public = _and_after(Occurrence.is_public == scope.is_public, after)
    first = _in_order(on_days(public, span, *_ORDERED)).limit(steps).alias("first")
    asked = condition(replace(scope, by_words=False))
    met = Occurrence.select(*_ORDERED).join(first, on=(first.c.id == Occurrence.id))
    return met.where(asked).order_by(Occurrence.first_day, Occurrence.start, Occurrence.id)


def _and_after(which: Expression, after: Cursor | None) -> Expression:
    return which & _is_after(after) if after else which


def _is_after(cursor: Cursor) -> Expression:
    day, start = Occurrence.first_day, Occurrence.start
    later = (start > cursor.start) | ((start == cursor.start) & (Occurrence.id > cursor.id))
    return (day >= cursor.first_day) & ((day > cursor.first_day) | later)


def _in_order(query: Any) -> Any:
    return query.order_by(SQL("first_day"), SQL("start"), SQL("id"))


def _ids(query: Any) -> list[int]:
    return [row[0] for row in query.tuples()]
