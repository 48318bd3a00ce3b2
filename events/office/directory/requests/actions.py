"""Somebody asks for a unit to be taken in; the office answers. One verb, one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events import audit, changes
from events.accounts.invitations.actions import Offer, invite
from events.audit import PROGRAM, By
from events.db import database
from events.errors import InvalidTransition
from events.notifications.actions import write_letter
from events.office.models import RequestState, UnitRequest
from events.people.actors import Actor
from events.people.attempts import count_failure
from events.people.models import MemberRole
from events.units.actions import NewUnit, create_unit
from events.units.models import Unit
from events.units.queries import find_meant


@dataclass(frozen=True)
class Wish:
    """What is asked for, and who asks: the address only for the answer."""

    name: str
    kind: str
    region_id: int
    parent_id: int | None
    contact_name: str
    contact_email: str
    note: str


def ask(wish: Wish, address: str, now: datetime) -> UnitRequest:
    """Put it before the office. `address` is where it comes from: five a day.

    Raises InvalidTransition for a unit that is there or asked for already, and TooOften.
    """
    with database.atomic():
        changes.take_turn()
        known = find_meant(wish.name, wish.region_id)
        if known:
            raise InvalidTransition(f"“{wish.name}”已经在名录里，就是“{known.name}”。")
        same = (UnitRequest.name == wish.name) & (UnitRequest.region == wish.region_id)
        waits = UnitRequest.state == RequestState.WAITING
        if UnitRequest.select().where(same, waits).exists():
            raise InvalidTransition(f"已经有人为“{wish.name}”申请过，请等办公室答复。")
        count_failure("unit-request", address, now)
        request = UnitRequest.create(**vars(wish), requested_at=now)
        _note(request, "made", PROGRAM, now)
    return request


def accept(request: UnitRequest, new: NewUnit, by: By, now: datetime) -> Unit:
    """The unit is in the directory; who asked is told and then forgotten."""
    with database.atomic():
        request = _open(request)
        unit = create_unit(new, by, now)
        request.unit = unit
        _answer(request, RequestState.ACCEPTED, now, slug=unit.slug)
        _note(request, "accepted", by, now, unit=unit.slug)
    return unit


def accept_and_invite(request: UnitRequest, new: NewUnit, by: Actor, now: datetime) -> Unit:
    """The same, and who asked is invited to be the unit's owner."""
    with database.atomic():
        email = UnitRequest.get_by_id(request.id).contact_email
        unit = accept(request, new, by, now)
        invite(by, email, Offer(MemberRole.OWNER, unit), now)
    return unit


def refuse(request: UnitRequest, answer: str, by: By, now: datetime) -> UnitRequest:
    """Not taken in, for a reason that who asked is told."""
    with database.atomic():
        request = _open(request)
        _answer(request, RequestState.REFUSED, now, answer=answer)
        _note(request, "refused", by, now, reason=answer)
    return request


def _open(request: UnitRequest) -> UnitRequest:
    changes.take_turn()
    fresh = UnitRequest.get_by_id(request.id)
    if fresh.state != RequestState.WAITING:
        raise InvalidTransition("这份申请刚刚已经有人答复了，请刷新页面。")
    return fresh


def _answer(
    request: UnitRequest, state: RequestState, now: datetime, slug: str = "", answer: str = ""
) -> None:
    write_letter(
        request.contact_email,
        "unit-request-answered",
        str(request.id),
        now,
        name=request.name,
        contact=request.contact_name,
        slug=slug,
        reason=answer,
    )
    close(request, state, answer, now)


def close(request: UnitRequest, state: RequestState, answer: str, now: datetime) -> None:
    """Decided, and nothing of who asked is left; part of a transaction."""
    request.state, request.answer, request.decided_at = state, answer, now
    request.contact_name = request.contact_email = ""
    request.save()


def _note(request: UnitRequest, verb: str, by: By, now: datetime, **details: Any) -> None:
    audit.write(
        by, f"unit-request.{verb}", "unit-request", request.id, now, name=request.name, **details
    )
