"""Names as a notice writes them -> units of its region, never globally.

市科协 means one body in Chongqing and another in Liuzhou. What is not known stays a name, with
the unit it most likely means for a person to confirm.
"""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from events.units.models import NameKind, Unit
from events.units.queries import KnownName

_TRUSTED = (NameKind.ALIAS, NameKind.FORMER)


@dataclass(frozen=True)
class Resolution:
    """`unit` when the name is known; otherwise `likely` in order, perhaps empty.

    `doubtful`: the name is a known slip of the pen, the unit should be looked at.
    """

    unit: Unit | None
    likely: tuple[Unit, ...] = ()
    doubtful: bool = False


def resolve(name: str, known: Sequence[KnownName], region_name: str) -> Resolution:
    """The unit a name means among the known names of its region."""
    for spelling in _spellings(name, region_name):
        for kinds, doubtful in ((_TRUSTED, False), ((NameKind.DOUBTFUL,), True)):
            units = {row.unit for row in known if row.name == spelling and row.kind in kinds}
            if len(units) == 1:
                return Resolution(units.pop(), doubtful=doubtful)
    return Resolution(None, likely=_likely(name, {row.unit for row in known}, region_name))


def _spellings(name: str, region_name: str) -> Iterable[str]:
    """As written, then with and without the city in front: 市教委, 教委, 重庆市教委."""
    bare = name.removeprefix(region_name)
    yield name
    yield bare
    yield f"市{bare}"
    yield region_name + bare.removeprefix("市")


def _likely(name: str, units: Iterable[Unit], region_name: str) -> tuple[Unit, ...]:
    short = name.removeprefix(region_name).removeprefix("市")
    scored = []
    for unit in units:
        full = unit.name.removeprefix("中共").removeprefix(region_name)
        closeness = difflib.SequenceMatcher(a=short, b=full, autojunk=False).ratio()
        if _abbreviates(short, full):
            closeness += 1 - len(full) / 100
        if closeness >= 0.5:
            scored.append((-closeness, unit.slug, unit))
    return tuple(unit for _, _, unit in sorted(scored)[:3])


def _abbreviates(short: str, full: str) -> bool:
    """Whether the characters of `short` stand in `full` in this order: 教委 in 教育委员会."""
    rest = iter(full)
    return len(short) >= 2 and all(character in rest for character in short)
