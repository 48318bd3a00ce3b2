"""The almanac: what is stored wins, what a rule expects fills the gaps, guesses stay guesses."""

from datetime import date

import pytest

from events.days.editions import Almanac, EditionRow, recurrence_of
from events.days.models import DateStatus, Edition, ThemedDay
from events.days.recurrence import Span
from events.units.models import District

TODAY = date(2026, 11, 21)
GUANGXI = District(id=1, slug="450000", name="广西壮族自治区")
CHONGQING = District(id=2, slug="500000", name="重庆市")
MAY = "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=10"


def themed_day(id: int = 1, **fields: object) -> ThemedDay:
    defaults = {"slug": f"day-{id}", "name": f"第{id}日", "predictability": "announced"}
    return ThemedDay(id=id, **defaults | fields)


def edition(
    day: ThemedDay, first: str | None, last: str | None = None, **fields: object
) -> Edition:
    first_day = date.fromisoformat(first) if first else None
    last_day = date.fromisoformat(last) if last else first_day
    defaults = {"year": first_day.year if first_day else None, "date_status": "confirmed"}
    return Edition(themed_day=day, first_day=first_day, last_day=last_day, **defaults | fields)


def almanac(
    *days: ThemedDay,
    editions: tuple[Edition, ...] = (),
    solar_terms: dict[int, dict[str, date]] | None = None,
    regions: tuple[District, ...] = (),
) -> Almanac:
    stored = {(row.themed_day_id, row.year): row for row in editions}
    recurrences = {day.id: recurrence_of(day) for day in days}
    return Almanac(days, recurrences, stored, solar_terms or {}, regions, TODAY)


def seen(rows: list[EditionRow]) -> list[tuple[int, str, str]]:
    return [(row.year, str(row.first_day), row.certainty) for row in rows]


def test_a_stored_edition_wins_over_the_rule_which_is_kept_for_comparison():
    day = themed_day(rule=MAY, duration_days=7)
    row = almanac(day, editions=(edition(day, "2026-08-23", "2026-08-29"),)).row(day, 2026)

    assert row.span == Span(date(2026, 8, 23), date(2026, 8, 29))
    assert row.expected == Span(date(2026, 5, 10), date(2026, 5, 16))
    assert (row.date_status, row.certainty) == (DateStatus.CONFIRMED, "fixed")


def test_a_rule_that_only_predicts_is_followed_for_two_years_and_never_backwards():
    day = themed_day(rule=MAY)

    rows = almanac(day).rows_of(day, range(2024, 2032))

    assert seen(list(rows)) == [
        (2027, "2027-05-10", "predicted"),
        (2028, "2028-05-10", "predicted"),
    ]


def test_a_rule_that_gives_the_true_day_holds_for_any_year_since_the_first_edition():
    day = themed_day(rule=MAY, predictability="fixed", first_year=2025)

    rows = almanac(day).rows_of(day, [2024, 2025, 2026, 2100])

    assert seen(list(rows)) == [
        (2025, "2025-05-10", "fixed"),
        (2026, "2026-05-10", "fixed"),
        (2100, "2100-05-10", "fixed"),
    ]


def test_after_its_last_valid_year_a_day_is_expected_no_more_but_its_past_stays():
    day = themed_day(rule=MAY, predictability="fixed", valid_to=2024)
    book = almanac(day, editions=(edition(day, "2024-05-12"),))

    assert seen(list(book.rows_of(day, range(2023, 2028)))) == [
        (2023, "2023-05-10", "fixed"),
        (2024, "2024-05-12", "fixed"),
    ]


def test_a_successor_begins_where_the_old_day_ends():
    old = themed_day(1, rule=MAY, predictability="fixed", valid_to=2024)
    new = themed_day(2, rule=MAY, predictability="fixed", valid_from=2025, duration_days=30)

    rows = almanac(old, new).rows_between(date(2024, 1, 1), date(2025, 12, 31))

    assert [(row.day.slug, row.year) for row in rows] == [("day-1", 2024), ("day-2", 2025)]


def test_an_edition_without_days_shows_the_rule_while_it_lies_ahead_and_nothing_once_it_is_over():
    day = themed_day(rule=MAY)
    blank = {"date_status": "predicted"}
    book = almanac(
        day,
        editions=(edition(day, None, year=2026, **blank), edition(day, None, year=2027, **blank)),
    )

    assert seen(list(book.rows_of(day, [2026, 2027]))) == [
        (2026, "None", "unknown"),
        (2027, "2027-05-10", "predicted"),
    ]


