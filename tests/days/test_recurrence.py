"""expected: how a themed day recurs + a year -> the days, held against the real editions."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from events.days.recurrence import (
    LastDayBeforeFirst,
    Predictability,
    Recurrence,
    RuleRefused,
    Span,
    check_rule,
    drift_days,
    expected,
)

CATALOGUE = Path(__file__).parents[2] / "data" / "themed_days.yaml"
SCIENCE_DAY = "FREQ=YEARLY;BYMONTH=9;BYDAY=SA;BYMONTHDAY=14,15,16,17,18,19,20"
# In China Standard Time; no other years, so that a missing year shows.
SOLAR_TERMS = {
    2024: {"清明": date(2024, 4, 4), "秋分": date(2024, 9, 22)},
    2026: {"清明": date(2026, 4, 5), "秋分": date(2026, 9, 23)},
}


def make_recurrence(rule=None, predictability=Predictability.FIXED, **how):
    return Recurrence(predictability, rule, **how)


def span(first_day, last_day=None):
    return Span(date.fromisoformat(first_day), date.fromisoformat(last_day or first_day))


# --- a rule and a year --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "days", "year", "first_day", "last_day"),
    [
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=23", 1, 2026, "2026-03-23", "2026-03-23"),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=23", 1, 1961, "1961-03-23", "1961-03-23"),
        ("FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1", 30, 2025, "2025-09-01", "2025-09-30"),
        ("FREQ=YEARLY;BYMONTH=9;BYDAY=2SA", 1, 2026, "2026-09-12", "2026-09-12"),
        ("FREQ=YEARLY;BYMONTH=9;BYDAY=-1SU", 1, 2026, "2026-09-27", "2026-09-27"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", 1, 2028, "2028-02-29", "2028-02-29"),
        ("FREQ=YEARLY;BYDAY=20MO", 1, 2026, "2026-05-18", "2026-05-18"),
        (
            "FREQ=YEARLY;BYMONTH=5;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
            1,
            2027,
            "2027-05-03",
            "2027-05-03",
        ),
        (SCIENCE_DAY, 7, 2018, "2018-09-15", "2018-09-21"),
        (SCIENCE_DAY, 7, 2019, "2019-09-14", "2019-09-20"),
        (SCIENCE_DAY, 7, 2020, "2020-09-19", "2020-09-25"),
        (SCIENCE_DAY, 7, 9998, "9998-09-19", "9998-09-25"),
    ],
)
def test_a_rule_gives_the_days_of_the_year(rule, days, year, first_day, last_day):
    recurrence = make_recurrence(rule, duration_days=days)

    assert expected(recurrence, year) == span(first_day, last_day)


@pytest.mark.parametrize("year", [1904, 2000, 2024, 2028, 2096])
def test_a_leap_day_comes_in_a_leap_year(year):
    leap_day = make_recurrence("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")

    assert expected(leap_day, year) == span(f"{year}-02-29")


@pytest.mark.parametrize("year", [1900, 2023, 2025, 2026, 2100])
def test_a_leap_day_does_not_come_in_an_ordinary_year(year):
    leap_day = make_recurrence("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")

    assert expected(leap_day, year) is None


def test_a_span_over_new_year_belongs_to_the_year_it_starts_in():
    campaign = make_recurrence("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25", duration_days=14)

    assert expected(campaign, 2025) == span("2025-12-25", "2026-01-07")
    assert expected(campaign, 2026) == span("2026-12-25", "2027-01-07")


def test_a_span_over_the_end_of_february_knows_leap_years():
    week = make_recurrence("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=25", duration_days=7)

    assert expected(week, 2026) == span("2026-02-25", "2026-03-03")
    assert expected(week, 2028) == span("2028-02-25", "2028-03-02")


@pytest.mark.parametrize("year", [-1, 0, 9999, 10000, 10**12])
def test_a_year_outside_the_calendar_has_no_days(year):
    assert expected(make_recurrence("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25"), year) is None


def test_a_rule_nobody_checked_is_refused_instead_of_guessed():
    with pytest.raises(RuleRefused):
        expected(make_recurrence("FREQ=SECONDLY"), 2026)


# --- each kind of predictability ----------------------------------------------------------------


@pytest.mark.parametrize("predictability", ["fixed", "computed", "announced"])
def test_rules_speak_for_fixed_computed_and_announced_days(predictability):
    recurrence = make_recurrence(SCIENCE_DAY, Predictability(predictability), duration_days=7)

    assert expected(recurrence, 2026) == span("2026-09-19", "2026-09-25")


def test_only_fixed_and_computed_days_are_certain():
    certain = {kind for kind in Predictability if make_recurrence(predictability=kind).is_certain}

    assert certain == {Predictability.FIXED, Predictability.COMPUTED}


def test_an_announced_day_without_a_rule_can_not_be_predicted():
    assert expected(make_recurrence(None, Predictability.ANNOUNCED, duration_days=7), 2026) is None


def test_an_open_campaign_has_no_days_even_with_a_rule():
    assert expected(make_recurrence(SCIENCE_DAY, Predictability.OPEN), 2026) is None


def test_a_derived_day_lies_so_many_days_after_its_parents_first():
    low_carbon = make_recurrence(None, Predictability.DERIVED, offset_days=2, duration_days=1)

    assert expected(low_carbon, 2025, parent=span("2025-06-23", "2025-06-29")) == span("2025-06-25")


def test_a_derived_day_without_offset_and_duration_is_as_long_as_its_parent():
    market_week = make_recurrence(None, Predictability.DERIVED)

    days = expected(market_week, 2023, parent=span("2023-05-20", "2023-05-31"))

    assert days == span("2023-05-20", "2023-05-31")


def test_a_derived_day_with_an_unknown_parent_can_not_be_predicted():
    assert expected(make_recurrence(SCIENCE_DAY, Predictability.DERIVED), 2026) is None


def test_a_derived_day_ignores_a_parent_of_another_year():
    derived = make_recurrence(None, Predictability.DERIVED)

    assert expected(derived, 2026, parent=span("2025-05-20", "2025-05-31")) is None


def test_a_parent_says_nothing_about_a_day_that_is_not_derived():
    guangxi_week = make_recurrence(None, Predictability.ANNOUNCED)
    fixed = make_recurrence("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=30")
    parent = span("2023-05-20", "2023-05-31")

    assert expected(guangxi_week, 2023, parent=parent) is None
    assert expected(fixed, 2023, parent=parent) == span("2023-05-30")


def test_an_astronomical_day_is_the_solar_term_of_the_table():
    harvest = make_recurrence(None, Predictability.ASTRONOMICAL, solar_term="秋分")

    assert expected(harvest, 2024, solar_terms=SOLAR_TERMS) == span("2024-09-22")
    assert expected(harvest, 2026, solar_terms=SOLAR_TERMS) == span("2026-09-23")


def test_an_astronomical_day_can_be_counted_from_the_solar_term():
    bird_week = make_recurrence(
        None, Predictability.ASTRONOMICAL, solar_term="清明", offset_days=6, duration_days=7
    )

    assert expected(bird_week, 2026, solar_terms=SOLAR_TERMS) == span("2026-04-11", "2026-04-17")


@pytest.mark.parametrize(
    ("term", "year", "table"),
    [
        ("秋分", 2025, SOLAR_TERMS),
        ("秋分", 2026, None),
        ("冬至", 2026, SOLAR_TERMS),
        (None, 2026, SOLAR_TERMS),
    ],
)
def test_an_astronomical_day_the_table_lacks_can_not_be_predicted(term, year, table):
    recurrence = make_recurrence(None, Predictability.ASTRONOMICAL, solar_term=term)

    assert expected(recurrence, year, solar_terms=table) is None


BIRD_WEEK = make_recurrence(
    None,
    Predictability.REGIONAL,
    duration_days=7,
    regional_rules={
        "450000": make_recurrence("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=22"),
        "110000": make_recurrence("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=1", duration_days=30),
        "310000": make_recurrence(
            None, Predictability.ASTRONOMICAL, solar_term="清明", offset_days=6
        ),
        "500000": make_recurrence(None, Predictability.ANNOUNCED),
    },
)


@pytest.mark.parametrize(
    ("region", "days"),
    [
        ("450000", span("2026-02-22", "2026-02-28")),
        ("110000", span("2026-04-01", "2026-04-30")),
        ("310000", span("2026-04-11", "2026-04-17")),
        ("500000", None),
        ("540000", None),
        (None, None),
    ],
)
def test_each_region_follows_its_own_rule(region, days):
    assert expected(BIRD_WEEK, 2026, solar_terms=SOLAR_TERMS, region=region) == days


# --- validity and succession --------------------------------------------------------------------


def test_the_science_day_ends_with_2024_and_the_science_month_begins_with_2025():
    day = make_recurrence(SCIENCE_DAY, Predictability.ANNOUNCED, duration_days=7, valid_to=2024)
    month = make_recurrence("FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1", duration_days=30, valid_from=2025)

    seen = {year: (expected(day, year), expected(month, year)) for year in range(2023, 2027)}

    assert seen == {
        2023: (span("2023-09-16", "2023-09-22"), None),
        2024: (span("2024-09-14", "2024-09-20"), None),
        2025: (None, span("2025-09-01", "2025-09-30")),
        2026: (None, span("2026-09-01", "2026-09-30")),
    }


@pytest.mark.parametrize("predictability", list(Predictability))
def test_no_kind_of_day_comes_outside_its_years(predictability):
    recurrence = Recurrence(
        predictability,
        "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1",
        solar_term="秋分",
        regional_rules={"450000": make_recurrence("FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1")},
        valid_to=2025,
    )
    known = {"solar_terms": SOLAR_TERMS, "parent": span("2026-09-01"), "region": "450000"}

    assert expected(recurrence, 2026, **known) is None


# --- spans --------------------------------------------------------------------------------------


def test_a_span_counts_both_ends():
    assert span("2024-09-15", "2024-09-25").days == 11
    assert span("2024-09-15").days == 1


def test_a_span_that_ends_before_it_starts_is_refused():
    with pytest.raises(LastDayBeforeFirst) as refused:
        span("2024-09-15", "2024-09-14")

    assert refused.value.message == "最后一天 2024-09-14 早于第一天 2024-09-15：请核对两个日期。"


@pytest.mark.parametrize(
    ("actual", "drift"),
    [("2020-05-16", 0), ("2020-08-23", 99), ("2020-05-09", -7)],
)
def test_drift_counts_days_from_the_expected_to_the_actual_start(actual, drift):
    assert drift_days(span("2020-05-16", "2020-05-23"), date.fromisoformat(actual)) == drift


@pytest.mark.parametrize(
    ("month", "day", "year"),
    [(5, 4, 1986), (9, 14, 1986), (4, 12, 1987), (4, 14, 1991), (9, 15, 1991)],
)
def test_summer_time_of_1986_to_1991_moves_no_day(month, day, year):
    rule = f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}"
    shanghai = ZoneInfo("Asia/Shanghai")

    days = expected(make_recurrence(rule, duration_days=3), year)

    assert days == Span(date(year, month, day), date(year, month, day + 2))
    for hour in (0, 9):
        start = datetime.combine(days.first_day, time(hour), shanghai).astimezone(UTC)
        assert start.astimezone(shanghai).date() == days.first_day
    offsets = {
        datetime.combine(d, time(0), shanghai).utcoffset() for d in (days.first_day, days.last_day)
    }
    assert len(offsets) == 2, "the clocks changed during these days"


# --- the real editions --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def catalogue():
    """The catalogue's entries by slug."""
    entries = yaml.load(CATALOGUE.read_text("utf-8"), yaml.CSafeLoader)["themed_days"]
    return {entry["slug"]: entry for entry in entries}


