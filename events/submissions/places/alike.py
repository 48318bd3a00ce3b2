"""Whether two names may mean the same house. Pure.

What says only where it is, such as 重庆 before 图书馆, is left out, unless too little remains.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

_NOISE = re.compile(r"[\s\W_]|[省市区县]")
_LIKELY = 0.8
_ENOUGH = 4  # characters that say more than what kind of house it is


def is_alike(name: str, others: Iterable[str], around: Iterable[str] = ()) -> bool:
    """Whether one of the others is written nearly like it, or one contains the other; `around` are
    the names of the district and of what it lies in."""
    places = [_plain(place) for place in around]
    short = _without(_plain(name), places)
    return len(short) > 1 and any(_are_near(short, _without(_plain(o), places)) for o in others)


def _are_near(one: str, other: str) -> bool:
    if len(other) < 2:
        return False
    shorter, longer = sorted((one, other), key=len)
    if shorter in longer and 2 * len(shorter) >= len(longer):
        return True
    return SequenceMatcher(None, one, other).ratio() >= _LIKELY


def _without(name: str, places: Iterable[str]) -> str:
    rest = name
    for place in filter(None, places):
        rest = rest.replace(place, "")
    return rest if len(rest) >= _ENOUGH else name


def _plain(name: str) -> str:
    """Without blanks, brackets and the words of administration: 重庆市科技馆 is 重庆科技馆."""
    return _NOISE.sub("", name.casefold())
