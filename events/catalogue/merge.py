"""The catalogue meets what people edited: field by field, a person's value stays.

Each row remembers in `loaded` what the catalogue said last, and where it has said nothing yet, a
blank field counts. A field that still has that value is the catalogue's to change; any other value
was written by a person and is kept.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class Merged:
    """The names of the fields that changed, and of those kept against the catalogue's word."""

    changed: frozenset[str]
    kept: frozenset[str]


def merge(row: Any, values: Mapping[str, Any], together: Collection[str] = ()) -> Merged:
    """Set what the catalogue may set on `row` (unsaved or stored); does not save it.

    The fields named in `together` mean something only as a whole, such as a first and a last day:
    one of them kept keeps all.
    """
    snapshot = {name: plain(value) for name, value in values.items()}
    edited = _edited(row, snapshot) if row.get_id() else frozenset()
    if not edited.isdisjoint(together):
        edited |= frozenset(together)
    differing = {name for name, said in snapshot.items() if plain(getattr(row, name)) != said}
    for name in differing - edited:
        setattr(row, name, values[name])
    if row.loaded != (said := row.loaded | snapshot):
        row.loaded = said
    return Merged(frozenset(differing - edited), frozenset(differing & edited))


def _edited(row: Any, names: Collection[str]) -> frozenset[str]:
    """The fields whose value a person wrote."""
    blank = type(row)()
    return frozenset(
        name
        for name in names
        if plain(getattr(row, name)) != row.loaded.get(name, plain(getattr(blank, name)))
    )


def merge_list(
    stored: Sequence[Item], before: Sequence[Item], wanted: Sequence[Item]
) -> list[Item]:
    """A list that people may lengthen and shorten, once the catalogue says `wanted` where it said
    `before`: what they added stays, what they took away stays away."""
    if list(stored) == list(before):
        return list(wanted)
    kept = [item for item in stored if item in wanted or item not in before]
    return kept + [item for item in wanted if item not in before and item not in kept]


def plain(value: Any) -> Any:
    """A value as JSON would hold it, so that it can be compared with the snapshot."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value
