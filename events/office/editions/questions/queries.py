"""Reads of an edition's questions."""

from events.days.models import Edition, EditionQuestion, ThemedDay
from events.db import LARGEST_ID
from events.errors import NotFound


def get_question(question_id: int, slug: str, year: int) -> EditionQuestion:
    """A question of that edition which is still asked, with the edition (one statement).

    Raises NotFound.
    """
    question = (
        EditionQuestion.select(EditionQuestion, Edition, ThemedDay)
        .join(Edition)
        .join(ThemedDay)
        .where(EditionQuestion.id == question_id, EditionQuestion.retired_at.is_null())
        .where(ThemedDay.slug == slug, Edition.year == year)
        .first()
        if question_id <= LARGEST_ID
        else None
    )
    if question is None:
        raise NotFound("这一届没有这个问题，或者它已经停用。请回到这一届的问题列表。")
    return question


def retired_questions(edition_id: int) -> list[EditionQuestion]:
    """What used to be asked, the last retired first (one statement)."""
    found = EditionQuestion.select().where(
        EditionQuestion.edition == edition_id, EditionQuestion.retired_at.is_null(False)
    )
    return list(found.order_by(EditionQuestion.retired_at.desc(), EditionQuestion.id.desc()))
