"""check_rule: which texts are a themed day's rule, and what the others are told."""

import time
from calendar import isleap, monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.days.recurrence import Predictability, Recurrence, RuleRefused, check_rule, expected
from events.days.rules import ONE_YEAR_OF_EACH_KIND, read_rule, refuse_unsafe_parts, split_rule

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def refusal(text):
    with pytest.raises(RuleRefused) as caught:
        check_rule(text)
    return caught.value.message


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=5"),
        ("RRULE:FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=5", "FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=5"),
        (" bymonth = 05 ; bymonthday=+9; freq=yearly ", "FREQ=YEARLY;BYMONTHDAY=9;BYMONTH=5"),
        (
            "ＦＲＥＱ＝ＹＥＡＲＬＹ；ＢＹＭＯＮＴＨ＝９；ＢＹＤＡＹ＝２ＳＡ",
            "FREQ=YEARLY;BYDAY=2SA;BYMONTH=9",
        ),
        ("FREQ=YEARLY;INTERVAL=1;WKST=SU;BYMONTH=9;BYDAY=-1SU", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=9"),
        (
            "FREQ=YEARLY;BYMONTH=9;BYDAY=SA;BYMONTHDAY=20,14,15,16,17,18,19,14",
            "FREQ=YEARLY;BYDAY=SA;BYMONTHDAY=14,15,16,17,18,19,20;BYMONTH=9",
        ),
        (
            "FREQ=YEARLY;BYSETPOS=-1;BYDAY=FR,MO;BYMONTH=12",
            "FREQ=YEARLY;BYDAY=MO,FR;BYMONTH=12;BYSETPOS=-1",
        ),
        ("FREQ=YEARLY;BYDAY=20MO", "FREQ=YEARLY;BYDAY=20MO"),
    ],
)
def test_an_accepted_rule_has_one_canonical_text(text, canonical):
    assert check_rule(text) == canonical
    assert check_rule(canonical) == canonical


DAY = "BYMONTH=5;BYMONTHDAY=30"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            f"FREQ=SECONDLY;{DAY}",
            "FREQ=SECONDLY 是每秒一次：请改成按天或更长时间重复。",
        ),
        (
            f"FREQ=MINUTELY;{DAY}",
            "FREQ=MINUTELY 是每分钟一次：请改成按天或更长时间重复。",
        ),
        (
            f"FREQ=HOURLY;{DAY}",
            "FREQ=HOURLY 是每小时一次：请改成按天或更长时间重复。",
        ),
        (
            f"FREQ=YEARLY;INTERVAL=0;{DAY}",
            "INTERVAL=0 永远停在同一天：请写 1 或去掉 INTERVAL。",
        ),
        (
            "FREQ=YEARLY;BYWEEKNO=20;BYDAY=SA",
            "BYWEEKNO（第几周）在年头年尾各程序算法不一：请改写 BYMONTH 和 BYDAY。",
        ),
        (
            "FREQ=WEEKLY;BYDAY=SA,SU;BYSETPOS=1",
            "FREQ=WEEKLY 配 BYSETPOS 各程序算法不一：请用 BYDAY 直接写明星期几。",
        ),
        (
            f"FREQ=YEARLY;{DAY};COUNT=999999999",
            "“COUNT=999999999”不是可以办完的次数：请写 1 到 366，或去掉 COUNT。",
        ),
    ],
)
def test_what_is_unsafe_in_any_rule_is_refused_with_its_own_sentence(text, sentence):
    assert refusal(text) == sentence
    with pytest.raises(RuleRefused):
        refuse_unsafe_parts(split_rule(text))


