"""One row at a time: merged with the catalogue's word, saved, counted, put on record."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from graphlib import TopologicalSorter
from typing import Any

from events import changes
from events.catalogue.merge import merge
from events.records.files import Record

# Shown with other rows: by its names, and by what it lies in.
_NAMES = frozenset({"name", "name_en", "short_name", "aliases", "parent_id", "successor"})


@dataclass
class Loaded:
    """How many rows of each topic were added or changed, and what was kept as people have it."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)


@dataclass
class Keeper:
    """The instant of one load and its report; `renamed`: topic -> ids of rows with another name."""

    now: datetime
    report: Loaded = field(default_factory=Loaded)
    renamed: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def keep(
        self,
        topic: str,
        key: str,
        row: Any,
        values: dict[str, Any],
        dates: Collection[str] = (),
    ) -> None:
        """Take the catalogue's values into a row. The fields in `dates` say when: they hold
        together, and a change raises the row's SEQUENCE, because calendars must see it."""
        is_new = row.get_id() is None
        merged = merge(row, values, together=dates)
        self.report.kept += [f"{topic} {key} {name}" for name in sorted(merged.kept)]
        if merged.changed and hasattr(row, "updated_at"):
            row.updated_at = self.now
        if merged.changed.intersection(dates):
            row.sequence += 1
        if row.is_dirty():
            row.save(force_insert=is_new)
        if is_new or merged.changed:
            self.count(topic, key, is_new)
        if not is_new and not _NAMES.isdisjoint(merged.changed):
            self.renamed[topic].append(row.id)

    def count(self, topic: str, key: str, is_new: bool) -> None:
        (self.report.added if is_new else self.report.changed)[topic] += 1
        changes.record(topic, key, self.now)


def referred_first(records: Iterable[Record], keys: tuple[str, ...]) -> list[Record]:
    """In an order in which each record comes after those it points to by slug in these keys."""
    by_slug = {record["slug"]: record for record in records}
    graph = {
        slug: [record[key] for key in keys if record.get(key) in by_slug]
        for slug, record in by_slug.items()
    }
    return [by_slug[slug] for slug in TopologicalSorter(graph).static_order()]


def values_of(record: Record, columns: tuple[str, ...], notes: tuple[str, ...]) -> dict[str, Any]:
    return {name: record.get(name) for name in columns} | {
        name: record.get(name, "") for name in notes
    }
