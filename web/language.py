"""Words that live in the database in two languages."""

from typing import Any

from flask import Flask
from markupsafe import Markup, escape

from web.dates import english


def register_language(app: Flask) -> None:
    app.jinja_env.filters.update(said=said, chinese=chinese)


def said(row: Any, field: str) -> str:
    """The field in the reader's language; marked Chinese where nobody has written the English."""
    own = getattr(row, field)
    return (getattr(row, f"{field}_en", "") or chinese(own)) if english() else own


def chinese(text: str) -> str | Markup:
    """Chinese text that has no English, marked as such for screen readers on English pages."""
    return Markup('<span lang="zh-CN">{}</span>').format(escape(text)) if english() else text
