"""Whom a letter goes to: the people of a unit, the office. Accounts that are shut get none."""

from collections.abc import Iterable
from datetime import date

from events.people.models import Account, Appointment, Membership, OfficeRole


def members_of(units: Iterable[int]) -> dict[int, list[Account]]:
    """Unit id -> its people, owners and editors, by id (one statement)."""
    ids = list(units)
    rows = (
        Membership.select(Membership, Account)
        .join(Account)
        .where(Membership.unit.in_(ids), Account.disabled_at.is_null())
        .order_by(Membership.id)
    )
    found: dict[int, list[Account]] = {id_: [] for id_ in ids}
    for row in rows:
        found[row.unit_id].append(row.account)
    return found


def people_of(unit_id: int) -> list[Account]:
    """The people of one unit (one statement)."""
    return members_of([unit_id])[unit_id]


def holders_of(role: OfficeRole, today: date) -> list[Account]:
    """Who holds an office role today, wherever (one statement)."""
    holds = Appointment.until_day.is_null() | (Appointment.until_day >= today)
    return list(
        Account.select()
        .where(
            Account.id.in_(
                Appointment.select(Appointment.account).where(Appointment.role == role, holds)
            ),
            Account.disabled_at.is_null(),
        )
        .order_by(Account.id)
    )
