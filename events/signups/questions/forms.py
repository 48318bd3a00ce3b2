"""A form with the questions of a version added to its own fields; pages and API use the same."""

from collections.abc import Iterable
from typing import Any

from wtforms import Form

from events.signups.questions.answering.forms import CONTROLS, answers_so_far
from events.signups.questions.question import Question


def with_questions(
    base: type[Form], questions: Iterable[Question], ids_allowed: bool = False
) -> type[Form]:
    """A form that asks these after its own fields, one field `q_<key>` each. A question that isn't
    asked because of its condition is neither required nor kept. ID numbers are refused unless
    `ids_allowed`."""
    fields = {
        name_of(question): CONTROLS[question.kind](question, ids_allowed) for question in questions
    }
    return type(base.__name__, (base,), fields)


def name_of(question: Question) -> str:
    return f"q_{question.key}"


def answers_of(form: Form, questions: Iterable[Question]) -> dict[str, Any]:
    """The answers as JSON values by the questions' keys, of a form that was found right; nothing of
    questions that weren't asked or answered."""
    answers = answers_so_far(form)
    return {one.key: answers[one.key] for one in questions if one.key in answers}
