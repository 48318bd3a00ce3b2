"""Accounts with all they may do, as the list of the office shows them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from peewee import Expression

from events.people.models import Account, Appointment, Membership
from events.units.models import District, Unit

PAGE = 50


@dataclass(frozen=True)
class AccountRow:
    """An account with what it may do; `past` are the appointments that have ended."""

    account: Account
    memberships: tuple[Membership, ...]
    appointments: tuple[Appointment, ...]
    past: tuple[Appointment, ...]


@dataclass(frozen=True)
class AccountPage:
    rows: tuple[AccountRow, ...]
    page: int
    has_more: bool


def search_accounts(words: str, page: int, today: date, *, by_email: bool) -> AccountPage:
    """Accounts whose name, address or unit has `words`, by name (three statements)."""
    query = Account.select().order_by(Account.name, Account.id)
    if words:
        query = query.where(_matches(words, by_email))
    found = list(query.limit(PAGE + 1).offset((page - 1) * PAGE))
    return AccountPage(tuple(_rows(found[:PAGE], today)), page, len(found) > PAGE)


def all_accounts(today: date) -> list[AccountRow]:
    """In the order in which they were opened (three statements)."""
    return _rows(Account.select().order_by(Account.id), today)


def account_row(account: Account, today: date) -> AccountRow:
    """(Two statements.)"""
    return _rows([account], today)[0]


def _matches(words: str, by_email: bool) -> Expression:
    units = Unit.select(Unit.id).where(Unit.name.contains(words) | Unit.short_name.contains(words))
    works_there = Membership.select(Membership.account).where(Membership.unit.in_(units))
    matches = Account.name.contains(words) | Account.id.in_(works_there)
    return matches | Account.email.contains(words.lower()) if by_email else matches


def _rows(accounts: Iterable[Account], today: date) -> list[AccountRow]:
    accounts = list(accounts)
    ids = [account.id for account in accounts]
    works: dict[int, list[Membership]] = defaultdict(list)
    for member in (
        Membership.select(Membership, Unit)
        .join(Unit)
        .where(Membership.account.in_(ids))
        .order_by(Unit.name)
    ):
        works[member.account_id].append(member)
    posts = _appointments(ids)
    return [
        AccountRow(
            account,
            tuple(works[account.id]),
            tuple(post for post in posts[account.id] if _holds(post, today)),
            tuple(post for post in posts[account.id] if not _holds(post, today)),
        )
        for account in accounts
    ]


def _appointments(ids: list[int]) -> dict[int, list[Appointment]]:
    """With their districts, and whose place they take."""
    absent = Account.alias()
    posts: dict[int, list[Appointment]] = defaultdict(list)
    query = (
        Appointment.select(Appointment, District, absent)
        .left_outer_join(District)
        .switch(Appointment)
        .left_outer_join(absent, on=(Appointment.stand_in_for == absent.id))
        .where(Appointment.account.in_(ids))
        .order_by(Appointment.role, Appointment.id)
    )
    for post in query:
        posts[post.account_id].append(post)
    return posts


def _holds(post: Appointment, today: date) -> bool:
    return post.until_day is None or post.until_day >= today
