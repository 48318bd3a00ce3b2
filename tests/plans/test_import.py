"""A corrected proposal becomes a plan: once, again, corrected, and never with a mistake in it."""

from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from peewee import Database

from events import changes
from events.changes import Change
from events.db import connection
from events.plans.actions import import_plan
from events.plans.importing import known_slugs, read_proposal
from events.plans.models import ItemDay, Responsibility, WorkItem, WorkPlan
from events.units.models import Unit
from tests.conftest import NOW, Outcome, Program
from tests.factories import make_unit
from tests.plans.city import make_cities

PROPOSAL = """\
plan:
  title: 2026年重庆市科普工作要点
  year: 2026
  region: '500000'
  issuer: 重庆市科普工作办公室
  issued_on: 2026-03-01
  source: null
  everyone: cq-all
items:
  - number: 1
    section_path: [一、重点工作]
    title: 办好科普日。
    units_text: 市科协、市教委等
    everyone: false
    open_ended: true
    units:
      - name: 市科协
        role: lead
        unit: cq-cast
      - name: 市教委
        role: responsible
        unit: null
        likely: [cq-education（重庆市教育委员会）]
    themed_days: [science-day]
    mentions: [青少年科技创新大赛]
    line: 5
    warnings: [第 5 行：不认识单位“市教委”。]
  - number: 2
    title: 办好观星周。
    units_text: 各责任单位
    everyone: true
    themed_days: [star-week, science-day, star-week]
"""


class Draft:
    """A proposal in a file that a person corrects, and the command that takes it in."""

    def __init__(self, kepuli: Program, path: Path) -> None:
        self.kepuli, self.path = kepuli, path
        self.path.write_text(PROPOSAL, encoding="utf-8")

    def change(self, old: str, new: str) -> None:
        text = self.path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
        self.path.write_text(text.replace(old, new), encoding="utf-8")

    def line(self, words: str) -> int:
        lines = self.path.read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if words in line)

    def take_in(self) -> Outcome:
        return self.kepuli("plans", "import", str(self.path))


@pytest.fixture
def draft(kepuli: Program, db: Database, tmp_path: Path) -> Draft:
    make_cities()
    return Draft(kepuli, tmp_path / "要点.proposal.yaml")


def everything() -> list[list[dict[str, Any]]]:
    models = (WorkPlan, WorkItem, ItemDay, Responsibility, Change)
    return [list(model.select().order_by(model.id).dicts()) for model in models]


def named(number: int) -> list[tuple[str, str, str | None, str | None]]:
    rows = Responsibility.select().join(WorkItem).where(WorkItem.number == number)
    return [
        (row.name, row.role, row.unit and row.unit.slug, row.group and row.group.slug)
        for row in rows.order_by(Responsibility.position)
    ]


def test_a_unit_that_was_merged_meanwhile_is_the_survivor(draft: Draft):
    double = Unit.get(Unit.slug == "cq-cast")
    double.merged_into = make_unit(slug="survivor", region=double.region)
    double.save()

    draft.take_in()

    assert named(1)[0] == ("市科协", "lead", "survivor", None)


def test_a_proposal_becomes_a_plan_with_items_days_and_responsibilities(draft: Draft):
    said = draft.take_in()

    [plan] = WorkPlan.select()
    first, second = WorkItem.select().order_by(WorkItem.position)
    assert said.stdout == f"已导入：《2026年重庆市科普工作要点》 /plans/{plan.id}\n"
    assert (plan.region.name, plan.issuer, str(plan.issued_on)) == (
        "重庆市",
        "重庆市科普工作办公室",
        "2026-03-01",
    )
    assert (first.section_path, first.units_text, first.open_ended, first.line) == (
        ["一、重点工作"],
        "市科协、市教委等",
        True,
        5,
    )
    assert (first.mentions, second.section_path, second.everyone) == (
        ["青少年科技创新大赛"],
        [],
        True,
    )
    assert [mention.themed_day.slug for mention in second.days.order_by(ItemDay.position)] == [
        "star-week",
        "science-day",
    ]


