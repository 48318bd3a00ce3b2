"""The shape of `people.yaml`; what its words mean is told at the head of that file."""

from events.activities.vocabulary import KINDS, Format, SignupMode
from events.demo.shapes import clock_times
from events.people.models import OfficeRole
from events.records.shapes import Shape, choice, link, number, records, text, texts
from events.submissions.models import State

_PERSON: Shape = {
    "name": text(60, required=True),
    "email": text(254, required=True),
    "roles": texts(16),
    "districts": texts(32),
    "owner_of": texts(64),
    "editor_of": texts(64),
    "says": text(120, required=True),
}
_COMMENT: Shape = {"field": text(32, required=True), "text": text(200, required=True)}
_SITTING: Shape = {
    "in_days": number(1, 120, required=True),
    "times": clock_times(),
    "days": number(1, 60),
    "capacity": number(1, 100_000),
}
_SUBMISSION: Shape = {
    "unit": text(64, required=True),
    "by": text(254, required=True),
    "title": text(120, required=True),
    "kind": choice(tuple(KINDS), required=True),
    "format": choice([one.value for one in Format]),
    "online_url": link(),
    "description": text(1000),
    "audiences": texts(24),
    "age_from": number(0, 120),
    "venue": text(48),
    "place_note": text(120),
    "signup_mode": choice([one.value for one in SignupMode]),
    "signup_phone": text(40),
    "sittings": records(_SITTING),
    "state": choice([State.DRAFT.value, State.RETURNED.value]),
    "note": text(200),
    "comments": records(_COMMENT),
}
FILE: Shape = {
    "people": records(_PERSON, required=True),
    "submissions": records(_SUBMISSION, required=True),
}
ROLES = tuple(role.value for role in OfficeRole)
