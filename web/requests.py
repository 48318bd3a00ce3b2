"""Around every request: an id, a database connection, security headers, one log line."""

import logging
import secrets
import time
from collections.abc import Iterable

from flask import Flask, Response, abort, g, make_response, request

from events.db import database

logger = logging.getLogger(__name__)

_CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:{pictures}; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors {frames}; worker-src {workers}"
)
_DEVICES = "camera=({camera}), microphone=(), geolocation=({position})"
_WITHOUT_DATABASE = {"static", "health.livez", "health.readyz", None}


def surround(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_headers)
    app.teardown_request(_end)


def allow_camera_and_worker(page: str) -> Response:
    """A page that may ask for the camera and keep itself for when there is no network."""
    response = make_response(page)
    response.headers["Content-Security-Policy"] = _policy(workers="'self'")
    response.headers["Permissions-Policy"] = _DEVICES.format(camera="self", position="")
    return response


def allow_position(page: str) -> Response:
    """A page that may ask where the reader is."""
    response = make_response(page)
    response.headers["Permissions-Policy"] = _DEVICES.format(camera="", position="self")
    return response


def allow_frames(page: str, origins: Iterable[str]) -> Response:
    """A page that these sites, and we ourselves, may show inside one of theirs."""
    response = make_response(page)
    response.headers["Content-Security-Policy"] = _policy(frames=" ".join(("'self'", *origins)))
    return response


def allow_pictures(page: str, origins: Iterable[str]) -> Response:
    """A page that may show pictures of these sites."""
    response = make_response(page)
    pictures = "".join(f" {origin}" for origin in origins)
    response.headers["Content-Security-Policy"] = _policy(pictures=pictures)
    return response


def _policy(frames: str = "'none'", workers: str = "'none'", pictures: str = "") -> str:
    return _CSP.format(frames=frames, workers=workers, pictures=pictures)


def _begin() -> None:
    g.request_id = secrets.token_hex(4).upper()
    g.started = time.perf_counter()
    if "\0" in request.path:
        abort(404)  # nothing has such a name, and PostgreSQL refuses to look for it
    if request.endpoint not in _WITHOUT_DATABASE:
        database.connect(reuse_if_open=True)


def _headers(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.get("request_id", "")
    response.headers["X-Content-Type-Options"] = "nosniff"
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Security-Policy", _policy())
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        devices = _DEVICES.format(camera="", position="")
        response.headers.setdefault("Permissions-Policy", devices)
        response.headers.setdefault("Cache-Control", "no-cache")
        response.vary.add("Cookie")
    logger.info(
        "request",
        extra={
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - g.get("started", 0)) * 1000, 1),
        },
    )
    return response


def _end(_error: BaseException | None) -> None:
    if not database.is_closed():
        database.close()
