"""A question of a form, as a version of a question set keeps it, and when it is asked. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

TICKED = "y"  # the value of a ticked box, for which a condition on a consent waits


class Kind(StrEnum):
    SHORT = "short"
    LONG = "long"
    ONE = "one"
    SEVERAL = "several"
    NUMBER = "number"
    DATE = "date"
    PHONE = "phone"
    EMAIL = "email"
    CONSENT = "consent"


CHOOSING = (Kind.ONE, Kind.SEVERAL)
DECIDING = (*CHOOSING, Kind.CONSENT)  # a later question may hang on what was answered here
LIMITED = (Kind.SHORT, Kind.LONG, Kind.NUMBER, Kind.SEVERAL)


@dataclass(frozen=True)
class Question:
    """`key` is its own for as long as the set lives; answers are kept by it.

    `reason` tells the public why it is asked. `shown_if` is (key of an earlier question, answer):
    it is asked only of who gave that one. `least` and `most`, both inclusive, are characters of a
    text, the value of a number, or how many of several.
    """

    key: str
    kind: str
    label: str
    reason: str
    help: str = ""
    is_required: bool = False
    choices: tuple[str, ...] = ()
    shown_if: tuple[str, str] | None = None
    least: int | None = None
    most: int | None = None

    @property
    def possible(self) -> tuple[str, ...]:
        """The answers that a condition may wait for."""
        return (TICKED,) if self.kind == Kind.CONSENT else self.choices

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Question":
        waits_for = stored["shown_if"]
        return cls(
            **{
                **stored,
                "choices": tuple(stored["choices"]),
                "shown_if": tuple(waits_for) if waits_for else None,
            }
        )


def is_asked(question: Question, answers: Mapping[str, Any]) -> bool:
    """Whether its condition holds; `answers` have nothing of questions that aren't asked."""
    if question.shown_if is None:
        return True
    key, value = question.shown_if
    answer = answers.get(key)
    if isinstance(answer, list):
        return value in answer
    return answer if isinstance(answer, bool) else answer == value
