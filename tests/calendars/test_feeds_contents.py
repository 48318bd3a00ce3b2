"""What a feed holds: known editions, endless series, guesses for two years, and no more."""

from collections.abc import Callable
from datetime import date

import pytest
from dateutil.relativedelta import relativedelta

from events.days.editions import recurrence_of
from events.days.models import DateStatus, Edition, SolarTerm
from events.days.recurrence import expected
from tests.calendars.ics import Shown, Subscriber, names, shown, unfolded
from tests.factories import make_district, make_edition, make_themed_day, make_unit

Subscribe = Callable[[str], Subscriber]
FIRST, LAST = date(2026, 8, 23), date(2028, 5, 21)  # the window on 2026-11-21

pytestmark = pytest.mark.usefixtures("app")


def days(program: Subscriber) -> list[tuple[str, date, str]]:
    return [(str(e["SUMMARY"]), e["DTSTART"].dt, str(e["STATUS"])) for e in program.entries]


# Known editions


def test_a_known_edition_is_one_entry_of_whole_days(subscribe: Subscribe):
    day = make_themed_day(slug="frog-week", name="青蛙周", rule_words="每年由通知公布。")
    make_edition(
        themed_day=day,
        first_day=date(2026, 9, 19),
        last_day=date(2026, 9, 25),
        date_status=DateStatus.ANNOUNCED,
        sequence=4,
        themes=[{"text": "保护池塘"}, {"text": "人人听蛙"}],
        sources=[
            {"title": "通知", "url": "https://notices.example/7"},
            {"title": "口头通知"},
        ],
    )

    entry = subscribe("days/frog-week").entry

    assert entry["DTSTART"].dt == date(2026, 9, 19)
    assert entry["DTEND"].dt == date(2026, 9, 26)
    assert "RRULE" not in entry
    assert entry["SUMMARY"] == "青蛙周"
    assert entry["STATUS"] == "CONFIRMED"
    assert entry["TRANSP"] == "TRANSPARENT"
    assert entry["SEQUENCE"] == 4
    assert entry["URL"] == entry["CONCEPT"] == "https://kepuli.example/days/frog-week"
    assert entry["REFID"] == "frog-week"
    assert entry["LINK"] == "https://notices.example/7"
    assert entry.categories == ["科普", "青蛙周"]
    assert entry["DESCRIPTION"].split("\n") == [
        "主题：保护池塘；人人听蛙",
        "日期已公布。",
        "青蛙周的一句话",
        "规则：每年由通知公布。",
        "https://kepuli.example/days/frog-week",
    ]


def test_an_entry_has_no_alarm_no_person_no_override_and_no_loose_dates(subscribe: Subscribe):
    make_edition(themed_day=make_themed_day(slug="frog-day"))
    make_themed_day(predictability="fixed", rule="FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=23")

    program = subscribe("days")
    properties = names(program.answer.data)

    assert properties["UID"] == len(program.entries) == 2  # none of them the calendar's
    unwanted = ("METHOD", "ATTENDEE", "ORGANIZER", "RDATE", "EXDATE", "RECURRENCE-ID", "DURATION")
    assert [name for name in unwanted if name in properties] == []
    assert {line for line in unfolded(program.answer.data) if line.startswith("BEGIN:")} == {
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
    }


def test_an_edition_that_was_moved_says_from_when(subscribe: Subscribe):
    day = make_themed_day(slug="frog-day")
    make_edition(
        themed_day=day,
        first_day=date(2026, 10, 1),
        moved_from_first_day=date(2026, 9, 19),
        moved_from_last_day=date(2026, 9, 20),
    )
    make_edition(
        themed_day=day,
        first_day=date(2027, 10, 1),
        moved_from_first_day=date(2027, 9, 19),
        moved_from_last_day=date(2027, 9, 19),
    )

    this_year, next_year = subscribe("days/frog-day").entries

    assert "原定 9月19日—9月20日，已改期。" in this_year["DESCRIPTION"].split("\n")
    assert "原定 9月19日，已改期。" in next_year["DESCRIPTION"].split("\n")


def test_an_edition_whose_end_is_unknown_says_so(subscribe: Subscribe):
    make_edition(themed_day=make_themed_day(slug="frog-day"), end_known=False)

    assert "只公布了启动日，结束日还不知道。" in subscribe("days/frog-day").entry["DESCRIPTION"]


def test_a_past_edition_without_days_is_in_no_feed(subscribe: Subscribe):
    day = make_themed_day(
        slug="frog-day",
        rule="FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=19",
        valid_to=2026,
    )
    make_edition(themed_day=day, year=2026, first_day=None, date_status=DateStatus.PREDICTED)

    assert subscribe("days/frog-day").entries == []
    assert subscribe("days").entries == []