def as_catalogued(entry):
    return Recurrence(
        Predictability(entry["predictability"]),
        entry.get("rule"),
        entry.get("duration_days"),
        entry.get("offset_days"),
        valid_from=entry.get("valid_from"),
        valid_to=entry.get("valid_to"),
    )


def first_days(entry):
    """Year -> first day, of the editions whose first day is known."""
    editions = entry.get("editions") or []
    known = {edition["year"]: edition.get("first_day") for edition in editions}
    return {year: date.fromisoformat(str(day)) for year, day in known.items() if day}


@pytest.fixture(scope="module")
def drifts(catalogue):
    """(slug, year) -> drift in days, of every edition that has a rule and a known first day."""
    return {
        (slug, year): drift_days(expected(as_catalogued(entry), year), first_day)
        for slug, entry in catalogue.items()
        if entry.get("rule")
        for year, first_day in first_days(entry).items()
    }


# The editions that a notice put on another day than the rule.
KNOWN_DRIFTS = {
    ("sci-tech-week", 2019): 1,
    ("sci-tech-week", 2020): 99,  # from May to August
    ("sci-tech-week", 2021): 7,
    ("sci-tech-week", 2022): 7,
    ("sci-tech-week", 2024): 7,
    ("sci-tech-week", 2025): 7,
    ("national-science-day", 2021): -7,
    ("national-science-day", 2022): -2,
    ("national-science-day", 2023): 1,
    ("national-science-day", 2024): 1,
    ("cybersecurity-week", 2016): 7,
    ("cybersecurity-week", 2021): 28,
    ("cybersecurity-week", 2022): -7,
    ("cybersecurity-week", 2024): -7,
}


