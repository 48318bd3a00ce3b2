"""Feeds over HTTP: no cookies, 503 rather than an empty 200; see also `front.py`."""

from functools import lru_cache
from urllib.parse import parse_qsl

from flask import Blueprint, Flask, Response, current_app, request
from werkzeug.datastructures import MultiDict

from calendars import requests
from calendars.answers import answer
from calendars.cache import FeedCache
from calendars.entries import Place
from calendars.feeds import current_feed
from calendars.front import Front
from calendars.links import place
from calendars.media import ICS, JSON, TAKEAWAY, Medium
from calendars.requests import Request, Variant
from events.published import fetch_picks, read_criteria, read_picks
from web.dates import today
from web.filters import QueryRefused, read_query
from web.policies import PUBLIC, policy

feeds = Blueprint("feeds", __name__, url_prefix="/calendars")
_LONGEST_QUERY = 16_000


@feeds.get("/days.ics")
@policy(PUBLIC)
def days() -> Response:
    return _answer(requests.all_days(_variant()))


@feeds.get("/days.json")
@policy(PUBLIC)
def days_json() -> Response:
    """The same entries for a program that puts them into a phone's calendar."""
    return _answer(requests.all_days(_variant(), JSON))


@feeds.get("/days/<slug>.ics")
@policy(PUBLIC)
def day(slug: str) -> Response:
    return _answer(requests.one_day(slug, _variant()))


@feeds.get("/units/<slug>.ics")
@policy(PUBLIC)
def unit(slug: str) -> Response:
    return _answer(requests.one_unit(slug, _variant()))


@feeds.get("/districts/<slug>.ics")
@policy(PUBLIC)
def district(slug: str) -> Response:
    return _answer(requests.one_district(slug, _variant()))


@feeds.get("/venues/<int:venue_id>.ics")
@policy(PUBLIC)
def venue(venue_id: int) -> Response:
    return _answer(requests.one_venue(venue_id, _variant()))


@feeds.get("/activities.ics")
@policy(PUBLIC)
def activities() -> Response:
    """Any filter is a feed."""
    return _answer(_filtered(_query_string(), ICS))


@feeds.get(f"/activities.<any({', '.join(TAKEAWAY)}):suffix>")
@policy(PUBLIC)
def takeaway(suffix: str) -> Response:
    """The same entries in another form."""
    return _answer(_filtered(_query_string(), TAKEAWAY[suffix]))


@feeds.get("/activities/<int:activity_id>.ics")
@policy(PUBLIC)
def activity(activity_id: int) -> Response:
    return _answer(requests.one_activity(activity_id, _variant()))


@feeds.get("/occurrences/<int:occurrence_id>.ics")
@policy(PUBLIC)
def occurrence(occurrence_id: int) -> Response:
    return _answer(requests.one_occurrence(occurrence_id, _variant()))


@feeds.get("/picks.ics")
@policy(PUBLIC)
def picks() -> Response:
    """What any of several themed days, units, districts and words has."""
    return _answer(_together(_query_string()))


@feeds.get("/mine/<key>.ics")
@policy(PUBLIC)
def mine(key: str) -> Response:
    """The same at a secret address. `Front` never answers it: the picks may have changed, or the
    address may have been given up, without a change that feeds know of."""
    return _find(requests.mine(key, fetch_picks(key, today()), _variant()))


# A query string means the same each time, and reading one costs as much as the rest of a 304.


@lru_cache(maxsize=2048)
def _filtered(query_string: str, medium: Medium) -> Request:
    """A page may leave out what it can't read; a feed must not widen, so it raises QueryRefused."""
    reading = read_criteria(_arguments(query_string))
    if reading.problems:
        raise QueryRefused("".join(reading.problems[:3]))
    return requests.activities(reading.criteria, _read_variant(query_string), medium)


@lru_cache(maxsize=2048)
def _together(query_string: str) -> Request:
    reading = read_picks(_arguments(query_string))
    if reading.problems:
        raise QueryRefused("".join(reading.problems[:3]))
    if not reading.picks.picked:
        raise QueryRefused("一项也没有选：请到“订阅”页选好，再复制地址。")
    return requests.picks(reading.picks, _read_variant(query_string))


@lru_cache(maxsize=2048)
def _read_variant(query_string: str) -> Variant:
    """Unknown keys are ignored; a bad value gets a sentence (QueryRefused, 400)."""
    query = read_query(
        _arguments(query_string),
        {"cancelled": ("mark",), "all": ("1",), "download": ("1",)},
    )
    return Variant(marks_cancelled="cancelled" in query, unlimited="all" in query)


def _variant() -> Variant:
    return _read_variant(_query_string())


def _query_string() -> str:
    """Raises QueryRefused for one that no filter could need: it would be kept in memory."""
    text = str(request.environ.get("QUERY_STRING", ""))
    if len(text) > _LONGEST_QUERY:
        raise QueryRefused("地址太长，请到“活动”页少选几项，再复制地址。")
    return text


def _arguments(query_string: str) -> "MultiDict[str, str]":
    return MultiDict(parse_qsl(query_string, errors="replace"))


def _answer(wanted: Request) -> Response:
    response = _find(wanted)
    cache: FeedCache = current_app.extensions["feeds"]
    cache.note((request.environ["PATH_INFO"], _query_string()), wanted)
    return response


def _find(wanted: Request) -> Response:
    feed = current_feed(current_app.extensions["feeds"], wanted, place())
    found = answer(feed, wanted, request.environ)
    return Response(found.parts, found.status, found.headers, content_type=wanted.medium.type)


def register_feeds(app: Flask) -> None:
    """The cache of finished feeds, and `Front`, which answers from it."""
    settings, cache = app.config["SETTINGS"], FeedCache()
    app.extensions["feeds"] = cache
    front = Front(app.wsgi_app, cache, Place(settings.base_url, settings.timezone))
    app.wsgi_app = front  # type: ignore[method-assign]
