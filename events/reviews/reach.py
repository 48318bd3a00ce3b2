"""Who may look at what waits for an answer, and who may answer. Pure."""

from typing import Protocol

from events.people.actors import Actor
from events.people.models import OfficeRole


class Placed(Protocol):
    """A submission, or a row of one, as far as the question needs it."""

    @property
    def unit_id(self) -> int: ...

    @property
    def district_id(self) -> int | None: ...

    @property
    def handler_id(self) -> int | None: ...


def may_review(actor: Actor, submission: Placed) -> bool:
    """In his or her districts, or because it was passed on to exactly this person; never one's own
    unit's, unless the office has nobody else: the office may."""
    if OfficeRole.OFFICE in actor.roles:
        return True
    if not actor.reviews or actor.may_edit(submission.unit_id):
        return False
    return submission.handler_id == actor.account_id or actor.reviews_in(submission.district_id)


def may_read(actor: Actor, submission: Placed) -> bool:
    """An auditor reads everything and decides nothing."""
    return actor.is_any(OfficeRole.AUDITOR) or may_review(actor, submission)
