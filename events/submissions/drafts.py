"""A content as it would have been typed: what an edited, copied or carried activity starts from.

Pure but for the names of units.
"""

from typing import Any

from events.submissions.basics.queries import tie_in_text
from events.submissions.content import Content
from events.submissions.places.typed import draft_places
from events.submissions.schedule.typed import draft_schedule
from events.submissions.signup.terms.typed import draft_terms
from events.units.models import Unit


def draft_of(content: Content) -> dict[str, Any]:
    """{step: {field: text or texts}}; reading it gives the same content again (one statement)."""
    return {
        "basics": _basics(content),
        "schedule": draft_schedule(content),
        "places": draft_places(content),
        "signup": _signup(content),
        "text": _same(content, "description", "picture", "picture_alt"),
        "questions": {f"q{answer.question}": answer.text for answer in content.answers},
    }


def _basics(content: Content) -> dict[str, Any]:
    units = (*content.co_organisers, *content.supporters)
    names = {row.id: row.name for row in Unit.select().where(Unit.id.in_(units))} if units else {}
    return _same(content, "title", "kind", "format", "audience_note", "fee") | {
        "editions": [tie_in_text(tie) for tie in content.editions],
        "work_item": _number(content.work_item),
        "audiences": list(content.audiences),
        "age_from": _number(content.age_from),
        "age_to": _number(content.age_to),
        "co_organisers": [names[id_] for id_ in content.co_organisers],
        "supporters": [names[id_] for id_ in content.supporters],
        "sign_language": _KNOWN[content.sign_language],
        "captions": _KNOWN[content.captions],
    }


def _signup(content: Content) -> dict[str, Any]:
    same = ("signup_mode", "signup_phone", "signup_url", "online_url", "contact")
    is_public = {"contact_is_public": "y" if content.contact_is_public else ""}
    return _same(content, *same) | draft_terms(content.terms) | is_public


_KNOWN = {True: "yes", False: "no", None: ""}


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _same(content: Content, *names: str) -> dict[str, Any]:
    return {name: getattr(content, name) for name in names}
