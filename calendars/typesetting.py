"""Pages set by Typst, which comes with the `pdf` extra and needs a Chinese font.

What they say goes in as a value, never into the program of a page, so no title is ever markup.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from events.errors import NotFound, TooOften

Form = Literal["pdf", "png"]

# The first of these that the machine has, unless the data folder has fonts of its own.
_CHINESE = (
    *("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN"),
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN"),
    *("Songti SC", "STSong", "PingFang SC", "SimSun", "Microsoft YaHei"),
    *("WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "AR PL UMing CN", "Droid Sans Fallback"),
)
_PICTURE = """
#set document(date: none)
#set page(width: 210mm, height: 297mm, margin: 0pt)
#image(bytes(sys.inputs.drawing), format: "svg", width: 100%, height: 100%)
"""
_DOTS_PER_INCH = 150
_TURN = Lock()
_PATIENCE = 3.0  # seconds, in which a thread of the server does nothing else


class CannotTypeset(NotFound):
    """There is no such form of anything on this machine."""

    def __init__(self) -> None:
        super().__init__(
            "这个网站没有装排版程序或中文字体，请用浏览器打印网页或 SVG；"
            "要装的话，见运维说明里的“PDF 和图片”。"
        )


class OthersFirst(TooOften):
    """A sheet takes up to seconds of a processor, so they are set one after the other."""

    def __init__(self) -> None:
        message = "正在给别人排版，请十秒后再下载；网页和 SVG 不用等。"
        super().__init__(timedelta(seconds=10), message)


@contextmanager
def turn() -> Iterator[None]:
    """Nobody else of this process typesets meanwhile; raises OthersFirst if that takes long."""
    if not _TURN.acquire(timeout=_PATIENCE):
        raise OthersFirst
    try:
        yield
    finally:
        _TURN.release()


def is_ready(folder: Path) -> bool:
    return find_spec("typst") is not None and bool(_fonts(folder / "fonts")[1])


def picture(drawing: str, form: Form, folder: Path) -> bytes:
    """An SVG of a sheet of A4 as something else."""
    return typeset(_PICTURE, form, folder, drawing=drawing)


def typeset(program: str, form: Form, folder: Path, **values: str) -> bytes:
    """`sys.inputs` of the program are the values, and `fonts` as JSON; raises CannotTypeset,
    OthersFirst."""
    if not is_ready(folder):
        raise CannotTypeset
    import typst  # optional: the `pdf` extra

    fonts, families = _fonts(folder / "fonts")
    inputs = values | {"fonts": json.dumps(families)}
    with turn():
        return typst.compile(
            program.encode(), format=form, font_paths=fonts, ppi=_DOTS_PER_INCH, sys_inputs=inputs
        )


@lru_cache(maxsize=4)
def _fonts(folder: Path) -> tuple[Any, tuple[str, ...]]:
    """All there are, and the families to set text in, best first. Looked for once."""
    import typst  # optional: the `pdf` extra

    own = typst.Fonts(False, False, [folder]).families()
    fonts = typst.Fonts(font_paths=[folder])
    known = set(fonts.families())
    return fonts, (*own, *(name for name in _CHINESE if name in known))
