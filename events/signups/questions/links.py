"""Where question sets are written: in a unit's workspace its own, in the office those of the
themed days. Both have the same pages; a page links to its neighbours on its own side."""

from typing import Any

from flask import request

from events.units.models import Unit
from events.units.queries import get_unit

OF_UNIT = "/workspace/<unit_slug>/question-sets"
OF_OFFICE = "/office/question-sets"


def stay(_endpoint: str, values: dict[str, Any]) -> None:
    """For a blueprint's `url_defaults`."""
    here = request.view_args or {}
    if "unit_slug" in here:
        values.setdefault("unit_slug", here["unit_slug"])


def unit_of(unit_slug: str) -> Unit | None:
    """None on the office's side."""
    return get_unit(unit_slug) if unit_slug else None
