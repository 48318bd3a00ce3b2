"""Who comes: a party counted by age, and how to reach the one who signed it up. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

AGES = {"under_7": (0, 6), "under_14": (7, 13), "under_18": (14, 17)}  # both ends inclusive
NEEDS_GUARDIAN = ("under_7", "under_14")  # 不满十四周岁


@dataclass(frozen=True)
class Party:
    """Places are people. `any_age` are children who came without a sign-up: nobody asked their age.
    `pupils` is the head count of a class, of whom nothing else is known."""

    adults: int = 0
    under_7: int = 0
    under_14: int = 0
    under_18: int = 0
    any_age: int = 0
    pupils: int = 0

    @property
    def size(self) -> int:
        return self.adults + self.children + self.pupils

    @property
    def children(self) -> int:
        return self.under_7 + self.under_14 + self.under_18 + self.any_age

    @property
    def needs_guardian(self) -> bool:
        return self.under_7 + self.under_14 > 0


@dataclass(frozen=True)
class Contact:
    """What is personal in a sign-up. `phone` is as `phones.read_phone` gives it, `email` in lower
    case; one of them is enough. The fields from `school` on are a class's. `answers`: by the
    question's key."""

    name: str
    phone: str = ""
    email: str = ""
    school: str = ""
    grade: str = ""
    bus: str = ""
    needs: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_known_by(self) -> str:
        """What recognises the same person: the number, without one the address."""
        return self.phone or self.email

    def as_json(self) -> dict[str, Any]:
        return dict(vars(self))


def bands_for(age_from: int | None, age_to: int | None) -> Iterator[str]:
    """The bands of children that an age range of whole years touches."""
    for band, (youngest, oldest) in AGES.items():
        if (age_from or 0) <= oldest and (age_to is None or youngest <= age_to):
            yield band
