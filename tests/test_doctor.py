"""`kepuli doctor`: what is well, what is not, and what to do about it."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from peewee import Database

from events.schema import MIGRATIONS
from tests.conftest import Program
from tests.factories import make_signup, make_themed_day

FOLDER, DATABASE, KEY, CATALOGUE, LETTERS = "数据文件夹", "数据库", "数据密钥", "目录", "信件"
MAP = "地图"


def findings(kepuli: Program) -> dict[str, tuple[bool, str]]:
    """What `doctor --json` finds; its exit code agrees with it."""
    said = kepuli("doctor", "--json")
    found = {row["what"]: (row["is_well"], row["text"]) for row in json.loads(said.stdout)}
    checks = ["程序", FOLDER, "地址", "排版", DATABASE, KEY, CATALOGUE, LETTERS, MAP]
    assert list(found) == checks
    assert said.stderr == ""
    assert said.exit_code == (0 if all(is_well for is_well, _ in found.values()) else 1)
    return found


def ill(kepuli: Program) -> dict[str, str]:
    return {what: text for what, (is_well, text) in findings(kepuli).items() if not is_well}


def test_all_is_well_with_a_database_a_catalogue_and_a_folder(kepuli: Program, db: Database):
    make_themed_day()

    said = kepuli("doctor")

    assert said.exit_code == 0
    assert [line.split("：")[0] for line in said.stdout.splitlines()] == [
        "好  程序",
        "好  数据文件夹",
        "好  地址",
        "好  排版",
        "好  数据库",
        "好  数据密钥",
        "好  目录",
        "好  信件",
        "好  地图",
    ]
    assert findings(kepuli)[CATALOGUE] == (True, "1 个主题日，0 个单位")


def test_people_see_at_the_start_of_the_line_what_is_ill(kepuli: Program, db: Database):
    said = kepuli("doctor")

    assert said.exit_code == 1
    assert said.stdout.splitlines()[-3] == "坏  目录：目录还是空的，请执行：kepuli catalogue load"


def test_a_database_without_its_tables_says_to_migrate(kepuli: Program, empty_database_url: str):
    kepuli.environment["KEPULI_DATABASE"] = empty_database_url
    steps = len(list(MIGRATIONS.glob("0*.py")))

    assert ill(kepuli) == {
        DATABASE: f"还差 {steps} 步升级，请执行：kepuli migrate",
        KEY: "数据库里还没有所需的表，请先运行 kepuli migrate。",
        CATALOGUE: "数据库里还没有所需的表，请先运行 kepuli migrate。",
        LETTERS: "数据库里还没有所需的表，请先运行 kepuli migrate。",
    }


@pytest.mark.engine("sqlite")
def test_a_key_that_others_can_read_is_found(kepuli: Program, db: Database, tmp_path: Path):
    make_themed_day()
    key = tmp_path / "var" / "secret_key"
    assert ill(kepuli) == {}
    key.write_text("abc")
    key.chmod(0o640)

    assert ill(kepuli) == {FOLDER: f"密钥文件别人也能读，请执行：chmod 600 {key}"}
    key.chmod(0o600)
    assert ill(kepuli) == {}


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("secret_key", ["", "set by hand"])
def test_a_file_where_the_folder_should_be_is_found_whoever_made_the_key(
    kepuli: Program, tmp_path: Path, secret_key: str
):
    file = tmp_path / "file"
    file.touch()
    kepuli.environment |= {
        "KEPULI_DATA_DIR": str(file),
        "KEPULI_DATABASE": "",
        "KEPULI_SECRET_KEY": secret_key,
    }

    found = ill(kepuli)

    assert found[FOLDER].startswith(f"“{file}”无法建立（File exists）")
    assert found[DATABASE] == found[KEY] == found[CATALOGUE] == found[LETTERS]
    assert "KEPULI_DATABASE" in found[DATABASE]


@pytest.mark.engine("sqlite")
def test_a_file_that_is_no_database_is_found_and_left_alone(kepuli: Program, tmp_path: Path):
    path = tmp_path / "garbage.db"
    path.write_text("这不是数据库" * 200, encoding="utf-8")
    kepuli.environment["KEPULI_DATABASE"] = f"sqlite:///{path}"

    assert set(ill(kepuli)) == {DATABASE, KEY, CATALOGUE, LETTERS}
    assert path.read_text(encoding="utf-8") == "这不是数据库" * 200


@pytest.mark.engine("sqlite")
def test_a_database_that_does_not_answer_is_found_and_no_password_is_told(kepuli: Program):
    kepuli.environment["KEPULI_DATABASE"] = "postgresql://kepuli:hunter2@127.0.0.1:1/kepuli"

    found = ill(kepuli)

    sentence = "数据库现在连不上，请检查它是否已启动、KEPULI_DATABASE 是否正确。"
    assert found == dict.fromkeys([DATABASE, KEY, CATALOGUE, LETTERS], sentence)


@contextmanager
def without_privileges() -> Iterator[None]:
    """Root may write anywhere, so a test that runs as root becomes nobody for a while."""
    if os.getuid() == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(os.getuid())


@pytest.mark.engine("sqlite")
def test_a_database_that_can_only_be_read_is_found(kepuli: Program, db: Database, tmp_path: Path):
    make_themed_day()
    db.close_all()
    with tempfile.TemporaryDirectory(prefix="kepuli-") as name:  # tmp_path is closed to others
        path = Path(shutil.copy(tmp_path / "kepuli.db", name))
        path.chmod(0o444)
        path.parent.chmod(0o555)
        kepuli.environment |= {"KEPULI_DATABASE": f"sqlite:///{path}"}

        with without_privileges():
            found = ill(kepuli)

        path.parent.chmod(0o755)

    assert found[DATABASE] == "数据库只能读、不能写，请检查数据文件和所在文件夹的权限。"


@pytest.mark.engine("sqlite")
def test_a_setting_that_can_not_be_used_is_one_sentence(kepuli: Program):
    kepuli.environment["KEPULI_TIMEZONE"] = "Mars/Olympus"

    said = kepuli("doctor", "--json")

    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr.startswith("没有“Mars/Olympus”这个时区")


@pytest.mark.engine("sqlite")
def test_a_key_file_that_is_gone_while_there_are_sign_ups_is_found_and_none_is_made(
    kepuli: Program, db: Database, tmp_path: Path
):
    make_themed_day()
    kepuli.environment["KEPULI_DATA_KEY"] = ""
    assert findings(kepuli)[KEY] == (True, "还没有，第一次启动时生成")
    make_signup()
    key = tmp_path / "var" / "data_key"

    assert ill(kepuli) == {KEY: f"{key} 不见了，报名人的资料打不开，请从备份里恢复这个文件。"}
    assert not key.exists()


@pytest.mark.engine("sqlite")
def test_a_key_that_is_not_that_of_the_sign_ups_is_found(
    kepuli: Program, db: Database, tmp_path: Path
):
    make_themed_day()
    make_signup()
    assert findings(kepuli)[KEY] == (True, "打得开报名人的资料；请和数据库分开备份")
    key = tmp_path / "var" / "data_key"
    key.write_text("another")
    key.chmod(0o600)
    kepuli.environment["KEPULI_DATA_KEY"] = ""

    assert ill(kepuli)[KEY].startswith("报名人的资料打不开：现在的数据密钥不是当初加密用的那一把")
    key.chmod(0o644)
    assert ill(kepuli)[KEY] == f"密钥文件别人也能读，请执行：chmod 600 {key}"


def test_a_map_is_named_by_its_host_and_the_approval_it_lacks(kepuli: Program, db: Database):
    make_themed_day()
    assert findings(kepuli)[MAP] == (True, "没有设 KEPULI_MAP_TILES，“活动地图”只有区县的方格")
    tiles = {"TILES": "https://t0.example/{z}/{x}/{y}?tk=secret", "ATTRIBUTION": "© 图"}
    kepuli.environment.update({f"KEPULI_MAP_{key}": value for key, value in tiles.items()})

    assert findings(kepuli)[MAP] == (
        True,
        "底图来自 https://t0.example（wgs84），审图号：没有写 KEPULI_MAP_APPROVAL，公开的地图要有",
    )
