"""A scope: what criteria come down to, and the condition on occurrences it means.

A unit stands for what it organises alone or with others. Somebody of an age may come where no age
is given. One can sign up where there are places left, or where nothing is known of places here.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_
from typing import Any

from peewee import Expression, fn

from events.activities.models import (
    Activity,
    ActivityAudience,
    ActivityEdition,
    ActivityUnit,
    Occurrence,
)
from events.activities.vocabulary import SignupMode, Status, UnitRole
from events.finding.inverted import has_words, ids_having, numbers
from events.finding.words import Words
from events.venues.models import Venue

VENUE_FACTS = ("step-free", "accessible-toilet", "nursing-room")


@dataclass(frozen=True)
class Scope:
    """What the keys of criteria come down to: ids, and words. None: the key was not used.
    `activity` and `occurrence` are no keys, they are for the calendar of one alone; so is what is
    no longer public.

    An empty tuple names nothing known and finds nothing, rather than everything. `near` are ids of
    venues, `now` is for `signup`. With `by_words` the words lead to the occurrences; without, each
    occurrence is found otherwise and asked whether it has them. The answer is the same.
    """

    day: tuple[int, ...] | None = None
    unit: tuple[int, ...] | None = None
    district: tuple[int, ...] | None = None
    venue: tuple[int, ...] | None = None
    kind: tuple[str, ...] | None = None
    audience: tuple[str, ...] | None = None
    format: tuple[str, ...] | None = None
    age: int | None = None
    access: tuple[str, ...] | None = None
    signup: str | None = None
    now: datetime | None = None
    q: Words | None = None
    near: tuple[int, ...] | None = None
    activity: int | None = None
    occurrence: int | None = None
    is_public: bool = True
    by_words: bool = True


EVERYTHING = Scope()


def condition(scope: Scope, counting: bool = False) -> Expression:
    """What an occurrence must be to be in the scope; days in time are not looked at.

    To find a few, each is asked about its activity; when `counting` all, the activities in question
    are read once, from the index that holds nothing but such facts.
    """
    parts = [Occurrence.is_public == scope.is_public]
    if scope.district is not None:
        parts.append(Occurrence.district.in_(scope.district))
    if scope.venue is not None:
        parts.append(Occurrence.venue.in_(scope.venue))
    if scope.activity is not None:
        parts.append(Occurrence.activity == scope.activity)
    if scope.occurrence is not None:
        parts.append(Occurrence.id == scope.occurrence)
    for activities in _activities(scope):
        parts.append(Occurrence.activity.in_(activities))
    return reduce(and_, [*parts, *_words(scope), *_places(scope), *_facts(scope, counting)])


def _words(scope: Scope) -> list[Any]:
    if scope.q is None:
        return []
    if not scope.q.groups:
        return [Occurrence.id.in_([])]
    if scope.by_words:
        return [Occurrence.activity.in_(ids_having(scope.q))]
    return [has_words(Occurrence.activity, scope.q)]


def _places(scope: Scope) -> list[Any]:
    """Near, and with what is needed there."""
    parts = [] if scope.near is None else [Occurrence.venue.in_(numbers(scope.near))]
    facts = [fact_of(Venue, fact) for fact in scope.access or () if fact in VENUE_FACTS]
    if facts:
        known = reduce(and_, [fact == True for fact in facts])  # noqa: E712  SQL
        parts.append(_exists(Venue.select(1).where(Venue.id == Occurrence.venue, known)))
    return parts


def _facts(scope: Scope, counting: bool) -> list[Any]:
    """What is known of the activity itself."""
    parts: list[Any] = []
    if scope.kind is not None:
        parts.append(Activity.kind.in_(scope.kind))
    if scope.format is not None:
        parts.append(Activity.format.in_(scope.format))
    if scope.age is not None:
        parts.append(Activity.age_from.is_null() | (Activity.age_from <= scope.age))
        parts.append(Activity.age_to.is_null() | (Activity.age_to >= scope.age))
    parts += [
        fact_of(Activity, fact) == True  # noqa: E712  SQL
        for fact in scope.access or ()
        if fact not in VENUE_FACTS
    ]
    found = [_of_activity(reduce(and_, parts), counting)] if parts else []
    if scope.signup is not None:
        # Asked of each even when counting: in an OR, PostgreSQL would search a list for each.
        elsewhere = _of_activity(Activity.signup_mode != SignupMode.HERE, counting=False)
        found.append(_takes_place(scope) & (_has_places(scope) | elsewhere))
    return found


def _of_activity(which: Any, counting: bool) -> Any:
    if counting:
        return Occurrence.activity.in_(Activity.select(Activity.id).where(which))
    return _exists(Activity.select(1).where(Activity.id == Occurrence.activity, which))


def _takes_place(scope: Scope) -> Any:
    is_on = Occurrence.status.in_((Status.SCHEDULED, Status.MOVED))
    return is_on & (Occurrence.end > scope.now) if scope.now else is_on


def _has_places(scope: Scope) -> Any:
    """`standing()` says OPEN, in SQL."""
    free = Occurrence.capacity.is_null() | (Occurrence.taken < Occurrence.capacity)
    if scope.now is None:
        return free
    opens, closes = Occurrence.signup_opens_at, Occurrence.signup_closes_at
    has_opened = opens.is_null() | (opens <= scope.now)
    is_early = (Occurrence.start > scope.now) & (closes.is_null() | (closes > scope.now))
    return free & has_opened & is_early


def fact_of(model: Any, fact: str) -> Any:
    """The column of a word of `ACCESS`."""
    return getattr(model, fact.replace("-", "_"))


def _exists(query: Any) -> Any:
    return fn.EXISTS(query)


def _activities(scope: Scope) -> list[Any]:
    """One subquery of activity ids for each key that is about the activity."""
    found: list[Any] = []
    if scope.day is not None:
        ties = ActivityEdition.select(ActivityEdition.activity)
        found.append(ties.where(ActivityEdition.themed_day.in_(scope.day)))
    if scope.unit is not None:
        shared = ActivityUnit.role == UnitRole.CO_ORGANISER
        found.append(
            Activity.select(Activity.id).where(Activity.organiser.in_(scope.unit))
            + ActivityUnit.select(ActivityUnit.activity).where(
                ActivityUnit.unit.in_(scope.unit), shared
            )
        )
    if scope.audience is not None:
        audiences = ActivityAudience.select(ActivityAudience.activity)
        found.append(audiences.where(ActivityAudience.audience.in_(scope.audience)))
    return found
