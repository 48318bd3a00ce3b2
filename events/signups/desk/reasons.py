"""Reasons that stay in the audit for ever: no telephone number, no address. Pure."""

import re
import unicodedata

from events.signups.phones import PhoneRefused, read_phone

_ADDRESS = re.compile(r"\w@\w")
_RUN = re.compile(r"\+?\d[\d \-()]*")
_WITH_GAPS = ("1", "0", "+", "86")  # how a number in groups begins; a date doesn't


def holds_contact(text: str) -> bool:
    text = unicodedata.normalize("NFKC", text)
    return bool(_ADDRESS.search(text)) or any(map(_holds_phone, _RUN.findall(text)))


def _holds_phone(run: str) -> bool:
    """However it is grouped, and whatever other digits stand beside it."""
    groups = re.findall(r"\+?\d+", run)
    for first in range(len(groups)):
        for end in range(first + 1, len(groups) + 1):
            number = "".join(groups[first:end])
            if (end == first + 1 or number.startswith(_WITH_GAPS)) and _is_phone(number):
                return True
    return False


def _is_phone(digits: str) -> bool:
    try:
        read_phone(digits)
    except PhoneRefused:
        return False
    return True