def test_a_weekly_rule_for_activities_is_safe_although_no_themed_day_has_it():
    refuse_unsafe_parts(split_rule("FREQ=WEEKLY;BYDAY=SA;COUNT=4"))

    assert refusal("FREQ=WEEKLY;BYDAY=SA;COUNT=4") == (
        "主题日一年一届，不能写 FREQ=WEEKLY：请改写 FREQ=YEARLY。"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "规则是空的"),
        (" RRULE: ", "规则是空的"),
        (f"FREQ=YEARLY;{DAY};" + "X" * 500, "规则超过 500 个字符"),
        (DAY, "规则缺少 FREQ"),
        ("FREQ=DAILY", "不能写 FREQ=DAILY"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "不能写 FREQ=MONTHLY"),
        (f"FREQ=每年;{DAY}", "“FREQ=每年”写得不对：请写 YEARLY"),
        (f"FREQ=YEARLY;{DAY};COUNT=10", "主题日的规则不写 COUNT"),
        (f"FREQ=YEARLY;{DAY};UNTIL=20301231", "主题日的规则不写 UNTIL"),
        (f"FREQ=YEARLY;{DAY};INTERVAL=2", "“INTERVAL=2”没有说明从哪一年起算"),
        (f"FREQ=YEARLY;{DAY};INTERVAL=-1", "“INTERVAL=-1”写得不对：请写正整数"),
        ("FREQ=YEARLY;BYYEARDAY=100", "BYYEARDAY（全年第几天）"),
        (f"FREQ=YEARLY;{DAY};BYHOUR=9", "不写 BYHOUR"),
        (f"FREQ=YEARLY;{DAY};BYMINUTE=0", "不写 BYMINUTE"),
        (f"FREQ=YEARLY;{DAY};BYSECOND=0", "不写 BYSECOND"),
        (f"RSCALE=CHINESE;FREQ=YEARLY;{DAY}", "RSCALE（农历等历法）"),
        (f"FREQ=YEARLY;{DAY};BYEASTER=0", "不认识“BYEASTER”"),
        (f"FREQ=YEARLY;{DAY};BYMONTH=6", "BYMONTH 写了不止一次"),
        (f"FREQ=YEARLY;{DAY};", "规则里的“”读不懂"),
        ("FREQ=YEARLY;每年五月", "规则里的“每年五月”读不懂"),
        ("FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=1", "“BYMONTH=13”写得不对：请写 1 到 12"),
        ("FREQ=YEARLY;BYMONTH=-1;BYMONTHDAY=1", "“BYMONTH=-1”写得不对：请写 1 到 12"),
        ("FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=0", "“BYMONTHDAY=0”写得不对：请写 1 到 31"),
        ("FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=14,,16", "“BYMONTHDAY=14,,16”写得不对"),
        ("FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1 4", "“BYMONTHDAY=1 4”写得不对"),
        ("FREQ=YEARLY;BYMONTH=9;BYDAY=0SA", "“BYDAY=0SA”写得不对：请写星期"),
        ("FREQ=YEARLY;BYMONTH=9;BYDAY=周六", "“BYDAY=周六”写得不对：请写星期"),
        ("FREQ=YEARLY;BYDAY=54MO", "“BYDAY=54MO”写得不对"),
        ("FREQ=YEARLY;BYMONTH=9;BYDAY=SA;BYSETPOS=367", "“BYSETPOS=367”写得不对"),
        (f"FREQ=YEARLY;{DAY};WKST=XX", "“WKST=XX”写得不对"),
        ("FREQ=YEARLY", "规则没有写明哪一天"),
        ("FREQ=YEARLY;BYMONTH=9", "规则没有写明哪一天"),
        ("FREQ=YEARLY;BYMONTH=9;BYSETPOS=1", "规则没有写明哪一天"),
        ("FREQ=YEARLY;BYMONTHDAY=1", "请补上 BYMONTH"),
        ("FREQ=YEARLY;BYMONTH=9;BYDAY=SA,2SU", "BYDAY 混写了"),
        ("FREQ=YEARLY;BYMONTH=9;BYDAY=53MO", "BYDAY 的序号超过 5"),
    ],
)
def test_a_refusal_names_the_part_and_what_to_write_instead(text, words):
    message = refusal(text)

    assert words in message
    assert "请" in message
    assert message.endswith("。")


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=4,6,9,11;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=9;BYDAY=5SA;BYMONTHDAY=1",
        "FREQ=YEARLY;BYMONTH=9;BYDAY=SA;BYSETPOS=6",
    ],
)
def test_a_rule_that_never_has_a_day_is_refused_at_once(text):
    began = time.perf_counter()

    assert "哪一年都没有日子" in refusal(text)

    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("FREQ=YEARLY;BYMONTH=5,9;BYMONTHDAY=1", "在 2026 年有 2 天（2026-05-01、2026-09-01等）"),
        ("FREQ=YEARLY;BYMONTH=9;BYDAY=SA", "在 2026 年有 4 天（2026-09-05、2026-09-12等）"),
        ("FREQ=YEARLY;BYDAY=SA", "在 2026 年有 52 天"),
        ("FREQ=YEARLY;BYMONTH=9;BYDAY=SA;BYMONTHDAY=14,15,16,17,18,19,20,21", "在 2030 年有 2 天"),
    ],
)
def test_a_rule_with_two_days_in_some_year_is_refused_with_that_year(text, days):
    assert days in refusal(text)


