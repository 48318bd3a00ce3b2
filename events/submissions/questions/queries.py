"""What the offices of the chosen editions want to know."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from events.days.models import Edition, EditionQuestion, ThemedDay
from events.submissions.content import EditionTie


def questions_of(ties: Iterable[EditionTie]) -> list[EditionQuestion]:
    """The questions in force, edition by edition, each with its edition and themed day read along
    (one statement)."""
    keys = {(tie.day, tie.year) for tie in ties}
    if not keys:
        return []
    which = reduce(
        or_, [(Edition.themed_day == day) & (Edition.year == year) for day, year in sorted(keys)]
    )
    return list(
        EditionQuestion.select(EditionQuestion, Edition, ThemedDay)
        .join(Edition)
        .join(ThemedDay)
        .where(which, EditionQuestion.retired_at.is_null())
        .order_by(Edition.first_day, Edition.id, EditionQuestion.position, EditionQuestion.id)
    )
