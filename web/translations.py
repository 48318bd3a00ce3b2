"""The English catalogue: compiled at start into the data folder, so no generated file is kept."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCES = Path(__file__).resolve().parent.parent / "translations"


def compile_translations(data_dir: Path) -> Path:
    """Compile each messages.po that is newer than its .mo; returns the folder for Flask-Babel."""
    target = (data_dir / "translations").resolve()
    for source in SOURCES.glob("*/LC_MESSAGES/messages.po"):
        compiled = target / source.relative_to(SOURCES).with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        compiled.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as po, compiled.with_suffix(".new").open("wb") as mo:
            write_mo(mo, read_po(po, locale=source.parent.parent.name))
        compiled.with_suffix(".new").replace(compiled)
    return target
