"""The coverage board: which responsible unit has registered what for which coming edition."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from events.days.editions import EditionRow
from events.days.queries import almanac
from events.plans.queries import Answer, answers
from events.submissions.coverage import Coverage, read_coverage
from events.submissions.duties import coming_editions
from events.units.models import Unit
from events.units.queries import members_by_group


@dataclass(frozen=True)
class Cell:
    """One unit's part in an edition. `in_group` is the group that makes it responsible, if any."""

    unit: Unit
    public: int
    in_review: int
    in_group: bool

    @property
    def standing(self) -> str:
        """published, in-review or owed."""
        return "published" if self.public else "in-review" if self.in_review else "owed"


@dataclass(frozen=True)
class Line:
    """An edition and the units that answer for it, those that owe something first."""

    row: EditionRow
    named: tuple[Cell, ...]
    in_groups: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return self.named + self.in_groups

    @property
    def registered(self) -> int:
        return sum(cell.standing != "owed" for cell in self.cells)


def read_board(today: date, region_id: int | None = None) -> list[Line]:
    """The editions of the year ahead, soonest first (ten statements, however many units)."""
    found = [one for one in answers() if region_id in (None, one.region_id)]
    members = members_by_group({one.group.id for one in found if one.group})
    by_day: dict[int, list[Answer]] = defaultdict(list)
    for one in found:
        by_day[one.day_id].append(one)
    units = {unit.id for one in found for unit in _units(one, members)}
    coverage = read_coverage(units)
    rows = coming_editions(almanac(today), by_day)
    return [_line(row, by_day[row.day.id], members, coverage) for row in rows]


def _units(answer: Answer, members: dict[int, list[Unit]]) -> list[Unit]:
    own = [answer.unit] if answer.unit else []
    return own + (members[answer.group.id] if answer.group else [])


def _line(
    row: EditionRow, found: list[Answer], members: dict[int, list[Unit]], coverage: Coverage
) -> Line:
    named = {one.unit.id: one.unit for one in found if one.unit}
    grouped = {
        unit.id: unit
        for one in found
        if one.group
        for unit in members[one.group.id]
        if unit.id not in named
    }
    return Line(
        row,
        _cells(row, named.values(), coverage, in_group=False),
        _cells(row, grouped.values(), coverage, in_group=True),
    )


def _cells(
    row: EditionRow, units: Iterable[Unit], coverage: Coverage, *, in_group: bool
) -> tuple[Cell, ...]:
    keys = [(unit, (unit.id, row.day.id, row.year)) for unit in units]
    cells = [
        Cell(unit, coverage.public[key], coverage.in_review[key], in_group) for unit, key in keys
    ]
    return tuple(sorted(cells, key=lambda cell: cell.standing != "owed"))
