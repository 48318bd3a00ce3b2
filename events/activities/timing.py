"""When an occurrence takes place: local days and clock times of a zone -> instants. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from events.errors import EventsError

LONGEST = timedelta(days=366)
YEARS = range(1990, 2201)


class TimingRefused(EventsError):
    """An occurrence can't take place then."""


@dataclass(frozen=True)
class Timing:
    """Half-open instants in UTC, and the local days they touch, inclusive."""

    start: datetime
    end: datetime
    first_day: date
    last_day: date
    all_day: bool = False


def whole_days(first_day: date, last_day: date, zone: ZoneInfo) -> Timing:
    """Days without a clock; raises TimingRefused."""
    if last_day < first_day:
        raise TimingRefused(f"最后一天 {last_day} 早于第一天 {first_day}：请核对两个日期。")
    _refuse_other_ages(first_day, last_day)
    start = datetime.combine(first_day, time(), zone).astimezone(UTC)
    end = datetime.combine(last_day + timedelta(days=1), time(), zone).astimezone(UTC)
    return _checked(Timing(start, end, first_day, last_day, all_day=True))


def between(start: datetime, end: datetime, zone: ZoneInfo) -> Timing:
    """From one wall time to another, both naive and meant in `zone`; raises TimingRefused."""
    if end <= start:
        raise TimingRefused(
            f"结束时间 {end:%Y-%m-%d %H:%M} 不晚于开始时间 {start:%Y-%m-%d %H:%M}："
            "请核对；跨过半夜的场次，结束日期要写第二天。"
        )
    _refuse_other_ages(start, end)
    opens = start.replace(tzinfo=zone).astimezone(UTC)
    closes = end.replace(tzinfo=zone).astimezone(UTC)
    for wall, instant in ((start, opens), (end, closes)):
        if instant.astimezone(zone).replace(tzinfo=None) != wall:
            raise TimingRefused(f"{wall:%Y-%m-%d %H:%M} 在当地不存在（那天调表），请换一个时间。")
    last = (end - timedelta(microseconds=1)).date()  # until midnight is not yet the next day
    return _checked(Timing(opens, closes, start.date(), last))


def _refuse_other_ages(*days: date) -> None:
    for day in days:
        if day.year not in YEARS:
            raise TimingRefused(
                f"{day.year:04} 年不可能，年份应在 {YEARS[0]} 到 {YEARS[-1]} 之间：请核对。"
            )


def _checked(timing: Timing) -> Timing:
    if timing.end - timing.start > LONGEST:
        raise TimingRefused("一场最长一年（366 天）：请核对结束日期，或者分成几场。")
    if timing.end <= timing.start:
        raise TimingRefused("结束时间不晚于开始时间：请核对。")
    return timing
