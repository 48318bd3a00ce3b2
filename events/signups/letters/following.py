"""When an occurrence moves, is put off, cancelled or reinstated, its holders hear of it at once.

Whose sign-up knows an older SEQUENCE than the occurrence has has not been told yet. Letters of this
kind leave at night, too: somebody may be about to set out.
"""

from collections.abc import Iterable
from datetime import datetime

from peewee import ModelSelect

from events import changes
from events.activities.models import Occurrence
from events.activities.standing import takes_place
from events.changes import Change
from events.db import database
from events.signups.apart import one_by_one
from events.signups.models import LIVE, Signup
from events.signups.placing import lock
from events.signups.telling import tell_all

_MANY = 500  # changes at a time; beyond, looking at everything is cheaper


class Follower:
    """Looks again and again. While nothing changes that is one statement, however many occurrences
    there are; the first look is at everything, so what changed before a start is not missed."""

    def __init__(self) -> None:
        self._position: int | None = None

    def __call__(self, now: datetime) -> int:
        position = changes.current().number
        if position == self._position:
            return 0
        told, failed = _tell(now, self._position)
        if not failed:
            self._position = position
        return told


def tell_changes(now: datetime, since: int | None = None) -> int:
    """Write to all who have not been told; how many they were. With `since`, only of what changed
    after that position of `events.changes`."""
    return _tell(now, since)[0]


def _tell(now: datetime, since: int | None) -> tuple[int, int]:
    """Also, of how many occurrences nobody could be told."""
    changed = None if since is None else _changed(since)
    untold = _untold(changed, now)
    return one_by_one(lambda id_: _tell_of(id_, now), untold, "news of occurrence")


def _changed(since: int) -> list[tuple[str, str]] | None:
    """Topics and keys; None if they are many."""
    which = (Change.position > since) & Change.topic.in_(("occurrence", "activity"))
    found = [(change.topic, change.key) for change in Change.select().where(which).limit(_MANY)]
    return found if len(found) < _MANY else None


def _untold(changed: Iterable[tuple[str, str]] | None, now: datetime) -> list[int]:
    """Occurrences, not yet over, that somebody with a live sign-up does not know as they are."""
    behind = (
        Occurrence.select(Occurrence.id)
        .join(Signup)
        .where(
            Signup.state.in_(LIVE),
            Signup.told_sequence < Occurrence.sequence,
            Occurrence.end > now,
        )
        .distinct()
    )
    if changed is not None:
        behind = _among(behind, changed)
    return sorted(occurrence.id for occurrence in behind)


def _among(
    query: "ModelSelect[Occurrence]", changed: Iterable[tuple[str, str]]
) -> "ModelSelect[Occurrence]":
    ids: dict[str, list[int]] = {"occurrence": [], "activity": []}
    for topic, key in changed:
        ids[topic].append(int(key))
    return query.where(
        Occurrence.id.in_(ids["occurrence"]) | Occurrence.activity.in_(ids["activity"])
    )


def _tell_of(occurrence_id: int, now: datetime) -> int:
    with database.atomic():
        occurrence = lock(occurrence_id)
        which = (
            (Signup.occurrence == occurrence)
            & Signup.state.in_(LIVE)
            & (Signup.told_sequence < occurrence.sequence)
        )
        signups = list(Signup.select().where(which))
        for signup in signups:
            signup.occurrence = occurrence
        kind = "signup-moved" if takes_place(occurrence) else "signup-off"
        sequence = occurrence.sequence
        tell_all(signups, kind, now, tail=sequence, sequence=sequence)
        Signup.update(told_sequence=sequence).where(which).execute()
    return len(signups)
