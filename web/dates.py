"""Dates as people write them: 9月20日（周六）, 9月17日—23日; in English 20 Sep (Sat)."""

from datetime import date

from flask import Flask, current_app
from markupsafe import Markup

from events import clock
from web.preferences import preferences

_WEEKDAYS = "一二三四五六日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def register_dates(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=day,
        days_span=days_span,
        days_in_full=days_in_full,
        iso_date=date.fromisoformat,
        weekday_name=weekday_name,
        short_month=short_month,
    )
    app.jinja_env.globals.update(month_name=month_name)


def today() -> date:
    return clock.today(current_app.config["SETTINGS"].timezone)


def english() -> bool:
    return preferences().lang == "en"


def weekday_name(value: date) -> str:
    return _WEEKDAYS_EN[value.weekday()] if english() else f"周{_WEEKDAYS[value.weekday()]}"


def month_name(month: int) -> str:
    return _MONTHS_EN[month - 1] if english() else f"{_MONTHS[month - 1]}月"


def short_month(value: date) -> str:
    """The month as the 日牌 shows it: 5月, or May."""
    return _MONTHS_EN[value.month - 1][:3] if english() else f"{value.month}月"


def day(value: date, with_weekday: bool = True) -> str:
    """One date; the year is written when it isn't this year's."""
    other_year = value.year != today().year
    if english():
        text = f"{value.day} {_MONTHS_EN[value.month - 1][:3]}" + (
            f" {value.year}" if other_year else ""
        )
        return f"{text} ({weekday_name(value)})" if with_weekday else text
    text = (f"{value.year}年" if other_year else "") + f"{value.month}月{value.day}日"
    return f"{text}（{weekday_name(value)}）" if with_weekday else text


def days_in_full(first: date, last: date) -> Markup:
    """Both ends with their weekdays, each kept on one line: 5月15日（周六）—5月22日（周六）."""
    whole = Markup('<span class="nowrap">{}</span>')
    if last == first:
        return whole.format(day(first))
    if english():
        return whole.format(f"{day(first)} –") + " " + whole.format(day(last))
    same_year = last.year == first.year
    end = f"{last.month}月{last.day}日（{weekday_name(last)}）" if same_year else day(last)
    return whole.format(f"{day(first)}—") + Markup("<wbr>") + whole.format(end)


def days_span(first: date, last: date) -> str:
    """An inclusive span, repeating only what differs; a single day is just that day."""
    if first == last:
        return day(first)
    same_month = (first.year, first.month) == (last.year, last.month)
    start = day(first, with_weekday=False)
    if english():
        year = f" {last.year}" if last.year != today().year else ""
        if same_month:
            return f"{first.day}–{last.day} {_MONTHS_EN[first.month - 1][:3]}{year}"
        return f"{start} – {day(last, with_weekday=False)}"
    if same_month:
        return f"{start}—{last.day}日"
    year = f"{last.year}年" if last.year != first.year else ""
    return f"{start}—{year}{last.month}月{last.day}日"
