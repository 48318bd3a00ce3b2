"""Which feeds there are: for each its address, the page that belongs to it, what it selects."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from calendars.media import ICS, Medium
from events import published
from events.published import Criteria, Picks, Publication, Window


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
    activity's, which is known only when it is read. `secret` are the picks behind an address that
    is one person's, and that says nothing of them.
    """

    path: str
    page: str
    select: Callable[[Window], Publication]
    variant: Variant
    query: str = ""
    medium: Medium = ICS
    secret: str = ""

    @property
    def name(self) -> str:
        """Of the file. No secret stands in a folder of downloads."""
        path = self.path.removeprefix("/calendars/").replace("/", "-")
        return f"mine.{self.medium.suffix}" if self.secret else path

    @property
    def canonical(self) -> str:
        variant = [
            ("cancelled=mark", self.variant.marks_cancelled),
            ("all=1", self.variant.unlimited),
        ]
        parts = [self.query, *(text for text, is_on in variant if is_on)]
        query = "&".join(filter(None, parts))
        return f"{self.path}?{query}" if query else self.path


def all_days(variant: Variant = PLAIN, medium: Medium = ICS) -> Request:
    path = f"/calendars/days.{medium.suffix}"
    return Request(path, "/days", published.all_editions, variant, medium=medium)


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


def picks(chosen: Picks, variant: Variant = PLAIN) -> Request:
    """What somebody put together; whoever has the address has the picks."""
    page = f"/subscribe?{chosen.query}"
    return Request(
        "/calendars/picks.ics",
        page,
        lambda window: published.of_known_picks(chosen, window),
        variant,
        chosen.query,
    )


def mine(key: str, chosen: Picks, variant: Variant = PLAIN) -> Request:
    """The same at an address that says nothing of the picks and stays when they change; what is
    no longer there is left out."""
    return Request(
        f"/calendars/mine/{key}.ics",
        "/subscribe",
        lambda window: published.of_picks(chosen, window),
        variant,
        secret=chosen.query,
    )


def _one(
    topic: str, key: str | int, select: Callable[[Window], Publication], variant: Variant
) -> Request:
    name = quote(str(key))
    return Request(f"/calendars/{topic}/{name}.ics", f"/{topic}/{name}", select, variant)
