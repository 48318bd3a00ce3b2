"""What a grid shows at a time: a month, an ISO week or a year, as its address writes it. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Self

from dateutil.relativedelta import relativedelta

REACH = 10  # years either way of today; what lies further is nobody's plan, only a robot's walk

Week = tuple[date, ...]  # up to seven days, Monday first


@dataclass(frozen=True)
class Period:
    """`unit` is month, week or year; `first_day` its first, so equal periods are equal."""

    unit: str
    first_day: date

    @property
    def last_day(self) -> date:
        return self.first_day + _LENGTHS[self.unit] - timedelta(days=1)

    @property
    def text(self) -> str:
        """2026-11, 2026-W48 or 2026."""
        if self.unit == "week":
            year, number, _ = self.first_day.isocalendar()
            return f"{year}-W{number:02}"
        return self.first_day.isoformat()[: 7 if self.unit == "month" else 4]

    @property
    def year(self) -> int:
        """The one it is counted in: of a week the ISO year."""
        return int(self.text[:4])

    @property
    def days(self) -> list[date]:
        return [
            self.first_day + timedelta(days=number)
            for number in range((self.last_day - self.first_day).days + 1)
        ]

    @property
    def weeks(self) -> list[Week]:
        """Its days, Monday to Sunday; the first and the last week may be short."""
        return [tuple(days) for _number, days in groupby(self.days, key=_monday)]

    @property
    def weekdays(self) -> Week:
        """Seven of its days, Monday first, for the heads of columns."""
        return next(week for week in self.weeks if len(week) == 7)

    @property
    def months(self) -> list[Self]:
        """Those of a year."""
        firsts = [self.first_day.replace(month=number) for number in range(1, 13)]
        return [type(self)("month", first) for first in firsts]

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def step(self, count: int, today: date) -> "Period | None":
        """That many further on; None out of reach."""
        there = period_at(self.unit, self.first_day + count * _LENGTHS[self.unit])
        return there if there.year in years_in_reach(today) else None


@dataclass(frozen=True)
class PeriodRead:
    """`problem` is "" where the text names the period, "unreadable" where it names nothing, "none"
    where there is no such period or it is out of reach: then it is the nearest there is."""

    period: Period
    problem: str = ""


def period_at(unit: str, day: date) -> Period:
    """The one that holds the day."""
    return Period(unit, _FIRST_DAYS[unit](day))


def read_period(unit: str, text: str, today: date) -> PeriodRead:
    found = _PATTERNS[unit].fullmatch(text)
    if not found:
        return PeriodRead(period_at(unit, today), "unreadable")
    asked = (int(found[1]), int(found[2]) if unit != "year" else 1)
    years = years_in_reach(today)
    if asked[0] not in years:
        nearest = (years[0], 1) if asked[0] < years[0] else (years[-1], 99)
    else:
        nearest = asked
    year, number = nearest[0], min(max(nearest[1], 1), _most(unit, nearest[0]))
    first = date.fromisocalendar(year, number, 1) if unit == "week" else date(year, number, 1)
    return PeriodRead(Period(unit, first), "" if (year, number) == asked else "none")


def years_in_reach(today: date) -> range:
    return range(today.year - REACH, today.year + REACH + 1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _most(unit: str, year: int) -> int:
    """How many months or weeks a year has; December 28th is always in its last ISO week."""
    return {"month": 12, "week": date(year, 12, 28).isocalendar().week, "year": 1}[unit]


_LENGTHS = {
    "month": relativedelta(months=1),
    "week": relativedelta(weeks=1),
    "year": relativedelta(years=1),
}
_FIRST_DAYS: Mapping[str, Callable[[date], date]] = {
    "month": lambda day: day.replace(day=1),
    "week": _monday,
    "year": lambda day: day.replace(month=1, day=1),
}
_PATTERNS = {
    "month": re.compile("([0-9]{4})-([0-9]{2})"),
    "week": re.compile("([0-9]{4})-W([0-9]{2})"),
    "year": re.compile("([0-9]{4})"),
}
