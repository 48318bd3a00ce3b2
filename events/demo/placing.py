"""Where the activities of the file belong as of a day: tokens, timings, what became of them. Pure.

A token names an occurrence within its activity for ever: it has the year of the edition, or the
day that the rule picked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from events.activities.schedule import days_of
from events.activities.timing import Timing, between, whole_days
from events.days.editions import Almanac, EditionRow
from events.days.listing import next_edition
from events.days.models import DateStatus
from events.days.recurrence import Span
from events.demo.shapes import WEEKDAYS
from events.records.files import Record

ZONE = ZoneInfo("Asia/Shanghai")  # where all its venues are
BACK = timedelta(weeks=4)
AHEAD_DAYS = 8 * 7


@dataclass(frozen=True)
class Placing:
    """One occurrence to be; `changes` are told to the public before it begins."""

    token: str
    timing: Timing
    sitting: Record
    changes: tuple[Record, ...] = ()


@dataclass(frozen=True)
class Placed:
    """An activity's occurrences, and the editions they belong to: (themed day id, year)."""

    placings: tuple[Placing, ...] = ()
    editions: tuple[tuple[int, int], ...] = ()


def place(activity: Record, book: Almanac) -> Placed:
    """Nothing while its edition has no days."""
    if not activity.get("themed_days"):
        return Placed(tuple(_by_rules(activity, book.today)))
    days = [day for slug in activity["themed_days"] if (day := book.find(slug))]
    row = next_edition(book, days[0])
    if row is None or row.date_status is DateStatus.CANCELLED:
        return Placed()
    placings = tuple(_by_edition(activity, row))
    return Placed(placings, tuple((day.id, row.year) for day in days) if placings else ())


def moved_timing(placing: Placing, change: Record) -> Timing:
    """Where a change of the kind `moved` puts it."""
    day = placing.timing.first_day + timedelta(days=change.get("days", 0))
    return _timing(day, placing.sitting.get("days", 1), change.get("times", _times(placing)))


def _times(placing: Placing) -> str | None:
    return placing.sitting.get("times")


def _by_edition(activity: Record, row: EditionRow) -> Iterator[Placing]:
    assert row.span is not None  # next_edition gives only such
    for number, sitting in enumerate(activity["sittings"], 1):
        first_day = row.span.first_day + timedelta(days=sitting["offset_days"])
        if "weekday" in sitting:
            first_day += relativedelta(weekday=WEEKDAYS.index(sitting["weekday"]))
        timing = _timing(first_day, sitting.get("days", 1), sitting.get("times"))
        if _lies_in(timing, row.span) or "outside" in activity:
            yield Placing(
                f"{row.year}/{number}", timing, sitting, tuple(sitting.get("changes", []))
            )


def _lies_in(timing: Timing, span: Span) -> bool:
    return span.first_day <= timing.first_day and timing.last_day <= span.last_day


def _by_rules(activity: Record, today: date) -> Iterator[Placing]:
    for number, sitting in enumerate(activity["sittings"], 1):
        changes = {  # asked of the whole window, where each rule picks a day
            change.line: _days(change["which"], today, AHEAD_DAYS)
            for change in sitting.get("changes", [])
        }
        for day in _days(sitting["rule"], today, sitting.get("ahead_days", AHEAD_DAYS)):
            yield Placing(
                f"{day}/{number}",
                _timing(day, sitting.get("days", 1), sitting.get("times")),
                sitting,
                tuple(one for one in sitting.get("changes", []) if day in changes[one.line]),
            )


def _days(rule: str, today: date, ahead_days: int) -> list[date]:
    last_day = today + timedelta(days=ahead_days)
    return days_of(f"{rule};UNTIL={last_day:%Y%m%d}", today - BACK)


def _timing(first_day: date, days: int, times: str | None) -> Timing:
    last_day = first_day + timedelta(days=days - 1)
    if times is None:
        return whole_days(first_day, last_day, ZONE)
    opens, closes = (time.fromisoformat(clock) for clock in times.split("-"))
    if closes <= opens:  # past midnight
        last_day += timedelta(days=1)
    return between(datetime.combine(first_day, opens), datetime.combine(last_day, closes), ZONE)
