"""The demonstration: two real plans and fictional activities on the real catalogue."""

import socket
import sqlite3
from pathlib import Path

import pytest
from peewee import Database

from events import changes
from events.activities.models import Activity, Occurrence
from events.demo.commands import DEMO
from events.demo.loading import is_empty, is_marked, load_demo
from events.plans.models import Responsibility, WorkItem, WorkPlan
from events.units.models import Unit
from events.venues.models import Venue
from tests.conftest import NOW, Outcome, Program
from tests.factories import make_themed_day
from tests.plans.city import make_cities
from tests.plans.test_import import PROPOSAL
from tests.test_cli import running, wait_for

TITLES = [
    "2020年重庆市全民科学素质行动工作要点",
    "2019年柳州市全民科学素质行动工作要点",
]
PEOPLE = [
    "林晓 office@example.org（纲要办：审核、主题日安排、单位名录、人员）",
    "周宁 reviewer@example.org（北碚区的审核员）",
    "陈静 museum@example.org（重庆自然博物馆的负责人）",
    "何晴 weather@example.org（重庆市气象局的负责人，也是重庆科技馆的编辑）",
    "李想 library@example.org（重庆图书馆的编辑）",
    "吴敏 auditor@example.org（审计，只能看）",
    "赵强 admin@example.org（系统管理员）",
]
LOADED = "".join(f"演示：《{title}》\n" for title in TITLES) + "".join(
    f"演示：{person}\n" for person in PEOPLE
)


def test_the_demonstration_is_loaded_whole_and_a_second_time_changes_nothing(
    kepuli: Program, db: Database
):
    kepuli("catalogue", "load")
    real_units = Unit.select().count()

    first = kepuli("demo", "load")
    before = changes.current()
    second = kepuli("demo", "load")

    added = "演示活动：新增 57 个、305 场，随主题日改期 0 场。\n"
    assert first == Outcome(0, LOADED + added, "")
    assert second == Outcome(0, f"{LOADED}演示活动已经跟上今天，没有改动。\n", "")
    assert changes.current() == before
    assert {
        plan.title: WorkItem.select().where(WorkItem.plan == plan).count()
        for plan in WorkPlan.select()
    } == {TITLES[0]: 21, TITLES[1]: 36}
    assert Responsibility.select().where(Responsibility.unit.is_null(False)).count() > 100
    assert (Activity.select().count(), Occurrence.select().count()) == (57, 305)
    assert (Unit.select().count() - real_units, Venue.select().count()) == (19, 30)


@pytest.mark.usefixtures("db")
@pytest.mark.filled
def test_every_activity_says_that_it_is_fictional_and_where_it_comes_from():
    activities = list(Activity.select())

    assert all(activity.is_fictional for activity in activities)
    assert all(str(activity.source_key).startswith("demo/") for activity in activities)
    assert sum(activity.work_item_id is not None for activity in activities) > 40
    assert {activity.contact_is_public for activity in activities if activity.contact} == {
        True,
        False,
    }


def test_without_the_catalogue_the_demonstration_names_what_is_missing(
    kepuli: Program, db: Database
):
    said = kepuli("demo", "load")

    assert (said.exit_code, said.stdout) == (1, "")
    assert "没有“500000”这个地区" in said.stderr
    assert (WorkPlan.select().count(), is_marked()) == (0, False)


def test_a_folder_of_proposals_is_taken_in_by_name(db: Database, tmp_path: Path):
    make_cities()
    for name in ("b", "a"):
        text = PROPOSAL.replace("title: 2026年重庆市科普工作要点", f"title: 要点{name}")
        (tmp_path / f"{name}.proposal.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "notes.yaml").write_text("不是导入稿", encoding="utf-8")

    assert load_demo(tmp_path, NOW) == ["要点a", "要点b"]
    assert load_demo(tmp_path / "nowhere", NOW) == []
    assert is_marked()


@pytest.mark.usefixtures("db")
def test_a_database_is_empty_until_it_has_a_themed_day():
    assert is_empty()
    make_themed_day()
    assert not is_empty()


def test_a_database_that_is_not_marked_is_not_filled_with_fiction(kepuli: Program, db: Database):
    kepuli("catalogue", "load")

    said = kepuli("demo", "refresh")

    assert said == Outcome(1, "", "这个数据库里没有演示内容，要演示请先运行 kepuli demo load。\n")
    assert Activity.select().count() == Venue.select().count() == 0


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("steps", [(), ("catalogue",)], ids=["empty", "catalogue only"])
def test_serve_shows_the_demonstration_only_where_the_database_was_empty(
    kepuli: Program, db: Database, steps: tuple[str, ...]
):
    for step in steps:
        kepuli(step, "load")
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    source = {"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "1"}

    with running(
        "serve", environment=kepuli.environment | source | {"KEPULI_LISTEN": address}
    ) as server:
        wait_for(server, address)

    with sqlite3.connect(db.database) as file:
        (activities,) = file.execute("SELECT count(*) FROM activity").fetchone()
    assert (activities > 50) is (not steps)


def test_the_demonstration_holds_items_and_no_sentence_more_of_the_notices():
    assert sorted(file.name for file in DEMO.iterdir()) == [
        "activities.yaml",
        "chongqing_2020.proposal.yaml",
        "liuzhou_2019.proposal.yaml",
        "people.yaml",
    ]
