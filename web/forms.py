"""What all forms share: their errors said as sentences."""

from collections.abc import Iterable

from flask import Flask


def register_forms(app: Flask) -> None:
    app.jinja_env.filters.update(sentences=sentences)


def sentences(errors: Iterable[object]) -> str:
    """The errors of one field, one after the other; those of a list of fields flattened."""
    return " ".join(
        sentences(error) if isinstance(error, list | tuple) else str(error) for error in errors
    )
