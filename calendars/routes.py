"""Feeds over HTTP: validators, gzip on request, no cookies, 503 rather than an empty 200."""

from flask import Blueprint, Response, current_app, request
from werkzeug.http import http_date, parse_date

from calendars import feeds as feed_topics
from calendars.cache import Feed, FeedCache
from calendars.feeds import Request, current_feed
from calendars.links import place
from web.filters import read_query

feeds = Blueprint("feeds", __name__, url_prefix="/calendars")
_MAX_AGE = 3600
_TYPE = "text/calendar; charset=utf-8"


@feeds.get("/days.ics")
def days() -> Response:
    return _answer(feed_topics.all_days(**_variant()))


@feeds.get("/days/<slug>.ics")
def day(slug: str) -> Response:
    return _answer(feed_topics.one_day(slug, **_variant()))


@feeds.get("/units/<slug>.ics")
def unit(slug: str) -> Response:
    return _answer(feed_topics.one_unit(slug, **_variant()))


def _variant() -> dict[str, bool]:
    """Unknown keys are ignored; a bad value gets a sentence (QueryRefused, 400)."""
    query = read_query(request.args, {"cancelled": ("mark",), "all": ("1",), "download": ("1",)})
    return {"marks_cancelled": "cancelled" in query, "unlimited": "all" in query}


def _answer(wanted: Request) -> Response:
    cache: FeedCache = current_app.extensions.setdefault("feeds", FeedCache())
    feed = current_feed(cache, wanted, place())
    packs = request.accept_encodings["gzip"] > 0
    etag = f"{feed.etag}-gzip" if packs else feed.etag
    response = (
        Response(status=304, content_type=_TYPE) if _is_known(feed) else _whole(feed, packs, wanted)
    )
    response.set_etag(etag)
    response.headers["Last-Modified"] = http_date(feed.last_modified)
    response.headers["Cache-Control"] = f"public, max-age={_MAX_AGE}"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _is_known(feed: Feed) -> bool:
    """Whether the client has these very bytes; If-None-Match wins over If-Modified-Since."""
    if request.if_none_match:
        return any(
            request.if_none_match.contains_weak(etag) for etag in (feed.etag, f"{feed.etag}-gzip")
        )
    since = parse_date(request.headers.get("If-Modified-Since"))
    return since is not None and feed.last_modified <= since


def _whole(feed: Feed, packs: bool, wanted: Request) -> Response:
    response = Response(feed.packed if packs else feed.body, content_type=_TYPE)
    if packs:
        response.headers["Content-Encoding"] = "gzip"
    name = wanted.path.rsplit("/", 1)[-1]
    kind = "attachment" if request.args.get("download") else "inline"
    response.headers["Content-Disposition"] = f'{kind}; filename="{name}"'
    return response
