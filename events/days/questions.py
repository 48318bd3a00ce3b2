"""What the office asks of units that hand in for an edition: written, changed, put in order,
retired. One verb, one transaction."""

from dataclasses import asdict, dataclass
from datetime import datetime

from events import audit, changes
from events.audit import By
from events.days.actions import ensure_edition
from events.days.editions import EditionRow
from events.days.models import EditionQuestion
from events.days.queries import questions_of
from events.db import database
from events.errors import InvalidTransition

MOST_QUESTIONS = 20


@dataclass(frozen=True)
class Wording:
    """A question as units will read it; `choices` only where `kind` is "choice"."""

    label: str
    kind: str
    help: str = ""
    choices: tuple[str, ...] = ()
    is_required: bool = False


def add_question(row: EditionRow, wording: Wording, by: By, now: datetime) -> EditionQuestion:
    """One more, after the others."""
    with database.atomic():
        edition = ensure_edition(row, now)
        asked = questions_of(edition.id)
        if len(asked) >= MOST_QUESTIONS:
            raise InvalidTransition(f"一届最多问 {MOST_QUESTIONS} 个问题，请先停用不再需要的。")
        _refuse_twice(wording, asked)
        last = max((question.position for question in asked), default=0)
        question = EditionQuestion.create(edition=edition, position=last + 1, **_columns(wording))
        return _note(question, "added", by, now)


def change_question(
    question: EditionQuestion, wording: Wording, by: By, now: datetime
) -> EditionQuestion:
    """Another wording; who has answered already keeps the words he was asked in."""
    with database.atomic():
        question = _open(question)
        _refuse_twice(
            wording, [one for one in questions_of(question.edition_id) if one != question]
        )
        for name, value in _columns(wording).items():
            setattr(question, name, value)
        question.save()
        return _note(question, "changed", by, now)


def raise_question(question: EditionQuestion, by: By, now: datetime) -> EditionQuestion:
    """One place further up; the first stays first."""
    with database.atomic():
        question = _open(question)
        asked = questions_of(question.edition_id)
        at = asked.index(question)
        asked.insert(max(at - 1, 0), asked.pop(at))
        for position, one in enumerate(asked, 1):
            one.position = position
            one.save()
        return _note(asked[max(at - 1, 0)], "raised", by, now)


def retire_question(question: EditionQuestion, by: By, now: datetime) -> EditionQuestion:
    """Nobody is asked any more; what was answered stays readable."""
    with database.atomic():
        question = _open(question)
        question.retired_at = now
        question.save()
        return _note(question, "retired", by, now)


def _open(question: EditionQuestion) -> EditionQuestion:
    changes.take_turn()
    fresh = EditionQuestion.get_by_id(question.id)
    if fresh.retired_at:
        raise InvalidTransition(f"“{fresh.label}”已经停用，不能再改；需要的话请另写一个。")
    return fresh


def _refuse_twice(wording: Wording, others: list[EditionQuestion]) -> None:
    if wording.label in {question.label for question in others}:
        raise InvalidTransition(f"已经有一个问题是“{wording.label}”，请换个说法。")


def _columns(wording: Wording) -> dict[str, object]:
    return asdict(wording) | {"choices": list(wording.choices)}


def _note(question: EditionQuestion, verb: str, by: By, now: datetime) -> EditionQuestion:
    edition = question.edition
    day = edition.themed_day
    audit.write(
        by, f"edition.question-{verb}", "edition", f"{day.slug}/{edition.year}", now,
        name=f"{day.name} {edition.year} 年", question=question.id, label=question.label,
    )  # fmt: skip
    return question
