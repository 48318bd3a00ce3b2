"""The English catalogue: compiled at start into the data folder, so no generated file is kept."""

import os
import tempfile
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from events.errors import Misconfigured

SOURCES = Path(__file__).resolve().parent.parent / "translations"


def compile_translations(data_dir: Path) -> Path:
    """Compile each messages.po that is newer than its .mo; returns the folder for Flask-Babel."""
    target = (data_dir / "translations").resolve()
    for source in SOURCES.glob("*/LC_MESSAGES/messages.po"):
        compiled = target / source.relative_to(SOURCES).with_suffix(".mo")
        try:
            _compile(source, compiled)
        except OSError as error:
            raise Misconfigured(
                f"数据文件夹“{data_dir}”不能写（{error.strerror}），"
                "请检查权限，或用 KEPULI_DATA_DIR 换一个位置。"
            ) from error
    return target


def _compile(source: Path, compiled: Path) -> None:
    if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
        return
    compiled.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=compiled.parent)
    with os.fdopen(descriptor, "wb") as mo:
        mo.write(_read(source, source.stat().st_mtime))
    os.replace(draft, compiled)


@lru_cache
def _read(source: Path, _changed_at: float) -> bytes:
    """As a .mo file; read once by a process, however many applications it makes."""
    mo = BytesIO()
    with source.open("rb") as po:
        write_mo(mo, read_po(po, locale=source.parent.parent.name))
    return mo.getvalue()
