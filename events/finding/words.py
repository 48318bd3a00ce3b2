"""Texts -> terms of the index; what somebody types -> what an activity must have. Pure.

A term is a word of Chinese, a run of other letters and digits, or how a name sounds in pinyin: all
letters (kepuguan) or the first of each character (kpg). Everything else is dropped.
"""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from events.finding.dictionary import cut, cut_finely

VERSION = 1
"""Of the terms that a text gives; with another one the index is written anew."""

LONGEST_TERM = 40
LONGEST_QUERY = 100
_MOST_TERMS = 40
_LONGEST_NAME = 12  # whose sound somebody would type whole

Alternative = tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """What an activity must have: of each of `groups` one alternative, with all of its terms.

    Without groups nothing that could be found was typed, and nothing has it.
    """

    groups: tuple[tuple[Alternative, ...], ...]

    @property
    def terms(self) -> set[str]:
        return {term for group in self.groups for one in group for term in one}


def text_terms(text: str) -> set[str]:
    """What can be found in a description."""
    return _terms(cut_finely(fold(text)))


def title_terms(text: str) -> set[str]:
    """The single characters, too: 鸟 is in 候鸟, 渝中 in 渝中区."""
    folded = fold(text)
    return _terms([*cut_finely(folded), *filter(_is_chinese, folded)])


@lru_cache(maxsize=20_000)
def name_terms(name: str) -> frozenset[str]:
    """Of a unit, a venue, a themed day, a district: as of a title, and how its words sound."""
    terms = title_terms(name)
    spoken = [term for term in terms if len(term) > 1 and _is_chinese(term)]
    whole = "".join(filter(str.isalnum, fold(name)))
    if _is_chinese(whole) and len(whole) <= _LONGEST_NAME:
        spoken.append(whole)
    return frozenset(terms.union(*map(_sounds, spoken)))


def read_words(typed: str, names: Iterable[Collection[str]] = ()) -> Words:
    """`names` are sets of names for the same: who types one of them means any."""
    same = [{_squeeze(name) for name in group} for group in names]
    groups: dict[tuple[Alternative, ...], None] = {}
    for piece in fold(typed[:LONGEST_QUERY]).split():
        meant = {name for group in same if _squeeze(piece) in group for name in group}
        readings = [_alternative(one) for one in (piece, *sorted(meant))]
        if any(readings):
            groups[tuple(dict.fromkeys(filter(None, readings)))] = None
    return Words(tuple(groups))


def fold(text: str) -> str:
    """Full-width and half-width, capitals and small letters are the same."""
    sound = text.encode("utf-8", "ignore").decode()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", sound).casefold())


def _alternative(text: str) -> Alternative:
    return tuple(sorted(_terms(cut(text))))[:_MOST_TERMS]


def _squeeze(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


def _terms(words: Sequence[str]) -> set[str]:
    terms = {word if word.isalnum() else "".join(filter(str.isalnum, word)) for word in words}
    return {term[:LONGEST_TERM] for term in terms if term}


def _is_chinese(text: str) -> bool:
    return bool(text) and all("\u4e00" <= character <= "\u9fff" for character in text)


def _sounds(word: str) -> tuple[str, str]:
    from pypinyin import lazy_pinyin  # slow

    syllables = lazy_pinyin(word)
    return "".join(syllables)[:LONGEST_TERM], "".join(one[0] for one in syllables)
