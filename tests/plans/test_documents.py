"""Files as offices send them: text in the usual encodings, Word with its automatic numbers."""

import io
import os
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from events.errors import PlanUnreadable
from events.plans.documents import LARGEST_FILE, plan_text
from events.plans.reader import read_plan

PLAN = "青禾县2022年科普工作要点\n1.办好科普日。（县科协）\n"
DAYS = {"科普日": "national-science-day"}


def refusal(path: Path) -> str:
    with pytest.raises(PlanUnreadable) as caught:
        plan_text(path)
    return caught.value.message


def saved(document: Document, path: Path) -> Path:
    document.save(str(path))
    return path


def add_list(document: Document, list_id: int, *levels: tuple[str, str]) -> None:
    """An automatic list with (format, pattern) for each of its levels."""
    numbering = document.part.numbering_part.element
    level_xml = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for depth, (form, pattern) in enumerate(levels)
    )
    abstract = (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{list_id}">{level_xml}</w:abstractNum>'
    )
    numbering.insert(0, parse_xml(abstract))
    num = f'<w:num {nsdecls("w")} w:numId="{list_id}"><w:abstractNumId w:val="{list_id}"/></w:num>'
    numbering.append(parse_xml(num))


def add_numbered(document: Document, text: str, list_id: int, depth: int = 0) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
    properties.append(parse_xml(xml))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"]
)
def test_text_file_in_a_usual_encoding_is_read_without_a_wrong_character(
    tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(PLAN.encode(encoding))

    assert plan_text(path).lstrip("\ufeff") == PLAN


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("plan.txt", b"", "“plan.txt”是空文件，请确认文件内容后重试。"),
        ("plan.txt", " \n\u3000\n".encode(), "“plan.txt”里没有文字，请确认文件内容后重试。"),
        (
            "plan.txt",
            b"a" * (LARGEST_FILE + 1),
            "“plan.txt”超过 5 MB 的上限，请去掉图片或只保留正文后重试。",
        ),
        (
            "plan.txt",
            bytes(range(256)) * 8,
            "“plan.txt”不是文本文件，或编码无法识别，请另存为 UTF-8 编码的 .txt 后重试。",
        ),
        ("plan.doc", b"x", "“plan.doc”是 .doc 格式，读不了，请另存为 .docx 或 .txt 后重试。"),
        ("plan.PDF", b"x", "“plan.PDF”是 .pdf 格式，读不了，请另存为 .docx 或 .txt 后重试。"),
        ("plan.wps", b"x", "“plan.wps”是 .wps 格式，读不了，请另存为 .docx 或 .txt 后重试。"),
        (
            "plan.txt",
            b"%PDF-1.7 whatever",
            "“plan.txt”是 PDF 格式，读不了，请另存为 .docx 或 .txt 后重试。",
        ),
        (
            "plan.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
            "“plan.docx”是旧版 Word 或加密文档格式，读不了，请另存为 .docx 或 .txt 后重试。",
        ),
        (
            "plan.docx",
            b"PK\x03\x04 broken",
            "“plan.docx”不是完好的 Word 文档，请用 Word 或 WPS 打开并另存为 .docx 后重试。",
        ),
        (
            "plan.docx",
            PLAN.encode(),
            "“plan.docx”不是完好的 Word 文档，请用 Word 或 WPS 打开并另存为 .docx 后重试。",
        ),
    ],
)
def test_unreadable_file_is_refused_with_what_is_wrong_and_what_to_do(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    assert refusal(path) == sentence


def test_missing_file_and_directory_are_refused_by_name(tmp_path: Path) -> None:
    missing = tmp_path / "absent.txt"

    assert refusal(missing) == f"找不到文件“{missing}”，请检查路径。"
    assert refusal(tmp_path) == f"“{tmp_path}”是文件夹，请指定一个 .docx 或 .txt 文件。"


def test_device_that_never_ends_is_refused_without_being_read() -> None:
    assert refusal(Path(os.devnull)) == (
        f"“{os.devnull}”不是普通文件，请指定一个 .docx 或 .txt 文件。"
    )


def test_shift_jis_or_latin_bytes_are_refused_rather_than_shown_as_wrong_characters(
    tmp_path: Path,
) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(
        "Été à Genève, où l’été coûte très cher à l’élève".encode("latin-1", "replace")
    )

    assert "编码无法识别" in refusal(path)


def test_word_document_with_automatic_numbers_reads_like_the_page(tmp_path: Path) -> None:
    document = docx.Document()
    add_list(document, 71, ("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"))
    document.add_paragraph("白沙县2021年科普工作要点")
    add_numbered(document, "开展活动", 71)
    add_numbered(document, "办好科普日。（县科协）", 71, depth=1)
    add_numbered(document, "办好展览。（县文化馆、县科协）", 71, depth=1)
    add_numbered(document, "强化保障", 71)
    add_numbered(document, "落实经费。（县财政局）", 71, depth=1)

    text = plan_text(saved(document, tmp_path / "plan.docx"))

    assert text.split("\n") == [
        "白沙县2021年科普工作要点",
        "一、开展活动",
        "（一）办好科普日。（县科协）",
        "（二）办好展览。（县文化馆、县科协）",
        "二、强化保障",
        "（一）落实经费。（县财政局）",
    ]
    items = read_plan(text, DAYS).items
    assert [(item.section_path, item.number, item.units) for item in items] == [
        (("一、开展活动",), 1, ("县科协",)),
        (("一、开展活动",), 2, ("县文化馆", "县科协")),
        (("二、强化保障",), 1, ("县财政局",)),
    ]


def test_numbers_that_come_from_a_style_and_run_on_across_headings_are_kept(tmp_path: Path) -> None:
    document = docx.Document()
    add_list(document, 72, ("decimal", "%1."))
    style = document.styles.add_style("条目", 1)
    properties = style.element.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="72"/></w:numPr>'))
    document.add_paragraph("一、活动")
    document.add_paragraph("办好科普日。（县科协）", style="条目")
    document.add_paragraph("二、保障")
    document.add_paragraph("落实经费。（县财政局）", style="条目")

    lines = plan_text(saved(document, tmp_path / "plan.docx")).split("\n")

    assert lines == ["一、活动", "1.办好科普日。（县科协）", "二、保障", "2.落实经费。（县财政局）"]


def test_table_with_a_units_column_and_merged_cells_becomes_items(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("2020年石桥市重点任务清单")
    rows = [
        ("序号", "重点任务", "责任单位"),
        ("1", "建设流动科技馆。", "市科协、市教育局"),
        ("2", "办好科普日。", ""),
        ("3", "培训农技员。", "市农业农村局"),
    ]
    table = document.add_table(rows=0, cols=3)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.cell(1, 2).merge(table.cell(2, 2))

    items = read_plan(plan_text(saved(document, tmp_path / "plan.docx")), DAYS).items

    assert [(item.number, item.title, item.units) for item in items] == [
        (1, "建设流动科技馆。", ("市科协", "市教育局")),
        (2, "办好科普日。", ("市科协", "市教育局")),
        (3, "培训农技员。", ("市农业农村局",)),
    ]


def test_tracked_deletions_are_not_read_and_line_breaks_are(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("1.办好科普日。")
    deleted = f"<w:del {nsdecls('w')}><w:r><w:delText>旧文字</w:delText></w:r></w:del>"
    paragraph._p.append(parse_xml(deleted))
    paragraph.add_run().add_break()
    paragraph.add_run("责任单位：县科协")

    assert plan_text(saved(document, tmp_path / "plan.docx")) == "1.办好科普日。\n责任单位：县科协"


def test_word_document_that_unpacks_beyond_the_limit_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (51 * 1024 * 1024))

    assert path.stat().st_size < LARGEST_FILE
    assert refusal(path) == (
        "“bomb.docx”解压后超过 50 MB 的上限，没有打开，请只保留正文并另存为 .docx 后重试。"
    )


def test_word_document_with_damaged_xml_is_refused_in_one_sentence(tmp_path: Path) -> None:
    whole = io.BytesIO()
    docx.Document().save(whole)
    path = tmp_path / "plan.docx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            target.writestr(part, content[:200] if part == "word/document.xml" else content)

    assert refusal(path) == (
        "“plan.docx”不是完好的 Word 文档，请用 Word 或 WPS 打开并另存为 .docx 后重试。"
    )


def test_word_document_without_words_is_refused_as_empty(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(" \u3000")
    path = saved(document, tmp_path / "plan.docx")

    assert document.element.body.findall(qn("w:p"))
    assert refusal(path) == "“plan.docx”里没有文字，请确认文件内容后重试。"
