"""What a person's own page reads beside the sign-up itself."""

from dataclasses import dataclass
from datetime import datetime

from events.activities.models import HistoryEntry, Occurrence
from events.activities.queries import ORDER, OccurrenceRow, occurrence_rows
from events.activities.standing import Stand, standing
from events.activities.vocabulary import Status
from events.notifications.models import Message
from events.signups.models import QuestionSet, QuestionSetVersion, Signup
from events.signups.placing import admits
from events.signups.queries import get_by_token, refuse_erased, terms_of

_RAISES_SEQUENCE = ("moved", "relocated", "postponed", "cancelled", "reinstated")


@dataclass(frozen=True)
class Former:
    """When and where it was to be, as far as that is another time or place now."""

    start: datetime | None
    end: datetime | None
    venue: str


def get_own(token: str) -> Signup:
    """The sign-up that this address is the key to, with occurrence and activity (one statement).

    Raises NotFound for an address that isn't ours, Gone for one that was erased.
    """
    signup = get_by_token(token)
    refuse_erased(signup)
    return signup


def version_answered(signup: Signup) -> QuestionSetVersion | None:
    """The questions as this person was asked them, with their set (one statement)."""
    return (
        QuestionSetVersion.select(QuestionSetVersion, QuestionSet)
        .join(QuestionSet)
        .where(QuestionSetVersion.id == signup.questions_id)
        .first()
    )


def former(signup: Signup, occurrence: Occurrence) -> Former | None:
    """What its holder said yes to; None where that is as it was (one statement).

    Every verb that raises SEQUENCE writes one line of history, so the newest lines, as many as
    SEQUENCE has grown since, are what he has not answered.
    """
    unanswered = occurrence.sequence - signup.kept_sequence
    if occurrence.status != Status.MOVED or unanswered <= 0:
        return None
    lines = HistoryEntry.select().where(
        HistoryEntry.occurrence == occurrence, HistoryEntry.kind.in_(_RAISES_SEQUENCE)
    )
    newest_first = list(lines.order_by(HistoryEntry.id.desc()).limit(unanswered))
    first = {line.kind: line for line in newest_first}  # the oldest of each kind stays
    moved, relocated = first.get("moved"), first.get("relocated")
    start, end = _instants(moved) if moved else (None, None)
    if (start, end) == (occurrence.start, occurrence.end):
        start = end = None  # there and back again
    return Former(start, end, relocated.before["venue"] if relocated else "")


def _instants(line: HistoryEntry) -> tuple[datetime, datetime]:
    return (
        datetime.fromisoformat(line.before["start"]),
        datetime.fromisoformat(line.before["end"]),
    )


def other_occurrences(signup: Signup, now: datetime) -> list[OccurrenceRow]:
    """Of the same activity, open for sign-up, with places for the whole party, in time order.

    A statement for each that somebody waits for; there are few.
    """
    activity = signup.occurrence.activity
    coming = Occurrence.select().where(
        Occurrence.activity == activity,
        Occurrence.id != signup.occurrence_id,
        Occurrence.start > now,
    )
    strict_order = terms_of(activity.id).strict_order
    found = list(coming.order_by(*ORDER))
    for one in found:
        one.activity = activity
    fitting = [
        one.id
        for one in found
        if standing(activity, one, now).stand == Stand.OPEN
        and admits(one, signup.party, strict_order, now)
    ]
    return occurrence_rows(fitting)


def letters_about(signup: Signup) -> list[Message]:
    """What was written to its holder, oldest first (one statement)."""
    near = Message.kind.startswith("signup-") & Message.key.contains(f"/{signup.id}/")
    found = Message.select().where(near).order_by(Message.id)
    return [one for one in found if one.key.split("/")[1] == str(signup.id)]
