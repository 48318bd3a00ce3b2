"""Occurrences as a printed programme has them: by day, and on a day by district. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from events.published import District, OccurrenceRow


@dataclass(frozen=True)
class ProgrammeDay:
    day: date
    districts: tuple[tuple[District, tuple[OccurrenceRow, ...]], ...]


def by_day_and_district(
    rows: Sequence[OccurrenceRow], first_day: date | None
) -> tuple[ProgrammeDay, ...]:
    """What began before `first_day` stands under it; inside a district the order stays."""

    def shown_day(row: OccurrenceRow) -> date:
        return max(row.occurrence.first_day, first_day or date.min)

    return tuple(
        ProgrammeDay(day, _by_district(found))
        for day, found in groupby(sorted(rows, key=shown_day), key=shown_day)
    )


def _by_district(
    rows: Iterable[OccurrenceRow],
) -> tuple[tuple[District, tuple[OccurrenceRow, ...]], ...]:
    groups = groupby(sorted(rows, key=_code), key=_code)  # a stable sort: the order stays
    together = [tuple(found) for _, found in groups]
    return tuple((found[0].district, found) for found in together)


def _code(row: OccurrenceRow) -> str:
    return row.district.slug
