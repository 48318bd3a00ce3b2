"""Input hygiene: what people and files type becomes text that no page, feed or log trips over.

Controls, line separators and direction overrides are dropped at the boundary, because a lone
CR in a calendar property or a U+202E in a title does its harm far from where it was typed.
"""

import re
import unicodedata

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SEPARATORS = re.compile("[\u2028\u2029]")
_OVERRIDES = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def clean_line(value: str) -> str:
    """One line: NFC, no controls, runs of white space folded to one space, ends trimmed."""
    return " ".join(clean_text(value).split())


def clean_text(value: str) -> str:
    """Several lines: as `clean_line`, but line ends stay, as \\n."""
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    value = _SEPARATORS.sub("\n", value)
    value = _OVERRIDES.sub("", _CONTROLS.sub("", value))
    return unicodedata.normalize("NFC", value).strip()