def test_an_announced_day_without_a_rule_is_only_what_was_announced(subscribe: Subscribe):
    day = make_themed_day(slug="frog-day", predictability="announced", rule=None)
    make_edition(themed_day=day, first_day=date(2026, 9, 19))

    [known] = subscribe("days/frog-day").entries

    assert known["DTSTART"].dt == date(2026, 9, 19)


@pytest.mark.parametrize("predictability", ["announced", "open"])
def test_a_day_nobody_knows_is_a_valid_empty_feed(subscribe: Subscribe, predictability: str):
    make_themed_day(slug="frog-day", name="青蛙日", predictability=predictability)

    program = subscribe("days/frog-day")

    assert program.entries == []
    assert "NAME:青蛙日" in unfolded(program.answer.data)


# Series


CERTAIN = [
    ("fixed", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=23", 1),
    ("fixed", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=30", 5),
    ("computed", "FREQ=YEARLY;BYMONTH=5;BYDAY=3SU", 1),
    ("computed", "FREQ=YEARLY;BYMONTH=9;BYDAY=-1FR", 3),
    ("computed", "FREQ=YEARLY;BYMONTH=9;BYDAY=SA;BYMONTHDAY=14,15,16,17,18,19,20", 7),
    ("computed", "FREQ=YEARLY;BYMONTH=4;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", 1),
    ("fixed", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", 1),
]


@pytest.mark.parametrize(("predictability", "rule", "duration"), CERTAIN)
@pytest.mark.engine("sqlite")
def test_a_certain_rule_is_one_endless_series_on_the_rules_own_days(
    subscribe: Subscribe, predictability: str, rule: str, duration: int
):
    day = make_themed_day(
        slug="frog-day",
        name="青蛙日",
        predictability=predictability,
        rule=rule,
        duration_days=duration,
        first_year=2020,
    )

    program = subscribe("days/frog-day")

    spans = [expected(recurrence_of(day), year) for year in range(2020, 2061)]
    assert shown(program.answer.data, date(2015, 1, 1), date(2060, 12, 31)) == [
        Shown(span.first_day, span.last_day, "青蛙日") for span in spans if span
    ]
    rrule = program.entry["RRULE"]
    assert "COUNT" not in rrule
    assert "UNTIL" not in rrule
    assert program.entry["STATUS"] == "CONFIRMED"


def test_a_series_begins_after_the_last_known_edition_and_gaps_before_it_are_single(
    subscribe: Subscribe,
):
    day = make_themed_day(
        slug="frog-day",
        name="青蛙日",
        predictability="fixed",
        rule="FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=5",
        first_year=2010,
    )
    make_edition(themed_day=day, first_day=date(2024, 10, 5), last_day=date(2024, 10, 5))
    make_edition(themed_day=day, first_day=date(2027, 10, 6), last_day=date(2027, 10, 6))

    program = subscribe("days/frog-day")

    gap, known, series = program.entries
    assert "RRULE" not in gap
    assert "RRULE" not in known
    assert series["DTSTART"].dt == date(2028, 10, 5)
    assert series["RRULE"].to_ical() == b"FREQ=YEARLY;BYMONTHDAY=5;BYMONTH=10"
    assert shown(program.answer.data, date(2020, 1, 1), date(2030, 12, 31)) == [
        Shown(day, day, "青蛙日")
        for day in [
            date(2026, 10, 5),
            date(2027, 10, 6),
            date(2028, 10, 5),
            date(2029, 10, 5),
            date(2030, 10, 5),
        ]
    ]


def test_a_series_of_a_day_never_recorded_begins_with_its_first_year(subscribe: Subscribe):
    make_themed_day(
        slug="frog-day",
        predictability="fixed",
        rule="FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=5",
        first_year=2027,
    )

    assert subscribe("days/frog-day").entry["DTSTART"].dt == date(2027, 10, 5)


def test_a_certain_day_that_has_ended_is_single_up_to_its_last_year(subscribe: Subscribe):
    make_themed_day(
        slug="frog-day",
        predictability="fixed",
        rule="FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=5",
        valid_to=2027,
    )

    program = subscribe("days/frog-day")

    assert [entry["DTSTART"].dt for entry in program.entries] == [
        date(2026, 10, 5),
        date(2027, 10, 5),
    ]
    assert "RRULE" not in names(program.answer.data)


def test_a_series_tells_no_theme_because_each_year_has_its_own(subscribe: Subscribe):
    day = make_themed_day(
        slug="frog-day",
        predictability="fixed",
        rule="FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=5",
    )
    make_edition(themed_day=day, first_day=date(2026, 10, 5), themes=[{"text": "池塘"}])

    known, series = subscribe("days/frog-day").entries

    assert "主题：池塘" in known["DESCRIPTION"]
    assert "主题" not in series["DESCRIPTION"].replace("主题日", "")


# Guesses


def test_a_rule_that_only_predicts_gives_two_years_of_tentative_entries(subscribe: Subscribe):
    make_themed_day(
        slug="frog-day",
        name="青蛙日",
        predictability="announced",
        rule="FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1",
    )

    assert days(subscribe("days/frog-day")) == [
        ("青蛙日（日期待公布）", date(2026, 12, 1), "TENTATIVE"),
        ("青蛙日（日期待公布）", date(2027, 12, 1), "TENTATIVE"),
    ]


@pytest.mark.parametrize(
    ("today", "years"),
    [
        ("2026-01-10T09:00+08:00", [2026, 2027]),
        ("2026-06-14T09:00+08:00", [2026, 2027]),
        ("2026-06-15T09:00+08:00", [2027]),
        ("2026-12-14T09:00+08:00", [2027, 2028]),
    ],
)
@pytest.mark.engine("sqlite")
def test_no_guess_is_past_outside_the_window_or_more_than_two_years_ahead(
    subscribe: Subscribe, at: Callable[[str], None], today: str, years: list[int]
):
    at(today)
    make_themed_day(
        slug="frog-day",
        predictability="announced",
        rule="FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=12",
        duration_days=3,
    )

    entries = subscribe("days/frog-day").entries

    assert [entry["DTSTART"].dt.year for entry in entries] == years


def test_a_guess_that_runs_today_is_still_shown_and_is_gone_tomorrow(
    subscribe: Subscribe, at: Callable[[str], None]
):
    make_themed_day(
        slug="frog-day",
        predictability="announced",
        rule="FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=20",
        duration_days=2,
        valid_to=2026,
    )

    program = subscribe("days/frog-day")
    assert program.entry["DTSTART"].dt == date(2026, 11, 20)

    at("2026-11-22T00:00+08:00")
    assert program.refresh()
    assert program.entries == []


def test_a_stored_guess_that_nobody_announced_is_not_shown_as_history(subscribe: Subscribe):
    day = make_themed_day(slug="frog-day")
    make_edition(themed_day=day, first_day=date(2026, 10, 5), date_status=DateStatus.PREDICTED)
    make_edition(themed_day=day, first_day=date(2027, 10, 5), date_status=DateStatus.PREDICTED)

    assert [entry["DTSTART"].dt.year for entry in subscribe("days/frog-day").entries] == [2027]


def test_no_guess_comes_before_the_first_year_or_after_the_last(subscribe: Subscribe):
    rule = "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1"
    make_themed_day(slug="new", predictability="announced", rule=rule, first_year=2028)
    make_themed_day(slug="old", predictability="announced", rule=rule, valid_to=2027)

    assert [entry["DTSTART"].dt.year for entry in subscribe("days/new").entries] == [2028]
    assert [entry["DTSTART"].dt.year for entry in subscribe("days/old").entries] == [2027]


def test_a_derived_day_is_guessed_from_the_guess_of_its_parent(subscribe: Subscribe):
    parent = make_themed_day(
        predictability="announced",
        rule="FREQ=YEARLY;BYMONTH=4;BYDAY=3SU",
        duration_days=7,
    )
    make_themed_day(
        slug="tadpole-day",
        predictability="derived",
        parent=parent,
        offset_days=2,
        duration_days=1,
    )

    entries = subscribe("days/tadpole-day").entries

    assert [(e["DTSTART"].dt, e["DTEND"].dt, str(e["STATUS"])) for e in entries] == [
        (date(2027, 4, 20), date(2027, 4, 21), "TENTATIVE"),
        (date(2028, 4, 18), date(2028, 4, 19), "TENTATIVE"),
    ]


def test_a_solar_term_gives_the_days_its_table_knows(subscribe: Subscribe):
    for day in (date(2026, 9, 23), date(2027, 9, 23)):
        SolarTerm.create(day=day, name="秋分", name_en="Autumn Equinox")
    make_themed_day(slug="harvest", name="丰收节", predictability="astronomical", solar_term="秋分")

    assert days(subscribe("days/harvest")) == [
        ("丰收节（日期待公布）", date(2027, 9, 23), "TENTATIVE")
    ]


def test_a_regional_day_has_an_entry_for_each_region_served_here(subscribe: Subscribe):
    province = make_district(slug="320000", name="江苏省")
    make_unit(region=make_district(slug="320200", name="无锡市", parent=province))
    make_unit(region=make_district(slug="450000", name="广西壮族自治区"))
    make_district(slug="110000", name="北京市")  # has no unit here
    make_themed_day(
        slug="bird-week",
        name="爱鸟周",
        predictability="regional-rule",
        duration_days=7,
        rule_words="各省自己定日期。",
        regional_rules=[
            {"region": "320000", "rule": "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=20"},
            {"region": "450000", "rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=22"},
            {"region": "110000", "rule": "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=1"},
        ],
    )

    entries = subscribe("days/bird-week").entries

    assert [(str(e["SUMMARY"]), e["DTSTART"].dt, e["DTEND"].dt) for e in entries] == [
        ("爱鸟周（广西壮族自治区）（日期待公布）", date(2027, 2, 22), date(2027, 3, 1)),
        ("爱鸟周（江苏省）（日期待公布）", date(2027, 4, 20), date(2027, 4, 27)),
        ("爱鸟周（广西壮族自治区）（日期待公布）", date(2028, 2, 22), date(2028, 2, 29)),
        ("爱鸟周（江苏省）（日期待公布）", date(2028, 4, 20), date(2028, 4, 27)),
    ]
    assert len({str(entry["UID"]) for entry in entries}) == 4


# Succession


def test_the_feed_of_a_day_that_ended_shows_its_successor_and_says_so(subscribe: Subscribe):
    month = make_themed_day(slug="frog-month", name="青蛙月", valid_from=2025)
    day = make_themed_day(
        slug="frog-day", name="青蛙日", summary="听蛙。", valid_to=2024, successor=month
    )
    make_edition(themed_day=day, first_day=date(2024, 9, 15))
    make_edition(themed_day=month, first_day=date(2026, 9, 1), last_day=date(2026, 9, 30))
    make_edition(first_day=date(2026, 9, 1))  # of a third day

    program = subscribe("days/frog-day")

    assert program.entry["SUMMARY"] == "青蛙月"
    assert "NAME:青蛙日" in unfolded(program.answer.data)
    told = "DESCRIPTION:听蛙。2025 年起由青蛙月接续，这里也会显示。"
    assert told in unfolded(program.answer.data)


def test_an_old_edition_of_a_day_that_ended_points_to_the_page(
    subscribe: Subscribe, at: Callable[[str], None]
):
    at("2024-09-20T09:00+08:00")
    month = make_themed_day(slug="frog-month", valid_from=2025)
    day = make_themed_day(slug="frog-day", valid_to=2024, successor=month)
    make_edition(themed_day=day, first_day=date(2024, 9, 15))

    assert "这个主题日已由另一个接续，详见网页。" in subscribe("days/frog-day").entry["DESCRIPTION"]


def test_a_successor_without_a_last_year_is_no_reason_to_fail(subscribe: Subscribe):
    month = make_themed_day(slug="frog-month", name="青蛙月")
    make_themed_day(slug="frog-day", summary="听蛙。", valid_to=None, successor=month)

    body = subscribe("days/frog-day").answer.data

    assert "DESCRIPTION:听蛙。现已由青蛙月接续，这里也会显示。" in unfolded(body)


# All together


def test_the_feed_of_all_days_is_in_date_order_and_holds_what_each_days_feed_does(
    subscribe: Subscribe,
):
    make_themed_day(
        slug="a", predictability="fixed", rule="FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1", first_year=2026
    )
    b, c = make_themed_day(slug="b"), make_themed_day(slug="c")
    make_edition(themed_day=c, first_day=date(2026, 12, 1))
    make_edition(themed_day=b, first_day=date(2026, 12, 1))
    make_edition(themed_day=b, first_day=date(2027, 9, 1))

    entries = subscribe("days").entries

    assert [(str(entry["REFID"]), entry["DTSTART"].dt) for entry in entries] == [
        ("a", date(2026, 3, 1)),
        ("b", date(2026, 12, 1)),
        ("c", date(2026, 12, 1)),
        ("b", date(2027, 9, 1)),
    ]
    assert {str(entry["UID"]) for slug in "abc" for entry in subscribe(f"days/{slug}").entries} == {
        str(entry["UID"]) for entry in entries
    }


@pytest.mark.parametrize(
    ("last_day", "is_shown"),
    [
        (FIRST - relativedelta(days=1), False),
        (FIRST, True),
        (LAST, True),
        (LAST + relativedelta(days=1), True),
        (LAST + relativedelta(days=2), False),
    ],
)
@pytest.mark.engine("sqlite")
def test_an_edition_is_shown_while_one_of_its_days_is_in_the_window(
    subscribe: Subscribe, last_day: date, is_shown: bool
):
    first_day = last_day - relativedelta(days=1)
    make_edition(themed_day=make_themed_day(), first_day=first_day, last_day=last_day)

    assert bool(subscribe("days").entries) is is_shown
    assert Edition.select().count() == 1
