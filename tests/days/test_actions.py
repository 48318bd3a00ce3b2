"""Announced, confirmed, moved, cancelled: each step, each refusal, and two people at once."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from peewee import Database

from events import changes, clock
from events.changes import Change
from events.days.actions import (
    Source,
    announce_edition,
    cancel_edition,
    confirm_edition,
    move_edition,
    reinstate_edition,
    set_theme,
)
from events.days.editions import EditionRow
from events.days.models import Edition, ThemedDay
from events.days.queries import almanac
from events.days.recurrence import Span
from events.db import connection
from events.errors import InvalidTransition
from tests.conftest import NOW
from tests.factories import make_edition, make_themed_day

MAY = "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=10"
NOTICE = Source("科技部通知", "https://example.cn/notice")
pytestmark = pytest.mark.usefixtures("db")


def span(first: str, last: str) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last))


WEEK = span("2027-05-15", "2027-05-22")
LATER = span("2027-08-21", "2027-08-28")


@pytest.fixture
def week() -> ThemedDay:
    """A week whose rule only predicts."""
    return make_themed_day(slug="star-week", name="观星周", rule=MAY, duration_days=7, sequence=1)


@pytest.fixture
def frog_day() -> ThemedDay:
    """A day whose rule gives the true date."""
    return make_themed_day(slug="frog-day", name="青蛙日", rule=MAY, predictability="fixed")


def row_of(day: ThemedDay, year: int = 2027) -> EditionRow:
    book = almanac(clock.today(ZoneInfo("Asia/Shanghai")))
    found = book.find(day.slug)
    assert found is not None
    return book.row(found, year)


def stored() -> Edition:
    [edition] = Edition.select()
    return edition


def days_of(edition: Edition) -> tuple[str, str, str]:
    return str(edition.first_day), str(edition.last_day), edition.date_status


def refusal(action: Callable[..., Any], *arguments: object, **named: object) -> str:
    """The sentence of a step that is refused; it leaves no trace."""
    before = list(Edition.select().dicts()), changes.current()
    with pytest.raises(InvalidTransition) as refused:
        action(*arguments, **named)
    assert (list(Edition.select().dicts()), changes.current()) == before
    return refused.value.message


def test_announcing_an_expected_edition_stores_days_theme_and_source(week: ThemedDay):
    announce_edition(row_of(week), WEEK, NOTICE, NOW, theme="抬头看")

    edition = stored()
    assert days_of(edition) == ("2027-05-15", "2027-05-22", "announced")
    assert edition.themes == [{"text": "抬头看"}]
    assert edition.sources == [
        {
            "title": "科技部通知",
            "url": "https://example.cn/notice",
            "first_day": "2027-05-15",
            "last_day": "2027-05-22",
        }
    ]
    assert edition.sequence == 1  # added to the day's own, which the prediction had
    assert (edition.created_at, edition.updated_at) == (NOW, NOW)
    assert [(row.topic, row.key) for row in Change.select()] == [("edition", "star-week/2027")]


def test_announcing_a_stored_prediction_replaces_its_vague_words(week: ThemedDay):
    make_edition(
        themed_day=week,
        first_day=date(2027, 5, 11),
        last_day=date(2027, 5, 20),
        date_status="predicted",
        date_text="5月中旬",
        precision="ten-days",
        end_known=False,
    )

    announce_edition(row_of(week), WEEK, NOTICE, NOW)

    edition = stored()
    assert days_of(edition) == ("2027-05-15", "2027-05-22", "announced")
    assert (edition.date_text, edition.precision, edition.end_known) == ("", "", True)
    assert edition.moved_from_first_day is None


def test_what_is_announced_is_not_announced_again(week: ThemedDay):
    announce_edition(row_of(week), WEEK, NOTICE, NOW)

    said = refusal(announce_edition, row_of(week), LATER, NOTICE, NOW)

    assert said == "观星周 2027 年的日期已经公布；日期有变请用“改期”，属实请用“确认”。"


@pytest.mark.parametrize("year", [2025, 2028])
def test_days_of_another_year_are_refused(week: ThemedDay, year: int):
    said = refusal(announce_edition, row_of(week, year), WEEK, NOTICE, NOW)

    assert said == f"2027-05-15 不在 {year} 年，请核对年份和日期。"


def test_a_late_edition_may_be_held_in_the_year_after_its_own(week: ThemedDay):
    announce_edition(row_of(week, 2026), WEEK, NOTICE, NOW)

    assert (stored().year, str(stored().first_day)) == (2026, "2027-05-15")


def test_confirming_keeps_the_days_and_adds_the_second_source(week: ThemedDay):
    first = announce_edition(row_of(week), WEEK, NOTICE, NOW)
    confirm_edition(row_of(week), NOW, Source("市科协通知"))

    edition = stored()
    assert days_of(edition) == ("2027-05-15", "2027-05-22", "confirmed")
    assert [source["title"] for source in edition.sources] == ["科技部通知", "市科协通知"]
    assert edition.sequence == first.sequence + 1


def test_confirming_does_not_make_an_unknown_end_known(week: ThemedDay):
    make_edition(
        themed_day=week,
        first_day=date(2027, 5, 15),
        last_day=date(2027, 5, 15),
        date_status="announced",
        end_known=False,
    )

    confirm_edition(row_of(week), NOW)

    assert (stored().date_status, stored().end_known) == ("confirmed", False)


def test_confirming_an_expected_edition_stands_by_the_expected_days(frog_day: ThemedDay):
    confirm_edition(row_of(frog_day), NOW)

    assert days_of(stored()) == ("2027-05-10", "2027-05-10", "confirmed")


def test_confirming_twice_changes_nothing(week: ThemedDay):
    announce_edition(row_of(week), WEEK, NOTICE, NOW)
    confirm_edition(row_of(week), NOW)

    assert refusal(confirm_edition, row_of(week), NOW) == "观星周 2027 年已经确认过了，没有改动。"


@pytest.mark.parametrize("action", [confirm_edition, cancel_edition])
def test_a_step_that_needs_days_is_refused_where_nobody_knows_any(action: Callable[..., Any]):
    unknown = make_themed_day(name="无期日")
    arguments = (NOW,) if action is confirm_edition else ("暴雨", NOW)

    said = refusal(action, row_of(unknown), *arguments)

    assert said in (
        "无期日 2027 年还没有日期，请先用“公布”写下日期。",
        "无期日 2027 年还没有日期，没有什么可以取消。",
    )


def test_moving_keeps_the_old_days_for_everybody_to_see(week: ThemedDay):
    make_edition(
        themed_day=week,
        first_day=WEEK.first_day,
        last_day=WEEK.last_day,
        spans=[{"name": "前期宣传", "first_day": "2027-05-01", "last_day": "2027-05-14"}],
        sequence=3,
    )
    move_edition(row_of(week), LATER, Source("改期通知"), NOW)

    edition = stored()
    assert days_of(edition) == ("2027-08-21", "2027-08-28", "confirmed")
    assert (edition.moved_from_first_day, edition.moved_from_last_day) == (
        WEEK.first_day,
        WEEK.last_day,
    )
    assert (edition.spans, edition.sequence) == ([], 4)
    assert row_of(week).moved_from == WEEK


def test_moving_an_announced_edition_does_not_confirm_it(week: ThemedDay):
    announce_edition(row_of(week), WEEK, NOTICE, NOW)
    move_edition(row_of(week), LATER, NOTICE, NOW)

    assert stored().date_status == "announced"


def test_a_true_date_can_be_moved_although_nobody_announced_it(frog_day: ThemedDay):
    move_edition(row_of(frog_day), WEEK, NOTICE, NOW)

    edition = stored()
    assert days_of(edition) == ("2027-05-15", "2027-05-22", "announced")
    assert edition.moved_from_first_day == date(2027, 5, 10)


def test_a_guess_can_not_be_moved_because_nobody_ever_named_those_days(week: ThemedDay):
    said = refusal(move_edition, row_of(week), LATER, NOTICE, NOW)

    assert said == "观星周 2027 年还没有公布日期，请先用“公布”写下日期。"


def test_moving_to_the_same_days_is_no_move(week: ThemedDay):
    announce_edition(row_of(week), WEEK, NOTICE, NOW)

    said = refusal(move_edition, row_of(week), WEEK, NOTICE, NOW)

    assert said == "观星周 2027 年本来就在这几天，没有改动。"


def test_a_day_that_was_only_expected_can_be_cancelled_for_one_year(frog_day: ThemedDay):
    cancel_edition(row_of(frog_day), "暴雨", NOW)

    edition = stored()
    assert days_of(edition) == ("2027-05-10", "2027-05-10", "cancelled")
    assert edition.cancel_reason == "暴雨"
    assert edition.sequence == 1
    assert row_of(frog_day, 2028).date_status == "predicted"


AFTER_CANCELLING = [
    (announce_edition, (WEEK, NOTICE, NOW), "不能再公布"),
    (confirm_edition, (NOW,), "不能再确认"),
    (move_edition, (LATER, NOTICE, NOW), "不能改期"),
    (cancel_edition, ("再次", NOW), "不用再取消"),
]


@pytest.mark.parametrize(
    ("action", "arguments", "said"), AFTER_CANCELLING, ids=[said for *_, said in AFTER_CANCELLING]
)
def test_what_is_cancelled_stays_cancelled(
    week: ThemedDay, action: Callable[..., Any], arguments: tuple[object, ...], said: str
):
    announce_edition(row_of(week), WEEK, NOTICE, NOW)
    cancel_edition(row_of(week), "暴雨", NOW)

    assert (
        refusal(action, row_of(week), *arguments)
        == f"观星周 2027 年已经取消，{said}；要重新举办请先用“恢复”。"
    )


def test_a_theme_stands_before_the_others_and_says_nothing_about_days(week: ThemedDay):
    set_theme(row_of(week), "甲", NOW)
    set_theme(row_of(week), "乙", NOW)
    set_theme(row_of(week), "甲", NOW)

    edition = stored()
    assert edition.themes == [{"text": "甲"}, {"text": "乙"}]
    assert (edition.first_day, edition.date_status, edition.sequence) == (None, "predicted", 0)
    assert row_of(week).first_day == date(2027, 5, 10)  # still what the rule says


def test_a_day_with_regional_rules_has_no_edition_for_all(week: ThemedDay):
    birds = make_themed_day(
        name="爱鸟周",
        predictability="regional-rule",
        regional_rules=[{"region": "450000", "rule": MAY}],
    )

    said = refusal(cancel_edition, row_of(birds), "暴雨", NOW)

    assert said.startswith("爱鸟周由各地自定日期，没有全国统一的一届")


def outcomes_of(*steps: Callable[[], Edition]) -> list[str]:
    """What each of several people hears who act at the same instant on rows they read before."""
    start, heard = Barrier(len(steps)), []

    def act(step: Callable[[], Edition]) -> None:
        start.wait()
        try:
            with connection():
                heard.append(step().date_status)
        except Exception as error:  # whatever comes, the test shall see it
            heard.append(getattr(error, "message", repr(error)))

    threads = [Thread(target=act, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(heard)


@pytest.mark.parametrize("is_stored", [False, True])
def test_of_two_announcements_at_once_one_wins_and_the_other_gets_a_sentence(
    week: ThemedDay, is_stored: bool
):
    if is_stored:
        make_edition(themed_day=week, year=2027, first_day=None, date_status="predicted")
    row = row_of(week)

    heard = outcomes_of(
        *(lambda s=s: announce_edition(row, s, NOTICE, NOW) for s in (WEEK, LATER, WEEK, LATER))
    )

    taken = "观星周 2027 年的日期已经公布；日期有变请用“改期”，属实请用“确认”。"
    assert heard == ["announced", taken, taken, taken]
    assert len(stored().sources) == 1


def test_a_move_and_a_cancellation_at_once_lose_neither(week: ThemedDay):
    """Either the move comes first and is then cancelled, or it is told that it comes too late."""
    first = announce_edition(row_of(week), WEEK, NOTICE, NOW)
    row = row_of(week)

    heard = outcomes_of(
        lambda: move_edition(row, LATER, NOTICE, NOW), lambda: cancel_edition(row, "暴雨", NOW)
    )

    edition = stored()
    assert edition.date_status == "cancelled"
    if heard == ["announced", "cancelled"]:
        assert (edition.first_day, edition.sequence) == (LATER.first_day, first.sequence + 2)
    else:
        assert heard == ["cancelled", "观星周 2027 年已经取消，不能改期；要重新举办请先用“恢复”。"]
        assert (edition.first_day, edition.sequence) == (WEEK.first_day, first.sequence + 1)


def test_two_themes_at_once_are_both_kept(week: ThemedDay, db: Database):
    row = row_of(week)

    outcomes_of(lambda: set_theme(row, "甲", NOW), lambda: set_theme(row, "乙", NOW))

    assert sorted(theme["text"] for theme in stored().themes) == ["乙", "甲"]


def test_a_cancelled_edition_comes_back_on_its_days_with_a_higher_sequence(week: ThemedDay):
    announce_edition(row_of(week), WEEK, NOTICE, NOW)
    cancelled = cancel_edition(row_of(week), "暴雨", NOW)

    edition = reinstate_edition(row_of(week), Source("恢复举办的通知"), NOW)

    assert days_of(stored()) == ("2027-05-15", "2027-05-22", "announced")
    assert (edition.cancel_reason, edition.sequence) == ("", cancelled.sequence + 1)


def test_only_what_was_cancelled_can_come_back(week: ThemedDay):
    announce_edition(row_of(week), WEEK, NOTICE, NOW)

    said = refusal(reinstate_edition, row_of(week), NOTICE, NOW)

    assert said == "观星周 2027 年没有取消过，不用恢复。"
    assert days_of(stored()) == ("2027-05-15", "2027-05-22", "announced")


def test_a_notice_that_names_the_launch_only_leaves_the_end_open(week: ThemedDay):
    launch = span("2027-05-15", "2027-05-15")

    announce_edition(row_of(week), launch, NOTICE, NOW, end_known=False)

    assert (days_of(stored()), stored().end_known) == (
        ("2027-05-15", "2027-05-15", "announced"),
        False,
    )
