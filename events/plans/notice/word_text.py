"""A .docx as text: paragraphs with their automatic numbers, rows of tables with | between cells."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from events.errors import PlanUnreadable
from events.plans.notice.word_numbering import WordNumbering

LARGEST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 5000

_BROKEN = "“{}”不是完好的 Word 文档，请用 Word 或 WPS 打开并另存为 .docx 后重试。"
_TOO_LARGE = "“{}”解压后超过 50 MB 的上限，没有打开，请只保留正文并另存为 .docx 后重试。"
# What python-docx, lxml (SyntaxError), zipfile and zlib raise for damaged or encrypted parts.
_DAMAGE = (
    PackageNotFoundError,
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    ValueError,
    LookupError,
    AttributeError,
    RuntimeError,
    OSError,
)
_BLOCKS = {qn("w:p"), qn("w:tbl")}
# A deletion that is only tracked still stands in the file, but not on the page.
_HIDDEN = {qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:txbxContent")}


def word_text(name: str, content: bytes) -> str:
    """Text of the body in reading order; raises PlanUnreadable. `name` is for the message."""
    _check_sizes(name, content)
    try:
        document = docx.Document(io.BytesIO(content))
        return "\n".join(_lines(document))
    except _DAMAGE as error:
        raise PlanUnreadable(_BROKEN.format(name)) from error


def _check_sizes(name: str, content: bytes) -> None:
    """Look at the declared sizes before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise PlanUnreadable(_BROKEN.format(name)) from error
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
        raise PlanUnreadable(_TOO_LARGE.format(name))
    if "word/document.xml" not in {part.filename for part in parts}:
        raise PlanUnreadable(_BROKEN.format(name))


def _lines(document: Any) -> Iterator[str]:
    numbering = WordNumbering(_numbering_root(document), document.styles.element)
    for block in _blocks(document.element.body):
        if block.tag == qn("w:p"):
            yield numbering.label(block) + _paragraph_text(block)
        else:
            yield from _rows(block, numbering)


def _numbering_root(document: Any) -> Any:
    """word/numbering.xml; None in a document without lists (python-docx would make one)."""
    relations = document.part.rels.values()
    parts = [rel.target_part for rel in relations if rel.reltype.endswith("/numbering")]
    return parts[0].element if parts else None


def _blocks(body: Any) -> Iterator[Any]:
    """Paragraphs and tables, also those inside content controls."""
    for child in body:
        if child.tag in _BLOCKS:
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent")):
            yield from _blocks(child)


def _rows(table: Any, numbering: WordNumbering) -> Iterator[str]:
    """Cells joined by |; a cell merged downwards says its words again in each of its rows."""
    above: dict[int, str] = {}
    for row in table.iter(qn("w:tr")):
        texts: list[str] = []
        column = 0
        for cell in row.iter(qn("w:tc")):
            span, goes_on = _merging(cell)
            text = above.get(column, "") if goes_on else _cell_text(cell, numbering)
            above[column] = text
            texts.append(text)
            column += span
        yield f"| {' | '.join(texts)} |"


def _merging(cell: Any) -> tuple[int, bool]:
    """How many columns a cell covers, and whether it continues the one above."""
    properties = cell.find(qn("w:tcPr"))
    span = None if properties is None else properties.find(qn("w:gridSpan"))
    merge = None if properties is None else properties.find(qn("w:vMerge"))
    goes_on = merge is not None and merge.get(qn("w:val")) != "restart"
    return int(span.get(qn("w:val"))) if span is not None else 1, goes_on


def _cell_text(cell: Any, numbering: WordNumbering) -> str:
    paragraphs = (
        numbering.label(paragraph) + _paragraph_text(paragraph)
        for paragraph in cell.iter(qn("w:p"))
    )
    return " ".join(" ".join(paragraphs).replace("|", "｜").split())


def _paragraph_text(paragraph: Any) -> str:
    """What the page shows: runs, links, tabs and line breaks; no tracked deletions, no fields."""
    return "".join(_pieces(paragraph))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:tab") and element.tag == qn("w:r"):
            yield "\t"
        elif child.tag in (qn("w:br"), qn("w:cr")):
            yield "\n"
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif child.tag not in _HIDDEN and isinstance(child.tag, str):
            yield from _pieces(child)
