"""`kepuli catalogue load`: what is in the files is in the database, once and for all engines."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread

import pytest
from peewee import Database

from events import changes
from events.catalogue.commands import DATA
from events.catalogue.loading import load_catalogue
from events.days.models import DayOff, Edition, SolarTerm, ThemedDay, UsualUnit
from events.days.queries import days_off
from events.db import connection
from events.published import PublishedEdition, Window, of_day
from events.units.models import District, GroupMember, Unit, UnitGroup, UnitName
from tests.catalogue.conftest import everything
from tests.catalogue.small import SmallCatalogue
from tests.conftest import NOW, Outcome, Program

Load = Callable[[], Outcome]


def usual(day: str) -> list[tuple[str, str]]:
    rows = UsualUnit.select(UsualUnit, Unit).join(Unit).switch(UsualUnit).join(ThemedDay)
    rows = rows.where(ThemedDay.slug == day).order_by(UsualUnit.position, UsualUnit.id)
    return [(row.unit.slug, row.role) for row in rows]


def published_nights() -> list[PublishedEdition]:
    """Star Night in 2027, as calendars have it."""
    editions = of_day("star-night", Window(NOW.date())).editions
    return [edition for edition in editions if edition.row.year == 2027]


def position_of(slug: str) -> int:
    return ThemedDay.get(ThemedDay.slug == slug).sequence


def test_the_real_catalogue_is_loaded_whole_and_a_second_time_changes_nothing(
    kepuli: Program, db: Database
):
    first = kepuli("catalogue", "load")
    before = everything()
    second = kepuli("catalogue", "load")

    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout.startswith("目录已载入：新增 ")
    assert "更新 0 条" in first.stdout
    assert (ThemedDay.select().count(), Edition.select().count()) == (55, 138)
    assert {
        region.name: Unit.select().where(Unit.region == region).count()
        for region in District.select().where(District.slug.in_(["500000", "450200"]))
    } == {"重庆市": 20, "柳州市": 23}
    assert second == Outcome(0, "目录已是最新，没有改动。\n", "")
    assert everything() == before


@pytest.mark.engine("sqlite")
def test_the_real_tables_hold_what_rules_and_pages_lean_on(kepuli: Program, db: Database):
    kepuli("catalogue", "load")

    jiangbei, yubei, liangjiang = (
        District.get(District.slug == slug) for slug in ("500105", "500112", "cq-liangjiang")
    )
    assert jiangbei.valid_to == yubei.valid_to == date(2025, 11, 6)
    assert jiangbei.successor == yubei.successor == liangjiang.slug
    assert (liangjiang.name, liangjiang.valid_to) == ("两江新区", None)
    assert liangjiang.parent.name == "重庆市"
    terms = SolarTerm.select().where(SolarTerm.day.between("2026-01-01", "2026-12-31"))
    assert len({term.name for term in terms}) == terms.count() == 24
    assert SolarTerm.get(SolarTerm.day == date(2021, 12, 21)).name == "冬至"
    national_day = days_off(date(2026, 10, 1), date(2026, 10, 1))
    assert [row.kind for row in national_day.days] == ["off"]
    assert national_day.unknown_years == ()
    assert days_off(date(2027, 1, 1), date(2027, 12, 31)).unknown_years == (2027,)


@pytest.mark.engine("sqlite")
def test_the_real_catalogue_ties_regional_days_to_the_units_of_their_region_only(
    kepuli: Program, db: Database
):
    kepuli("catalogue", "load")

    assert {unit.split("-")[0] for unit, _ in usual("guangxi-sci-tech-week")} == {"lz"}
    assert {unit.split("-")[0] for unit, _ in usual("world-meteorological-day")} == {"lz", "cq"}


def test_a_parent_that_comes_later_in_the_file_is_found(load: Load):
    assert load().exit_code == 0

    night = ThemedDay.get(ThemedDay.slug == "star-night")
    assert night.parent.slug == "star-week"
    assert night.position == 0


def test_usual_units_are_those_of_every_region_that_answer_to_the_word(load: Load):
    load()

    assert usual("star-week") == [
        ("cq-weather", "lead"),
        ("lz-cast", "supporting"),
        ("cq-cast", "supporting"),
    ]


def test_a_changed_role_of_a_usual_unit_arrives_and_is_said(load: Load, small: SmallCatalogue):
    load()
    small.change("themed_days", "role: supporting", "role: responsible")

    assert load().stdout == "目录已载入：新增 0 条，更新 2 条。\n"  # the day and who answers for it
    assert usual("star-week")[1:] == [("lz-cast", "responsible"), ("cq-cast", "responsible")]


def test_an_alias_that_moves_to_another_unit_means_only_the_new_one(
    load: Load, small: SmallCatalogue
):
    load()
    small.change("units", "aliases: [科协]", "aliases: [科普协会]")
    small.change("units", "usual_as: [气象局]", "usual_as: [气象局]\n    aliases: [科协]")

    said = load().stdout

    assert said == "目录已载入：新增 0 条，更新 3 条。\n"
    rows = UnitName.select(UnitName, Unit).join(Unit).where(UnitName.kind == "alias")
    assert sorted((row.name, row.unit.slug) for row in rows) == [
        ("科协", "cq-weather"),
        ("科普协会", "cq-cast"),
        ("科普协会", "lz-cast"),
    ]


def test_a_unit_that_leaves_a_group_is_no_member_any_more(load: Load, small: SmallCatalogue):
    load()
    small.change("units", "[cq-cast, cq-weather]", "[cq-weather]")

    load()

    members = GroupMember.select(GroupMember, Unit).join(Unit)
    assert [(row.unit.slug, row.position) for row in members] == [("cq-weather", 0)]


def test_a_successor_named_later_raises_no_sequence_but_is_on_record(
    load: Load, small: SmallCatalogue
):
    load()
    before, position = position_of("star-week"), changes.current().number
    small.change(
        "themed_days",
        "predictability: announced",
        "successor: frog-day\n    predictability: announced",
    )

    assert load().stdout == "目录已载入：新增 0 条，更新 1 条。\n"
    assert ThemedDay.get(ThemedDay.slug == "star-week").successor.slug == "frog-day"
    assert position_of("star-week") == before
    assert changes.current().number == position + 1


def test_a_changed_rule_raises_the_sequence_of_its_day_only(load: Load, small: SmallCatalogue):
    load()
    week, frog = position_of("star-week"), position_of("frog-day")
    small.change("themed_days", "BYMONTH=5;BYMONTHDAY=10", "BYMONTH=5;BYMONTHDAY=11")

    load()

    assert (position_of("star-week"), position_of("frog-day")) == (week + 1, frog)


def test_a_changed_date_raises_the_sequence_and_a_changed_note_does_not(
    load: Load, small: SmallCatalogue
):
    load()
    before = Edition.get().sequence
    small.change("themed_days", "note: 第一次。", "note: 第一届。")
    load()
    after_note = Edition.get().sequence
    small.change("themed_days", "last_day: 2026-05-23", "last_day: 2026-05-24")
    load()

    assert after_note == before
    assert (Edition.get().sequence, Edition.get().last_day) == (before + 1, date(2026, 5, 24))


def test_a_known_edition_is_published_with_a_higher_sequence_than_its_prediction(
    load: Load, small: SmallCatalogue
):
    """A derived one was predicted anew whenever its parent moved; calendars never go back."""
    load()
    Edition.update(sequence=9).execute()
    [predicted] = published_nights()
    small.change(
        "themed_days",
        "rule_words_en: Third day of Star Week.",
        "rule_words_en: Third day of Star Week.\n    editions:\n      - year: 2027\n"
        "        first_day: 2027-05-19\n        last_day: 2027-05-19\n"
        "        date_status: confirmed",
    )

    load()

    [known] = published_nights()
    assert known.uid == predicted.uid
    assert known.sequence > predicted.sequence


def test_tables_are_replaced_when_they_differ_and_said_to_be_changed(
    load: Load, small: SmallCatalogue
):
    load()
    small.change("days_off", "working_days: [2026-01-04]", "working_days: [2026-01-10]")

    assert load().stdout == "目录已载入：新增 0 条，更新 4 条。\n"
    assert [(row.day, row.kind) for row in DayOff.select().order_by(DayOff.day)][-1] == (
        date(2026, 1, 10),
        "working",
    )


def test_empty_tables_are_no_mistake(load: Load, small: SmallCatalogue):
    small.file("days_off").write_text("years: []\n")
    small.file("units").write_text("units: []\n")

    assert load().exit_code == 0
    assert (DayOff.select().count(), Unit.select().count()) == (0, 0)


def test_a_key_without_a_value_is_as_good_as_none(load: Load, small: SmallCatalogue):
    small.change("units", "aliases: [科协]", "aliases:\n    note: null")
    small.change("themed_days", "        note: 第一次。", "        sources:\n        note:")

    assert load().exit_code == 0
    assert (Edition.get().sources, Edition.get().note) == ([], "")


def test_two_loads_at_once_both_succeed_and_write_each_row_once(
    db: Database, small: SmallCatalogue
):
    start, failures = Barrier(2), []

    def run() -> None:
        start.wait()
        try:
            with connection():
                load_catalogue(small.folder, NOW)
        except Exception as error:
            failures.append(error)

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert (ThemedDay.select().count(), UnitGroup.select().count()) == (3, 1)
    assert Edition.get().sequence == 1


@pytest.mark.engine("sqlite")
def test_the_folder_that_comes_with_the_program_is_the_default(kepuli: Program):
    assert sorted(path.name for path in DATA.glob("*.yaml")) == [
        "days_off.yaml", "districts.yaml", "solar_terms.yaml", "themed_days.yaml", "units.yaml",
    ]  # fmt: skip
    assert "data/" in kepuli("catalogue", "load", "--help").stdout
