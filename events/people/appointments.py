"""Office roles: given, limited to a district or a time, taken back. An administrator remains."""

from dataclasses import dataclass
from datetime import date, datetime

from events import audit
from events.db import database
from events.errors import EventsError, InvalidTransition
from events.people.actors import Actor
from events.people.models import Account, Appointment, OfficeRole
from events.people.rights import check_administers, check_may_give


class AppointmentRefused(EventsError):
    """An appointment that makes no sense."""


@dataclass(frozen=True)
class Post:
    """What somebody is to be: `district` limits a reviewer, `until_day` is the last day."""

    role: OfficeRole
    district_id: int | None = None
    until_day: date | None = None
    stand_in_for: Account | None = None


def appoint(by: Actor, account: Account, post: Post, today: date, now: datetime) -> None:
    """Give an office role; raises NotAllowed and AppointmentRefused."""
    check_may_give(by, post.role, None)
    _check_post(account, post, today)
    with database.atomic():
        take_office(by, account, post, now)


def take_office(by: audit.By, account: Account, post: Post, now: datetime) -> None:
    """Part of a transaction; who holds this post without an end keeps it."""
    if account.disabled_at:
        raise AppointmentRefused("这个账号已停用，请先恢复再任命。")
    found = Appointment.select().where(
        Appointment.account == account,
        Appointment.role == post.role,
        Appointment.district.is_null()
        if post.district_id is None
        else Appointment.district == post.district_id,
        Appointment.until_day.is_null(),
    )
    if found.exists():
        return
    Appointment.create(
        account=account,
        role=post.role,
        district=post.district_id,
        until_day=post.until_day,
        stand_in_for=post.stand_in_for,
        created_at=now,
    )
    audit.write(
        by, "appointment.given", "account", account.id, now, name=account.name, role=post.role,
        district=post.district_id, until=post.until_day and post.until_day.isoformat(),
        stand_in_for=post.stand_in_for and post.stand_in_for.id,
    )  # fmt: skip


def dismiss(by: Actor, appointment: Appointment, now: datetime) -> None:
    """Take an office role back; raises NotAllowed, and InvalidTransition for the last
    administrator."""
    if appointment.role == OfficeRole.ADMINISTRATOR:
        check_administers(by)
    account = appointment.account
    with database.atomic():
        if appointment.role == OfficeRole.ADMINISTRATOR and appointment.until_day is None:
            keep_an_administrator(Appointment.id != appointment.id)
        Appointment.delete().where(Appointment.id == appointment.id).execute()
        audit.write(
            by, "appointment.ended", "account", account.id, now, name=account.name,
            role=appointment.role, district=appointment.district_id,
        )  # fmt: skip


def keep_an_administrator(without: object) -> None:
    """Refuse if none would be left; part of a transaction. Those with an end don't count.

    The update changes nothing: it makes two who go at the same moment wait for each other.
    """
    lasting = (Appointment.role == OfficeRole.ADMINISTRATOR) & Appointment.until_day.is_null()
    Appointment.update(role=OfficeRole.ADMINISTRATOR).where(lasting).execute()
    left = (
        Appointment.select()
        .join(Account, on=Appointment.account)
        .where(lasting, without, Account.disabled_at.is_null())
    )
    if not left.exists():
        raise InvalidTransition("这是最后一位管理员，请先任命另一位，再作更改。")


def _check_post(account: Account, post: Post, today: date) -> None:
    if post.until_day and post.until_day < today:
        raise AppointmentRefused("到期日已经过去，请写今天或以后的日子。")
    if post.district_id is not None and post.role != OfficeRole.REVIEWER:
        raise AppointmentRefused("只有审核员可以限定区县，其他职务请不选区县。")
    if post.stand_in_for is None:
        return
    if post.stand_in_for.id == account.id:
        raise AppointmentRefused("不能代理自己，请选另一个人。")
    if post.until_day is None:
        raise AppointmentRefused("代理要写到哪一天为止。")
    same = Appointment.role == post.role
    if not Appointment.select().where(Appointment.account == post.stand_in_for, same).exists():
        raise AppointmentRefused("对方没有这项职务，不能代理，请核对。")
