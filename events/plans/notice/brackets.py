"""Parentheses and quotes, matched in one pass; stray and missing ones do no harm."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from events.plans.notice.lines import plain

_OPEN, _CLOSE = "([〔", ")]〕"
_BRACKET = re.compile(f"[{re.escape(_OPEN + _CLOSE)}]")
_QUOTE_OPEN, _QUOTE_CLOSE = "“《「『〈‘", "”》」』〉’"


@dataclass(frozen=True)
class Group:
    """Positions of an opening parenthesis and of its closing one (len(text) where missing)."""

    start: int
    end: int
    closed: bool = True

    def inside(self, text: str) -> str:
        return text[self.start + 1 : self.end].strip()


def outer_groups(plain_text: str) -> list[Group]:
    """The outermost parentheses in order; an unclosed one reaches to the end."""
    groups: list[Group] = []
    open_at: list[int] = []
    for match in _BRACKET.finditer(plain_text):
        if match[0] in _OPEN:
            open_at.append(match.start())
        elif open_at:
            start = open_at.pop()
            while groups and groups[-1].start > start:
                groups.pop()
            groups.append(Group(start, match.start()))
    if open_at:
        groups.append(Group(open_at[-1], len(plain_text), closed=False))
    return groups


def marks_outside(plain_text: str, marks: str, with_quotes: bool = True) -> Iterator[int]:
    """Where one of the marks stands in no parentheses (and in no quotes)."""
    opening = _OPEN + _QUOTE_OPEN if with_quotes else _OPEN
    closing = _CLOSE + _QUOTE_CLOSE if with_quotes else _CLOSE
    depth = 0
    for match in re.finditer(f"[{re.escape(opening + closing + marks)}]", plain_text):
        if match[0] in opening:
            depth += 1
        elif match[0] in closing:
            depth = max(depth - 1, 0)
        elif not depth:
            yield match.start()


def split_outside(text: str, separators: str) -> list[str]:
    """Split at any of the separators that stands outside parentheses."""
    cuts = list(marks_outside(plain(text), separators, with_quotes=False))
    starts = [0, *(at + 1 for at in cuts)]
    return [text[start:end] for start, end in zip(starts, [*cuts, len(text)], strict=True)]


def is_balanced(plain_text: str) -> bool:
    """True where every opened quote and parenthesis is closed again."""
    pairs = zip(_OPEN[:1] + "《“", _CLOSE[:1] + "》”", strict=True)
    return all(plain_text.count(opening) <= plain_text.count(closing) for opening, closing in pairs)
