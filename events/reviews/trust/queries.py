"""Reads of trusted units, and of the samples that somebody shall look at."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from events.people.actors import Actor
from events.people.models import Account
from events.reviews.reach import may_read
from events.submissions.models import Sample, Submission, Trust
from events.units.models import Unit

_SHOWN = 200


@dataclass(frozen=True)
class SampleRow:
    """A publication on trust that nobody has looked at; `submission` with its unit."""

    submission: Submission
    revision_number: int
    made_at: datetime


def trusted_units() -> list[Trust]:
    """By name, each with its unit and who gave the trust (one statement)."""
    return list(
        Trust.select(Trust, Unit, Account)
        .join(Unit)
        .switch(Trust)
        .join(Account, JOIN.LEFT_OUTER, on=(Trust.given_by == Account.id), attr="given_by")
        .order_by(Unit.name)
    )


def unit_names() -> list[str]:
    """To choose from (one statement)."""
    rows: Any = Unit.select(Unit.name).where(Unit.merged_into.is_null()).order_by(Unit.name)
    return [name for (name,) in rows.tuples()]


def find_unit(name: str) -> Unit | None:
    """By its whole name, its short one or its slug, unless that means several (one statement)."""
    named = (Unit.name == name) | (Unit.short_name == name) | (Unit.slug == name)
    found = list(Unit.select().where(named, Unit.merged_into.is_null()).limit(2))
    return found[0] if len(found) == 1 else None


def open_samples(actor: Actor) -> list[SampleRow]:
    """Those this person may look at, the oldest first (one statement)."""
    rows: Any = (
        Sample.select(Sample.revision_number, Sample.made_at, Submission, Unit)
        .join(Submission, on=(Sample.submission_id == Submission.id), attr="submission")
        .join(Unit)
        .where(Sample.seen_at.is_null())
        .order_by(Sample.made_at, Sample.id)
    )
    found = (SampleRow(row.submission, row.revision_number, row.made_at) for row in rows)
    return [row for row in found if may_read(actor, row.submission)][:_SHOWN]