def test_an_invisible_or_endless_part_is_quoted_visibly_and_shortly():
    assert r"\u202e" in refusal("FREQ=YEARLY;\u202e")
    assert "“" + "A" * 40 + "…”" in refusal("FREQ=YEARLY;" + "A" * 400 + "=1")


def test_leap_day_is_accepted_and_comes_in_leap_years_only():
    leap_day = read_rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")

    years = [year for year in range(1899, 2101) if leap_day.days_in(year)]

    assert years == [year for year in range(1904, 2097) if isleap(year)]
    assert 2000 in years


# --- any text, any rule -------------------------------------------------------------------------


def comma_list(values, most):
    return st.lists(values, min_size=1, max_size=most, unique=True).map(
        lambda chosen: ",".join(map(str, chosen))
    )


def window(first):
    return ",".join(str(first + i) for i in range(7))


months = st.integers(1, 12)
weekdays = st.sampled_from(WEEKDAYS)
near = st.integers(-5, 5).filter(bool)
likely_rules = st.one_of(
    st.builds("FREQ=YEARLY;BYMONTH={};BYMONTHDAY={}".format, months, st.integers(-31, 31)),
    st.builds("FREQ=YEARLY;BYMONTH={};BYDAY={}{}".format, months, near, weekdays),
    st.builds("FREQ=YEARLY;BYDAY={}{}".format, st.integers(-53, 53), weekdays),
    st.builds(
        "FREQ=YEARLY;BYMONTH={};BYDAY={};BYMONTHDAY={}".format,
        months,
        weekdays,
        st.one_of(st.integers(1, 25), st.integers(-31, -7)).map(window),
    ),
    st.builds(
        "FREQ=YEARLY;BYDAY={};BYSETPOS={}".format,
        comma_list(weekdays, 7),
        st.integers(-366, 366),
    ),
    st.builds(
        "FREQ=YEARLY;BYMONTH={};BYDAY={};BYSETPOS={}".format,
        comma_list(months, 3),
        comma_list(weekdays, 7),
        st.integers(-40, 40),
    ),
    st.builds(
        "FREQ=YEARLY;BYMONTH={};BYMONTHDAY={};BYDAY={}{};BYSETPOS={}".format,
        comma_list(months, 2),
        comma_list(st.integers(-31, 31).filter(bool), 10),
        near,
        weekdays,
        near,
    ),
)