def test_an_unresolved_name_is_kept_as_written_and_everyone_is_a_group(draft: Draft):
    said = draft.take_in()

    assert said.stderr == "没有对应单位、只保留名称：市教委\n"
    assert named(1) == [
        ("市科协", "lead", "cq-cast", None),
        ("市教委", "responsible", None, None),
    ]
    assert named(2) == [("各责任单位", "responsible", None, "cq-all")]


def test_the_same_proposal_again_changes_nothing(draft: Draft):
    draft.take_in()
    before = everything()

    said = draft.take_in()

    assert (said.exit_code, said.stdout.partition("：")[0]) == (0, "没有改动")
    assert said.stderr == "没有对应单位、只保留名称：市教委\n"
    assert everything() == before


def test_only_warnings_and_likely_matches_may_differ_without_a_change(draft: Draft):
    draft.take_in()
    before = everything()
    draft.change("        likely: [cq-education（重庆市教育委员会）]\n", "")
    draft.change("    warnings: [第 5 行：不认识单位“市教委”。]\n", "")
    draft.change("        unit: null\n", "")

    assert draft.take_in().stdout.startswith("没有改动")
    assert everything() == before


def test_a_corrected_proposal_replaces_the_items_and_keeps_the_plans_address(draft: Draft):
    draft.take_in()
    plan, position = WorkPlan.get(), changes.current().number
    draft.change("unit: null", "unit: cq-education")
    draft.change("  - number: 2\n    title: 办好观星周。", "  - number: 3\n    title: 看星星。")
    draft.change("themed_days: [science-day]", "themed_days: []")

    said = draft.take_in()

    assert said == Outcome(0, f"已更新：《2026年重庆市科普工作要点》 /plans/{plan.id}\n", "")
    assert [item.title for item in WorkItem.select().order_by(WorkItem.position)] == [
        "办好科普日。",
        "看星星。",
    ]
    assert named(1)[1] == ("市教委", "responsible", "cq-education", None)
    assert (ItemDay.select().count(), Responsibility.select().count()) == (2, 3)
    assert [(row.topic, row.key) for row in Change.select().where(Change.position > position)] == [
        ("work_plan", str(plan.id))
    ]


def test_a_plan_of_another_year_region_or_title_is_another_plan(draft: Draft):
    draft.take_in()
    draft.change("  year: 2026", "  year: 2027")
    draft.take_in()
    draft.change("title: 2026年重庆市科普工作要点", "title: 补充要点")
    draft.take_in()

    assert [(plan.year, plan.title) for plan in WorkPlan.select().order_by(WorkPlan.id)] == [
        (2026, "2026年重庆市科普工作要点"),
        (2027, "2026年重庆市科普工作要点"),
        (2027, "补充要点"),
    ]
    assert WorkItem.select().count() == 6


def test_lists_left_empty_are_as_good_as_none(draft: Draft):
    draft.change("    section_path: [一、重点工作]", "    section_path:")
    draft.change("    themed_days: [science-day]", "    themed_days:")
    draft.change("    everyone: false\n", "    everyone:\n")
    draft.change("    units_text: 各责任单位\n", "    units_text:\n    units:\n")

    said = draft.take_in()

    assert said.exit_code == 0
    first, second = WorkItem.select().order_by(WorkItem.position)
    assert (first.section_path, first.everyone, second.units_text) == ([], False, "")


