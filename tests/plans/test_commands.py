"""`kepuli plans read|propose|import` on files: exact on real notices, plain on broken ones."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from peewee import Database

from events.days.models import ThemedDay
from events.plans.models import Responsibility, WorkItem
from events.plans.queries import answers
from tests.conftest import Outcome, Program
from tests.plans.city import NOTICE, make_cities

NOTICES = Path(__file__).resolve().parents[3] / "shared" / "notices"
needs_notices = pytest.mark.skipif(
    not NOTICES.is_dir(), reason="the original notices lie beside the project, not in it"
)


@pytest.fixture
def notice(db: Database, tmp_path: Path) -> Path:
    make_cities()
    path = tmp_path / "要点.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return path


def expected_items() -> list[dict[str, Any]]:
    whole = json.loads((NOTICES / "chongqing_2020.expected.json").read_text(encoding="utf-8"))
    items: list[dict[str, Any]] = whole["items"]
    return items


@needs_notices
def test_the_notice_of_chongqing_2020_is_read_exactly(kepuli: Program, db: Database):
    kepuli("catalogue", "load")
    said = kepuli("plans", "read", str(NOTICES / "chongqing_2020.txt"), "--json")
    found = json.loads(said.stdout)
    keys = (
        "number", "section_path", "title", "units_text", "everyone", "open_ended",
        "themed_days", "event_series",
    )  # fmt: skip

    assert (said.exit_code, said.stderr) == (0, "")
    assert (found["title"], found["year"], found["region"], found["issued_on"]) == (
        "2020年重庆市全民科学素质行动工作要点",
        2020,
        "重庆市",
        "2020-05-26",
    )
    assert [{key: item[key] for key in keys} for item in found["items"]] == [
        {key: item[key] for key in keys} for item in expected_items()
    ]
    assert [item["units"] for item in found["items"]] == [
        [unit["as_written"] for unit in item["units"]] for item in expected_items()
    ]
    assert all(len(item["roles"]) == len(item["units"]) for item in found["items"])


@needs_notices
@pytest.mark.parametrize(
    ("name", "region", "count"), [("chongqing_2020", "500000", 21), ("liuzhou_2019", "450200", 36)]
)
def test_a_real_notice_goes_from_text_to_who_answers_without_a_correction(
    kepuli: Program, db: Database, tmp_path: Path, name: str, region: str, count: int
):
    kepuli("catalogue", "load")
    proposal = tmp_path / "out.yaml"
    text = str(NOTICES / f"{name}.txt")
    proposed = kepuli("plans", "propose", text, "--region", region, "--output", str(proposal))
    imported = kepuli("plans", "import", str(proposal))

    assert (proposed.exit_code, imported.exit_code) == (0, 0)
    assert f"共 {count} 条" in proposed.stdout
    assert WorkItem.select().count() == count
    day = ThemedDay.get(ThemedDay.slug == "national-science-day")
    regions = {answer.region_id for answer in answers(day) if answer.item}
    assert len(regions) == 1


@needs_notices
@pytest.mark.engine("sqlite")
def test_every_unit_of_chongqing_2020_is_resolved_to_the_one_that_is_meant(
    kepuli: Program, db: Database, tmp_path: Path
):
    kepuli("catalogue", "load")
    output = tmp_path / "out.yaml"
    text = str(NOTICES / "chongqing_2020.txt")
    kepuli("plans", "propose", text, "--region", "500000", "--output", str(output))

    proposal = yaml.safe_load(output.read_text(encoding="utf-8"))

    assert [[unit["unit"] for unit in item["units"]] for item in proposal["items"]] == [
        [unit["id"] for unit in item["units"]] for item in expected_items()
    ]
    assert proposal["plan"]["everyone"] == "cq-responsible-units"


def test_read_shows_people_the_items_and_stores_nothing(kepuli: Program, notice: Path):
    said = kepuli("plans", "read", str(notice))

    assert said.exit_code == 0
    assert said.stdout.splitlines() == [
        "2026年重庆市科普工作要点　重庆市　2026",
        "   1  办好科普日。  〔市科协、市教委等〕",
        "      主题日：science-day",
        "   2  办好观星周。  〔全体责任单位〕",
        "      主题日：star-week",
        "   3  送科学下乡。  〔市科委、重庆市气象局、市汽象局、青禾镇〕",
    ]
    assert WorkItem.select().count() == 0


def test_read_as_json_is_one_object_with_the_words_as_they_are(kepuli: Program, notice: Path):
    said = kepuli("plans", "read", str(notice), "--json")
    found = json.loads(said.stdout)

    assert "市科协" in said.stdout  # not \\u escapes
    assert {"title", "year", "region", "issuer", "items"} <= set(found)
    assert found["items"][2] == {
        "number": 3,
        "section_path": ["一、重点工作"],
        "title": "送科学下乡。",
        "units_text": found["items"][2]["units_text"],
        "units": ["市科委", "重庆市气象局", "市汽象局", "青禾镇"],
        "roles": ["lead", "supporting", "supporting", "supporting"],
        "everyone": False,
        "open_ended": False,
        "themed_days": [],
        "event_series": [],
        "line": 9,
        "warnings": [],
    }


def test_a_notice_in_gb18030_is_read_like_one_in_utf_8(kepuli: Program, notice: Path):
    before = kepuli("plans", "read", str(notice), "--json")
    notice.write_bytes(NOTICE.encode("gb18030"))

    assert kepuli("plans", "read", str(notice), "--json") == before


def test_output_is_utf_8_in_a_terminal_that_says_nothing(kepuli: Program, notice: Path):
    kepuli.environment |= {"LC_ALL": "C", "LANG": "", "PYTHONIOENCODING": ""}

    said = kepuli.process("plans", "read", str(notice), "--json")

    assert (said.exit_code, said.stderr) == (0, "")
    assert json.loads(said.stdout)["title"] == "2026年重庆市科普工作要点"


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("command", ["read", "propose"])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "找不到文件“{path}”，请检查路径。"),
        (b"", "“坏.txt”是空文件，请确认文件内容后重试。"),
        (b" \r\n\t\n", "“坏.txt”里没有文字，请确认文件内容后重试。"),
        (b"\x00\xff\x07" * 99,
         "“坏.txt”不是文本文件，或编码无法识别，请另存为 UTF-8 编码的 .txt 后重试。"),
        (b"%PDF-1.7", "“坏.txt”是 PDF 格式，读不了，请另存为 .docx 或 .txt 后重试。"),
        (b"x" * 20_000_000, "“坏.txt”超过 5 MB 的上限，请去掉图片或只保留正文后重试。"),
    ],
    ids=["missing", "empty", "blank", "binary", "pdf", "20 MB"],
)  # fmt: skip
def test_a_file_that_can_not_be_read_is_one_sentence_and_exit_code_1(
    kepuli: Program, notice: Path, command: str, content: bytes | None, sentence: str
):
    path = notice.with_name("坏.txt")
    if content is not None:
        path.write_bytes(content)
    options = ("--region", "500000") if command == "propose" else ()

    said = kepuli("plans", command, str(path), *options)

    assert said == Outcome(1, "", sentence.format(path=path) + "\n")


@pytest.mark.engine("sqlite")
def test_a_text_without_items_gives_no_proposal(kepuli: Program, notice: Path):
    notice.write_text("今天天气很好。\n", encoding="utf-8")
    output = notice.with_name("out.yaml")

    said = kepuli("plans", "propose", str(notice), "--region", "500000", "--output", str(output))

    assert (said.exit_code, said.stdout, output.exists()) == (1, "", False)
    assert said.stderr.endswith(
        "一个条目也没有认出来，没有写导入稿；请核对这是不是工作要点的正文。\n"
    )
    assert kepuli("plans", "read", str(notice)).exit_code == 0


def test_propose_writes_beside_nobody_and_import_takes_it_in(
    kepuli: Program, notice: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(notice.parent)

    proposed = kepuli("plans", "propose", str(notice), "--region", "500000")
    imported = kepuli("plans", "import", "要点.proposal.yaml")

    assert proposed.stdout.splitlines() == [
        "导入稿已写到 要点.proposal.yaml，共 3 条。",
        "核对后执行：kepuli plans import 要点.proposal.yaml",
    ]
    assert imported.stderr == "没有对应单位、只保留名称：市教委、青禾镇\n"
    assert [row.unit.slug for row in Responsibility.select() if row.unit][:1] == ["cq-cast"]


@pytest.mark.engine("sqlite")
def test_propose_never_overwrites_a_file(kepuli: Program, notice: Path):
    output = notice.with_name("mine.yaml")
    output.write_text("改了一天的稿子", encoding="utf-8")

    said = kepuli("plans", "propose", str(notice), "--region", "500000", "--output", str(output))

    assert (said.exit_code, said.stdout) == (1, "")
    assert f"{output} 已经存在，不会覆盖" in said.stderr
    assert output.read_text(encoding="utf-8") == "改了一天的稿子"


@pytest.mark.engine("sqlite")
def test_propose_into_a_folder_that_is_missing_is_one_sentence(kepuli: Program, notice: Path):
    output = notice.parent / "nowhere" / "out.yaml"

    said = kepuli("plans", "propose", str(notice), "--region", "500000", "--output", str(output))

    assert said.exit_code == 1
    assert said.stderr.endswith("写不了（No such file or directory），请用 --output 另选位置。\n")


@pytest.mark.engine("sqlite")
def test_an_unknown_region_is_one_sentence_and_writes_nothing(kepuli: Program, notice: Path):
    output = notice.with_name("out.yaml")

    said = kepuli("plans", "propose", str(notice), "--region", "重庆", "--output", str(output))

    assert said == Outcome(
        1, "", "没有代码为“重庆”的地区，请用六位区划代码，例如 500000（重庆市）。\n"
    )
    assert not output.exists()


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "稿.yaml:1：没有这个文件，请核对文件夹和文件名。"),
        (b"", "稿.yaml:1：文件应以“名称: ”开头的一组内容，现在不是。"),
        ("plan:\n".encode("utf-16"), "稿.yaml:1：文件不是 UTF-8 编码，请另存为 UTF-8。"),
        (b"- " * 3_000_000, "稿.yaml:1：文件超过 5 MB 的上限，请核对是不是选错了文件。"),
    ],
    ids=["missing", "empty", "utf-16", "6 MB"],
)
def test_a_proposal_that_can_not_be_read_is_one_sentence(
    kepuli: Program, notice: Path, content: bytes | None, sentence: str
):
    path = notice.with_name("稿.yaml")
    if content is not None:
        path.write_bytes(content)

    assert kepuli("plans", "import", str(path)) == Outcome(1, "", f"{sentence}\n")


@pytest.mark.engine("sqlite")
def test_a_folder_in_the_place_of_a_file_is_one_sentence(kepuli: Program, notice: Path):
    folder = notice.parent
    said = [
        kepuli("plans", "read", str(folder)),
        kepuli("plans", "import", str(folder)),
    ]

    assert [outcome.exit_code for outcome in said] == [1, 1]
    assert ["文件夹" in said[0].stderr, "打不开" in said[1].stderr] == [True, True]
