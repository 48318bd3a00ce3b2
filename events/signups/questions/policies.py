"""Who writes questions: a unit's people its own, the office those of the themed days."""

from typing import Any

from events.people.policies import EDITOR, OFFICE
from web.policies import Policy


def _ask(unit_slug: str = "", **_arguments: Any) -> None:
    (EDITOR if unit_slug else OFFICE).check(unit_slug=unit_slug)


QUESTION_SETS = Policy("question-sets", _ask)
