"""A PDF as tests read it: its text, page by page, as a program that copies from it would."""

import re
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", re.S)
_STRING = rb"(?:\\.|[^\\()])"
for _depth in range(4):  # brackets in pairs are not escaped
    _STRING = rb"(?:\\.|[^\\()]|\(" + _STRING + rb"*\))"
_SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|<([0-9A-Fa-f]+)>|\((" + _STRING + rb"*)\)|(\bET\b)", re.S)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages(document: bytes) -> list[str]:
    """Without spaces between words that stand apart; lines are lines."""
    objects = dict(_objects(document))
    sheets = [body for body in objects.values() if b"/Type/Page/" in body]
    return [
        _text(_stream(objects[_reference(sheet, b"Contents")]), _fonts(objects, sheet))
        for sheet in sheets
    ]


def _reference(body: bytes, key: bytes) -> bytes:
    found = re.search(rb"/" + key + rb" (\d+) 0 R", body)
    assert found, key
    return found[1]


def _fonts(objects: dict[bytes, bytes], sheet: bytes) -> dict[bytes, dict[int, str]]:
    resources = objects[_reference(sheet, b"Resources")]
    named = re.search(rb"/Font<<(.*?)>>", resources)
    pairs = re.findall(rb"/(\w+) (\d+) 0 R", named[1]) if named else []
    return {name: _characters(objects, objects[number]) for name, number in pairs}


def _objects(document: bytes) -> Iterator[tuple[bytes, bytes]]:
    for found in _OBJECT.finditer(document):
        yield found[1], found[2]


def _stream(body: bytes) -> bytes:
    return zlib.decompress(body.split(b"stream\n", 1)[1].rsplit(b"\nendstream", 1)[0])


def _characters(objects: dict[bytes, bytes], font: bytes) -> dict[int, str]:
    """Glyph -> what it stands for, of the font's ToUnicode map."""
    table = _stream(objects[_reference(font, b"ToUnicode")])
    pairs = re.findall(rb"^<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>$", table, re.M)
    return {
        int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs
    }


def _text(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    text, font = "", {}
    for name, digits, string, ending in _SHOWN.findall(content):
        font = fonts[name] if name else font
        text += "\n" if ending else ""
        glyphs = bytes.fromhex(digits.decode()) or _ESCAPED.sub(_plain, string)
        for high, low in zip(glyphs[::2], glyphs[1::2], strict=True):
            text += font.get(high * 256 + low, "")
    return text


def _plain(escape: re.Match[bytes]) -> bytes:
    code = escape[1]
    return bytes([int(code, 8)]) if code.isdigit() else _LETTERS.get(code, code)
