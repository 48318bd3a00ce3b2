"""Who reviews today, as actors: for letters, for passing on, for what happens later."""

from collections import defaultdict
from datetime import date

from events.people.actors import Actor
from events.people.models import Account, Appointment, MemberRole, Membership, OfficeRole
from events.units.areas import Areas, read_areas

_REVIEWING = (OfficeRole.OFFICE, OfficeRole.REVIEWER)


def read_reviewers(today: date) -> list[Actor]:
    """Everybody who may review on that day, by name (three statements)."""
    holds = Appointment.until_day.is_null() | (Appointment.until_day >= today)
    posts = (
        Appointment.select(Appointment, Account)
        .join(Account, on=(Appointment.account == Account.id))
        .where(Appointment.role.in_(_REVIEWING), holds, Account.disabled_at.is_null())
        .order_by(Account.name, Account.id)
    )
    by_account: dict[Account, list[Appointment]] = defaultdict(list)
    for post in posts:
        by_account[post.account].append(post)
    units = _units([account.id for account in by_account])
    areas = read_areas()
    return [
        _actor(account, found, units.get(account.id, {}), areas)
        for account, found in by_account.items()
    ]


def find_reviewer(account_id: int | None, today: date) -> Actor | None:
    """That person, if he or she may still review (three statements)."""
    found = (actor for actor in read_reviewers(today) if actor.account_id == account_id)
    return next(found, None)


def _units(accounts: list[int]) -> dict[int, dict[int, MemberRole]]:
    found: dict[int, dict[int, MemberRole]] = defaultdict(dict)
    for row in Membership.select().where(Membership.account.in_(accounts)):
        found[row.account_id][row.unit_id] = MemberRole(row.role)
    return found


def _actor(
    account: Account, posts: list[Appointment], units: dict[int, MemberRole], areas: Areas
) -> Actor:
    limits = [post.district_id for post in posts if post.role == OfficeRole.REVIEWER]
    here = [district for district in limits if district is not None]
    return Actor(
        account_id=account.id,
        name=account.name,
        email=account.email,
        language=account.language,
        session_id=0,
        units=units,
        roles=frozenset(OfficeRole(post.role) for post in posts),
        districts=None if len(here) < len(limits) else frozenset(areas.below(here)),
    )
