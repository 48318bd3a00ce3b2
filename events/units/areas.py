"""Which districts lie in which: what a filter by one of them includes."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from events.db import database


class Area(NamedTuple):
    """A district, as much of it as a filter needs."""

    id: int
    slug: str
    name: str
    name_en: str
    parent: int | None
    successor: str | None


class Areas:
    """All districts as a net: a part leads to its whole, a dissolved one to its successor."""

    def __init__(self, rows: Iterable[Area]) -> None:
        self.by_slug = {area.slug: area for area in rows}
        self.by_id = {area.id: area for area in self.by_slug.values()}
        self._inside = defaultdict[int, list[int]](list)
        self._around = defaultdict[int, list[int]](list)
        for area in self.by_id.values():
            if area.parent is not None:
                self._tie(area.parent, area.id)
            if area.successor in self.by_slug:
                self._tie(area.id, self.by_slug[area.successor].id)

    def _tie(self, outer: int, inner: int) -> None:
        self._inside[outer].append(inner)
        self._around[inner].append(outer)

    def below(self, roots: Iterable[int]) -> set[int]:
        """The ids of these, of all that lie in them, and of what succeeded any of those."""
        return _reached(roots, lambda id_: self._inside.get(id_, ()))

    def above(self, id_: int) -> set[int]:
        """The ids of those that include this one, itself among them."""
        return _reached([id_], lambda inner: self._around.get(inner, ()))


def read_areas() -> Areas:
    """(One statement, written out: every feed of a district asks it.)"""
    rows = database.execute_sql(
        "SELECT id, slug, name, name_en, parent_id, successor FROM district"
    )
    return Areas(Area(*row) for row in rows.fetchall())


def _reached(roots: Iterable[int], lead: Callable[[int], Iterable[int]]) -> set[int]:
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        id_ = waiting.pop()
        if id_ not in found:
            found.add(id_)
            waiting += lead(id_)
    return found
