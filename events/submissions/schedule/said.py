"""Sittings as warnings name them: 12月5日（周六）10:00–11:30、12月6日…等 5 场. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Protocol

_WEEKDAYS = "一二三四五六日"
_MOST = 3


class Times(Protocol):
    """A sitting of this schedule or of somebody else's."""

    @property
    def start(self) -> datetime: ...

    @property
    def end(self) -> datetime: ...


def say_times(sittings: Sequence[Times]) -> str:
    """The first few with their times, and how many they are in all."""
    return _some([_time(sitting) for sitting in sittings])


def say_days(sittings: Sequence[Times]) -> str:
    """The first few days, each once, and how many sittings they are in all."""
    days = list(dict.fromkeys(say_day(sitting.start.date()) for sitting in sittings))
    words = "、".join(days[:_MOST]) + ("等" if len(days) > _MOST else "")
    return words if len(sittings) == 1 else f"{words} {len(sittings)} 场"


def say_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"


def _some(words: list[str]) -> str:
    rest = f"等 {len(words)} 场" if len(words) > _MOST else ""
    return "、".join(words[:_MOST]) + rest


def _time(sitting: Times) -> str:
    start, end = sitting.start, sitting.end
    if start.time() == end.time() == time():
        return say_day(start.date())
    over = end.date() - start.date()
    later = {0: "", 1: "次日"}.get(over // timedelta(days=1), say_day(end.date()))
    return f"{say_day(start.date())}{start.hour}:{start:%M}–{later}{end.hour}:{end:%M}"
