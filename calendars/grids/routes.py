"""Activities on calendar pages: a month, a week, an agenda, a year; filters as on the list."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from calendars.grids.periods import Period, PeriodRead, period_at, read_period, years_in_reach
from calendars.grids.sheets import Contents, in_a_row
from events import clock, published
from events.published import GOOGLE_EVENTS, KEYS, Chosen, Criteria, Window
from events.text import clean_line
from web.dates import today
from web.filters import unknown_keys, unknown_values
from web.language import chinese
from web.policies import PUBLIC, policy

grids = Blueprint("grids", __name__, url_prefix="/activities")

_UNITS = {"month": "month", "week": "week", "agenda": "month", "year": "year"}
_PERIOD_KEYS = ("month", "week", "year")
_MOST_LONG = 24  # bars looked at; sheets.py has lanes for a few of them


@dataclass(frozen=True)
class Asked:
    """What the address asks for; `problems` are sentences about what it can't mean."""

    view: str
    now: date
    period: Period
    chosen: Chosen
    problems: list[str]

    @property
    def days(self) -> tuple[date, date, date]:
        """First and last to show, and today."""
        return self.period.first_day, self.period.last_day, self.now


@grids.get("/month")
@policy(PUBLIC)
def month() -> str:
    """A month as a table of weeks."""
    return _show_sheet("weeks", _ask("month"), few=3)


@grids.get("/week")
@policy(PUBLIC)
def week() -> str:
    """The same for a single week, with more of each day."""
    return _show_sheet("weeks", _ask("week"), few=8)


@grids.get("/agenda")
@policy(PUBLIC)
def agenda() -> str:
    """A month as a list, day after day."""
    return _show_sheet("agenda", _ask("agenda"), few=4)


@grids.get("/year")
@policy(PUBLIC)
def year() -> str:
    """Twelve small months: how full each day is, and the themed days."""
    asked = _ask("year")
    counts = published.counts_on_days(asked.chosen, *asked.days)
    contents = Contents(counts, published.around(asked.chosen, *asked.days))
    months = [contents.sheet(month) for month in asked.period.months]
    return _show("year", asked, contents, months=months)


def _show_sheet(template: str, asked: Asked, few: int) -> str:
    contents = Contents(
        published.counts_on_days(asked.chosen, *asked.days),
        published.around(asked.chosen, *asked.days),
        published.few_on_days(asked.chosen, *asked.days, few, _MOST_LONG),
    )
    return _show(template, asked, contents, sheet=contents.sheet(asked.period))


def _show(template: str, asked: Asked, contents: Contents, **shown: Any) -> str:
    chosen, now = asked.chosen, asked.now
    return render_template(
        f"grids/{template}.html",
        view=asked.view,
        today=now,
        period=asked.period,
        before=asked.period.step(-1, now),
        after=asked.period.step(1, now),
        criteria=chosen.criteria,
        chosen=chosen,
        problems=asked.problems,
        ignored=unknown_keys(request.args, [*KEYS, *_PERIOD_KEYS]),
        days_off=in_a_row(contents.around.days_off.days),
        feed_values=chosen.criteria.values,
        contents=contents,
        is_unknown=bool(chosen.unknown),
        is_too_large=published.feed_size(chosen, Window(now)) > GOOGLE_EVENTS,
        **shown,
    )


def _ask(view: str) -> Asked:
    """The filters of the list, but for `year`, which a period says here."""
    now = today()
    filters = MultiDict(
        (key, value) for key, value in request.args.items(multi=True) if key not in _PERIOD_KEYS
    )
    reading = published.read_criteria(filters)
    chosen = published.choose(reading.criteria, clock.now())
    period, problem = _read_period(_UNITS[view], reading.criteria, now)
    problems = [
        *map(chinese, reading.problems),
        *unknown_values(chosen.unknown),
        *([problem] if problem else []),
    ]
    return Asked(view, now, period, chosen, problems)


def _read_period(unit: str, criteria: Criteria, now: date) -> tuple[Period, str]:
    """What the address says in its own unit or in another, else the first day asked for, else
    today; with a sentence where that can't be."""
    for key in (unit, *_PERIOD_KEYS):
        if text := clean_line(request.args.get(key, "")):
            read = read_period(key, text, now)
            found = read_period(unit, period_at(unit, read.period.first_day).text, now)
            return found.period, _problem(key, text, read, now)
    first = criteria.span(now).first_day or now
    text = period_at(unit, first).text
    read = read_period(unit, text, now)
    return read.period, _problem(unit, text, read, now)


def _problem(key: str, text: str, read: PeriodRead, now: date) -> str:
    said_as = f"{key}={text if len(text) <= 30 else text[:30] + '…'}"
    if read.problem == "unreadable":
        example = period_at(key, now).text
        return _(
            "“%(value)s”看不懂，请写成 %(example)s；这里是今天。", value=said_as, example=example
        )
    if read.problem:
        years = years_in_reach(now)
        return _(
            "没有“%(value)s”，或者太远：只有 %(first)s—%(last)s 年。这里是最近的。",
            value=said_as,
            first=str(years[0]),
            last=str(years[-1]),
        )
    return ""


@grids.app_template_filter()
def grid_url(criteria: Criteria, view: str, shown: date | None = None) -> str:
    """The address of a view with these filters, at the period that holds the day `shown`."""
    values = criteria.values
    if shown:
        unit = _UNITS[view]
        values[unit] = [period_at(unit, shown).text]
    return url_for(f"grids.{view}", **values)  # type: ignore[arg-type]


@grids.app_template_filter()
def on_day(criteria: Criteria, day: date) -> Criteria:
    """The same, of one day."""
    return replace(criteria, when=None, first_day=day, last_day=day)
