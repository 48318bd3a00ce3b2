"""The first sentence of an item, which is its title."""

import re

from events.plans.notice.brackets import marks_outside
from events.plans.notice.lines import plain

_HANZI = re.compile("[\u4e00-\u9fff]")


def first_sentence(text: str) -> str:
    """Up to and including 。！？ outside quotes and brackets, or to the end of the paragraph."""
    paragraph = text.lstrip("\n").split("\n", 1)[0].strip()
    folded = plain(paragraph)
    ends = marks_outside(folded, "。!?.")
    at = next((end for end in ends if folded[end] != "." or _is_full_stop(folded, end)), None)
    if at is None:
        at = folded.find("。") if "。" in folded else len(paragraph) - 1
    return paragraph[: at + 1]


def _is_full_stop(text: str, at: int) -> bool:
    """A half-width dot between Chinese characters (not in 3.5 or www.example)."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(_HANZI.match(before)) and (not after or bool(_HANZI.match(after)))
