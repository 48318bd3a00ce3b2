"""What can happen to an edition: announced, confirmed, moved, cancelled. One verb, one transaction.

Every change of days or status raises SEQUENCE, so that subscribed calendars take it over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events import audit, changes
from events.audit import PROGRAM, By
from events.days.deadlines import Deadlines, check_deadlines
from events.days.editions import EditionRow, is_certain
from events.days.models import DateStatus, Edition
from events.days.recurrence import Predictability, Span
from events.db import database
from events.errors import InvalidTransition


@dataclass(frozen=True)
class Source:
    """Who says so: a title a person can look for, and an address if there is one."""

    title: str
    url: str | None = None


def announce_edition(
    row: EditionRow,
    span: Span,
    source: Source,
    now: datetime,
    theme: str | None = None,
    end_known: bool = True,
    by: By = PROGRAM,
) -> Edition:
    """A notice names the days. Raises InvalidTransition when they are decided already.

    `end_known=False`: it names the launch only, and `span` is that one day.
    """
    with database.atomic():
        edition = _open(row, now)
        _refuse_cancelled(row, edition, "不能再公布")
        if edition.date_status != DateStatus.PREDICTED:
            raise InvalidTransition(
                f"{row.name}的日期已经公布；日期有变请用“改期”，属实请用“确认”。"
            )
        _name_days(edition, span, source)
        edition.end_known = end_known
        _decide(edition, DateStatus.ANNOUNCED, now, theme)
        return _note(edition, "announced", by, now, source=source.title)


def confirm_edition(
    row: EditionRow,
    now: datetime,
    source: Source | None = None,
    theme: str | None = None,
    by: By = PROGRAM,
) -> Edition:
    """The office, or a second source, stands by the days that are known."""
    with database.atomic():
        edition = _open(row, now)
        _refuse_cancelled(row, edition, "不能再确认")
        if edition.date_status == DateStatus.CONFIRMED:
            raise InvalidTransition(f"{row.name}已经确认过了，没有改动。")
        span = _known_days(row, edition)
        if span is None:
            raise InvalidTransition(f"{row.name}还没有日期，请先用“公布”写下日期。")
        if source:
            _add_source(edition, source, span)
        _decide(edition, DateStatus.CONFIRMED, now, theme)
        return _note(edition, "confirmed", by, now, source=source.title if source else "")


def move_edition(
    row: EditionRow, span: Span, source: Source, now: datetime, by: By = PROGRAM
) -> Edition:
    """Other days than those named before, which are kept for everybody to see."""
    with database.atomic():
        edition = _open(row, now)
        _refuse_cancelled(row, edition, "不能改期")
        before = _known_days(row, edition)
        if before is None or _is_guess(row, edition):
            raise InvalidTransition(f"{row.name}还没有公布日期，请先用“公布”写下日期。")
        if before == span:
            raise InvalidTransition(f"{row.name}本来就在这几天，没有改动。")
        edition.moved_from_first_day = before.first_day
        edition.moved_from_last_day = before.last_day
        edition.spans = []  # weeks around the old day no longer hold
        _name_days(edition, span, source)
        status = DateStatus(edition.date_status)
        _decide(edition, max(status, DateStatus.ANNOUNCED, key=_ORDER.index), now)
        return _note(edition, "moved", by, now, source=source.title, before=str(before.first_day))


def cancel_edition(row: EditionRow, reason: str, now: datetime, by: By = PROGRAM) -> Edition:
    """It does not take place; calendars are told until 30 days after its last day."""
    with database.atomic():
        edition = _open(row, now)
        _refuse_cancelled(row, edition, "不用再取消")
        if _known_days(row, edition) is None:
            raise InvalidTransition(f"{row.name}还没有日期，没有什么可以取消。")
        edition.cancel_reason = reason
        _decide(edition, DateStatus.CANCELLED, now)
        return _note(edition, "cancelled", by, now, reason=reason)


def reinstate_edition(row: EditionRow, source: Source, now: datetime, by: By = PROGRAM) -> Edition:
    """It takes place after all, on the days it had; calendars show it again."""
    with database.atomic():
        edition = _open(row, now)
        if edition.date_status != DateStatus.CANCELLED or edition.span is None:
            raise InvalidTransition(f"{row.name}没有取消过，不用恢复。")
        edition.cancel_reason = ""
        _add_source(edition, source, edition.span)
        _decide(edition, DateStatus.ANNOUNCED, now)
        return _note(edition, "reinstated", by, now, source=source.title)


def set_theme(row: EditionRow, theme: str, now: datetime, by: By = PROGRAM) -> Edition:
    """The year's slogan, in front of any others; says nothing about the days."""
    with database.atomic():
        edition = _open(row, now)
        _put_theme(edition, theme)
        return _note(_save(edition, now), "themed", by, now, themes=edition.themes)


