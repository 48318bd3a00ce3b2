"""The terms of sign-up as somebody would have typed them. Pure."""

from datetime import date
from typing import Any

from events.signups.terms import Terms

OPENS_ON, OPENS_BEFORE, OPENS_NOW = "on", "before", "now"


def draft_terms(terms: Terms | None) -> dict[str, str]:
    """Fields of the step by name; none where one doesn't sign up here."""
    if terms is None:
        return {}
    return {name: _text(value) for name, value in vars(terms).items()} | {"opens": _way(terms)}


def _way(terms: Terms) -> str:
    if terms.opens_on:
        return OPENS_ON
    return OPENS_NOW if terms.opens_days_before is None else OPENS_BEFORE


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "y" if value else ""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
