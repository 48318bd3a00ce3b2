"""What each feed holds: published editions and occurrences in a window, with their revisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from events.activities.choosing import Chosen, choose
from events.activities.criteria import Criteria, DaySpan
from events.activities.models import Activity, Occurrence
from events.activities.queries import Withdrawn, find_public, get_occurrence
from events.activities.scoping import Scope
from events.activities.selecting import (
    CANCELLED_STAYS,
    Selection,
    select_always,
    select_occurrences,
)
from events.days.entries import PublishedEdition, Window, editions_in
from events.days.models import ThemedDay
from events.days.queries import almanac, day_and_successor
from events.errors import NotFound
from events.plans.queries import days_answered_by
from events.subscriptions.picks import Pick
from events.units.areas import Area
from events.units.models import Unit
from events.units.queries import get_unit
from events.venues.models import Venue
from events.venues.queries import get_venue

GOOGLE_EVENTS = 1000  # of a calendar; it drops the rest silently


@dataclass(frozen=True)
class Publication:
    """What a feed holds, and what it is about: at most one of the rows, criteria, or picks with
    what each of them is about."""

    editions: tuple[PublishedEdition, ...] = ()
    occurrences: Selection | None = None
    about: "ThemedDay | Unit | Area | Venue | Activity | Occurrence | Chosen | Picked | None" = None

    def count(self) -> int:
        """How many entries there are (two statements)."""
        return len(self.editions) + (self.occurrences.count() if self.occurrences else 0)


@dataclass(frozen=True)
class Picked:
    """What was put together: for each pick what its own calendar holds; `unknown` are picks of
    what isn't there."""

    parts: Mapping[Pick, Publication]
    unknown: tuple[Pick, ...] = ()

    def counts(self) -> dict[Pick, int]:
        """How many entries each of them has (two statements for each)."""
        return {pick: part.count() for pick, part in self.parts.items()}


def all_editions(window: Window) -> Publication:
    """Every themed day's editions (four statements)."""
    book = almanac(window.today)
    return Publication(editions_in(book, book.days, window))


def of_day(slug: str, window: Window) -> Publication:
    """One themed day's editions and occurrences; where another took over, its successor's too.

    Raises NotFound.
    """
    id_, successor_id = day_and_successor(slug)
    ids = (id_, successor_id) if successor_id else (id_,)
    book = almanac(window.today, only=ids)
    day = book.days_by_id[id_]
    if successor_id:
        day.successor = book.days_by_id[successor_id]
    editions = editions_in(book, [day for day in book.days if day.id in ids], window)
    return Publication(editions, _occurrences(Scope(day=ids), window), day)


def of_unit(slug: str, window: Window) -> Publication:
    """A unit's occurrences, and the editions it answers for: where each region has its own only
    its own region's.

    Raises NotFound.
    """
    unit = get_unit(slug)
    answered = days_answered_by(unit)
    book = almanac(window.today, only=answered)
    regions = {unit.region_id, unit.region.parent_id}
    editions = editions_in(book, [day for day in book.days if day.id in answered], window)
    near = [
        edition
        for edition in editions
        if edition.row.region is None or edition.row.region.id in regions
    ]
    return Publication(tuple(near), _occurrences(Scope(unit=(unit.id,)), window), unit)


def of_district(slug: str, window: Window) -> Publication:
    """The occurrences in a district and all below it; raises NotFound."""
    chosen = choose(Criteria(district=(slug,)))
    if not chosen.districts:
        raise NotFound(f"没有代码为“{slug}”的区县，请到“活动”页查找。")
    selection = select_occurrences(chosen, _days(window), window.today)
    return Publication((), selection, chosen.districts[0])


def of_venue(venue_id: int, window: Window) -> Publication:
    """The occurrences at a venue, of a merged one those at its survivor; raises NotFound."""
    venue = get_venue(venue_id)
    return Publication((), _occurrences(Scope(venue=(venue.id,)), window), venue)


def of_activity(activity_id: int, window: Window) -> Publication:
    """All occurrences of an activity; raises NotFound, Withdrawn.

    For 30 days after it was withdrawn they are still told, as cancelled: who subscribed to just
    this would otherwise keep them, since a program that is refused changes nothing.
    """
    try:
        activity, is_public = find_public(activity_id), True
    except Withdrawn as refusal:
        activity, is_public = refusal.activity, False
        if window.today - activity.withdrawn_at.date() > CANCELLED_STAYS:
            raise
    scope = Scope(activity=activity.id, is_public=is_public)
    return Publication((), select_always(scope, window.today), activity)


def of_occurrence(occurrence_id: int, window: Window) -> Publication:
    """One occurrence; raises NotFound, Withdrawn."""
    occurrence = get_occurrence(occurrence_id)
    selection = select_always(Scope(occurrence=occurrence.id), window.today)
    return Publication((), selection, occurrence)


def of_criteria(criteria: Criteria, window: Window) -> Publication:
    """The occurrences that meet the criteria; raises as `choose_known`."""
    chosen = choose_known(criteria)
    selection = select_occurrences(chosen, _days(window), window.today)
    return Publication((), selection, chosen)


def choose_known(criteria: Criteria, now: datetime | None = None) -> Chosen:
    """As `choose`; raises NotFound where they name what isn't there."""
    chosen = choose(criteria, now)
    if chosen.unknown:
        key, value = chosen.unknown[0]
        raise NotFound(f"“{key}={value}”指的对象不存在，请到“活动”页重新筛选、重新复制地址。")
    return chosen


def feed_size(chosen: Chosen, window: Window) -> int:
    """How many entries their feed would have if it took all (two statements)."""
    return select_occurrences(chosen, _days(window), window.today).count()


def every_occurrence(window: Window) -> Selection:
    """All that feeds may ask for."""
    return _occurrences(Scope(), window)


def _occurrences(scope: Scope, window: Window) -> Selection:
    return Selection(scope, _days(window), window.today)


def _days(window: Window) -> DaySpan:
    return DaySpan(window.first_day, window.last_day)
