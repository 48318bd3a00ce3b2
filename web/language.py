"""Words that live in the database in two languages."""

import re
from typing import Any

from flask import Flask
from flask_babel import gettext
from markupsafe import Markup, escape

from events.errors import EventsError
from web.dates import english

_CHINESE = re.compile("([\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+)")


def register_language(app: Flask) -> None:
    app.jinja_env.filters.update(said=said, chinese=chinese, told=told)


def said(row: Any, field: str) -> str:
    """The field in the reader's language; Chinese where nobody has written the English."""
    own = getattr(row, field)
    return _marked(getattr(row, f"{field}_en", "") or own) if english() else own


def told(refusal: EventsError) -> str:
    """A refusal in the reader's language; what has no English is marked as Chinese."""
    words = in_words(refusal)
    return chinese(words) if words == refusal.message else _marked(words)


def in_words(refusal: EventsError) -> str:
    """As `told`, as plain text."""
    return refusal.in_words(gettext, " " if english() else "")


def chinese(text: str) -> str | Markup:
    """Chinese text that has no English, marked as such for screen readers on English pages."""
    if not text or not english():
        return text
    return Markup('<span lang="zh-CN">{}</span>').format(escape(text))


def _marked(text: str) -> str:
    """English with its Chinese words marked; without any, the very same string."""
    parts = _CHINESE.split(text)
    if len(parts) == 1:
        return text
    return Markup("").join(chinese(part) if index % 2 else part for index, part in enumerate(parts))
