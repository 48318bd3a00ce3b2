"""Until when units hand in for an edition and report about it, and whether that can be meant.

Pure.
"""

from dataclasses import dataclass
from datetime import date

from events.days.recurrence import Span
from events.errors import EventsError


class DeadlinesRefused(EventsError):
    """They are in the wrong order, or nowhere near the edition."""


@dataclass(frozen=True)
class Deadlines:
    """All inclusive, each None while nobody has set it."""

    submission_opens: date | None = None
    submission_closes: date | None = None
    report_due: date | None = None

    def as_json(self) -> dict[str, str | None]:
        return {name: day and day.isoformat() for name, day in vars(self).items()}


def check_deadlines(deadlines: Deadlines, year: int, span: Span | None) -> None:
    """Raises DeadlinesRefused with what is wrong; `span` is None while the days are unknown."""
    opens, closes = deadlines.submission_opens, deadlines.submission_closes
    due = deadlines.report_due
    for day in (opens, closes, due):
        if day and abs(day.year - year) > 1:
            raise DeadlinesRefused(f"{day} 离 {year} 年太远，请核对年份。")
    if opens and closes and closes < opens:
        raise DeadlinesRefused(f"申报在 {closes} 截止，却在 {opens} 才开始，请核对。")
    if span and opens and opens > span.last_day:
        raise DeadlinesRefused(f"申报从 {opens} 开始，那时已经过了最后一天 {span.last_day}。")
    if span and closes and closes > span.last_day:
        raise DeadlinesRefused(f"申报在 {closes} 才截止，已经过了最后一天 {span.last_day}。")
    if span and due and due < span.first_day:
        raise DeadlinesRefused(f"总结在 {due} 就要交，那时还没到第一天 {span.first_day}。")
    if closes and due and due < closes:
        raise DeadlinesRefused(f"总结在 {due} 就要交，申报却在 {closes} 才截止，请核对。")
