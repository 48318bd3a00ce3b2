"""The form of an occurrence and the answers to it, for programs that speak JSON. Pure."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, Form, IntegerField

from events.activities.standing import standing
from events.errors import EventsError
from events.signups.joining.queries import Offer
from events.signups.models import Signup


def typed_in(body: bytes) -> "MultiDict[str, str]":
    """A JSON object as a form would send it: lists are several values, false and null are none.
    What is no such object, or too deep to be read, is an empty form."""
    try:
        told = json.loads(body)
        return MultiDict(_values(told if isinstance(told, dict) else {}))
    except (ValueError, RecursionError):
        return MultiDict()


def _values(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in told.items():
        for one in value if isinstance(value, list) else [value]:
            if one is not None and one is not False:
                yield name, "y" if one is True else str(one)


def describe(offer: Offer, form: Form, now: datetime, purpose: str) -> dict[str, Any]:
    """What may be sent, what for, and whether it is the time to."""
    occurrence, found = offer.occurrence, standing(offer.activity, offer.occurrence, now)
    return {
        "activity": offer.activity.title,
        "start": occurrence.start.isoformat(),
        "end": occurrence.end.isoformat(),
        "stand": found.stand,
        "left": found.left,
        "opens_at": found.opens_at and found.opens_at.isoformat(),
        "form": offer.terms.form,
        "party_limit": offer.terms.party_limit,
        "needs_approval": offer.terms.needs_approval,
        "purpose": purpose,
        "fields": [_describe_field(form, field) for field in form],
    }


def _describe_field(form: Any, field: Field) -> dict[str, Any]:
    question = getattr(field, "question", None)
    kinds = {BooleanField: "consent", IntegerField: "number"}
    own = next((name for kind, name in kinds.items() if isinstance(field, kind)), "short")
    about = {
        "name": field.name,
        "label": str(field.label.text),
        "kind": question.kind if question else own,
        "required": bool(field.flags.required),
    }
    if field.name == "consent":
        about |= {"words": form.consent_words, "reason": str(field.description)}
    if question:
        about |= {"reason": question.reason, "choices": list(question.choices)}
    return about


def tell_made(signup: Signup, ahead: int | None, url: str) -> dict[str, Any]:
    position = None if ahead is None else ahead + 1
    return {"state": signup.state, "number": signup.number, "position": position, "url": url}


def tell_refused(form: Form, refusal: EventsError | None, words: str | None) -> dict[str, Any]:
    """What is wrong with which field, and with the whole, in `words`; of refusals, what they know
    besides."""
    opens_at = getattr(refusal, "opens_at", None)
    return {
        "errors": {name: [str(error) for error in errors] for name, errors in form.errors.items()},
        "message": words,
        "left": getattr(refusal, "left", None),
        "ahead": getattr(refusal, "ahead", None),
        "opens_at": opens_at and opens_at.isoformat(),
    }
