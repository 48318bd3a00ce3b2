"""Which units a name may mean, when it is not quite any of theirs. Pure."""

import difflib
from collections.abc import Iterable

from events.units.models import Unit
from events.units.queries import KnownName

_CLOSE = 0.6
_MOST = 5


def similar_units(name: str, region_name: str, known: Iterable[KnownName]) -> list[Unit]:
    """The closest first, at most five; a name that is the same comes with closeness 1."""
    bare = _bare(name, region_name)
    matcher = difflib.SequenceMatcher(b=bare, autojunk=False)
    closest: dict[Unit, float] = {}
    for row in known:
        matcher.set_seq1(_bare(row.name, region_name))
        if matcher.real_quick_ratio() < _CLOSE or matcher.quick_ratio() < _CLOSE:
            continue
        closest[row.unit] = max(closest.get(row.unit, 0), matcher.ratio())
    found = [unit for unit, closeness in closest.items() if closeness >= _CLOSE]
    return sorted(found, key=lambda unit: (-closest[unit], unit.position, unit.id))[:_MOST]


def _bare(name: str, region_name: str) -> str:
    """Without the city, which all of them share."""
    return name.removeprefix(region_name).removeprefix("市") or name
