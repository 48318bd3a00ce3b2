"""A week and a day before units can hand in for the last time: who has not yet is told, once."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from events.days.models import DateStatus, Edition, ThemedDay
from events.db import database
from events.notifications.actions import tell
from events.people.members import members_of
from events.plans.queries import answers
from events.submissions.basics.queries import read_tie
from events.submissions.coverage import read_coverage
from events.submissions.models import State, Submission
from events.submissions.typed import texts_of
from events.units.models import Unit
from events.units.queries import members_by_group

_DAYS_BEFORE = (7, 1)


def write_reminders(today: date, now: datetime) -> int:
    """Write to the people of the units concerned; those told already are not told again.

    Returns how many units that were.
    """
    return sum(_remind(edition, today, now) for edition in _closing_soon(today))


def _closing_soon(today: date) -> list[Edition]:
    closing = [today + timedelta(days=days) for days in _DAYS_BEFORE]
    query = (
        Edition.select(Edition, ThemedDay)
        .join(ThemedDay)
        .where(Edition.submission_closes.in_(closing), Edition.date_status != DateStatus.CANCELLED)
    )
    return list(query.order_by(Edition.submission_closes, Edition.id))


def _remind(edition: Edition, today: date, now: datetime) -> int:
    drafts = _unfinished(edition)
    answering = _answering(edition.themed_day)
    registered = read_coverage(answering)
    idle = {
        unit
        for unit in answering
        if not registered.public[unit, edition.themed_day_id, edition.year]
        and not registered.in_review[unit, edition.themed_day_id, edition.year]
    }
    people = members_of(sorted(idle | set(drafts)))
    units = Unit.select().where(Unit.id.in_([id_ for id_ in people if people[id_]]))
    with database.atomic():
        for unit in units:
            tell(
                people[unit.id],
                "deadline-near",
                f"{edition.id}/{unit.id}/{edition.submission_closes}/{today}",
                now,
                unit=unit.name,
                day=edition.themed_day.name,
                day_en=edition.themed_day.name_en,
                closes=edition.submission_closes.isoformat(),
                days=(edition.submission_closes - today).days,
                drafts=drafts.get(unit.id, []),
            )
    return len(units)


def _answering(day: ThemedDay) -> set[int]:
    """The units that answer for it, by themselves or as members of a group."""
    named = answers(day)
    members = members_by_group(answer.group.id for answer in named if answer.group)
    in_groups = {unit.id for units in members.values() for unit in units}
    return {answer.unit.id for answer in named if answer.unit} | in_groups


def _unfinished(edition: Edition) -> dict[int, list[str]]:
    """Unit id -> titles of what is begun or returned for this edition and was never public."""
    begun = Submission.select().where(
        Submission.state.in_([State.DRAFT, State.RETURNED]), Submission.activity.is_null()
    )
    found: dict[int, list[str]] = defaultdict(list)
    for submission in begun.order_by(Submission.id):
        ties = [read_tie(text) for text in texts_of(submission.draft, "basics", "editions")]
        if any(
            tie and (tie.day, tie.year) == (edition.themed_day_id, edition.year) for tie in ties
        ):
            found[submission.unit_id].append(submission.title)
    return dict(found)
