"""Whom the office trusts to publish without being asked first. One verb, one transaction."""

from datetime import datetime

from events import audit
from events.audit import By
from events.db import database
from events.errors import NotFound
from events.submissions.models import Trust
from events.units.models import Unit


def give_trust(unit: Unit, sample_percent: int, by: By, now: datetime) -> Trust:
    """What it hands in from now on is public at once; a second time changes how much is sampled."""
    with database.atomic():
        given = {"sample_percent": sample_percent, "given_by": by.account_id, "given_at": now}
        Trust.insert(unit=unit, **given).on_conflict(
            conflict_target=[Trust.unit], update=given
        ).execute()
        _note(by, "trust.given", unit, now, sample_percent=sample_percent)
        return Trust.get(Trust.unit == unit)


def take_trust(slug: str, by: By, now: datetime) -> Unit:
    """What the unit hands in waits for an answer again; raises NotFound if it wasn't trusted."""
    unit = Unit.get_or_none(Unit.slug == slug)
    with database.atomic():
        if unit is None or not Trust.delete().where(Trust.unit == unit).execute():
            raise NotFound("这个单位现在没有免审，可能别人刚取消；请刷新看看。")
        _note(by, "trust.taken", unit, now)
    return unit


def _note(by: By, action: str, unit: Unit, now: datetime, **details: int) -> None:
    audit.write(by, action, "unit", unit.slug, now, name=unit.name, unit_id=unit.id, **details)
