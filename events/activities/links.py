"""The addresses of the list, and the words of its vocabulary in the reader's language."""

from typing import Any

from flask import Flask, url_for
from flask_babel import gettext as _

from events.activities.criteria import Criteria
from events.activities.cursors import Cursor
from events.activities.vocabulary import ACCESS, AUDIENCES, FORMATS, KINDS, SORTS, WHENS, Format


def register_words(app: Flask) -> None:
    app.jinja_env.filters.update(
        list_url=list_url,
        map_url=map_url,
        kind_word=lambda code: _(KINDS[code]),
        audience_word=lambda code: _(AUDIENCES[code]),
        format_word=lambda code: _(FORMATS[Format(code)]),
        access_word=lambda code: _(ACCESS[code]),
        when_word=lambda code: _(WHENS[code]),
        sort_word=lambda code: _(SORTS[code]),
    )


def list_url(criteria: Criteria, page: int = 1, after: Cursor | None = None) -> str:
    """The address of the list that these criteria mean."""
    values: dict[str, Any] = criteria.values
    values |= {"page": page} if page > 1 else {}
    values |= {"after": after.token} if after else {}
    return url_for("activities.index", **values)


def map_url(criteria: Criteria) -> str:
    """The address of the map that these criteria mean."""
    return url_for("maps.show", **criteria.values)  # type: ignore[arg-type]
