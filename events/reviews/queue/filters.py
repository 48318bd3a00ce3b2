"""What a reviewer asks of the queue, as its address says it. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from events.reviews.queue.queries import Waiting
from events.text import clean_line

SWITCHES = ("soon", "flags", "again", "mine")
_WORDS = ("district", "day", "unit", "q")
KEYS = (*SWITCHES, *_WORDS)


@dataclass(frozen=True)
class Filter:
    """Begins within a week, has flags, was handed in again, was passed to me; and slugs; `q` are
    words of the title or of the unit's name."""

    soon: bool = False
    flags: bool = False
    again: bool = False
    mine: bool = False
    district: str = ""
    day: str = ""
    unit: str = ""
    q: str = ""

    def pairs(self) -> Iterator[tuple[str, str]]:
        """As in the address, in a fixed order, without what is not asked."""
        for field in fields(self):
            if value := getattr(self, field.name):
                yield field.name, "1" if value is True else value

    @property
    def query(self) -> str:
        return urlencode(list(self.pairs()))

    def switched(self, key: str) -> "Filter":
        changed: dict[str, Any] = {key: not getattr(self, key)}
        return replace(self, **changed)

    def without(self, key: str) -> "Filter":
        return replace(self, **{key: type(getattr(self, key))()})


def read_filter(arguments: Mapping[str, str]) -> Filter:
    """Any text in any key can be read; a switch is on for anything but nothing and 0."""
    switches = {key: arguments.get(key, "") not in ("", "0") for key in SWITCHES}
    words = {key: clean_line(arguments.get(key, ""))[:64].strip() for key in _WORDS}
    return Filter(**switches, **words)  # type: ignore[arg-type]


def read_query(query: str) -> Filter:
    """A kept query string; what means nothing in it is left out."""
    return read_filter(dict(parse_qsl(query.removeprefix("?"))))


@dataclass(frozen=True)
class Scope:
    """What the words of a filter mean here: ids of districts and submissions, None for any."""

    me: int
    today: date
    districts: Collection[int] | None = None
    tied: Collection[int] | None = None


def passes(row: Waiting, asked: Filter, scope: Scope) -> bool:
    """Whether a row is meant, flags apart, which no narrow row knows."""
    return (
        not (asked.soon and not begins_soon(row, scope.today))
        and not (asked.again and row.revision_number < 2)
        and not (asked.mine and row.handler_id != scope.me)
        and (scope.districts is None or row.district_id in scope.districts)
        and (scope.tied is None or row.id in scope.tied)
        and asked.unit in ("", row.unit_slug)
        and all(word in f"{row.title} {row.unit_name}".lower() for word in asked.q.lower().split())
    )


def begins_soon(row: Waiting, today: date) -> bool:
    return row.first_day is not None and row.first_day <= today + timedelta(days=7)


def cursor_of(row: Waiting) -> str:
    """Where a page ends; it stays true when that very row has left the queue."""
    week, submitted_at, id_ = row.place
    return f"{week:%Y%m%d}.{int(submitted_at.timestamp())}.{id_}"


def read_cursor(text: str) -> tuple[date, datetime, int] | None:
    """The place to go on from; None for anything that isn't one, which means the beginning."""
    try:
        week, seconds, id_ = text.split(".")
        monday = datetime.strptime(week, "%Y%m%d").date()  # noqa: DTZ007  a day
        return monday, datetime.fromtimestamp(int(seconds), UTC), int(id_)
    except (ValueError, OverflowError, OSError):
        return None