def test_a_day_without_any_rule_is_unknown_and_touches_no_span():
    day = themed_day(predictability="open")
    book = almanac(day)

    assert book.row(day, 2027).certainty == "unknown"
    assert book.rows_between(date(2020, 1, 1), date(2030, 1, 1)) == []


def test_a_derived_day_follows_its_parents_real_edition_and_else_its_rule():
    parent = themed_day(1, rule=MAY, duration_days=7)
    child = themed_day(2, predictability="derived", parent=parent, offset_days=2, duration_days=1)
    book = almanac(parent, child, editions=(edition(parent, "2027-08-01", "2027-08-07"),))

    assert seen(list(book.rows_of(child, [2027, 2028]))) == [
        (2027, "2027-08-03", "predicted"),
        (2028, "2028-05-12", "predicted"),
    ]


def test_a_derived_day_keeps_its_own_announced_days_when_the_parent_moves():
    parent = themed_day(1, rule=MAY)
    child = themed_day(2, predictability="derived", parent=parent, offset_days=2)
    moved = edition(parent, "2027-08-01")
    book = almanac(parent, child, editions=(moved, edition(child, "2027-05-20")))

    assert str(book.row(child, 2027).first_day) == "2027-05-20"


def test_a_solar_term_is_shown_from_its_table_and_not_beyond():
    day = themed_day(predictability="astronomical", solar_term="秋分", first_year=2018)
    terms = {year: {"秋分": date(year, 9, 23)} for year in (2017, 2018, 2026, 2027)}

    rows = almanac(day, solar_terms=terms).rows_of(day, range(2016, 2031))

    assert [row.year for row in rows] == [2018, 2026, 2027]


def test_each_region_has_its_own_week_and_a_name_of_its_own():
    day = themed_day(
        predictability="regional-rule",
        duration_days=7,
        regional_rules=[
            {"region": "450000", "rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=22"},
            {"region": "110000", "rule": "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=1"},
        ],
    )
    rows = list(almanac(day, regions=(GUANGXI, CHONGQING)).rows_of(day, [2027]))

    assert [(row.region, row.span, row.key) for row in rows] == [
        (GUANGXI, Span(date(2027, 2, 22), date(2027, 2, 28)), "day-1/2027/450000")
    ]


def test_an_edition_over_the_years_end_is_in_both_years_and_in_none_beside():
    day = themed_day()
    book = almanac(day, editions=(edition(day, "2025-12-28", "2026-01-04"),))

    def found(first: str, last: str) -> int:
        return len(book.rows_between(date.fromisoformat(first), date.fromisoformat(last)))

    assert found("2025-12-01", "2025-12-31") == found("2026-01-01", "2026-01-31") == 1
    assert found("2026-01-04", "2026-01-04") == found("2025-12-28", "2025-12-28") == 1
    assert found("2025-12-01", "2025-12-27") == found("2026-01-05", "2026-12-31") == 0


def test_an_edition_that_starts_in_the_year_after_its_own_is_found_there():
    day = themed_day()
    book = almanac(day, editions=(edition(day, "2026-01-10", "2026-01-11", year=2025),))

    assert [row.year for row in book.rows_between(date(2026, 1, 1), date(2026, 1, 31))] == [2025]


def test_rows_come_in_the_order_of_first_day_last_day_and_place_in_the_catalogue():
    long, first, second = (
        themed_day(id, position=position) for id, position in ((1, 0), (2, 1), (3, 2))
    )
    book = almanac(
        second,
        first,
        long,
        editions=(
            edition(long, "2026-05-01", "2026-05-31"),
            edition(second, "2026-05-01"),
            edition(first, "2026-05-01"),
        ),
    )

    rows = book.rows_between(date(2026, 5, 1), date(2026, 5, 1))

    assert [row.day.slug for row in rows] == ["day-2", "day-3", "day-1"]


@pytest.mark.parametrize(
    ("predictability", "status", "certainty"),
    [
        ("announced", "predicted", "predicted"),
        ("announced", "announced", "fixed"),
        ("fixed", "predicted", "fixed"),
        ("computed", "cancelled", "fixed"),
    ],
)
def test_days_are_certain_when_somebody_named_them_or_the_rule_is_true(
    predictability: str, status: str, certainty: str
):
    day = themed_day(predictability=predictability, rule=MAY)
    book = almanac(day, editions=(edition(day, "2027-05-10", date_status=status),))

    assert book.row(day, 2027).certainty == certainty


def test_the_key_of_an_edition_does_not_change_with_its_days():
    day = themed_day(rule=MAY)
    moved = almanac(day, editions=(edition(day, "2027-08-01"),))

    assert moved.row(day, 2027).key == almanac(day).row(day, 2027).key == "day-1/2027"
