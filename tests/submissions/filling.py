"""A draft filled in whole, as its steps type it, and how a unit's person posts one of them."""

from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from events.submissions.models import Submission
from events.units.models import Unit
from events.venues.models import Venue
from tests import factories
from tests.signing_in import post

BASICS = {
    "title": "标本里的冬天",
    "kind": "lecture",
    "format": "onsite",
    "editions": [],
    "work_item": "",
    "audiences": ["public"],
    "age_from": "",
    "age_to": "",
    "audience_note": "",
    "fee": "",
    "co_organisers": [],
    "supporters": [],
    "sign_language": "",
    "captions": "",
}
TERMS = {
    "form": "",
    "opens": "",
    "opens_on": "",
    "opens_days_before": "",
    "opens_time": "",
    "closes_hours_before": "",
    "party_limit": "",
    "waiting_limit": "",
    "bring": "",
    "question_set": "",
    "phone_limit": "",
    "needs_approval": "",
    "ages_only": "",
    "strict_order": "",
}
SIGNUP = {
    "signup_mode": "none",
    "signup_phone": "",
    "signup_url": "",
    **TERMS,
    "online_url": "",
    "contact": "",
    "contact_is_public": "",
}
HERE = SIGNUP | {"signup_mode": "here", "form": "people", "opens": "now"}
TEXT = {"description": "看标本师怎样让一只白鹇过冬。", "picture": "", "picture_alt": ""}


def schedule(
    day: str = "2026-12-05", start: str = "10:00", end: str = "12:00", capacity: str = ""
) -> dict[str, Any]:
    return {
        "first_day": [day],
        "start": [start],
        "end": [end],
        "last_day": [""],
        "capacity": [capacity],
        "place": ["p1"],
        "uid": [""],
        "all_day": [""],
        "kept": ["1"],
    }


def places(venue: Venue) -> dict[str, Any]:
    return {"key": ["p1"], "venue": [str(venue.id)], "note": [""]}


def full_draft(venue: Venue | None = None, **basics: Any) -> dict[str, Any]:
    """Every step filled in as the office wants it; `basics` change the first."""
    return {
        "basics": BASICS | basics,
        "schedule": schedule(),
        "places": places(venue or factories.make_venue()),
        "signup": SIGNUP,
        "text": TEXT,
    }


def make_draft(unit: Unit, draft: Mapping[str, Any] | None = None, **fields: Any) -> Submission:
    """Written but never handed in; everything is filled in unless told otherwise."""
    draft = full_draft() if draft is None else draft
    defaults = {
        "title": draft.get("basics", {}).get("title", ""),
        "created_at": factories.clock.now(),
        "updated_at": factories.clock.now(),
    }
    return Submission.create(unit=unit, draft=draft, **defaults | fields)


def path(submission: Submission, *parts: str) -> str:
    return "/".join(["", "workspace", "submissions", str(submission.id), *parts])


def fresh(submission: Submission) -> Submission:
    return Submission.get_by_id(submission.id)


def save(
    browser: FlaskClient, submission: Submission, step: str, typed: Mapping[str, Any], **more: Any
) -> TestResponse:
    """The step's form, posted with the version the submission has now."""
    version = {"version": str(fresh(submission).version)}
    data = {key: value for key, value in typed.items() if value not in ("", [])}
    return post(browser, path(submission, step), version | data | more)


def hand_in(browser: FlaskClient, submission: Submission, **more: Any) -> TestResponse:
    version = {"version": str(fresh(submission).version)}
    return post(
        browser, path(submission, "submission"), version | more, page=path(submission, "withdrawal")
    )
