"""Instants as people read them, in the zone of the place: 10:00–11:30, 11月28日（周六）10:00.

A zone is named only where its clocks differ from this site's.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from flask import Flask, current_app
from flask_babel import get_locale
from flask_babel import gettext as _

from events import clock
from web.dates import day, days_span, english


def register_times(app: Flask) -> None:
    app.jinja_env.filters.update(
        hours=hours, moment=moment, stretch=stretch, foreign_city=foreign_city
    )
    app.jinja_env.tests.update(past=past)


def past(instant: datetime) -> bool:
    return instant <= clock.now()


def hours(start: datetime, end: datetime, zone: str) -> str:
    """Clock times of at most a day: 19:00–次日7:00; the midnight at its end is 24:00."""
    opens, closes = _wall(start, zone), _wall(end, zone)
    if closes.time() == time() and closes.date() > opens.date():
        last = "24:00"
    elif closes.date() > opens.date():
        last = _("次日%(time)s", time=_clock(closes))
    else:
        last = _clock(closes)
    return f"{_clock(opens)}–{last}{_zone_note(start, zone)}"


def moment(instant: datetime, zone: str) -> str:
    """11月28日（周六）10:00."""
    return _dated(_wall(instant, zone)) + _zone_note(instant, zone)


def stretch(start: datetime, end: datetime, zone: str) -> str:
    """From when until when, in full; whole days without their midnights."""
    opens, closes = _wall(start, zone), _wall(end, zone)
    first, last = opens.date(), (closes - timedelta(microseconds=1)).date()
    if opens.time() == closes.time() == time():
        return days_span(first, last)
    if closes - opens <= timedelta(days=1):
        return f"{_on(first)}{hours(start, end, zone)}"
    dash = " – " if english() else "—"
    return f"{_dated(opens)}{dash}{_dated(closes)}{_zone_note(start, zone)}"


def foreign_city(instant: datetime, zone: str) -> str:
    """The city a zone is named after, where its clocks differ from this site's; else nothing."""
    if not _zone_note(instant, zone):
        return ""
    return str(get_timezone_location(zone, locale=get_locale(), return_city=True))


def _wall(instant: datetime, zone: str) -> datetime:
    """What the clock on the wall says there; naive, so that spans are counted in wall time."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _dated(wall: datetime) -> str:
    return f"{_on(wall.date())}{_clock(wall)}"


def _on(value: date) -> str:
    return f"{day(value)} " if english() else day(value)


def _clock(wall: datetime) -> str:
    return f"{wall.hour}:{wall:%M}"


def _zone_note(instant: datetime, zone: str) -> str:
    here = instant.astimezone(current_app.config["SETTINGS"].timezone)
    there = instant.astimezone(ZoneInfo(zone))
    if there.utcoffset() == here.utcoffset():
        return ""
    offset = f"{there:%z}"
    name = f"UTC{offset[:3]}:{offset[3:]}"
    return f" ({name})" if english() else f"（{name}）"