def days_by_hand(text, year):
    """RFC 5545 §3.3.10 applied to each day of the year, without dateutil."""
    parts = dict(part.split("=") for part in text.split(";"))
    numbers = {
        name: [int(value) for value in parts[name].split(",")]
        for name in ("BYMONTH", "BYMONTHDAY", "BYSETPOS")
        if name in parts
    }
    year_length = 365 + isleap(year)
    days = []
    for number in range(year_length):
        day = date(year, 1, 1) + timedelta(days=number)
        month_length = monthrange(year, day.month)[1]
        if "BYMONTH" in numbers and day.month not in numbers["BYMONTH"]:
            continue
        backwards = day.day - month_length - 1
        if "BYMONTHDAY" in numbers and not {day.day, backwards} & set(numbers["BYMONTHDAY"]):
            continue
        if "BYDAY" in parts:
            before, length = (day.day - 1, month_length) if "BYMONTH" in parts else (0, 0)
            if "BYMONTH" not in parts:
                before, length = number, year_length
            name = WEEKDAYS[day.weekday()]
            ordinals = {"", str(before // 7 + 1), str(-((length - 1 - before) // 7 + 1))}
            if not {f"{ordinal}{name}" for ordinal in ordinals} & set(parts["BYDAY"].split(",")):
                continue
        days.append(day)
    if "BYSETPOS" in numbers:
        positions = numbers["BYSETPOS"]
        return [d for i, d in enumerate(days) if {i + 1, i - len(days)} & set(positions)]
    return days


@given(likely_rules, st.integers(1, 9998))
@settings(max_examples=300, deadline=2000, database=None)
def test_any_accepted_rule_gives_at_most_one_span_in_any_year_and_the_rfcs_day(text, year):
    try:
        rule = check_rule(text)
    except RuleRefused:
        return

    span = expected(Recurrence(Predictability.ANNOUNCED, rule, duration_days=7), year)

    by_hand = days_by_hand(rule, year)
    assert len(by_hand) <= 1
    assert ([span.first_day] if span else []) == by_hand
    assert span is None or (span.first_day.year, span.days) == (year, 7)


# Not st.text(): its table of characters takes seconds to build and leaves a folder behind.
any_text = st.lists(st.integers(0, 0x10FFFF).map(chr), max_size=40).map("".join)
rule_like_text = st.text("FREQYALBMONTHDSU=;,:-+0123456789 \n", max_size=80)


@given(st.one_of(likely_rules, rule_like_text, any_text, any_text.map("FREQ=YEARLY;".__add__)))
@settings(max_examples=300, deadline=2000, database=None)
def test_any_text_is_accepted_or_refused_and_nothing_else(text):
    try:
        canonical = check_rule(text)
    except RuleRefused:
        message = refusal(text)
        assert message.endswith("。")
        assert message.isprintable()
    else:
        assert check_rule(canonical) == canonical


any_part = st.builds(
    "{}={}".format,
    st.sampled_from(
        [
            "FREQ",
            "UNTIL",
            "COUNT",
            "INTERVAL",
            "BYSECOND",
            "BYMINUTE",
            "BYHOUR",
            "BYDAY",
            "BYMONTHDAY",
            "BYYEARDAY",
            "BYWEEKNO",
            "BYMONTH",
            "BYSETPOS",
            "WKST",
            "RSCALE",
            "SKIP",
            "X-NAME",
        ]
    ),
    st.one_of(
        st.sampled_from(
            [
                "SECONDLY",
                "MINUTELY",
                "HOURLY",
                "DAILY",
                "WEEKLY",
                "MONTHLY",
                "YEARLY",
                "20260101T000000Z",
            ]
        ),
        comma_list(st.integers(-400, 400), 4),
        comma_list(st.builds("{}{}".format, st.integers(-60, 60), weekdays), 3),
        comma_list(weekdays, 3),
    ),
)


@given(st.lists(any_part, max_size=6))
@settings(max_examples=300, deadline=2000, database=None)
def test_any_mixture_of_rfc_parts_is_accepted_or_refused_and_nothing_else(parts):
    text = ";".join(["FREQ=YEARLY", *parts])
    try:
        canonical = check_rule(text)
    except RuleRefused:
        return

    assert len(days_by_hand(canonical, 2026)) <= 1


def test_the_years_tried_are_of_every_kind_there_is():
    tried = {(date(year, 1, 1).weekday(), isleap(year)) for year in ONE_YEAR_OF_EACH_KIND}

    assert tried == {(date(year, 1, 1).weekday(), isleap(year)) for year in range(1583, 2400)}
    assert len(tried) == len(ONE_YEAR_OF_EACH_KIND) == 14
