"""Numbers of identity cards, which nobody asks for unless the office allows it. Pure."""

import re
import unicodedata
from datetime import date

_ASKS = re.compile(r"身份证|证件号|护照|idnumber|idcard|passport")
_NUMBER = re.compile(r"(?<!\d)\d{17}[\dx](?!\d)")
_GAPS = re.compile(r"[\s\-‐-―·.]")
_WEIGHTS = tuple(2**place % 11 for place in range(17, 0, -1))  # ISO 7064, MOD 11-2
_CHECKS = "10x98765432"


def asks_for_it(words: str) -> bool:
    return bool(_ASKS.search(_plain(words)))


def holds_one(text: str) -> bool:
    """Whether it has an 18-digit number (GB 11643) whose birthday and check digit are right."""
    together = unicodedata.normalize("NFKC", text).lower(), _plain(text)
    return any(_is_right(found) for words in together for found in _NUMBER.findall(words))


def _plain(text: str) -> str:
    return _GAPS.sub("", unicodedata.normalize("NFKC", text).lower())


def _is_right(number: str) -> bool:
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[17]
