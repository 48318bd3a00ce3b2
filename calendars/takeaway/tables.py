"""Entries as a table, for people who plan with a spreadsheet."""

import tempfile
from collections.abc import Iterator
from typing import IO

from calendars import words
from calendars.takeaway.items import Item, Taken, short_line, shown
from events.published import FORMATS, KINDS, Format, Status
from events.sheets import Row, write_csv, write_xlsx

_READ = 256 * 1024
_HEAD = (
    *("日期", "最后一天", "开始", "结束", "活动", "状态", "类型", "形式", "场馆", "地点", "区县"),
    *("主办", "适合", "参加办法", "网页", "编号"),
)
_STATUS = {Status.MOVED: "有变动", Status.POSTPONED: "延期", Status.CANCELLED: "已取消"}


def csv_table(taken: Taken) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        write_csv(file, _rows(taken))
        yield from _read(file)


def xlsx_table(taken: Taken) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        write_xlsx(file, _rows(taken), "科普活动", made_at=taken.moment)
        yield from _read(file)


def _read(file: IO[bytes]) -> Iterator[bytes]:
    """A large table is never whole in memory while it is written."""
    file.seek(0)
    return iter(lambda: file.read(_READ), b"")


def _rows(taken: Taken) -> Iterator[Row]:
    """The last one says what is missing, if anything: a file travels without the page."""
    yield _HEAD
    yield from shown(taken.items, _row)
    if taken.left_out:
        yield [taken.head.description]


def _row(item: Item) -> Row:
    row, one, activity = item.row, item.row.occurrence, item.row.activity
    start, end = one.start.astimezone(item.zone), one.end.astimezone(item.zone)
    cells = (
        one.first_day.isoformat(),
        one.last_day.isoformat(),
        "" if one.all_day else f"{start:%H:%M}",
        "" if one.all_day else f"{end:%H:%M}",
        activity.title,
        _STATUS.get(Status(one.status), "照常"),
        KINDS.get(activity.kind, "活动"),
        FORMATS[Format(activity.format)],
        row.venue.name if row.venue else "",
        item.entry.location,
        row.district.name,
        row.organiser.name,
        words.for_whom(row).removeprefix("适合："),
        words.getting_in(row),
        item.entry.url,
        one.uid,
    )
    return [short_line(cell) for cell in cells]
