"""What can happen to an edition: announced, confirmed, moved, cancelled. One verb, one transaction.

Every change of days or status raises SEQUENCE, so that subscribed calendars take it over.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events import changes
from events.days.editions import EditionRow
from events.days.models import DateStatus, Edition
from events.days.recurrence import Span
from events.db import database
from events.errors import InvalidTransition


@dataclass(frozen=True)
class Source:
    """Who says so: a title a person can look for, and an address if there is one."""

    title: str
    url: str = ""


def announce_edition(
    row: EditionRow, span: Span, source: Source, now: datetime, theme: str | None = None
) -> Edition:
    """A notice names the days. Raises InvalidTransition when they are decided already."""
    with database.atomic():
        edition = _open(row, now)
        if edition.date_status != DateStatus.PREDICTED:
            raise InvalidTransition(
                f"{row.name}的日期已经公布；日期有变请用“改期”，属实请用“确认”。"
            )
        _add_source(edition, source, span)
        return _decide(edition, DateStatus.ANNOUNCED, span, now, theme)


def confirm_edition(
    row: EditionRow, now: datetime, source: Source | None = None, theme: str | None = None
) -> Edition:
    """The office, or a second source, stands by the days that are known."""
    with database.atomic():
        edition = _open(row, now)
        span = _known_span(row, edition, "确认")
        if source:
            _add_source(edition, source, span)
        return _decide(edition, DateStatus.CONFIRMED, span, now, theme)


def move_edition(row: EditionRow, span: Span, source: Source, now: datetime) -> Edition:
    """Other days than those named before, which are kept for everybody to see."""
    with database.atomic():
        edition = _open(row, now)
        before = _known_span(row, edition, "改期")
        if before == span:
            raise InvalidTransition(f"{row.name}本来就在这几天，没有改动。")
        edition.moved_from_first_day, edition.moved_from_last_day = (
            before.first_day,
            before.last_day,
        )
        edition.spans = []  # weeks around the old day no longer hold
        _add_source(edition, source, span)
        was_confirmed = edition.date_status == DateStatus.CONFIRMED
        status = DateStatus.CONFIRMED if was_confirmed else DateStatus.ANNOUNCED
        return _decide(edition, status, span, now)


def cancel_edition(row: EditionRow, reason: str, now: datetime) -> Edition:
    """It does not take place; calendars are told until 30 days after its last day."""
    with database.atomic():
        edition = _open(row, now)
        span = _known_span(row, edition, "取消")
        edition.cancel_reason = reason
        return _decide(edition, DateStatus.CANCELLED, span, now)


def set_theme(row: EditionRow, theme: str, now: datetime) -> Edition:
    """The year's slogan, in front of any others."""
    with database.atomic():
        edition = _open(row, now)
        _put_theme(edition, theme)
        return _save(edition, now)


def _open(row: EditionRow, now: datetime) -> Edition:
    """The stored edition as it is now, or a new one without days."""
    day = row.day
    stored = Edition.get_or_none(Edition.themed_day == day, Edition.year == row.year)
    return stored or Edition(
        themed_day=day,
        year=row.year,
        date_status=DateStatus.PREDICTED,
        sequence=day.sequence,
        created_at=now,
    )


def _known_span(row: EditionRow, edition: Edition, verb: str) -> Span:
    """The stored days, else the expected ones; raises InvalidTransition when the verb can't be."""
    if edition.date_status == DateStatus.CANCELLED:
        raise InvalidTransition(f"{row.name}已经取消，不能再{verb}。")
    span = edition.span or row.span
    if span is None:
        raise InvalidTransition(f"{row.name}还没有日期，请先用“公布”写下日期。")
    return span


def _decide(
    edition: Edition, status: DateStatus, span: Span, now: datetime, theme: str | None = None
) -> Edition:
    edition.date_status = status
    edition.first_day, edition.last_day, edition.end_known = span.first_day, span.last_day, True
    edition.sequence += 1
    if theme:
        _put_theme(edition, theme)
    return _save(edition, now)


def _save(edition: Edition, now: datetime) -> Edition:
    edition.updated_at = now
    edition.save(force_insert=edition.get_id() is None)
    changes.record("edition", f"{edition.themed_day.slug}/{edition.year}", now)
    return edition


def _put_theme(edition: Edition, theme: str) -> None:
    others: list[dict[str, Any]] = [old for old in edition.themes if old["text"] != theme]
    edition.themes = [{"text": theme}, *others]


def _add_source(edition: Edition, source: Source, span: Span) -> None:
    entry = {
        "title": source.title,
        "first_day": span.first_day.isoformat(),
        "last_day": span.last_day.isoformat(),
    }
    edition.sources = [*edition.sources, entry | ({"url": source.url} if source.url else {})]
