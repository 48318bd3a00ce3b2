"""Who is signed in, and what that person may do. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from events.people.models import MemberRole, OfficeRole


@dataclass(frozen=True)
class Actor:
    """An account with what it may do today.

    `units` are those it works for, by id. `districts` limit a reviewer: every one it may review,
    those below included; None is everywhere.
    """

    account_id: int
    name: str
    email: str
    language: str
    session_id: int
    units: Mapping[int, MemberRole]
    roles: frozenset[OfficeRole]
    districts: frozenset[int] | None = frozenset()

    def may_edit(self, unit_id: int) -> bool:
        return unit_id in self.units

    def owns(self, unit_id: int) -> bool:
        return self.units.get(unit_id) == MemberRole.OWNER

    def is_any(self, *roles: OfficeRole) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def reviews(self) -> bool:
        return self.is_any(OfficeRole.OFFICE, OfficeRole.REVIEWER)

    def reviews_in(self, district_id: int | None) -> bool:
        """The office reviews everywhere; what has no district yet is the office's."""
        if OfficeRole.OFFICE in self.roles:
            return True
        if OfficeRole.REVIEWER not in self.roles:
            return False
        return self.districts is None or district_id in self.districts


@dataclass(frozen=True)
class Person:
    """Somebody who acts without being signed in: with a link, or while signing in."""

    account_id: int
    name: str
