"""Which days are off and which weekend days are worked in exchange, asked day by day. Pure."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from events.days.models import DayOff
from events.days.queries import DaysOff


@dataclass(frozen=True)
class Workdays:
    """Of the years that `table` was read for. A year that isn't announced has only weekends."""

    table: DaysOff

    def find(self, day: date) -> DayOff | None:
        """The day off or shifted working day of the State Council's notice."""
        return self._by_day.get(day)

    def is_announced(self, year: int) -> bool:
        return year not in self.table.unknown_years

    def is_working(self, day: date) -> bool:
        found = self.find(day)
        return found.kind == "working" if found else day.weekday() < 5

    def is_off(self, day: date) -> bool:
        """By the notice, not because it is a Sunday."""
        return self.find(day) is not None and not self.is_working(day)

    def is_shifted(self, day: date) -> bool:
        """调休上班: a weekend day on which people work."""
        return self.find(day) is not None and self.is_working(day)

    @cached_property
    def _by_day(self) -> dict[date, DayOff]:
        return {row.day: row for row in self.table.days}
