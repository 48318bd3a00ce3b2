"""A draft as the forms of its steps read it: how far each has come, and the content of them all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from events.activities.vocabulary import Format
from events.submissions.basics.forms import Basics
from events.submissions.content import Content, Place, Sitting
from events.submissions.describing import Words, place_in_words, sittings_in_words
from events.submissions.places.forms import read_places
from events.submissions.places.seating import seat
from events.submissions.places.typed import typed_from_form as places_from
from events.submissions.queries import with_venues
from events.submissions.questions.forms import question_sheet
from events.submissions.questions.queries import questions_of
from events.submissions.readings import Problem, Reading, Setting
from events.submissions.schedule.forms import read_schedule
from events.submissions.schedule.typed import typed_from_form as schedule_from
from events.submissions.sheets.forms import Sheet
from events.submissions.signup.forms import Signup
from events.submissions.steps.order import STEPS, Step, steps_of, ties_of
from events.submissions.text.forms import TextAndPicture
from events.submissions.typed import Draft, Typed, text_of

SHEETS: Mapping[str, type[Sheet]] = {"basics": Basics, "signup": Signup, "text": TextAndPicture}


@dataclass(frozen=True)
class DraftReading:
    """All steps as read, in their order; `content` is None while anything is wrong."""

    sheets: Mapping[str, Sheet]
    readings: Mapping[str, Reading]
    content: Content | None

    @property
    def problems(self) -> Mapping[str, tuple[Problem, ...]]:
        return {name: read.problems for name, read in self.readings.items() if read.problems}

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(words for read in self.readings.values() for words in read.warnings)


def read_draft(draft: Draft, setting: Setting) -> DraftReading:
    """Every step of a draft, and what they say together."""
    steps = steps_of(draft)
    sheets = {s.name: sheet_of(s.name, draft, setting) for s in steps if s.name not in _PLACED}
    readings = {step.name: _read(step.name, sheets, draft, setting) for step in steps}
    content = None if any(r.problems for r in readings.values()) else _join(readings, setting)
    return DraftReading(sheets, readings, content)


def sheet_of(step: str, draft: Draft, setting: Setting) -> Sheet:
    """The form of a step other than schedule and places, with what the draft has of it."""
    if step == "questions":
        return question_sheet(questions_of(ties_of(draft)), draft, setting)
    return SHEETS[step](draft, setting)


def typed_from(step: str, posted: "MultiDict[str, str]", draft: Draft, setting: Setting) -> Typed:
    """What was posted of a step, as a draft keeps it."""
    if step in _PLACED:
        return _PLACED[step](posted)
    return sheet_of(step, draft, setting).typed_from(posted)


_PLACED = {"schedule": schedule_from, "places": places_from}


def _read(name: str, sheets: Mapping[str, Sheet], draft: Draft, setting: Setting) -> Reading:
    typed = draft.get(name, {})
    if name == "schedule":
        return read_schedule(typed, setting, text_of(draft, "signup", "signup_mode"))
    if name == "places":
        return read_places(typed, setting, text_of(draft, "basics", "format"))
    return sheets[name].reading()


def _join(readings: Mapping[str, Reading], setting: Setting) -> Content:
    """Sittings are at the places that the next step says, or at none where all is online."""
    values = {key: value for reading in readings.values() for key, value in reading.values.items()}
    places = () if values["format"] == Format.ONLINE else values["places"]
    sittings = seat(values["sittings"], places)
    together = {"places": places, "sittings": sittings, "timezone": setting.zone.key}
    return Content(**values | together)


def told(reading: DraftReading) -> list[tuple[Step, Words]]:
    """Every step as it will be read, as far as it can be (one statement)."""
    places, sittings = _placed(reading)
    names = {place.key: place_in_words(place, venue) for place, venue in with_venues(places)}
    words: dict[str, Words] = {name: sheet.words() for name, sheet in reading.sheets.items()}
    if sittings:
        count = gettext("共 %(count)d 场", count=len(sittings))
        words["schedule"] = [(gettext("场次"), f"{count}\n{sittings_in_words(sittings, names)}")]
    if names:
        words["places"] = [(gettext("地点"), "\n".join(names.values()))]
    return [(step, words[step.name]) for step in STEPS if words.get(step.name)]


def _placed(reading: DraftReading) -> tuple[Sequence[Place], Sequence[Sitting]]:
    if reading.content:
        return reading.content.places, reading.content.sittings
    values = {key: v for one in reading.readings.values() for key, v in one.values.items()}
    return values.get("places", ()), values.get("sittings", ())
