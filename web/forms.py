"""What all forms share: their errors said as sentences, and how they are shown once more."""

from collections.abc import Iterable

from flask import Flask, Response, make_response

from events.errors import EventsError, TooOften


def register_forms(app: Flask) -> None:
    app.jinja_env.filters.update(sentences=sentences)


def sentences(errors: Iterable[object]) -> str:
    """The errors of one field, one after the other; those of a list of fields flattened."""
    return " ".join(
        sentences(error) if isinstance(error, list | tuple) else str(error) for error in errors
    )


def once_more(page: str, refusal: EventsError | None = None) -> Response:
    """A form that can't be taken as it is, with what was typed; 429 where it has to wait."""
    if isinstance(refusal, TooOften):
        return make_response(page, 429, {"Retry-After": str(refusal.seconds)})
    return make_response(page, 422)
