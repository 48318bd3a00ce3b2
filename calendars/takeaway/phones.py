"""What a phone's calendar wants to be told besides: when to ring, and what comes again. Pure.

The words are those of WeChat's wx.addPhoneCalendar and wx.addPhoneRepeatCalendar.
"""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from calendars import ical

_BEFORE_AN_HOUR = 3600  # seconds before it begins
_BEFORE_A_DAY = 6 * 3600  # at six in the evening before


def alarm_of(entry: ical.Entry) -> dict[str, Any]:
    """Nothing rings for what is off, or may never be."""
    is_whole_days = isinstance(entry.when, ical.Days)
    return {
        "alarm": entry.status == "CONFIRMED",
        "alarmOffset": _BEFORE_A_DAY if is_whole_days else _BEFORE_AN_HOUR,
    }


def repeat_of(entry: ical.Entry) -> dict[str, Any]:
    """Such a calendar repeats a date, not the third Saturday of a month."""
    comes_again = entry.rule is not None and "BYDAY" not in entry.rule
    return {"repeatInterval": "year" if comes_again else None, "repeatEndTime": None}


def coming_days(entry: ical.Entry, today: date) -> ical.Days:
    """The days it has, or of one that comes each year those that are not over."""
    days = entry.when
    assert isinstance(days, ical.Days)
    if entry.rule is None or days.last_day >= today:
        return days
    length = days.last_day - days.first_day
    rule = rrulestr(entry.rule, dtstart=datetime.combine(days.first_day, time()))
    coming = rule.after(datetime.combine(today - length, time()), inc=True)
    first = coming.date() if coming else days.first_day
    return ical.Days(first, first + length)


def span_of(days: ical.Days, zone: ZoneInfo) -> dict[str, Any]:
    """Whole days end a second before midnight: a phone that was told midnight would show one day
    too many."""
    start = datetime.combine(days.first_day, time(), zone)
    end = datetime.combine(days.last_day + timedelta(days=1), time(), zone)
    return {
        "startTime": int(start.timestamp()),
        "endTime": int(end.timestamp()) - 1,
        "allDay": True,
        "firstDay": days.first_day.isoformat(),
        "lastDay": days.last_day.isoformat(),
        "timezone": zone.key,
    }
