"""What flags are found by beside the content itself, for many submissions at once.

What takes questions about each single one, such as who else is in the house, is in `looking.py`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from events.activities.models import Activity
from events.days.queries import days_off
from events.reviews.flags import Facts, Flag, find_flags, host_of
from events.reviews.waiting import answer_by
from events.submissions.content import Content, from_json
from events.submissions.duplicates import NEAR
from events.submissions.models import Revision, State, Submission
from events.submissions.schedule.workdays import Workdays
from events.units.models import Unit


class Newest(NamedTuple):
    """A submission with what was handed in last."""

    submission: Submission
    revision: Revision
    content: Content


def read_newest(ids: Collection[int]) -> dict[int, Newest]:
    """Submission id -> its newest revision (one statement)."""
    newest = (Revision.submission == Submission.id) & (
        Revision.number == Submission.revision_number
    )
    rows: Any = (
        Submission.select(Submission, Revision, Unit)
        .join(Unit)
        .switch(Submission)
        .join(Revision, on=newest, attr="newest")
        .where(Submission.id.in_(list(ids)))
    )
    return {row.id: Newest(row, row.newest, from_json(row.newest.content)) for row in rows}


def read_flags(newest: Mapping[int, Newest]) -> dict[int, tuple[Flag, ...]]:
    """Submission id -> its flags (four statements, whatever the number)."""
    facts = read_facts(newest)
    return {id_: find_flags(one.content, facts[id_]) for id_, one in newest.items()}


def read_facts(newest: Mapping[int, Newest]) -> dict[int, Facts]:
    """Submission id -> what is known beside its content (four statements)."""
    rows = [one.submission for one in newest.values()]
    units = {row.unit_id for row in rows}
    known, hosts, twins = _published_units(units), _hosts(units), _twins(rows)
    days = {id_: _day_of(one) for id_, one in newest.items()}
    workdays = read_workdays(days.values())
    return {
        row.id: Facts(
            is_first=row.unit_id not in known,
            hosts=hosts[row.unit_id],
            answer_by=answer_by(workdays, days[row.id]),
            twins=twins[row.id],
        )
        for row in rows
    }


def read_workdays(days: Collection[date]) -> Workdays:
    """Good for what was handed in on these days, and for a month after (one statement)."""
    first, last = min(days, default=date.min), max(days, default=date.min)
    return Workdays(days_off(first, last + timedelta(days=31)))


def _day_of(one: Newest) -> date:
    """On which it was handed in, where the activity is."""
    return one.submission.submitted_at.astimezone(ZoneInfo(one.content.timezone)).date()


def _published_units(units: Iterable[int]) -> set[int]:
    """Of these, those that have had something public, through a review or before there were any."""
    had: Any = Activity.select(Activity.organiser).where(
        Activity.organiser.in_(list(units)), Activity.published_at.is_null(False)
    )
    return {unit for (unit,) in had.distinct().tuples()}


def _hosts(units: Iterable[int]) -> dict[int, frozenset[str]]:
    """Unit id -> the hosts its public activities link to."""
    linked = (Activity.signup_url != "") | (Activity.online_url != "")
    rows: Any = (
        Activity.select(Activity.organiser, Activity.signup_url, Activity.online_url)
        .where(Activity.organiser.in_(list(units)), Activity.published_at.is_null(False), linked)
        .distinct()
    )
    found: dict[int, set[str]] = defaultdict(set)
    for unit, *addresses in rows.tuples():
        found[unit] |= {host_of(address) for address in addresses}
    return defaultdict(frozenset, {unit: frozenset(hosts) for unit, hosts in found.items()})


def _twins(rows: Collection[Submission]) -> dict[int, int]:
    """How many others in review the same unit has under exactly that title, within a week; what
    is merely alike, or public already, is for `looking.py`."""
    others: Any = Submission.select(Submission.title, Submission.unit, Submission.first_day).where(
        Submission.state == State.SUBMITTED, Submission.title.in_([row.title for row in rows])
    )
    by_name: dict[tuple[str, int], list[date]] = defaultdict(list)
    for title, unit, first_day in others.tuples():
        if first_day:
            by_name[title, unit].append(first_day)
    return {row.id: _near(row, by_name[row.title, row.unit_id]) for row in rows}


def _near(row: Submission, days: list[date]) -> int:
    """How many of these days are near the row's own, which is one of them."""
    own = row.first_day
    return sum(abs(day - own) <= NEAR for day in days) - 1 if own else 0
