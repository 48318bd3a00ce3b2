"""What programs get at `/api/v1/`: JSON with a validator, for any web page to read, and what goes
wrong as RFC 9457 has it."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask, Response, g, request

from web.dates import english
from web.preferences import speak_as_asked

API = "/api/v1/"
_SHARED = {
    "Access-Control-Allow-Origin": "*",  # public, and the same with or without cookies
    "Access-Control-Expose-Headers": "ETag, Retry-After, X-Request-ID",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def register_programs(app: Flask) -> None:
    """Also for addresses that don't exist, of which no blueprint would know."""
    app.before_request(_speak)
    app.after_request(_share)


def is_for_programs() -> bool:
    """Every address of the API but the page that explains it."""
    return request.path.startswith(API) and request.path != API


def _speak() -> None:
    if is_for_programs():
        speak_as_asked()


def _share(response: Response) -> Response:
    if is_for_programs() and request.method in ("GET", "HEAD", "OPTIONS"):
        response.headers.extend(_SHARED)
        response.headers.extend(_PREFLIGHT if request.method == "OPTIONS" else {})
    return response


def json_answer(value: Any, kind: str = "application/json", status: int = 200) -> Response:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(f"{text}\n", status, content_type=kind)


def validated(mark: str, max_age: int, make: Callable[[], Any]) -> Response:
    """What `make` returns, or 304 for whoever has it already, to whom it isn't made."""
    known = request.if_none_match
    is_known = known.contains_weak(mark) and not known.star_tag
    response = Response(status=304) if is_known else json_answer(make())
    response.set_etag(mark, weak=True)
    response.headers["Cache-Control"] = f"public, max-age={max_age}"
    return response


def problem(status: int, title: str, detail: str, parameters: Sequence[str]) -> Response:
    value = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "requestId": g.get("request_id", ""),
        "parameters": list(parameters),
    }
    response = json_answer(value, "application/problem+json", status)
    response.headers["Content-Language"] = "en" if english() else "zh-CN"
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept-Language")
    return response
