"""What a revision says, in full: what the form has read, as frozen rows and as JSON. Pure."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from events.signups.terms import Terms


@dataclass(frozen=True)
class EditionTie:
    """An edition it belongs to, by themed day id and year, and the block it stands in, if any."""

    day: int
    year: int
    block: str = ""


@dataclass(frozen=True)
class Place:
    """Where: a known venue by id, or a new one that becomes a venue when it is published.

    `key` names it inside this content; `note` says where in the house (三楼报告厅).
    """

    key: str
    venue: int | None = None
    note: str = ""
    name: str = ""
    district: int | None = None
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Sitting:
    """One occurrence: naive wall times in the activity's zone, half-open; an all-day one is from
    the first day's midnight to the midnight after its last. `place` is a Place's key, "" online.

    `uid` is that of the public occurrence it stands for, "" for a new one.
    """

    start: datetime
    end: datetime
    all_day: bool = False
    place: str = ""
    capacity: int | None = None
    uid: str = ""


@dataclass(frozen=True)
class Answer:
    """To an edition's question, with the words it was asked in."""

    question: int
    label: str
    text: str


@dataclass(frozen=True)
class Content:
    """An activity as its unit wants it. Field names are those of `Activity` where it has them.

    `terms` are those of signing up here, None in any other mode. `change_reason` is what the public
    reads about occurrences that are already public and change.
    """

    title: str
    kind: str
    description: str = ""
    format: str = "onsite"
    editions: tuple[EditionTie, ...] = ()
    work_item: int | None = None
    audiences: tuple[str, ...] = ()
    age_from: int | None = None
    age_to: int | None = None
    audience_note: str = ""
    fee: str = ""
    signup_mode: str = "none"
    signup_phone: str = ""
    signup_url: str = ""
    terms: Terms | None = None
    online_url: str = ""
    sign_language: bool | None = None
    captions: bool | None = None
    contact: str = ""
    contact_is_public: bool = False
    co_organisers: tuple[int, ...] = ()
    supporters: tuple[int, ...] = ()
    picture: str = ""
    picture_alt: str = ""
    answers: tuple[Answer, ...] = ()
    places: tuple[Place, ...] = ()
    sittings: tuple[Sitting, ...] = ()
    timezone: str = "Asia/Shanghai"
    change_reason: str = ""

    @property
    def first_day(self) -> date | None:
        return min((sitting.start.date() for sitting in self.sittings), default=None)

    def place(self, key: str) -> Place | None:
        return next((place for place in self.places if place.key == key), None)

    def as_json(self) -> dict[str, Any]:
        """Without `terms` where there are none, as it was before there were any."""
        found = asdict(self)
        if self.terms is None:
            del found["terms"]
        elif self.terms.opens_on:
            found["terms"]["opens_on"] = self.terms.opens_on.isoformat()
        for sitting in found["sittings"]:
            sitting["start"] = sitting["start"].isoformat(timespec="minutes")
            sitting["end"] = sitting["end"].isoformat(timespec="minutes")
        return json.loads(json.dumps(found))

    @property
    def digest(self) -> str:
        """SHA-256 of all of it: equal contents have equal ones."""
        text = json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def from_json(stored: Mapping[str, Any]) -> Content:
    """The content that `as_json` wrote; a field it did not know yet has its default."""
    rows: dict[str, Callable[..., object]] = {
        "editions": EditionTie,
        "answers": Answer,
        "places": Place,
        "sittings": _sitting,
    }
    known: dict[str, Any] = {
        name: stored[name] for name in Content.__dataclass_fields__ if name in stored
    }
    for name, value in known.items():
        if name in rows:
            known[name] = tuple(rows[name](**row) for row in value)
        elif isinstance(value, list):
            known[name] = tuple(value)
        elif name == "terms" and value:
            known[name] = _terms(**value)
    return Content(**known)


def _sitting(start: str, end: str, **others: Any) -> Sitting:
    return Sitting(datetime.fromisoformat(start), datetime.fromisoformat(end), **others)


def _terms(opens_on: str | None = None, **others: Any) -> Terms:
    return Terms(opens_on=date.fromisoformat(opens_on) if opens_on else None, **others)
