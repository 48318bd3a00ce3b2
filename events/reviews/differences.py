"""What became different between two contents told in words, line by line and sign by sign. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

Told = Mapping[str, tuple[str, ...]]  # field -> its lines

_SENTENCES = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]?")
_WORDS = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
_COSTLY = 250_000  # signs times signs: above that a sentence counts as changed as a whole


class Segment(NamedTuple):
    text: str
    changed: bool = False


Line = tuple[Segment, ...]


@dataclass(frozen=True)
class Difference:
    """A field with the lines that differ; `same` counts those that stand on both sides."""

    field: str
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    same: int = 0


def compare(before: Told, after: Told) -> tuple[Difference, ...]:
    """The fields that differ, in the order of `after`."""
    return tuple(
        _compare_lines(field, before.get(field, ()), lines)
        for field, lines in after.items()
        if before.get(field, ()) != lines
    )


def unchanged(before: Told, after: Told) -> dict[str, tuple[str, ...]]:
    """The fields that say something, and the same as before."""
    return {field: lines for field, lines in after.items() if lines and before.get(field) == lines}


def _compare_lines(field: str, old: tuple[str, ...], new: tuple[str, ...]) -> Difference:
    before: list[Line] = []
    after: list[Line] = []
    same = 0
    for kind, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            same += j - i
            continue
        for was, now in zip_longest(old[i:j], new[k:m]):
            left, right = compare_text(was or "", now or "")
            before += [left] if was is not None else []
            after += [right] if now is not None else []
    return Difference(field, tuple(before), tuple(after), same)


def compare_text(old: str, new: str) -> tuple[Line, Line]:
    """Both texts as segments: first whole sentences are matched, then the words of the others."""
    return _match(_SENTENCES.findall(old), _SENTENCES.findall(new), inside=True)


def _match(old: list[str], new: list[str], inside: bool) -> tuple[Line, Line]:
    left: list[Segment] = []
    right: list[Segment] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        was, now = "".join(old[i:j]), "".join(new[k:m])
        if kind == "replace" and inside and len(was) * len(now) <= _COSTLY:
            lefts, rights = _match(_WORDS.findall(was), _WORDS.findall(now), inside=False)
        else:
            lefts, rights = (Segment(was, kind != "equal"),), (Segment(now, kind != "equal"),)
        left += lefts
        right += rights
    return _joined(left), _joined(right)


def _joined(segments: list[Segment]) -> Line:
    """Neighbours of one kind as one, empty ones left out."""
    joined: list[Segment] = []
    for segment in filter(lambda one: one.text, segments):
        if joined and joined[-1].changed == segment.changed:
            joined[-1] = Segment(joined[-1].text + segment.text, segment.changed)
        else:
            joined.append(segment)
    return tuple(joined)
