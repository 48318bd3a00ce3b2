"""Sittings, places and differences as the pages of a submission show them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from events.submissions.content import Place, Sitting
from events.submissions.schedule.said import say_times

Words = Sequence[tuple[str, str]]  # (label, words)


@dataclass(frozen=True)
class Difference:
    """A field that the public sees otherwise; "" where it says nothing."""

    label: str
    public: str
    draft: str


def differences(public: Words, draft: Words) -> list[Difference]:
    """The fields that differ, in the order of the draft, then those it has no more; of texts with
    several lines only the lines that differ."""
    before, now = dict(public), dict(draft)
    labels = dict.fromkeys([*now, *before])
    pairs = [(label, before.get(label, ""), now.get(label, "")) for label in labels]
    return [
        Difference(label, _other_lines(old, new), _other_lines(new, old))
        for label, old, new in pairs
        if old != new
    ]


def _other_lines(text: str, other: str) -> str:
    known = set(other.splitlines())
    return "\n".join(line for line in text.splitlines() if line not in known)


def sittings_in_words(sittings: Sequence[Sitting], names: Mapping[str, str]) -> str:
    """A line for each; `names` are those of places by key."""
    return "\n".join(_sitting(sitting, names) for sitting in sittings)


def place_in_words(place: Place, venue: str) -> str:
    """Its name, or that of the venue it is, and where in the house."""
    known = venue or "，".join(filter(None, [place.name, place.address]))
    return f"{known}　{place.note}" if place.note else known


def _sitting(sitting: Sitting, names: Mapping[str, str]) -> str:
    places = [names[sitting.place]] if len(names) > 1 and sitting.place in names else []
    capacity = [f"{sitting.capacity} 人"] if sitting.capacity else []
    return "，".join([say_times([sitting]), *places, *capacity])
