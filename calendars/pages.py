"""The almanac's front: the year as a dial, and the place to subscribe."""

from collections import Counter
from datetime import date, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta
from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext as _

from calendars.dial import Dial, Mark, draw_dial
from calendars.links import picks_links
from calendars.titles import title
from events import clock, published
from events.published import WHENS, EditionRow, Pick, Picked, Picks, Window, YearAhead
from events.text import clean_line
from web.dates import short_month, today
from web.language import said
from web.policies import PUBLIC, policy
from web.requests import allow_position
from web.subjects import SUBJECTS

almanac = Blueprint("almanac", __name__)
_NEXT = 5


@almanac.get("/")
@policy(PUBLIC)
def index() -> Response:
    """What is on near here; the coming twelve months as a dial and in words; what takes place
    today and next."""
    now = today()
    ahead = published.year_ahead(now)
    running = [row for row in ahead.rows if row.span and row.span.first_day <= now]
    coming = [row for row in ahead.rows if row.span and row.span.first_day > now]
    text = render_template(
        "almanac/index.html",
        today=now,
        whens=WHENS,
        districts=published.districts_ahead(now),
        glimpse=published.today_and_weekend(now, clock.now()),
        dial=_dial(now, ahead),
        note=_term_note(now, ahead),
        running=running,
        coming=coming[: max(_NEXT - len(running), 3)],
        subject_counts=Counter(day.subject for day in ahead.days),
        months=_months(now, ahead),
        count=len(ahead.days),
    )
    return allow_position(text)


@almanac.get("/subscribe")
@policy(PUBLIC)
def subscribe() -> Response:
    """Pick, and get one address; how it is used on each kind of device."""
    picks, problems = published.read_picks(request.args)
    together = published.of_picks(picks, Window(today()))
    assert isinstance(together.about, Picked)
    known = Picks(tuple(together.about.parts))
    response = make_response(
        render_template(
            "almanac/subscribe.html",
            choices=published.choices(clean_line(request.args.get("find", ""))),
            picks=known,
            problems=[*problems, *map(_unknown, together.about.unknown)],
            picked=together.about,
            counts=together.about.counts(),
            count=together.count(),
            feed=picks_links(known, title(together)[0]),
        )
    )
    if picks.picked:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _unknown(pick: Pick) -> str:
    return f"没有“{pick.value}”，已经去掉：请在下面重新选。"


def _dial(now: date, ahead: YearAhead) -> Dial:
    marks = [
        Mark(
            row.span.first_day,
            row.span.last_day,
            row.day.subject,
            SUBJECTS[row.day.subject].glyph,
            row.certainty,
            said(row.day, "name"),
        )
        for row in ahead.rows
        if row.span
    ]
    terms = tuple((term.day, said(term, "name")) for term in ahead.solar_terms)
    return _drawn(now, tuple(marks), terms)


@lru_cache(maxsize=16)
def _drawn(now: date, marks: tuple[Mark, ...], terms: tuple[tuple[date, str], ...]) -> Dial:
    """Drawn once a day, language and state of the almanac: it is the dearest part of the page."""
    return draw_dial(now, marks, terms)


def _term_note(now: date, ahead: YearAhead) -> str:
    """今日小雪, 明日小雪, or nothing."""
    for term in ahead.solar_terms:
        if term.day == now:
            return _("今日%(term)s", term=said(term, "name"))
        if term.day == now + timedelta(days=1):
            return _("明日%(term)s", term=said(term, "name"))
    return ""


def _months(now: date, ahead: YearAhead) -> list[tuple[int, int, list[tuple[str, EditionRow]]]]:
    """Twelve (year, month, rows) from this month on, each row with its day numbers."""
    first = now.replace(day=1)
    months = []
    for offset in range(12):
        start = first + relativedelta(months=offset)
        rows = [
            (_day_numbers(row), row)
            for row in ahead.rows
            if row.span and row.span.first_day.replace(day=1) == start
        ]
        months.append((start.year, start.month, rows))
    return months


def _day_numbers(row: EditionRow) -> str:
    """The days inside their month: 24, 22–28, 全月, or 25–5月1日 when they run into the next."""
    span = row.span
    assert span is not None
    first, last = span.first_day, span.last_day
    if first == last:
        return str(first.day)
    if first.day == 1 and (last + timedelta(days=1)).day == 1 and span.days <= 31:
        return _("全月")
    if first.month == last.month:
        return f"{first.day}–{last.day}"
    end = _("%(month)s%(day)s日", month=short_month(last), day=last.day)
    return f"{first.day}–{end}"
