"""Feeds: components rendered once per revision and joined, with validators and a small cache.

A finished feed depends on its filter, on the position of the change log and on the local day.
While none of the three moves, a request is answered from the cache, a 304 without any body.
"""

import gzip
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from urllib.parse import quote
from zoneinfo import ZoneInfo

from calendars import ical, words
from calendars.cache import Feed, FeedCache
from calendars.models import Component
from events import changes, clock, published
from events.changes import Position
from events.published import Publication, PublishedEdition, Window
from events.text import clean_line, clean_text

RENDERER = 1  # raise when the look of a component changes, so that stored ones are rendered anew
GOOGLE_EVENTS, GOOGLE_BYTES = 1000, 1_000_000


@dataclass(frozen=True)
class Place:
    """Where this instance lives: absolute addresses come from `base_url` alone."""

    base_url: str
    timezone: ZoneInfo


@dataclass(frozen=True)
class Request:
    """One feed: what it is about, its variant, and the page that belongs to it.

    `marks_cancelled`: cancelled entries stay visible by title, for programs that hide them.
    """

    path: str
    page: str
    select: Callable[[Window], Publication]
    marks_cancelled: bool = False
    unlimited: bool = False

    @property
    def query(self) -> str:
        chosen = [("cancelled=mark", self.marks_cancelled), ("all=1", self.unlimited)]
        return "&".join(text for text, is_on in chosen if is_on)

    @property
    def canonical(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


def current_feed(cache: FeedCache, request: Request, place: Place) -> Feed:
    """The feed as of now: from the cache, or built."""
    position, window = changes.current(), Window(clock.today(place.timezone))
    key = (place.base_url, request.canonical, position.number, window.today.isoformat())
    return cache.get(key, lambda: build_feed(request, place, window, position))


def build_feed(request: Request, place: Place, window: Window, position: Position) -> Feed:
    """Read, render what the store lacks, join. Reads only, so a standby can serve it too."""
    publication = request.select(window)
    editions = publication.editions
    bodies = components(editions, place, request.marks_cancelled)
    kept = len(bodies) if request.unlimited else _fitting(bodies)
    newest = max((edition.updated_at for edition in editions[:kept]), default=None)
    head = _head(request, place, publication, left_out=len(bodies) - kept)
    body = ical.render_calendar(head, bodies[:kept], newest)
    midnight = datetime.combine(window.today, time(), place.timezone)
    return Feed(
        body=body,
        packed=gzip.compress(body, mtime=0),
        etag=hashlib.sha256(body).hexdigest()[:32],
        last_modified=max(position.changed_at, midnight),
    )


def components(
    editions: Sequence[PublishedEdition], place: Place, marks_cancelled: bool = False
) -> list[bytes]:
    """One VEVENT per edition: stored ones joined in one statement, the rest rendered."""
    variant = "mark" if marks_cancelled else ""
    stored = {
        (row.uid, row.revision): bytes(row.body)
        for row in Component.select().where(
            Component.variant == variant, Component.uid.in_([edition.uid for edition in editions])
        )
    }
    return [
        stored.get((edition.uid, revision(edition, place)))
        or ical.render_component(entry(edition, place, marks_cancelled))
        for edition in editions
    ]


def revision(edition: PublishedEdition, place: Place) -> str:
    """What a stored component must carry to be used: its row's revision, our address, our look."""
    address = hashlib.sha256(place.base_url.encode()).hexdigest()[:8]
    return f"{RENDERER}/{address}/{edition.revision}"


def entry(edition: PublishedEdition, place: Place, marks_cancelled: bool = False) -> ical.AllDay:
    """An edition as the values of a VEVENT."""
    day = edition.row.day
    page = f"{place.base_url}/days/{quote(day.slug)}"
    status = "TENTATIVE" if edition.is_guess else "CONFIRMED"
    if edition.is_cancelled and not marks_cancelled:
        status = "CANCELLED"
    sources = edition.row.stored.sources if edition.row.stored else []
    notices = [source["url"] for source in sources if source.get("url")]
    return ical.AllDay(
        uid=edition.uid,
        sequence=edition.sequence,
        created=edition.created_at,
        last_modified=edition.updated_at,
        first_day=edition.first_day,
        last_day=edition.last_day,
        summary=clean_line(words.summary(edition)),
        description=clean_text(words.description(edition, page)),
        status=status,
        url=page,
        categories=("科普", clean_line(day.name)),
        rule=edition.rule,
        concept=page,
        refid=clean_line(day.slug),
        links=tuple(filter(_web_address, notices)),
    )


def _web_address(text: str) -> bool:
    """Fit to stand unescaped in a calendar: a URI has no way to quote a space or a control."""
    return text.startswith(("https://", "http://")) and text.isprintable() and " " not in text


def _fitting(bodies: Sequence[bytes]) -> int:
    """How many of the soonest entries Google takes: it drops the rest silently."""
    size = 0
    for count, body in enumerate(bodies):
        size += len(body)
        if count >= GOOGLE_EVENTS or size > GOOGLE_BYTES:
            return count
    return len(bodies)


def _head(
    request: Request, place: Place, publication: Publication, left_out: int
) -> ical.CalendarHead:
    name, text = words.title(publication)
    if left_out:
        text += words.left_out(left_out)
    return ical.CalendarHead(
        name=clean_line(name),
        description=clean_line(text),
        source=f"{place.base_url}{request.canonical}",
        url=f"{place.base_url}{request.page}",
        timezone=place.timezone.key,
    )


def all_days(**variant: bool) -> Request:
    return Request("/calendars/days.ics", "/days", published.all_editions, **variant)


def one_day(slug: str, **variant: bool) -> Request:
    return Request(
        f"/calendars/days/{quote(slug)}.ics",
        f"/days/{quote(slug)}",
        lambda window: published.editions_of_day(slug, window),
        **variant,
    )


def one_unit(slug: str, **variant: bool) -> Request:
    return Request(
        f"/calendars/units/{quote(slug)}.ics",
        f"/units/{quote(slug)}",
        lambda window: published.editions_of_unit(slug, window),
        **variant,
    )
