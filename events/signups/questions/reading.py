"""Answers as people read them, by the version of the questions that was asked. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from events.signups.models import QuestionSetVersion
from events.signups.phones import in_words
from events.signups.questions.question import Kind, Question


def questions_of(version: QuestionSetVersion | None) -> tuple[Question, ...]:
    """In their order; of no version, none."""
    return tuple(Question.from_json(stored) for stored in version.questions) if version else ()


def said(questions: Iterable[Question], answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, words) of each question that was answered; both are the unit's own Chinese."""
    return [
        (question.label, _words(question, answers[question.key]))
        for question in questions
        if question.key in answers
    ]


def _words(question: Question, answer: Any) -> str:
    match question.kind:
        case Kind.CONSENT:
            return "同意" if answer else "未同意"
        case Kind.SEVERAL:
            return "、".join(answer)
        case Kind.PHONE:
            return in_words(answer)
    return str(answer)
