"""Which feeds there are: for each its address, the page that belongs to it, what it selects."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from calendars.media import ICS, Medium
from events import published
from events.published import Criteria, Publication, Window


@dataclass(frozen=True)
class Variant:
    """`marks_cancelled`: cancelled entries stay visible by title, for programs that hide them.
    `unlimited`: more than Google takes."""

    marks_cancelled: bool = False
    unlimited: bool = False


PLAIN = Variant()


@dataclass(frozen=True)
class Request:
    """One feed: its address, the page that belongs to it, what it holds.

    `query` is the canonical filter, without the variant. The page of an occurrence is its
    activity's, which is known only when it is read.
    """

    path: str
    page: str
    select: Callable[[Window], Publication]
    variant: Variant
    query: str = ""
    medium: Medium = ICS

    @property
    def canonical(self) -> str:
        variant = [
            ("cancelled=mark", self.variant.marks_cancelled),
            ("all=1", self.variant.unlimited),
        ]
        parts = [self.query, *(text for text, is_on in variant if is_on)]
        query = "&".join(filter(None, parts))
        return f"{self.path}?{query}" if query else self.path


def all_days(variant: Variant = PLAIN) -> Request:
    return Request("/calendars/days.ics", "/days", published.all_editions, variant)


def one_day(slug: str, variant: Variant = PLAIN) -> Request:
    return _one("days", slug, lambda window: published.of_day(slug, window), variant)


def one_unit(slug: str, variant: Variant = PLAIN) -> Request:
    return _one("units", slug, lambda window: published.of_unit(slug, window), variant)


def one_district(slug: str, variant: Variant = PLAIN) -> Request:
    return _one("districts", slug, lambda window: published.of_district(slug, window), variant)


def one_venue(venue_id: int, variant: Variant = PLAIN) -> Request:
    return _one("venues", venue_id, lambda window: published.of_venue(venue_id, window), variant)


def one_activity(activity_id: int, variant: Variant = PLAIN) -> Request:
    return _one("activities", activity_id, lambda w: published.of_activity(activity_id, w), variant)


def one_occurrence(occurrence_id: int, variant: Variant = PLAIN) -> Request:
    return Request(
        f"/calendars/occurrences/{occurrence_id}.ics",
        "",
        lambda window: published.of_occurrence(occurrence_id, window),
        variant,
    )


def activities(criteria: Criteria, variant: Variant = PLAIN, medium: Medium = ICS) -> Request:
    query = criteria.query
    return Request(
        f"/calendars/activities.{medium.suffix}",
        f"/activities?{query}" if query else "/activities",
        lambda window: published.of_criteria(criteria, window),
        variant,
        query,
        medium,
    )


def _one(
    topic: str, key: str | int, select: Callable[[Window], Publication], variant: Variant
) -> Request:
    name = quote(str(key))
    return Request(f"/calendars/{topic}/{name}.ics", f"/{topic}/{name}", select, variant)
