"""The demonstration: two real plans on the real catalogue, loaded once, in nobody's way."""

from pathlib import Path

import pytest
from peewee import Database

from events import changes, demo
from events.catalogue.commands import DATA
from events.plans.models import Responsibility, WorkItem, WorkPlan
from tests.conftest import NOW, Outcome, Program
from tests.factories import make_themed_day
from tests.plans.city import make_cities
from tests.plans.test_import import PROPOSAL

TITLES = [
    "2020年重庆市全民科学素质行动工作要点",
    "2019年柳州市全民科学素质行动工作要点",
]


def test_the_demonstration_is_loaded_whole_and_a_second_time_changes_nothing(
    kepuli: Program, db: Database
):
    kepuli("catalogue", "load")

    first = kepuli("demo", "load")
    before = changes.current()
    second = kepuli("demo", "load")

    assert first == Outcome(0, "".join(f"演示：《{title}》\n" for title in TITLES), "")
    assert second == first
    assert changes.current() == before
    assert {
        plan.title: WorkItem.select().where(WorkItem.plan == plan).count()
        for plan in WorkPlan.select()
    } == {TITLES[0]: 21, TITLES[1]: 36}
    assert Responsibility.select().where(Responsibility.unit.is_null(False)).count() > 100


def test_without_the_catalogue_the_demonstration_names_what_is_missing(
    kepuli: Program, db: Database
):
    said = kepuli("demo", "load")

    assert (said.exit_code, said.stdout) == (1, "")
    assert "没有“500000”这个地区" in said.stderr
    assert WorkPlan.select().count() == 0


def test_a_folder_of_proposals_is_taken_in_by_name(db: Database, tmp_path: Path):
    make_cities()
    for name in ("b", "a"):
        text = PROPOSAL.replace("title: 2026年重庆市科普工作要点", f"title: 要点{name}")
        (tmp_path / f"{name}.proposal.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "notes.yaml").write_text("不是导入稿", encoding="utf-8")

    assert demo.load_demo(tmp_path, NOW) == ["要点a", "要点b"]
    assert demo.load_demo(tmp_path / "nowhere", NOW) == []


@pytest.mark.usefixtures("db")
def test_a_database_is_empty_until_it_has_a_themed_day():
    assert demo.is_empty()
    make_themed_day()
    assert not demo.is_empty()


def test_the_demonstration_holds_items_and_no_sentence_more_of_the_notices():
    files = sorted((DATA / "demo").glob("*.proposal.yaml"))

    assert [file.name for file in files] == [
        "chongqing_2020.proposal.yaml",
        "liuzhou_2019.proposal.yaml",
    ]
