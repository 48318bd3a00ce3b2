"""Word's automatic list numbers as text: 一、 （一） 1. as the reader of the page sees them.

python-docx gives paragraphs without these numbers. They follow from word/numbering.xml: a
paragraph (or its style) names a list and a level, the level a format and a pattern such as
"（%1）" (ISO/IEC 29500-1 §17.9).
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_LEVELS = 9


@dataclass(frozen=True)
class _Level:
    format: str
    pattern: str
    start: int


class WordNumbering:
    """Counts the lists of one document; ask for each paragraph once, from top to bottom."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._styles = {style.get(qn("w:styleId")): style for style in _children(styles, "style")}
        self._abstract = {
            element.get(qn("w:abstractNumId")): element
            for element in _children(numbering, "abstractNum")
        }
        self._lists = {num.get(qn("w:numId")): num for num in _children(numbering, "num")}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def label(self, paragraph: Any) -> str:
        """The number shown before a paragraph element, or an empty string."""
        list_id, depth = self._list_of(paragraph)
        num = self._lists.get(list_id)
        if num is None:
            return ""
        levels = self._levels(num)
        level = levels.get(depth)
        if level is None or level.format in ("none", "bullet"):
            return ""
        counts = self._counts[self._counter(num)]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in range(depth + 1, _LEVELS):
            counts.pop(deeper, None)
        return self._filled(level, levels, counts)

    def _filled(self, level: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
        text = level.pattern
        for depth, other in levels.items():
            count = counts.get(depth, other.start)
            text = text.replace(f"%{depth + 1}", format_number(count, other.format))
        return text

    def _list_of(self, paragraph: Any) -> tuple[str | None, int]:
        """List and level: set on the paragraph itself, or by its style and those it is based on."""
        properties = _child(paragraph, "pPr")
        own = _child(properties, "numPr")
        style_id = _value(_child(properties, "pStyle"))
        list_id, depth = _value(_child(own, "numId")), _value(_child(own, "ilvl"))
        seen: set[str] = set()
        while style_id and style_id not in seen and style_id in self._styles and not list_id:
            seen.add(style_id)
            style = self._styles[style_id]
            inherited = _child(_child(style, "pPr"), "numPr")
            list_id = _value(_child(inherited, "numId"))
            depth = depth or _value(_child(inherited, "ilvl"))
            style_id = _value(_child(style, "basedOn"))
        return list_id, int(depth or 0)

    def _counter(self, num: Any) -> str:
        """Lists of one abstract list count together, unless this one starts anew."""
        restarts = any(
            _child(override, "startOverride") is not None
            for override in _children(num, "lvlOverride")
        )
        own = f"num {num.get(qn('w:numId'))}"
        return own if restarts else f"abstract {_value(_child(num, 'abstractNumId'))}"

    def _levels(self, num: Any) -> dict[int, _Level]:
        abstract = self._abstract.get(_value(_child(num, "abstractNumId")))
        levels = {
            int(element.get(qn("w:ilvl"))): _level(element)
            for element in _children(abstract, "lvl")
        }
        for override in _children(num, "lvlOverride"):
            depth = int(override.get(qn("w:ilvl")))
            replaced = _child(override, "lvl")
            level = _level(replaced) if replaced is not None else levels.get(depth)
            start = _value(_child(override, "startOverride"))
            if level:
                levels[depth] = _Level(
                    level.format, level.pattern, int(start) if start else level.start
                )
        return levels


def _level(element: Any) -> _Level:
    return _Level(
        format=_value(_child(element, "numFmt")) or "decimal",
        pattern=_value(_child(element, "lvlText")) or "",
        start=int(_value(_child(element, "start")) or 1),
    )


def format_number(number: int, name: str) -> str:
    """A number in one of Word's formats; those we do not know count in digits."""
    return _FORMATS.get(name, str)(number)


def chinese(number: int) -> str:
    """1 to 99 as 一 to 九十九; beyond that digit by digit."""
    digits = "〇一二三四五六七八九"
    if not 0 < number < 100:
        return "".join(digits[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else digits[tens]) + "十" if tens else ""
    return head + (digits[ones] if ones else "")


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": chinese,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "decimalZero": lambda number: f"{number:02}",
}


def _children(element: Any, name: str) -> list[Any]:
    return [] if element is None else list(element.findall(qn(f"w:{name}")))


def _child(element: Any, name: str) -> Any:
    return None if element is None else element.find(qn(f"w:{name}"))


def _value(element: Any) -> str | None:
    return None if element is None else element.get(qn("w:val"))
