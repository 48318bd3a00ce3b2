"""Stored components joined into one body; what the store lacks is rendered on the way.

A body is kept in pieces of a few hundred entries: one join of all of them would hold a large
feed twice.
"""

from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

from calendars.entries import Place
from calendars.models import EditionComponent
from calendars.rendering import NOTHING, render_edition, render_occurrences
from calendars.stored import PARTS, lacking_ids, stored_bodies, stored_by_id, stored_zones
from events.published import PublishedEdition, Selection

_PIECE = 200  # entries


class Joined:
    """A body that grows up to `events` entries and `size` bytes (None: any)."""

    def __init__(self, place: Place, events: int, size: int | None) -> None:
        self.place = place
        self.pieces: list[bytes] = []
        self.count = 0
        self.is_full = False
        self._events = events
        self._room = size
        self._zones: set[str] = set()

    @property
    def zones(self) -> frozenset[str]:
        """The TZIDs in it; the site's own is there as soon as there are occurrences."""
        return frozenset(self._zones - {""})

    def add_editions(self, editions: Sequence[PublishedEdition]) -> None:
        """One VEVENT per edition, stored ones read in one statement."""
        if not editions:
            return
        known = {
            (row.uid, row.revision): bytes(row.body)
            for row in EditionComponent.select().where(
                EditionComponent.look == self.place.look,
                EditionComponent.uid.in_([edition.uid for edition in editions]),
            )
        }
        self._add(
            [
                known.get((edition.uid, edition.revision)) or render_edition(edition, self.place)
                for edition in editions
            ]
        )

    def add_occurrences(self, selection: Selection) -> None:
        """One VEVENT per occurrence: a statement for each part of the selection."""
        self._zones.add(self.place.timezone.key)
        for part in PARTS:
            source = (selection, part, self.place.look, self._events - self.count + 1)
            if not self.is_full and not self._add_stored(source):
                self._add_rendered(source)
        for zone in stored_zones():
            mark = b"DTSTART;TZID=%s:" % zone.encode()
            if any(mark in piece for piece in self.pieces):
                self._zones.add(zone)

    def _add_stored(self, source: tuple[Any, ...]) -> bool:
        """All from the store; False, and nothing added, when it lacks some."""
        before = len(self.pieces), self.count, self._room
        for bodies in _chunks(stored_bodies(*source)):
            if (None,) in bodies:
                length, self.count, self._room = before
                del self.pieces[length:]
                self.is_full = False
                return False
            self._add([body for (body,) in bodies])
            if self.is_full:
                break
        return True

    def _add_rendered(self, source: tuple[Any, ...]) -> None:
        rendered = render_occurrences(lacking_ids(*source), self.place)
        self._zones.update(zone for _, zone in rendered.values())
        for rows in _chunks(stored_by_id(*source)):
            self._add([body or rendered.get(id_, NOTHING).body for id_, body in rows])
            if self.is_full:
                break

    def _add(self, bodies: Sequence[bytes]) -> None:
        """As many as there is room for."""
        fitting = self._fitting(bodies)
        self.is_full = len(fitting) < len(bodies)
        self.pieces.append(b"".join(fitting))
        self.count += len(fitting)  # what could not be rendered keeps its place, so that sums hold

    def _fitting(self, bodies: Sequence[bytes]) -> Sequence[bytes]:
        bodies = bodies[: self._events - self.count]
        if self._room is None:
            return bodies
        ends = list(accumulate(map(len, bodies)))
        bodies = bodies[: bisect(ends, self._room)]
        self._room -= ends[len(bodies) - 1] if bodies else 0
        return bodies


def _chunks(cursor: Any) -> Iterable[list[Any]]:
    return iter(lambda: cursor.fetchmany(_PIECE), [])
