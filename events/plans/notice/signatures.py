"""Who signed a notice, and when: names of bodies directly above a date that stands alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from events.plans.notice.dates import date_at_end
from events.plans.notice.lines import Line, plain
from events.plans.notice.unit_names import may_be_unit

_LONGEST = 60  # characters; more is a sentence that ends in a date
_MOST_SIGNERS = 12


@dataclass(frozen=True)
class Signature:
    """`lines` are the indexes of the lines it takes up."""

    issuer: str | None
    issued_on: date
    lines: frozenset[int]


def find_signatures(lines: Sequence[Line]) -> list[Signature]:
    """All signatures in order: of the covering letter, of the plan itself."""
    found = (_signature_at(lines, index) for index in range(len(lines)))
    return [signature for signature in found if signature]


def _signature_at(lines: Sequence[Line], index: int) -> Signature | None:
    line = lines[index]
    dated = date_at_end(line.plain.replace(" ", "").strip("()"))
    if not dated or len(line.plain) > _LONGEST:
        return None
    day, before = dated
    if before and not may_be_unit(plain(before)):
        return None
    first = index
    while not before and index - first < _MOST_SIGNERS and _signs(lines, first - 1):
        first -= 1
    names = [before] if before else [line.text for line in lines[first:index]]
    return Signature("、".join(names) or None, day, frozenset(range(first, index + 1)))


def _signs(lines: Sequence[Line], index: int) -> bool:
    """A line that is nothing but the name of a body."""
    if index < 0:
        return False
    name = lines[index].plain.replace(" ", "")
    return may_be_unit(name) and not name.startswith("各") and not set(name) & set(":、,()")
