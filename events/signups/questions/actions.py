"""Question sets: begun, renamed, copied, retired, their questions written. One verb, one
transaction. Whoever writes questions says which number he saw: where it has moved on, somebody
else has written meanwhile.
"""

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

from events import audit
from events.audit import By
from events.days.models import ThemedDay
from events.db import database
from events.errors import InvalidTransition
from events.signups.models import QuestionSet, QuestionSetVersion
from events.signups.queries import newest_version
from events.signups.questions.editing import (
    Questions,
    added,
    changed,
    check,
    find,
    moved,
    removed,
)
from events.signups.questions.queries import is_used
from events.signups.questions.question import Question
from events.signups.questions.reading import questions_of
from events.units.models import Unit

LONGEST_NAME = 60
_COPY = "（副本）"


class ChangedMeanwhile(InvalidTransition):
    """Somebody has saved the set since the page was opened."""

    def __init__(self) -> None:
        super().__init__("这套问题刚在另一个窗口改过。您填的都还在，请核对后再保存一次。")


def create_set(owner: Unit | ThemedDay, name: str, form: str, by: By, now: datetime) -> QuestionSet:
    """Without a question yet; `form` is a `FormKind`."""
    whose = "unit" if isinstance(owner, Unit) else "themed_day"
    with database.atomic():
        return _begin("question-set.created", (), by, now, **{whose: owner}, name=name, form=form)


def copy_set(found: QuestionSet, by: By, now: datetime) -> QuestionSet:
    """Another set of the same owner, which begins with the same questions."""
    with database.atomic():
        name = found.name[: LONGEST_NAME - len(_COPY)] + _COPY
        return _begin(
            "question-set.copied", _questions(found), by, now, name=name, form=found.form,
            unit=found.unit_id, themed_day=found.themed_day_id, ids_allowed=found.ids_allowed,
        )  # fmt: skip


def describe_set(found: QuestionSet, name: str, ids_allowed: bool, by: By, now: datetime) -> None:
    """Its name, and whether ID numbers may be asked for. Raises QuestionsRefused where they are."""
    with database.atomic():
        fresh = _open(found, now)
        check(_questions(fresh), ids_allowed)
        before, fresh.name, fresh.ids_allowed = fresh.name, name, ids_allowed
        fresh.save()
        _note(fresh, "question-set.described", by, now, before=before, ids_allowed=ids_allowed)


def retire_set(found: QuestionSet, by: By, now: datetime) -> None:
    """Nobody can choose it any more; activities that ask it go on asking."""
    with database.atomic():
        fresh = _open(found, now)
        fresh.retired_at = now
        fresh.save()
        _note(fresh, "question-set.retired", by, now)


def add_question(found: QuestionSet, seen: int, question: Question, by: By, now: datetime) -> None:
    """At the end, with a key of its own."""
    with database.atomic():
        fresh = _open_as_seen(found, seen, now)
        _write(
            fresh, added(_questions(fresh), replace(question, key=secrets.token_hex(4))), by, now
        )
        _note(fresh, "question-set.question-added", by, now, label=question.label)


def change_question(
    found: QuestionSet, seen: int, question: Question, by: By, now: datetime
) -> None:
    """The one of that key; who has answered already keeps the words he was asked in."""
    with database.atomic():
        fresh = _open_as_seen(found, seen, now)
        _write(fresh, changed(_questions(fresh), question), by, now)
        _note(fresh, "question-set.question-changed", by, now, label=question.label)


def move_question(
    found: QuestionSet, seen: int, key: str, steps: int, by: By, now: datetime
) -> None:
    """So many places down, or up if negative; at the ends it stays."""
    with database.atomic():
        fresh = _open_as_seen(found, seen, now)
        questions = moved(_questions(fresh), key, steps)
        _write(fresh, questions, by, now)
        _note(fresh, "question-set.question-moved", by, now, label=find(questions, key).label)


def remove_question(found: QuestionSet, seen: int, key: str, by: By, now: datetime) -> None:
    """What was answered stays readable."""
    with database.atomic():
        fresh = _open_as_seen(found, seen, now)
        questions = _questions(fresh)
        _write(fresh, removed(questions, key), by, now)
        _note(fresh, "question-set.question-removed", by, now, label=find(questions, key).label)


def _open(found: QuestionSet, now: datetime) -> QuestionSet:
    """Fresh, and nobody else's until the transaction ends."""
    open_ones = QuestionSet.update(updated_at=now).where(
        QuestionSet.id == found.id, QuestionSet.retired_at.is_null()
    )
    if not open_ones.execute():
        raise InvalidTransition("这套问题已经停用，不能再改；需要的话请复制一套。")
    return QuestionSet.get_by_id(found.id)


def _open_as_seen(found: QuestionSet, seen: int, now: datetime) -> QuestionSet:
    fresh = _open(found, now)
    if fresh.number != seen:
        raise ChangedMeanwhile
    return fresh


def _questions(found: QuestionSet) -> Questions:
    return questions_of(newest_version(found.id))


def _begin(action: str, questions: Questions, by: By, now: datetime, **fields: Any) -> QuestionSet:
    made = QuestionSet.create(created_at=now, updated_at=now, **fields)
    _keep(made, questions, by, now)
    _note(made, action, by, now)
    return made


def _write(found: QuestionSet, questions: Questions, by: By, now: datetime) -> None:
    """As a version of the next number. The one before stays if it was answered, or may be."""
    check(questions, found.ids_allowed)
    before = newest_version(found.id)
    if before and not is_used(before):
        before.delete_instance()
    found.number += 1
    found.save()
    _keep(found, questions, by, now)


def _keep(found: QuestionSet, questions: Questions, by: By, now: datetime) -> None:
    QuestionSetVersion.create(
        question_set=found, number=found.number, made_by=by.account_id, made_at=now,
        questions=[question.as_json() for question in questions],
    )  # fmt: skip


def _note(found: QuestionSet, action: str, by: By, now: datetime, **details: Any) -> None:
    audit.write(
        by, action, "question-set", found.id, now, name=found.name, unit_id=found.unit_id,
        revision=found.number, **details,
    )  # fmt: skip
