"""Reads of the audit log, newest first. An entry's number grows with time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from peewee import ModelSelect

from events.audit import AuditEntry
from events.units.models import Unit


@dataclass(frozen=True)
class Sought:
    """What to find; None and "" ask nothing. `since` and `until` are half-open.

    `topic` and `key` name one thing, `group` is the first word of an action.
    """

    who: str = ""
    person: int | None = None
    unit: int | None = None
    group: str = ""
    topic: str = ""
    key: str = ""
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None


def find_entries(sought: Sought, before: int | None, limit: int) -> list[AuditEntry]:
    """The newest, or those next below the number `before` (one statement)."""
    query = _found(sought)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return list(query.limit(limit))


def each_entry(sought: Sought, limit: int) -> Iterator[AuditEntry]:
    """The newest, read while they are used (one statement)."""
    return iter(_found(sought).limit(limit).iterator())


def audited_units() -> list[Unit]:
    """Units that have entries, by name (one statement)."""
    audited = AuditEntry.select(AuditEntry.unit_id).where(AuditEntry.unit_id.is_null(False))
    return list(Unit.select().where(Unit.id.in_(audited.distinct())).order_by(Unit.name))


def _found(sought: Sought) -> "ModelSelect[AuditEntry]":
    query = AuditEntry.select().order_by(AuditEntry.id.desc())
    equal = {
        AuditEntry.actor_id: sought.person,
        AuditEntry.unit_id: sought.unit,
        AuditEntry.topic: sought.topic,
        AuditEntry.key: sought.key,
    }
    for field, value in equal.items():
        if value:
            query = query.where(field == value)
    for field, text in ((AuditEntry.actor_name, sought.who), (AuditEntry.name, sought.words)):
        if text:
            query = query.where(field.contains(text))
    if sought.group:
        query = query.where(AuditEntry.action.startswith(f"{sought.group}."))
    if sought.since:
        query = query.where(AuditEntry.made_at >= sought.since)
    if sought.until:
        query = query.where(AuditEntry.made_at < sought.until)
    return query