def test_of_104_editions_with_a_rule_and_a_first_day_14_start_on_another_day(drifts):
    assert len(drifts) == 104
    assert len(KNOWN_DRIFTS) == 14
    assert {edition: days for edition, days in drifts.items() if days} == KNOWN_DRIFTS


def test_no_certain_day_ever_drifted(drifts, catalogue):
    certain = {slug for slug, entry in catalogue.items() if as_catalogued(entry).is_certain}

    drifted = {slug for (slug, _), days in drifts.items() if days}

    assert certain & {slug for slug, _ in drifts}
    assert not certain & drifted


def test_our_rule_meets_the_science_day_of_2019_and_the_third_saturday_misses_it(catalogue):
    actual = first_days(catalogue["national-science-day"])[2019]
    third_saturday = make_recurrence("FREQ=YEARLY;BYMONTH=9;BYDAY=3SA", Predictability.ANNOUNCED)

    assert drift_days(expected(as_catalogued(catalogue["national-science-day"]), 2019), actual) == 0
    assert drift_days(expected(third_saturday, 2019), actual) == -7


def test_the_low_carbon_day_follows_every_known_energy_saving_week(catalogue):
    parents = first_days(catalogue["energy-saving-week"])
    recurrence = as_catalogued(catalogue["low-carbon-day"])

    followed = {
        year: expected(recurrence, year, parent=Span(first_day, first_day)).first_day
        for year, first_day in parents.items()
    }

    assert followed == first_days(catalogue["low-carbon-day"])
    assert len(followed) == 5


def test_every_rule_of_the_catalogue_is_accepted(catalogue):
    rules = [entry["rule"] for entry in catalogue.values() if entry.get("rule")]
    regional = [rule["rule"] for rule in catalogue["bird-week"]["regional_rules"]]

    assert len(rules) == 40
    assert len(regional) == 7
    for rule in rules + regional:
        assert check_rule(rule)
