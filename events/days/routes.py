"""Pages of themed days: the year, and each day with its history and who answers for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request

from calendars.dial import draw_ring
from calendars.drift import Drift, draw_drift
from events.activities.queries import coming_occurrences
from events.days.editions import PREDICTED_YEARS, Almanac, EditionRow
from events.days.listing import next_edition
from events.days.models import ThemedDay
from events.days.queries import almanac, days_off, get_day, predecessors
from events.plans.queries import Answer, answers, items_naming_day
from events.units.queries import regions_with
from web.dates import today
from web.filters import read_query, unknown_keys
from web.policies import PUBLIC, policy
from web.subjects import SUBJECTS

days = Blueprint("days", __name__, url_prefix="/days")


@days.get("")
@policy(PUBLIC)
def index() -> str:
    """A year of themed days, month by month; `year` and `subject` choose."""
    now = today()
    book = almanac(now)
    years = [str(year) for year in _years(book)]
    query = read_query(request.args, {"year": years, "subject": list(SUBJECTS)})
    year, subject = int(query.get("year", now.year)), query.get("subject")
    rows = book.rows_between(date(year, 1, 1), date(year, 12, 31))
    rows = [row for row in rows if subject in (None, row.day.subject)]
    return render_template(
        "days/index.html",
        today=now,
        year=year,
        years=years,
        subject=subject,
        months=_by_month(rows, year),
        undated=_undated(book, rows, year, subject),
        ignored=unknown_keys(request.args, ["year", "subject"]),
    )


@days.get("/<slug>")
@policy(PUBLIC)
def show(slug: str) -> str:
    """One themed day: its next edition, how sure it is, its history, who answers, what says so."""
    now = today()
    day = get_day(slug)
    book = almanac(now)
    focus = _focus(book, day)
    span = focus.span if focus else None
    history = _history(book, day)
    found = answers(day)
    return render_template(
        "days/show.html",
        today=now,
        day=day,
        predecessors=predecessors(day),
        focus=focus,
        others=_others(book, day, focus),
        days_off=days_off(span.first_day, span.last_day) if span else None,
        ring=draw_ring(now, span.first_day, span.last_day) if span else None,
        history=history,
        answers=_by_region(found),
        regions=regions_with({answer.region_id for answer in found}),
        regions_by_slug={region.slug: region for region in book.regions},
        items=items_naming_day(day),
        activities=coming_occurrences(now, 10, day=(slug,)),
    )


@dataclass(frozen=True)
class History:
    """The stored editions, newest first, with their bars; `drift` is None without any dates."""

    rows: tuple[EditionRow, ...]
    drift: Drift | None
    met: int
    compared: int


def _history(book: Almanac, day: ThemedDay) -> History:
    rows = [row for row in book.rows_of(day, reversed(book.stored_years(day))) if row.stored]
    dated = [row for row in rows if row.stored and row.stored.first_day]
    undated = [row for row in rows if row not in dated]
    pairs = [
        (
            (row.expected.first_day, row.expected.last_day) if row.expected else None,
            (row.span.first_day, row.span.last_day),
        )
        for row in dated
        if row.span
    ]
    compared = [row for row in dated if row.expected]
    return History(
        rows=(*undated, *dated),
        drift=draw_drift(pairs) if pairs else None,
        met=sum(row.expected.first_day == row.first_day for row in compared if row.expected),
        compared=len(compared),
    )


def _focus(book: Almanac, day: ThemedDay) -> EditionRow | None:
    """The edition a visitor means: running or coming next, else the last one known."""
    past = [row for row in book.rows_of(day, book.stored_years(day)) if row.span]
    return next_edition(book, day) or (past[-1] if past else None)


def _others(book: Almanac, day: ThemedDay, focus: EditionRow | None) -> list[EditionRow]:
    """This year's edition when the page is about the next, and the one after it."""
    years = range(book.today.year, book.today.year + PREDICTED_YEARS + 1)
    shown = focus.year if focus else None
    return [row for row in book.rows_of(day, years) if row.year != shown]


def _years(book: Almanac) -> range:
    first = min((year for _, year in book.editions), default=book.today.year)
    return range(first, book.today.year + PREDICTED_YEARS + 1)


def _by_month(rows: Sequence[EditionRow], year: int) -> list[tuple[int, list[EditionRow]]]:
    """(month, editions that begin in it, or that were running when the year began)."""
    months: dict[int, list[EditionRow]] = {month: [] for month in range(1, 13)}
    for row in rows:
        first = row.first_day
        months[first.month if first and first.year == year else 1].append(row)
    return list(months.items())


def _undated(
    book: Almanac, rows: Sequence[EditionRow], year: int, subject: str | None
) -> list[ThemedDay]:
    """Days alive in that year of which nobody knows when, so that they are not forgotten."""
    dated = {row.day.id for row in rows}
    return [
        day
        for day in book.days
        if day.id not in dated
        and subject in (None, day.subject)
        and (day.first_year or year) <= year
        and (day.valid_from or year) <= year <= (day.valid_to or year)
    ]


def _by_region(found: Sequence[Answer]) -> dict[int, list[Answer]]:
    grouped: dict[int, list[Answer]] = {}
    for answer in found:
        grouped.setdefault(answer.region_id, []).append(answer)
    return grouped
