"""Feeds: components rendered once per revision and joined, with validators and a small cache.

A finished feed depends on its filter and form, on the position of the change log and on the local
day, or where it tells of places left, on the minute. While none of them moves, a request is
answered from the cache, a 304 without any body.
"""

from datetime import datetime

from xxhash import xxh3_128

from calendars import ical, titles
from calendars.cache import Feed, FeedCache
from calendars.entries import Place
from calendars.joining import Joined
from calendars.media import ICS
from calendars.requests import Request
from calendars.stored import first_ids
from calendars.takeaway.items import Taken, read_items
from calendars.takeaway.writing import write
from events import changes, clock
from events.changes import Position
from events.published import GOOGLE_EVENTS, Occurrence, Publication, Window
from events.text import clean_line, clean_text

GOOGLE_BYTES = 1_000_000  # beyond either limit it drops the rest silently
# A line of a VEVENT begins at its margin, so no text of anybody's can look like this one.
_MARKED = (b"\r\nSTATUS:CANCELLED\r\n", b"\r\nSTATUS:CONFIRMED\r\n")
MOST_EVENTS = 50_000  # with all=1: about 40 MB, more than any calendar program takes


def current_feed(cache: FeedCache, request: Request, place: Place) -> Feed:
    """The feed as of now: from the cache, or built."""
    position, moment = changes.current(), request.medium.moment(clock.now(), place.timezone)
    key = (place, request.canonical, request.secret, position.number, moment)
    return cache.get(key, lambda: build_feed(request, place, moment, position))


def build_feed(request: Request, place: Place, moment: datetime, position: Position) -> Feed:
    """Read, render what the store lacks, join. Reads only, so a standby can serve it too."""
    publication = request.select(Window(moment.date()))
    make = _calendar if request.medium is ICS else _taken_along
    parts = make(request, place, publication, moment)
    digest = xxh3_128()
    for part in parts:
        digest.update(part)
    return Feed(parts, digest.hexdigest(), max(position.changed_at, moment))


def _calendar(
    request: Request, place: Place, publication: Publication, _moment: datetime
) -> tuple[bytes, ...]:
    joined = _join(request, place, publication)
    head = _head(request, place, publication, _left_out(publication, joined))
    pieces = joined.pieces
    if request.variant.marks_cancelled:
        pieces = [piece.replace(*_MARKED) for piece in pieces]
    return (ical.render_head(head, joined.zones), *pieces, ical.END)


def _taken_along(
    request: Request, place: Place, publication: Publication, moment: datetime
) -> tuple[bytes, ...]:
    """In another form, the very entries that the calendar has room for."""
    selection = publication.occurrences
    if selection is None:
        head = _head(request, place, publication, 0)
        return write(request.medium, Taken(head, 0, (), moment, place, publication.editions))
    unlimited = request.variant.unlimited
    most = MOST_EVENTS if unlimited else _join(request, place, publication).count
    ids = first_ids(selection, most)
    left_out = selection.count() - len(ids)
    head = _head(request, place, publication, left_out)
    return write(request.medium, Taken(head, left_out, read_items(ids, place), moment, place))


def _join(request: Request, place: Place, publication: Publication) -> Joined:
    unlimited = request.variant.unlimited
    joined = Joined(place, *((MOST_EVENTS, None) if unlimited else (GOOGLE_EVENTS, GOOGLE_BYTES)))
    joined.add_editions(publication.editions)
    if publication.occurrences:
        joined.add_occurrences(publication.occurrences)
    return joined


def _left_out(publication: Publication, joined: Joined) -> int:
    """How many entries found no room; counted only when some did not."""
    if not joined.is_full:
        return 0
    occurrences = publication.occurrences.count() if publication.occurrences else 0
    return len(publication.editions) + occurrences - joined.count


def _head(
    request: Request, place: Place, publication: Publication, left_out: int
) -> ical.CalendarHead:
    name, text = titles.title(publication)
    about = publication.about
    page = f"/activities/{about.activity_id}" if isinstance(about, Occurrence) else request.page
    if left_out:
        text += titles.left_out(left_out, request.variant.unlimited)
    return ical.CalendarHead(
        name=clean_line(name),
        description=clean_text(text),
        source=f"{place.base_url}{request.canonical}",
        url=f"{place.base_url}{page}",
        timezone=place.timezone.key,
    )
