"""Where in an item its units stand: trailing parentheses, a line of their own, a label."""

import re
from dataclasses import dataclass, field
from enum import Enum

from events.plans.notice.brackets import Group, marks_outside, outer_groups
from events.plans.notice.lines import plain
from events.plans.notice.paragraphs import Paragraph
from events.plans.notice.unit_lists import LABEL, parse_units, starts_with_label
from events.plans.notice.unit_names import is_surely_unit, names_its_place

_LONGEST_LIST = 2000  # characters; no list in practice comes near it
_MOST_GROUPS = 8
_LABEL_INLINE = re.compile(rf"(?:^|(?<=[。;.\s]))(?={LABEL.pattern})")
_AFTER_LIST = " 。;,.、"


class Proof(Enum):
    """How much of a list must look like units before it counts as one."""

    EVERY = "every name, and one beyond doubt"
    MOST = "half of the names, and one beyond doubt or a label"
    PLACE = "half of the names, because the place speaks for them"


@dataclass
class UnitStatement:
    """The lists found, and the paragraphs of the item without them."""

    written: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    unclosed: bool = False
    refused: str | None = None
    text_after: int | None = None

    @property
    def text(self) -> str | None:
        return "\n".join(self.written) if self.written else None


def find_units(paragraphs: tuple[Paragraph, ...]) -> UnitStatement:
    """Look at the end of each paragraph, then (if nothing is found) behind the first sentence."""
    statement = UnitStatement()
    for index, paragraph in enumerate(paragraphs):
        is_last = index == len(paragraphs) - 1
        label_waits = bool(statement.written) and _is_bare_label(statement.written[-1])
        if label_waits and _names_units(paragraph.text, Proof.PLACE):
            statement.written[-1] += "\n" + paragraph.text
        else:
            _take_end(paragraph, is_last, statement)
        if statement.rest and statement.rest[-1] and statement.written:
            _note_text_after(statement, paragraph)
    if not statement.written:
        _take_behind_title(statement)
    return statement


def has_units(paragraphs: tuple[Paragraph, ...]) -> bool:
    return bool(find_units(paragraphs).written)


def _note_text_after(statement: UnitStatement, paragraph: Paragraph) -> None:
    """Remember the first paragraph that follows a list and holds none itself."""
    ends_in_list = statement.rest[-1] != paragraph.text
    if not ends_in_list and not starts_with_label(paragraph.plain) and statement.text_after is None:
        statement.text_after = paragraph.line


def _is_bare_label(written: str) -> bool:
    return bool(LABEL.fullmatch(plain(written)))


def _take_end(paragraph: Paragraph, is_last: bool, statement: UnitStatement) -> None:
    text = paragraph.text
    found = 0 if _is_all_units(paragraph) else _labelled_tail(paragraph)
    if found is not None:
        statement.written.append(text[found:].rstrip("。;； "))
        statement.rest.append(text[:found].rstrip())
        return
    groups = _trailing_groups(paragraph, is_last, statement)
    said_at = _said_tail(paragraph) if is_last and not groups else None
    if said_at is not None:
        statement.written.append(text[said_at:].strip("。；; "))
        statement.rest.append(text[:said_at].rstrip())
        return
    statement.written.extend(group.inside(text) for group in groups)
    statement.unclosed = statement.unclosed or any(not group.closed for group in groups)
    statement.rest.append(text[: groups[0].start].rstrip() if groups else text)


def _is_all_units(paragraph: Paragraph) -> bool:
    """True where the line is nothing but a label, or a list of names, with its label or without."""
    if LABEL.match(paragraph.plain) and len(paragraph.text) <= _LONGEST_LIST:
        return True
    bare = paragraph.text.strip(_AFTER_LIST)
    ends_sentence = "。" in bare or bare.startswith(("(", "（"))
    return not ends_sentence and _names_units(bare, Proof.EVERY)


def _labelled_tail(paragraph: Paragraph) -> int | None:
    """Where 责任单位：… starts inside a paragraph, outside brackets, if units follow it."""
    found = _LABEL_INLINE.search(paragraph.plain)
    if not found:
        return None
    stops = set(marks_outside(paragraph.plain, "。;. "))
    labels = (match.start() for match in _LABEL_INLINE.finditer(paragraph.plain))
    start = next((at for at in labels if at - 1 in stops), None)
    if start is None or not _names_units(paragraph.text[start:].rstrip("。"), Proof.MOST):
        return None
    return start


def _said_tail(paragraph: Paragraph) -> int | None:
    """Where the last sentence starts if it says who does it: 由县科协牵头，县教育局配合。"""
    start = paragraph.plain.rstrip("。;. ").rfind("。") + 1
    said = paragraph.text[start:].strip("。；; ")
    if not start or len(said) > _LONGEST_LIST or not parse_units(said).labelled:
        return None
    return start if _names_units(said, Proof.EVERY) else None


def _trailing_groups(paragraph: Paragraph, is_last: bool, statement: UnitStatement) -> list[Group]:
    """The parentheses at the very end that hold units, in order; several may stand together."""
    taken: list[Group] = []
    end = len(paragraph.text)
    for group in reversed(outer_groups(paragraph.plain)):
        at_end = not paragraph.plain[group.end + 1 : end].strip(_AFTER_LIST)
        if len(taken) == _MOST_GROUPS or (not at_end and (taken or group.closed)):
            break
        inside = group.inside(paragraph.text)
        if not _names_units(inside, _proof_needed(paragraph, group, is_last)):
            statement.refused = inside if group.closed else statement.refused
            if group.closed and taken:
                break
            continue
        taken.insert(0, group)
        end = group.start
    return taken


def _proof_needed(paragraph: Paragraph, group: Group, is_last: bool) -> Proof:
    """Behind the last full stop of an item hardly anything but units stands in parentheses."""
    if not is_last or not group.closed:
        return Proof.EVERY
    behind_stop = paragraph.plain[: group.start].rstrip().endswith("。")
    return Proof.PLACE if behind_stop else Proof.MOST


def _take_behind_title(statement: UnitStatement) -> None:
    """开展科普日活动（市科协、市教委）。在全市……: the list belongs to the first sentence."""
    if not statement.rest:
        return
    first = statement.rest[0]
    folded = plain(first)
    sentence_end = folded.find("。")
    for group in outer_groups(folded):
        near = {group.end + 1, group.start - 1}
        if group.closed and sentence_end in near and _names_units(group.inside(first), Proof.EVERY):
            statement.written.append(group.inside(first))
            statement.rest[0] = first[: group.start] + first[group.end + 1 :]
            return


def _names_units(text: str, proof: Proof) -> bool:
    """Do these words name units? How sure that must be depends on where they stand."""
    if not text or len(text) > _LONGEST_LIST:
        return False
    units = parse_units(text)
    if units.everyone:
        return len(units.doubtful) <= len(units.units) // 2
    if not units.units:
        return False
    likely = len(units.units) - len(units.doubtful)
    sure = any(is_surely_unit(name) or names_its_place(name) for name in units.units)
    if proof is Proof.EVERY:
        return sure and not units.doubtful
    if proof is Proof.PLACE or units.labelled:
        return likely * 2 >= len(units.units)
    return sure and likely * 2 >= len(units.units)
