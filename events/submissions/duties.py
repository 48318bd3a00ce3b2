"""What a unit owes: the coming editions of the themed days it answers for, and what it has done
about each. Pure: works on an almanac and a coverage already read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from events.days.editions import Almanac, EditionRow
from events.days.listing import next_edition
from events.days.models import DateStatus, ThemedDay
from events.submissions.coverage import Coverage

AHEAD = timedelta(days=365)


@dataclass(frozen=True)
class Duty:
    """An edition that a unit answers for, and how many activities it has registered for it."""

    unit_id: int
    row: EditionRow
    public: int
    in_review: int

    @property
    def day(self) -> ThemedDay:
        return self.row.day

    @property
    def is_owed(self) -> bool:
        return not self.public and not self.in_review

    @property
    def closes(self) -> date | None:
        """The last day to hand in, where the office has set one."""
        return self.row.stored.submission_closes if self.row.stored else None

    @property
    def report_due(self) -> date | None:
        return self.row.stored.report_due if self.row.stored else None


def coming_editions(book: Almanac, days: Collection[int]) -> list[EditionRow]:
    """The next edition of each of these themed days that takes place within a year, soonest first;
    `days` are ids."""
    found = [next_edition(book, day) for day in book.days if day.id in days]
    within = [
        row
        for row in found
        if row and row.first_day and row.first_day <= book.today + AHEAD
        if row.date_status is not DateStatus.CANCELLED
    ]
    return sorted(within, key=lambda row: (row.first_day, row.day.position))


def duties_of(unit_id: int, rows: Iterable[EditionRow], coverage: Coverage) -> list[Duty]:
    """One for each edition that the unit answers for, in the order given."""
    keys = [(row, (unit_id, row.day.id, row.year)) for row in rows]
    return [Duty(unit_id, row, coverage.public[key], coverage.in_review[key]) for row, key in keys]
