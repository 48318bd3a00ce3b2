"""What a device has collected while it had no network: its queue, read and carried out."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events import audit
from events.db import database
from events.errors import EventsError
from events.signups.checkin.arriving import Arrival, check_in
from events.text import clean_line

MOST_ENTRIES = 500
_LONGEST = 40
_NAMES = ("number", "at", "device")


class QueueRefused(EventsError):
    """It is not a queue as the page writes it."""


@dataclass(frozen=True)
class Entry:
    number: str
    at: datetime
    device: str


@dataclass(frozen=True)
class Result:
    """What became of an entry: somebody has arrived, or a sentence why not."""

    entry: Entry
    arrival: Arrival | None = None
    refusal: str = ""


def read_queue(body: bytes) -> list[Entry]:
    """[{"number": …, "at": an instant of ISO 8601 with its offset, "device": …}, …].

    Raises QueueRefused.
    """
    try:
        entries = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise QueueRefused("签到记录不是 JSON。请刷新这一页再试，记录还在这台设备上。") from error
    if not isinstance(entries, list):
        raise QueueRefused("签到记录应该是一个列表。请刷新这一页再试，记录还在这台设备上。")
    if len(entries) > MOST_ENTRIES:
        raise QueueRefused(f"一次最多 {MOST_ENTRIES} 条签到记录，请分几次发送。")
    return list(_read(entries))


def receive(
    occurrence_id: int, entries: Sequence[Entry], by: audit.By, now: datetime
) -> list[Result]:
    """Check all of them in, in one transaction; those that are refused leave the others alone."""
    with database.atomic():
        return [_carry_out(occurrence_id, entry, by, now) for entry in entries]


def _read(entries: list[Any]) -> Iterator[Entry]:
    for position, entry in enumerate(entries, 1):
        values = entry if isinstance(entry, dict) else {}
        number, at, device = (_line(values.get(name), position) for name in _NAMES)
        yield Entry(number, _instant(at, position), device)


def _line(value: object, position: int) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise QueueRefused(f"第 {position} 条签到记录看不懂：编号、时间和设备都应该是短文字。")
    return clean_line(value)


def _instant(text: str, position: int) -> datetime:
    with suppress(ValueError):
        instant = datetime.fromisoformat(text)
        if instant.tzinfo:
            return instant
    raise QueueRefused(f"第 {position} 条签到记录的时间看不懂，应该像 2026-09-20T09:42:00+08:00。")


def _carry_out(occurrence_id: int, entry: Entry, by: audit.By, now: datetime) -> Result:
    try:
        arrival = check_in(occurrence_id, entry.number, entry.at, by, now, device=entry.device)
    except EventsError as refusal:
        return Result(entry, refusal=refusal.message)
    return Result(entry, arrival)