def set_themes(row: EditionRow, themes: Sequence[str], now: datetime, by: By = PROGRAM) -> Edition:
    """All slogans of the year, in this order; one that was there keeps what was noted beside it."""
    with database.atomic():
        edition = _open(row, now)
        known = {theme["text"]: theme for theme in edition.themes}
        edition.themes = [known.get(text, {"text": text}) for text in dict.fromkeys(themes)]
        return _note(_save(edition, now), "themed", by, now, themes=edition.themes)


def set_blocks(row: EditionRow, blocks: Sequence[str], now: datetime, by: By = PROGRAM) -> Edition:
    """The blocks (板块) that units may choose from; what is registered under others stays there."""
    with database.atomic():
        edition = _open(row, now)
        edition.blocks = list(dict.fromkeys(blocks))
        return _note(_save(edition, now), "divided", by, now, blocks=edition.blocks)


def set_deadlines(row: EditionRow, dates: Deadlines, now: datetime, by: By = PROGRAM) -> Edition:
    """Until when units hand in and report; raises DeadlinesRefused."""
    with database.atomic():
        edition = _open(row, now)
        _refuse_cancelled(row, edition, "不用再定期限")
        check_deadlines(dates, row.year, edition.span or row.span)
        for name, day in vars(dates).items():
            setattr(edition, name, day)
        return _note(_save(edition, now), "timed", by, now, **dates.as_json())


def ensure_edition(row: EditionRow, now: datetime) -> Edition:
    """The stored edition, or a new row that decides nothing; part of a transaction."""
    edition = _open(row, now)
    return edition if edition.get_id() else _save(edition, now)


_ORDER = list(DateStatus)


def _open(row: EditionRow, now: datetime) -> Edition:
    """The stored edition as it is now, or a new one about which nothing is decided."""
    changes.take_turn()
    day = row.day
    if day.predictability == Predictability.REGIONAL:
        raise InvalidTransition(
            f"{day.name}由各地自定日期，没有全国统一的一届；当地的规则请改目录里的 regional_rules。"
        )
    stored = Edition.get_or_none(Edition.themed_day == day, Edition.year == row.year)
    return stored or Edition(
        themed_day=day,
        year=row.year,
        date_status=DateStatus.PREDICTED,
        created_at=now,
    )


def _refuse_cancelled(row: EditionRow, edition: Edition, what: str) -> None:
    if edition.date_status == DateStatus.CANCELLED:
        raise InvalidTransition(f"{row.name}已经取消，{what}；要重新举办请先用“恢复”。")


def _known_days(row: EditionRow, edition: Edition) -> Span | None:
    """The stored days; failing those the expected ones, which are then stored."""
    if edition.first_day is None and row.span:
        edition.first_day, edition.last_day = row.span.first_day, row.span.last_day
    return edition.span


def _is_guess(row: EditionRow, edition: Edition) -> bool:
    """Nobody has named these days and the rule only predicts: there is nothing to move from."""
    is_predicted = edition.date_status == DateStatus.PREDICTED
    return is_predicted and not is_certain(row.day)


def _name_days(edition: Edition, span: Span, source: Source) -> None:
    """Exact days on somebody's word; vaguer words, such as 5月中旬, no longer hold."""
    if not 0 <= span.first_day.year - edition.year <= 1:
        raise InvalidTransition(f"{span.first_day} 不在 {edition.year} 年，请核对年份和日期。")
    edition.first_day, edition.last_day, edition.end_known = span.first_day, span.last_day, True
    edition.date_text = edition.precision = ""
    _add_source(edition, source, span)


def _decide(
    edition: Edition, status: DateStatus, now: datetime, theme: str | None = None
) -> Edition:
    edition.date_status = status
    edition.sequence += 1
    if theme:
        _put_theme(edition, theme)
    return _save(edition, now)


def _save(edition: Edition, now: datetime) -> Edition:
    edition.updated_at = now
    edition.save(force_insert=edition.get_id() is None)
    changes.record("edition", f"{edition.themed_day.slug}/{edition.year}", now)
    return edition


def _note(edition: Edition, verb: str, by: By, now: datetime, **details: Any) -> Edition:
    """Who did it, for the audit: with the days as they are now."""
    day = edition.themed_day
    days = [edition.first_day, edition.last_day]
    audit.write(
        by, f"edition.{verb}", "edition", f"{day.slug}/{edition.year}", now,
        name=f"{day.name} {edition.year} 年", days=[d and d.isoformat() for d in days], **details,
    )  # fmt: skip
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
