"""Answers that are made only for who does not have them yet."""

from collections.abc import Callable

from flask import Response, request


def unless_known(etag: str, make: Callable[[], str | bytes], mimetype: str) -> Response:
    """What `make` makes, or 304 without making it; `etag` names all that it depends on."""
    response = Response(mimetype=mimetype)
    response.set_etag(etag)
    if request.if_none_match.contains_weak(etag):
        response.status_code = 304
    else:
        response.set_data(make())
    return response
