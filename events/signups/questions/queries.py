"""Reads of question sets: a constant number of statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, Expression, fn

from events.days.models import ThemedDay
from events.db import LARGEST_ID
from events.errors import NotFound
from events.signups.models import QuestionSet, QuestionSetVersion, Signup, SignupTerms
from events.units.models import Unit


@dataclass(frozen=True)
class SetRow:
    """A set with its themed day read along, its newest version, and how many activities ask it."""

    question_set: QuestionSet
    version: QuestionSetVersion
    activities: int


@dataclass(frozen=True)
class VersionRow:
    """A version and how many sign-ups answered it."""

    version: QuestionSetVersion
    answered: int


def sets_for(unit_id: int, form: str, day_ids: Iterable[int] = ()) -> list[QuestionSet]:
    """What a unit may choose from for a form (`FormKind`): its own sets first, then those of the
    offices of these themed days; none that is retired (one statement)."""
    mine = QuestionSet.unit == min(unit_id, LARGEST_ID)
    theirs = QuestionSet.themed_day.in_(list(day_ids))
    found = QuestionSet.select().where(
        mine | theirs, QuestionSet.form == form, QuestionSet.retired_at.is_null()
    )
    return list(found.order_by(QuestionSet.themed_day.is_null().desc(), QuestionSet.id))


def sets_of(unit: Unit | None) -> list[SetRow]:
    """A unit's sets, or those of all themed days' offices, those that can be chosen first (one
    statement)."""
    day, name = QuestionSet.themed_day, QuestionSet.name
    rows = _rows(_owned_by(unit)).order_by(
        QuestionSet.retired_at.is_null().desc(), day, name, QuestionSet.id
    )
    return [_row(found) for found in rows]


def get_set(unit: Unit | None, set_id: int) -> SetRow:
    """One of a unit's, or of the offices' (one statement); raises NotFound."""
    found = _rows(_owned_by(unit) & (QuestionSet.id == min(set_id, LARGEST_ID))).first()
    if found is None:
        raise NotFound("没有这套问题，或者它属于别的单位。请回到问题的列表。")
    return _row(found)


def versions_of(question_set: QuestionSet) -> list[VersionRow]:
    """All that are kept, the newest first (one statement)."""
    answered = Signup.select(fn.COUNT(Signup.id)).where(Signup.questions == QuestionSetVersion.id)
    rows: Any = (
        QuestionSetVersion.select(QuestionSetVersion, answered.alias("answered"))
        .where(QuestionSetVersion.question_set == question_set)
        .order_by(QuestionSetVersion.number.desc())
    )
    return [VersionRow(row, row.answered) for row in rows]


def get_version(question_set: QuestionSet, number: int) -> QuestionSetVersion:
    """One statement; raises NotFound."""
    found = QuestionSetVersion.get_or_none(
        QuestionSetVersion.question_set == question_set,
        QuestionSetVersion.number == min(number, LARGEST_ID),
    )
    if found is None:
        raise NotFound("没有这一版，没有人答过的旧版不保留。请看现在的这一版。")
    return found


def days_to_ask() -> list[ThemedDay]:
    """The themed days that go on, in their order (one statement)."""
    days = ThemedDay.select(ThemedDay.slug, ThemedDay.name, ThemedDay.name_en)
    return list(days.where(ThemedDay.valid_to.is_null()).order_by(ThemedDay.position, ThemedDay.id))


def is_used(version: QuestionSetVersion) -> bool:
    """Somebody has answered it, or an activity asks the set, so that somebody may be answering
    (two statements)."""
    answers = Signup.select().where(Signup.questions == version)
    asking = SignupTerms.select().where(SignupTerms.question_set == version.question_set_id)
    return asking.exists() or answers.exists()


def _owned_by(unit: Unit | None) -> Expression:
    return QuestionSet.unit == unit if unit else QuestionSet.themed_day.is_null(False)


def _rows(which: Expression) -> Any:
    asking = SignupTerms.select(fn.COUNT(SignupTerms.id)).where(
        SignupTerms.question_set == QuestionSet.id
    )
    newest = (QuestionSetVersion.question_set == QuestionSet.id) & (
        QuestionSetVersion.number == QuestionSet.number
    )
    return (
        QuestionSet.select(QuestionSet, ThemedDay, QuestionSetVersion, asking.alias("activities"))
        .join(ThemedDay, JOIN.LEFT_OUTER)
        .switch(QuestionSet)
        .join(QuestionSetVersion, on=newest, attr="newest")
        .where(which)
    )


def _row(found: Any) -> SetRow:
    return SetRow(found, found.newest, found.activities)