# what stood there, what is written instead, the words at which the mistake is shown, what is said
MISTAKES = [
    ("title: 2026年重庆市科普工作要点", "title:", "  title:", "缺少“title”"),
    ("  year: 2026\n", "", "  title:", "缺少“year”"),
    ("year: 2026", "year: 二〇二六", "year:", "“year”应为 1990 到 2200 之间的整数"),
    ("region: '500000'", "region: 500000", "region:", "“region”应为文字，现在是 500000；"),
    ("region: '500000'", "region: '500001'", "region:", "没有“500001”这个地区"),
    ("issued_on: 2026-03-01", "issued_on: 2026-02-30", "issued_on", "“2026-02-30”不是一个存在"),
    ("everyone: cq-all", "everyone: cq-some", "everyone: cq-some", "没有“cq-some”这个单位组"),
    ("  everyone: cq-all\n", "", "everyone: true", "请在 plan 的 everyone 写明"),
    ("unit: null", "unit: cq-rain", "cq-rain", "没有“cq-rain”这个单位"),
    ("unit: cq-cast", "unit: 市科协", "unit: 市科协", "没有“市科协”这个单位"),
    ("role: lead", "role: 牵头", "role: 牵头", "“role”应为 lead、supporting、responsible 之一"),
    ("        role: lead\n", "", "name: 市科协", "缺少“role”"),
    ("[science-day]", "[science-night]", "science-night", "没有“science-night”这个主题日"),
    ("[science-day]", "science-day", "themed_days: science", "“themed_days”应是一列"),
    ("number: 1", "number: 一", "number: 一", "“number”应为 0 到 100000 之间的整数"),
    ("title: 办好科普日。", "title: ''", "title: ''", "“title”是空的"),
    ("open_ended: true", "open_ended: 等", "open_ended: 等", "“open_ended”应为 true 或 false"),
    ("line: 5", "lines: 5", "lines: 5", "没有“lines”这一栏"),
    ("line: 5", "title: 又一次", "title: 又一次", "“title”写了两次"),
    ("    units:\n", "    units: 市科协\n    更多:\n", "units: 市科协", "“units”下面应是以 - 开头"),
    ("plan:", "plan: 无\n旧:", "plan: 无", "“plan”应是一组“名称: 值”"),
    ("  - number: 2", " - number: 2", "number: 2", "YAML 写法有误"),
]


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize(
    ("old", "new", "shown_at", "said"), MISTAKES, ids=[f"{said}" for *_, said in MISTAKES]
)
def test_a_mistake_is_named_with_its_file_and_line_and_nothing_is_written(
    draft: Draft, old: str, new: str, shown_at: str, said: str
):
    draft.take_in()
    before = everything()
    draft.change(old, new)

    outcome = draft.take_in()

    place = f"要点.proposal.yaml:{draft.line(shown_at)}："
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert [line for line in outcome.stderr.splitlines() if line.startswith(place) and said in line]
    assert everything() == before


@pytest.mark.engine("sqlite")
def test_several_mistakes_are_named_at_once(draft: Draft):
    draft.change("unit: null", "unit: cq-rain")
    draft.change("[science-day]", "[science-night]")
    draft.change("region: '500000'", "region: '500001'")

    said = draft.take_in()

    assert [line.partition("：")[0] for line in said.stderr.splitlines()] == [
        f"要点.proposal.yaml:{draft.line(words)}"
        for words in ("500001", "cq-rain", "science-night")
    ]


@pytest.mark.engine("sqlite")
def test_a_proposal_without_items_is_refused(draft: Draft):
    head = draft.path.read_text(encoding="utf-8").partition("items:")[0]
    draft.path.write_text(f"{head}items: []\n", encoding="utf-8")

    assert draft.take_in().stderr == "要点.proposal.yaml:9：一个条目也没有，请核对原文。\n"


def test_two_imports_of_a_plan_at_once_leave_one_plan(draft: Draft):
    start, heard = Barrier(2), []

    def take_in() -> None:
        start.wait()
        try:
            with connection():
                heard.append(import_plan(read_proposal(draft.path, known_slugs()), NOW).outcome)
        except Exception as error:  # whatever comes, the test shall see it
            heard.append(repr(error))

    threads = [Thread(target=take_in) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(heard) == ["new", "unchanged"]
    assert (WorkPlan.select().count(), WorkItem.select().count()) == (1, 2)


def test_a_proposal_goes_in_as_it_was_written(kepuli: Program, db: Database, tmp_path: Path):
    """Nothing that `plans propose` writes may be a mistake to `plans import`."""
    make_cities()
    notice = tmp_path / "要点.txt"
    notice.write_text(
        "2026年重庆市科普工作要点\n\n1.\t办好 科普日\u3000和  展览\u200b。（市科协 、“市教委”等）\n"
        "2.- 第二项: 是 #1。（各责任单位）\n重庆市科普工作办公室\n2026年3月1日\n",
        encoding="utf-8",
    )
    proposal = str(tmp_path / "out.yaml")
    kepuli("plans", "propose", str(notice), "--region", "500000", "--output", proposal)

    said = kepuli("plans", "import", proposal)

    assert (said.exit_code, WorkItem.select().count()) == (0, 2)
