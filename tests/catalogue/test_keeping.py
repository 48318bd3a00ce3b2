"""What people edited stays, field by field; the rest follows the catalogue."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from events import changes, clock
from events.days import actions
from events.days.actions import Source
from events.days.editions import EditionRow
from events.days.models import Edition, ThemedDay
from events.days.queries import almanac
from events.days.recurrence import Span
from events.units.models import Unit
from tests.catalogue.small import SmallCatalogue
from tests.conftest import NOW, Outcome

Load = Callable[[], Outcome]
OFFICE = Source("市科协通知")


def edition_row(slug: str, year: int) -> EditionRow:
    book = almanac(clock.today(ZoneInfo("Asia/Shanghai")))
    day = book.find(slug)
    assert day is not None
    return book.row(day, year)


def may(first: int, last: int) -> Span:
    return Span(date(2026, 5, first), date(2026, 5, last))


def days_of(edition: Edition) -> tuple[date, date, str]:
    return edition.first_day, edition.last_day, edition.date_status


def test_an_edited_theme_stays_while_the_other_fields_follow(load: Load, small: SmallCatalogue):
    load()
    actions.set_theme(edition_row("star-week", 2026), "看见星星", NOW)
    small.change("themed_days", "text: 抬头看", "text: 仰望")
    small.change("themed_days", "note: 第一次。", "note: 第一届。")
    small.change("themed_days", "last_day: 2026-05-23", "last_day: 2026-05-24")

    said = load()

    edition = Edition.get()
    assert [theme["text"] for theme in edition.themes] == ["看见星星", "抬头看"]
    assert (edition.note, edition.last_day) == ("第一届。", date(2026, 5, 24))
    assert said.stdout == (
        "目录已载入：新增 0 条，更新 1 条。\n保留了人工修改：edition star-week/2026 themes\n"
    )


def test_what_is_kept_is_said_each_time_but_nothing_is_written(load: Load):
    load()
    actions.set_theme(edition_row("star-week", 2026), "看见星星", NOW)
    before = changes.current()
    updated_at = Edition.get().updated_at

    said = load()

    assert (
        said.stdout == "目录已是最新，没有改动。\n保留了人工修改：edition star-week/2026 themes\n"
    )
    assert (changes.current(), Edition.get().updated_at) == (before, updated_at)


def test_an_edition_that_was_moved_stays_moved(load: Load):
    load()
    moved = actions.move_edition(edition_row("star-week", 2026), may(20, 27), OFFICE, NOW)

    load()

    edition = Edition.get()
    assert days_of(edition) == (date(2026, 5, 20), date(2026, 5, 27), "announced")
    assert (edition.moved_from_first_day, edition.sequence) == (date(2026, 5, 16), moved.sequence)


def test_a_cancelled_edition_stays_cancelled_when_the_catalogue_knows_better_days(
    load: Load, small: SmallCatalogue
):
    load()
    actions.cancel_edition(edition_row("star-week", 2026), "暴雨", NOW)
    small.change("themed_days", "first_day: 2026-05-16", "first_day: 2026-05-17")
    small.change("themed_days", "date_status: announced", "date_status: confirmed")

    load()

    assert days_of(Edition.get()) == (date(2026, 5, 16), date(2026, 5, 23), "cancelled")


def test_days_are_kept_as_a_whole_so_that_no_edition_ends_before_it_begins(
    load: Load, small: SmallCatalogue
):
    """Only the first day was moved; the catalogue then changes both."""
    load()
    actions.move_edition(edition_row("star-week", 2026), may(20, 23), OFFICE, NOW)
    small.change("themed_days", "first_day: 2026-05-16", "first_day: 2026-05-10")
    small.change("themed_days", "last_day: 2026-05-23", "last_day: 2026-05-17")

    said = load()

    assert said.exit_code == 0
    assert days_of(Edition.get())[:2] == (date(2026, 5, 20), date(2026, 5, 23))
    assert "star-week/2026 first_day\n" in said.stdout
    assert "star-week/2026 last_day\n" in said.stdout


def test_a_confirmation_in_the_catalogue_does_not_confirm_other_days(
    load: Load, small: SmallCatalogue
):
    load()
    actions.move_edition(edition_row("star-week", 2026), may(20, 27), OFFICE, NOW)
    small.change("themed_days", "date_status: announced", "date_status: confirmed")

    load()

    assert Edition.get().date_status == "announced"


def test_an_announced_edition_takes_from_a_later_catalogue_what_nobody_wrote(
    load: Load, small: SmallCatalogue
):
    small.change("themed_days", "year: 2026", "year: 2025")
    small.change("themed_days", "2026-05-", "2025-05-")
    load()
    actions.announce_edition(edition_row("star-week", 2026), may(20, 27), OFFICE, NOW)
    small.change("themed_days", "year: 2025", "year: 2026")
    small.change("themed_days", "2025-05-", "2026-05-")

    said = load()

    edition = Edition.get(Edition.year == 2026)
    assert days_of(edition) == (date(2026, 5, 20), date(2026, 5, 27), "announced")
    assert (edition.note, [theme["text"] for theme in edition.themes]) == ("第一次。", ["抬头看"])
    assert "star-week/2026 first_day" in said.stdout
    assert "star-week/2026 note" not in said.stdout


def test_a_theme_for_an_edition_without_days_leaves_the_days_to_the_catalogue(
    load: Load, small: SmallCatalogue
):
    load()
    actions.set_theme(edition_row("star-week", 2027), "看见星星", NOW)
    small.change(
        "themed_days",
        "    editions:\n",
        "    editions:\n      - year: 2027\n        first_day: 2027-05-15\n"
        "        last_day: 2027-05-22\n        date_status: announced\n",
    )

    load()

    edition = Edition.get(Edition.year == 2027)
    assert days_of(edition) == (date(2027, 5, 15), date(2027, 5, 22), "announced")
    assert edition.themes == [{"text": "看见星星"}]


def test_a_value_the_catalogue_takes_over_from_a_person_is_the_catalogues_again(
    load: Load, small: SmallCatalogue
):
    load()
    ThemedDay.update(summary="听蛙鸣。").where(ThemedDay.slug == "frog-day").execute()
    small.change("themed_days", "summary: 听青蛙。", "summary: 听蛙鸣。")
    agreed = load()
    small.change("themed_days", "summary: 听蛙鸣。", "summary: 数青蛙。")
    load()

    assert "保留" not in agreed.stdout
    assert ThemedDay.get(ThemedDay.slug == "frog-day").summary == "数青蛙。"


@pytest.mark.parametrize("name", ["重庆市科协", ""])
def test_an_edited_unit_name_stays_also_when_it_was_emptied(load: Load, name: str):
    load()
    Unit.update(short_name=name).where(Unit.slug == "cq-cast").execute()

    said = load()

    assert Unit.get(Unit.slug == "cq-cast").short_name == name
    assert said.stdout.endswith("保留了人工修改：unit cq-cast short_name\n")
