"""The audit log as files: everything asked for, nothing that a spreadsheet would run."""

import csv
import io
import zipfile
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from events import audit, clock
from events.office.audit import routes
from events.people.models import OfficeRole
from events.sheets import write_csv
from tests.factories import make_account, make_unit
from tests.signing_in import browser_of

HEAD = ["编号", "时间", "谁", "做了什么", "名称", "单位", "第几版"]
HEAD += ["细节", "动作代码", "对象代码", "对象编号"]


@pytest.fixture
def auditor(app: Flask) -> FlaskClient:
    return browser_of(app, make_account(roles=(OfficeRole.AUDITOR,)))


def write(**fields: Any) -> None:
    defaults = {"name": "恐龙化石", "revision": 2, "reason": "太晚"}
    audit.write(
        audit.PROGRAM, "submission.returned", "submission", 7, clock.now(), **defaults | fields
    )


def sheet(client: FlaskClient, query: str = "") -> list[list[str]]:
    answer = client.get(f"/office/audit/entries.csv?{query}")
    assert answer.mimetype == "text/csv"
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline="")))


def test_csv_has_a_heading_and_a_line_for_each_entry_newest_first(auditor: FlaskClient):
    unit = make_unit(name="重庆自然博物馆")
    write(unit_id=unit.id)
    write(name='写"了，\n两行', revision=None, note="=1+1")

    answer = auditor.get("/office/audit/entries.csv")
    head, second, first = sheet(auditor)

    assert answer.get_data().startswith(b"\xef\xbb\xbf" + "编号,".encode())
    assert answer.get_data().count(b"\r\n") == 3
    assert answer.headers["Content-Disposition"] == "attachment; filename=audit.csv"
    assert answer.headers["Cache-Control"] == "no-store"
    assert head == HEAD
    assert first == [
        *("1", "2026-11-21 10:00:00", "程序", "退回了申报", "恐龙化石", "重庆自然博物馆", "2"),
        *("原因 太晚", "submission.returned", "submission", "7"),
    ]
    assert second[4:8] == ['写"了，\n两行', "", "", "说明 =1+1；原因 太晚"]


RISKY = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "=HYPERLINK()",
]


@pytest.mark.parametrize("text", RISKY)
def test_csv_has_no_cell_that_begins_a_formula(auditor: FlaskClient, text: str):
    write(name=text)

    assert sheet(auditor)[1][4] == f"'{text}"


@pytest.mark.parametrize("text", ["1+1=2", "恐龙=鸟", "'=1", " =1", ""])
def test_csv_leaves_harmless_text_alone(auditor: FlaskClient, text: str):
    write(name=text)

    assert sheet(auditor)[1][4] == text


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def test_xlsx_holds_the_same_as_text_without_formulas_and_links(auditor: FlaskClient):
    for text in (*RISKY, "https://evil.example/", "=cmd|'/c calc'!A0", "{=1}"):
        write(name=text)

    answer = auditor.get("/office/audit/entries.xlsx")
    found = parts(answer.get_data())

    text = found["xl/worksheets/sheet1.xml"]
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    assert text.count("<row ") == 1 + len(RISKY) + 3
    assert "=HYPERLINK()" in text
    assert "<f>" not in text
    assert "<hyperlink" not in text
    assert not [name for name in found if "externalLink" in name or name.endswith(".rels.rels")]


def test_a_file_holds_what_the_page_was_asked_for(auditor: FlaskClient):
    write(name="恐龙化石")
    write(name="小小讲解员")

    assert [row[4] for row in sheet(auditor, "words=恐龙")] == ["名称", "恐龙化石"]


@pytest.mark.parametrize("name", ["entries.csv", "entries.xlsx"])
def test_a_question_that_can_not_be_read_gives_no_file(auditor: FlaskClient, name: str):
    write()

    answer = auditor.get(f"/office/audit/{name}?first_day=yesterday")

    assert answer.status_code == 400
    assert "有一个筛选条件看不懂" in answer.text
    assert "恐龙化石" not in answer.text


def test_a_file_that_would_be_too_long_says_what_is_missing(
    auditor: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(routes, "MOST", 3)
    for number in range(3):
        write(name=f"第{number}个")
    assert [row[4] for row in sheet(auditor)[1:]] == ["第2个", "第1个", "第0个"]
    write(name="第3个")

    *lines, last = sheet(auditor)[1:]

    assert [row[4] for row in lines] == ["第3个", "第2个", "第1个"]
    assert last == ["只导出最新的 3 条，更早的请按日期分几次导出。"]


def test_fifty_thousand_rows_are_written_without_being_held(tmp_path: Any):
    rows = ((number, f"第{number}行", "=1+1") for number in range(50_000))
    with (tmp_path / "a.csv").open("wb") as file:
        write_csv(file, rows)

    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert sum(1 for _line in csv.reader(file)) == 50_000
