"""Reads of requests to be taken into the directory."""

from datetime import datetime
from typing import Any

from peewee import JOIN

from events.db import LARGEST_ID
from events.errors import NotFound
from events.office.models import RequestState, UnitRequest
from events.units.models import District, Unit


def requests_in(state: RequestState, limit: int = 200) -> list[UnitRequest]:
    """With region and unit; those that wait longest first, others newest first (one statement)."""
    waits = state == RequestState.WAITING
    order: Any = UnitRequest.requested_at.asc() if waits else UnitRequest.decided_at.desc()
    found = _all().where(UnitRequest.state == state).order_by(order, UnitRequest.id)
    return list(found.limit(limit))


def get_request(request_id: int) -> UnitRequest:
    """With region, parent and unit (one statement); raises NotFound."""
    found = _all().where(UnitRequest.id == request_id).first() if request_id <= LARGEST_ID else None
    if found is None:
        raise NotFound("没有这份申请，请回到“单位名录”的申请列表。")
    return found


def left_unanswered(since: datetime) -> list[UnitRequest]:
    """Those that wait since before an instant (one statement)."""
    waits = UnitRequest.state == RequestState.WAITING
    return list(UnitRequest.select().where(waits, UnitRequest.requested_at < since))


def _all() -> Any:
    parent, unit = Unit.alias(), Unit.alias()
    return (
        UnitRequest.select(UnitRequest, District, parent, unit)
        .join(District)
        .switch(UnitRequest)
        .join(parent, JOIN.LEFT_OUTER, on=(UnitRequest.parent == parent.id), attr="parent")
        .switch(UnitRequest)
        .join(unit, JOIN.LEFT_OUTER, on=(UnitRequest.unit == unit.id), attr="unit")
    )
