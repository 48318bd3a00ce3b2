"""A finished feed as an HTTP answer: validators, gzip on request. Knows WSGI, not Flask."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header, parse_date, parse_etags

from calendars.cache import Feed
from calendars.requests import Request


class Answer(NamedTuple):
    status: int
    headers: list[tuple[str, str]]
    parts: Iterable[bytes]


def answer(feed: Feed, wanted: Request, environ: Mapping[str, Any]) -> Answer:
    """200 with the whole feed, or 304 to who has these very bytes."""
    whose = "private" if wanted.secret else "public"
    packs = _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    headers = [
        ("ETag", f'"{feed.etag}-gzip"' if packs else f'"{feed.etag}"'),
        ("Last-Modified", feed.http_date),
        ("Cache-Control", f"{whose}, max-age={wanted.medium.max_age}"),
        ("Vary", "Accept-Encoding"),
        ("Access-Control-Allow-Origin", "*"),  # public, and the same with or without cookies
        ("X-Content-Type-Options", "nosniff"),
        *([("X-Robots-Tag", "noindex")] if wanted.secret else []),
    ]
    if _is_known(feed, environ):
        return Answer(304, headers, ())
    is_file = wanted.medium.is_file or "download=1" in environ.get("QUERY_STRING", "")
    kind = "attachment" if is_file else "inline"
    headers += [
        ("Content-Type", wanted.medium.type),
        ("Content-Length", str(len(feed.packed) if packs else feed.length)),
        ("Content-Disposition", f'{kind}; filename="{wanted.name}"'),
        *([("Content-Encoding", "gzip")] if packs else []),
    ]
    return Answer(200, headers, (feed.packed,) if packs else feed.parts)


def _takes_gzip(accepted: str) -> bool:
    return "gzip" in accepted.lower() and parse_accept_header(accepted, Accept)["gzip"] > 0


def _is_known(feed: Feed, environ: Mapping[str, Any]) -> bool:
    """Whether the client has these very bytes; If-None-Match wins over If-Modified-Since."""
    if (sent := environ.get("HTTP_IF_NONE_MATCH")) is not None:
        etags = parse_etags(sent)
        return etags.contains_weak(feed.etag) or etags.contains_weak(f"{feed.etag}-gzip")
    since = parse_date(environ.get("HTTP_IF_MODIFIED_SINCE"))
    return since is not None and feed.last_modified <= since
