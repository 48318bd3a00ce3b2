"""What the public sees of an activity, as a content: to carry over, to edit, to compare with."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from events.activities.models import (
    Activity,
    ActivityAudience,
    ActivityEdition,
    ActivityUnit,
    Occurrence,
)
from events.activities.vocabulary import SignupMode, Status, UnitRole
from events.signups.queries import terms_of
from events.submissions.content import Answer, Content, EditionTie, Place, Sitting

_SAME = (
    *("title", "kind", "description", "format", "age_from", "age_to", "audience_note", "fee"),
    *("signup_mode", "signup_phone", "signup_url", "online_url", "sign_language", "captions"),
    *("contact", "contact_is_public", "picture", "picture_alt", "timezone"),
)


def content_of(activity: Activity) -> Content:
    """As published, without what was cancelled (five statements, six where one signs up here)."""
    is_here = activity.signup_mode == SignupMode.HERE
    units = list(_rows(ActivityUnit, activity))
    sat = [row for row in _occurrences(activity) if row.status != Status.CANCELLED]
    keys = {place: f"p{number}" for number, place in enumerate(_places(sat), 1)}
    return Content(
        **{name: getattr(activity, name) for name in _SAME},
        terms=terms_of(activity.id) if is_here else None,
        work_item=activity.work_item_id,
        editions=tuple(
            EditionTie(row.themed_day_id, row.year, row.block)
            for row in _rows(ActivityEdition, activity)
        ),
        audiences=tuple(row.audience for row in _rows(ActivityAudience, activity)),
        co_organisers=tuple(r.unit_id for r in units if r.role == UnitRole.CO_ORGANISER),
        supporters=tuple(r.unit_id for r in units if r.role == UnitRole.SUPPORTER),
        answers=tuple(Answer(**answer) for answer in activity.answers),
        places=tuple(Place(key, venue=venue, note=note) for (venue, note), key in keys.items()),
        sittings=tuple(_sitting(row, keys, ZoneInfo(activity.timezone)) for row in sat),
    )


def fields_of(content: Content) -> dict[str, object]:
    """The columns of the activity itself."""
    answers = [vars(answer) for answer in content.answers]
    return {name: getattr(content, name) for name in _SAME} | {
        "work_item": content.work_item,
        "answers": answers,
    }


def _rows(model: Any, activity: Activity) -> Any:
    return model.select().where(model.activity == activity).order_by(model.position)


def _occurrences(activity: Activity) -> list[Occurrence]:
    return list(
        Occurrence.select()
        .where(Occurrence.activity == activity)
        .order_by(Occurrence.start, Occurrence.id)
    )


def _places(occurrences: list[Occurrence]) -> dict[tuple[int, str], None]:
    """Each venue with its note once, in the order they come."""
    return {(row.venue_id, row.place_note): None for row in occurrences if row.venue_id}


def _sitting(row: Occurrence, keys: dict[tuple[int, str], str], zone: ZoneInfo) -> Sitting:
    start, end = (at.astimezone(zone).replace(tzinfo=None) for at in (row.start, row.end))
    if row.all_day:  # the days are what was meant; midnight may not exist in a zone
        start = datetime.combine(row.first_day, time())
        end = datetime.combine(row.last_day + timedelta(days=1), time())
    place = keys.get((row.venue_id, row.place_note), "") if row.venue_id else ""
    return Sitting(start, end, row.all_day, place, row.capacity, row.uid)
