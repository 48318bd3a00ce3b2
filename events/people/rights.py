"""Who may give what to whom. Pure: refuses with a sentence, or returns."""

from events.errors import NotAllowed
from events.people.actors import Actor
from events.people.models import MemberRole, OfficeRole

_PEOPLE = (OfficeRole.OFFICE, OfficeRole.ADMINISTRATOR)


def check_may_give(by: Actor, role: str, unit_id: int | None) -> None:
    """Whether `by` may give a role in a unit, or an office role where `unit_id` is None.

    Owners give what belongs to their unit, the office all but the administrators' role.
    """
    if unit_id is not None:
        if not (by.owns(unit_id) or by.is_any(*_PEOPLE)):
            raise NotAllowed("只有单位负责人和纲要办能邀请这个单位的人。")
    elif role == OfficeRole.ADMINISTRATOR:
        check_administers(by)
    elif not by.is_any(*_PEOPLE):
        raise NotAllowed("只有纲要办能任命，请和纲要办联系。")


def check_administers(by: Actor) -> None:
    if not by.is_any(OfficeRole.ADMINISTRATOR):
        raise NotAllowed("管理员的事只有管理员能做，请和现任管理员联系。")


def better(mine: str, theirs: str) -> str:
    """Of two roles in one unit the one that may do more."""
    return MemberRole.OWNER if MemberRole.OWNER in (mine, theirs) else MemberRole.EDITOR


def sees_addresses(by: Actor) -> bool:
    """An auditor sees who acts, not where letters to them go."""
    return by.is_any(*_PEOPLE)
