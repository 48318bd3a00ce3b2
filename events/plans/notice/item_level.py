"""Which numbering carries the items is decided by evidence, not by its shape."""

from collections import defaultdict
from itertools import pairwise

from events.plans.notice.blocks import Block
from events.plans.notice.numbering import LEVELS

_SEPARATES = 0.8  # share of unit lists that fall into blocks of their own
_MOSTLY = 0.6  # share of the blocks of one kind that name units
_HEADING = 60  # characters; more is text


def item_kind(blocks: list[Block]) -> str | None:
    """The numbering of the items: the deepest whose blocks each hold one unit list.

    Sub-points inside items lose, because only the last of them ends in the list; headings lose,
    because several lists stand under one.
    """
    kinds = [kind for kind in LEVELS if any(block.marker.kind == kind for block in blocks)]
    lists = sum(block.has_units for block in blocks)
    if not lists:
        return _kind_without_units(blocks, kinds)
    shares = {}
    for kind in kinds:
        total, with_units = _count_blocks(blocks, kind)
        if with_units >= lists * _SEPARATES:
            shares[kind] = with_units / total
    for kind in reversed(kinds):
        if shares.get(kind, 0) >= _MOSTLY:
            return kind
    return max(shares or dict.fromkeys(kinds, 0), key=lambda kind: (shares.get(kind, 0), kind))


def _count_blocks(blocks: list[Block], kind: str) -> tuple[int, int]:
    """How many blocks of a kind there are, and in how many (or in their sub-points) units are."""
    depth = LEVELS.index(kind)
    named: list[bool] = []
    inside = False
    for block in blocks:
        if block.marker.depth <= depth:
            inside = block.marker.kind == kind
            if inside:
                named.append(False)
        if inside and block.has_units:
            named[-1] = True
    return len(named), sum(named)


def _kind_without_units(blocks: list[Block], kinds: list[str]) -> str | None:
    """Without any units: descend while the blocks are bare headings over numbered lines."""
    for kind in kinds[:-1]:
        children: dict[bool, int] = defaultdict(int)
        for block, following in pairwise(blocks):
            if block.marker.kind == kind and following.marker.depth > block.marker.depth:
                children[_is_bare_heading(block)] += 1
        if children[False] >= children[True]:
            return kind
    return kinds[-1] if kinds else None


def _is_bare_heading(block: Block) -> bool:
    text = block.paragraphs[0].plain if block.paragraphs else ""
    return len(block.paragraphs) <= 1 and len(text) <= _HEADING and "。" not in text[:-1]
