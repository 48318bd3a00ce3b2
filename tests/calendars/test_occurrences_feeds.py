"""What each feed holds: what a list of the same criteria holds, inside the window, and no more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from random import Random
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from events import clock
from events.activities.choosing import choose
from events.activities.criteria import Criteria, DaySpan
from events.activities.models import Activity, Occurrence
from events.activities.queries import find_occurrences
from events.published import Window
from events.units.models import District
from tests.calendars.conftest import SHANGHAI
from tests.calendars.ics import names, read, read_by_another, uids, unfolded
from tests.factories import (
    make_activity,
    make_district,
    make_edition,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
)

At = Callable[[str], None]
FIRST, LAST = date(2026, 8, 23), date(2028, 5, 21)  # the window on 2026-11-21
DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def get(app: Flask, client: FlaskClient) -> Callable[[str], bytes]:
    """`get("days/frog-day.ics")`: the bytes of a feed."""

    def get(name: str) -> bytes:
        answer = client.get(f"/calendars/{name}")
        assert answer.status_code == 200
        return answer.data

    return get


Get = Callable[[str], bytes]


def of(*occurrences: Occurrence) -> list[str]:
    return [occurrence.uid for occurrence in occurrences]


# A themed day


def test_a_days_feed_holds_its_editions_and_its_occurrences_of_any_year(get: Get):
    frogs, toads = make_themed_day(slug="frog-day"), make_themed_day()
    make_edition(themed_day=frogs, first_day=date(2026, 12, 1))
    make_edition(themed_day=toads, first_day=date(2026, 12, 1))
    mine = make_occurrence(make_activity(days=((frogs, 2026), (toads, 2026))))
    next_year = make_occurrence(make_activity(days=((frogs, 2027),)), first_day=date(2027, 12, 1))
    make_occurrence(make_activity(days=((toads, 2026),)))
    make_occurrence()

    edition, *occurrences = uids(get("days/frog-day.ics"))

    assert occurrences == of(mine, next_year)
    assert edition in uids(get("days.ics"))


def test_a_day_that_was_succeeded_has_its_successors_occurrences_too(get: Get):
    month = make_themed_day(slug="frog-month")
    day = make_themed_day(slug="frog-day", valid_to=2025, successor=month)
    old = make_occurrence(make_activity(days=((day, 2025),)), first_day=date(2026, 9, 1))
    new = make_occurrence(make_activity(days=((month, 2026),)))
    make_occurrence()

    assert uids(get("days/frog-day.ics")) == of(new, old)
    assert uids(get("days/frog-month.ics")) == of(new)


def test_the_feed_of_all_days_has_editions_alone(get: Get):
    day = make_themed_day()
    make_edition(themed_day=day, first_day=date(2026, 12, 1))
    held = make_occurrence(make_activity(days=((day, 2026),)))

    body = get("days.ics")

    assert len(uids(body)) == 1
    assert held.uid not in uids(body)
    assert "BEGIN:VTIMEZONE" not in unfolded(body)


# A unit, a place


def test_a_units_feed_holds_what_it_organises_alone_or_with_others(get: Get):
    frogs, toads = make_unit(slug="frogs"), make_unit(slug="toads")
    alone = make_occurrence(make_activity(organiser=frogs))
    jointly = make_occurrence(make_activity(organiser=toads, co_organisers=(frogs,)))
    twice = make_occurrence(make_activity(organiser=frogs, co_organisers=(frogs, toads)))
    supported = make_occurrence(make_activity(organiser=toads, supporters=(frogs,)))

    assert uids(get("units/frogs.ics")) == of(alone, jointly, twice)
    assert uids(get("units/toads.ics")) == of(jointly, twice, supported)


def test_a_districts_feed_holds_all_below_it(get: Get):
    province = make_district(slug="320000", name="江苏省")
    city = make_district(slug="320200", name="无锡市", parent=province)
    county = make_district(slug="320211", name="滨湖区", parent=city)
    other = make_district(slug="320300", name="徐州市", parent=province)
    held = {row.slug: at_district(row) for row in (province, city, county, other)}

    assert uids(get("districts/320000.ics")) == of(*held.values())
    assert uids(get("districts/320200.ics")) == of(held["320200"], held["320211"])
    assert uids(get("districts/320211.ics")) == of(held["320211"])
    assert "NAME:滨湖区的科普活动" in unfolded(get("districts/320211.ics"))


def test_a_dissolved_districts_feed_goes_on_with_its_successor(get: Get):
    new = make_district(slug="500112", name="新区")
    old = make_district(slug="500111", name="旧区", successor="500112")
    here, there = at_district(old), at_district(new)
    at_district(make_district())

    assert uids(get("districts/500111.ics")) == of(here, there)
    assert uids(get("districts/500112.ics")) == of(there)


def test_what_is_online_is_in_the_feed_of_its_organisers_region(get: Get):
    unit = make_unit(region=make_district(slug="500000"))
    online = make_occurrence(make_activity(organiser=unit), online=True)
    make_occurrence()

    assert uids(get("districts/500000.ics")) == of(online)


def at_district(district: District) -> Occurrence:
    return make_occurrence(venue=make_venue(district=district))


def test_a_venues_feed_holds_what_takes_place_there(get: Get):
    hall, park = make_venue(name="市科技馆"), make_venue()
    held = make_occurrence(venue=hall)
    make_occurrence(venue=park)

    body = get(f"venues/{hall.id}.ics")

    assert uids(body) == of(held)
    assert "NAME:市科技馆的科普活动" in unfolded(body)
    assert f"URL:https://kepuli.example/venues/{hall.id}" in unfolded(body)


def test_a_merged_venue_answers_with_the_survivors(get: Get):
    last = make_venue(name="科学城")
    middle = make_venue(merged_into=last)
    first = make_venue(merged_into=middle)
    held = make_occurrence(venue=last)

    for venue in (first, middle, last):
        body = get(f"venues/{venue.id}.ics")
        assert uids(body) == of(held)
        assert "NAME:科学城的科普活动" in unfolded(body)


# An activity, an occurrence


def test_an_activitys_feed_holds_all_its_occurrences_also_outside_the_window(get: Get):
    activity = make_activity(title="听蛙")
    days = [date(2020, 1, 1), FIRST - DAY, date(2026, 11, 20), date(2026, 11, 21), LAST + DAY]
    held = [make_occurrence(activity, first_day=day) for day in days]
    cancelled = make_occurrence(activity, first_day=date(2019, 1, 1), status="cancelled")
    make_occurrence()

    body = get(f"activities/{activity.id}.ics")

    coming, over = held[3:], [*reversed(held[:3]), cancelled]
    assert uids(body) == of(*coming, *over)
    assert "NAME:听蛙" in unfolded(body)
    assert f"URL:https://kepuli.example/activities/{activity.id}" in unfolded(body)


@pytest.mark.parametrize("day", [date(1999, 1, 1), date(2026, 12, 1), date(2199, 12, 31)])
def test_an_occurrences_feed_holds_just_this_one(get: Get, day: date):
    activity = make_activity()
    make_occurrence(activity)
    one = make_occurrence(activity, first_day=day)

    assert uids(get(f"occurrences/{one.id}.ics")) == of(one)


@pytest.mark.parametrize("number", [0, 2, 2**31 - 1, 2**31, 2**63, 10**30])
@pytest.mark.parametrize("topic", ["activities", "occurrences", "venues"])
def test_a_number_that_nothing_has_is_not_found(client: FlaskClient, topic: str, number: int):
    make_occurrence()

    answer = client.get(f"/calendars/{topic}/{number}.ics")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.text.rstrip().endswith("。")


# What is not public


def test_an_activity_that_is_not_published_is_in_no_feed(client: FlaskClient, get: Get):
    day, unit, venue = make_themed_day(slug="frog-day"), make_unit(slug="frogs"), make_venue()
    hidden = make_occurrence(
        make_activity(published_at=None, organiser=unit, days=((day, 2026),)), venue=venue
    )
    shown = make_occurrence(make_activity(organiser=unit, days=((day, 2026),)), venue=venue)
    feeds = [
        "days/frog-day.ics",
        "units/frogs.ics",
        f"venues/{venue.id}.ics",
        f"districts/{venue.district.slug}.ics",
        "activities.ics",
        f"activities.ics?venue={venue.id}&all=1",
    ]

    assert {name: uids(get(name)) for name in feeds} == {name: of(shown) for name in feeds}
    for own in (f"activities/{hidden.activity_id}.ics", f"occurrences/{hidden.id}.ics"):
        assert client.get(f"/calendars/{own}").status_code == 404


# Nothing


@pytest.mark.parametrize(
    "name",
    [
        "activities.ics",
        "activities.ics?kind=drill",
        "activities/1.ics",
        "days/frog-day.ics",
        "units/frogs.ics",
        "districts/pond.ics",
        "venues/1.ics",
    ],
)
def test_a_feed_of_nothing_is_a_valid_calendar(get: Get, name: str):
    region = make_district(slug="pond")
    make_activity(organiser=make_unit(slug="frogs", region=region))
    make_themed_day(slug="frog-day")
    make_venue(district=region)

    body = get(name)

    assert read(body).events == read_by_another(body).events == []
    assert names(body)["BEGIN"] == names(body)["END"]


# The window


@pytest.mark.parametrize(
    ("first", "last", "is_shown"),
    [
        (FIRST - 2 * DAY, FIRST - DAY, False),
        (FIRST - DAY, FIRST, True),
        (FIRST - 300 * DAY, FIRST, True),
        (LAST, LAST, True),
        (LAST, LAST + 300 * DAY, True),
        (LAST + DAY, LAST + DAY, False),
    ],
)
def test_an_occurrence_is_shown_while_one_of_its_days_is_in_the_window(
    get: Get, first: date, last: date, is_shown: bool
):
    held = make_occurrence(first_day=first, last_day=last)

    assert uids(get("activities.ics")) == (of(held) if is_shown else [])


def test_the_longest_occurrence_there_may_be_is_found_on_its_last_day(get: Get):
    start = datetime(2025, 11, 20, 10)  # noqa: DTZ001  a wall time
    held = make_occurrence(start=start, end=start + timedelta(days=366))

    assert held.last_day == date(2026, 11, 21)
    assert uids(get("activities.ics?when=today")) == of(held)
    assert uids(get("activities.ics")) == of(held)


def test_what_runs_now_is_coming_and_what_is_over_comes_last(get: Get):
    days = {
        "over, long ago": (date(2026, 9, 1), date(2026, 9, 2)),
        "runs": (date(2026, 11, 1), date(2026, 12, 31)),
        "over": (date(2026, 10, 1), date(2026, 11, 20)),
        "today": (date(2026, 11, 21), date(2026, 11, 21)),
        "later": (date(2026, 12, 5), date(2026, 12, 5)),
    }
    held = {
        word: make_occurrence(first_day=first, last_day=last)
        for word, (first, last) in days.items()
    }

    order = ["runs", "today", "later", "over", "over, long ago"]
    assert uids(get("activities.ics")) == of(*(held[word] for word in order))


def test_a_word_for_days_moves_on_at_midnight(get: Get, at: At):
    today = make_occurrence(first_day=date(2026, 11, 21))
    sunday = make_occurrence(first_day=date(2026, 11, 22))

    assert uids(get("activities.ics?when=today")) == of(today)
    assert uids(get("activities.ics?when=weekend")) == of(today, sunday)

    at("2026-11-22T00:00:00+08:00")
    assert uids(get("activities.ics?when=today")) == of(sunday)
    assert uids(get("activities.ics?when=weekend")) == of(sunday)


# Any filter is a feed


@dataclass(frozen=True)
class World:
    """Rows of which every filter picks some and leaves some."""

    activities: list[Activity]
    options: dict[str, list[str]]


@pytest.fixture
def world(app: Flask) -> World:
    """Twelve activities with thirty-six occurrences, spread by a fixed draw."""
    draw = Random(7)
    province = make_district(slug="320000")
    cities = [make_district(slug=f"3202{n}0", parent=province) for n in (1, 2)]
    cities.append(make_district(slug="320290", successor="320210"))
    month = make_themed_day(slug="frog-month")
    days = [make_themed_day(slug="frog-day", successor=month), month, make_themed_day(slug="toads")]
    units = [make_unit(slug=f"unit-of-{n}", region=draw.choice(cities)) for n in "abc"]
    venues = [make_venue(district=city) for city in cities]
    venues.append(make_venue(district=cities[0], merged_into=venues[0]))
    activities = [
        make_activity(
            kind=draw.choice(["lecture", "class"]),
            organiser=draw.choice(units),
            co_organisers=tuple(draw.sample(units, draw.choice([0, 1]))),
            supporters=tuple(draw.sample(units, draw.choice([0, 1]))),
            days=tuple((day, 2026) for day in draw.sample(days, draw.choice([0, 1, 2]))),
            audiences=tuple(draw.sample(["public", "family", "elderly"], draw.choice([1, 2]))),
            published_at=draw.choice([clock.now()] * 5 + [None]),
        )
        for _ in range(12)
    ]
    for number in range(36):
        first = date(2026, 11, 21) + timedelta(days=draw.choice([0, 0, 1, 3, 8, -10, -40, 300]))
        make_occurrence(
            activities[number % 12],
            venue=draw.choice(venues[:3]),
            online=draw.random() < 0.2,
            first_day=first,
            last_day=first + timedelta(days=draw.choice([0, 0, 0, 1, 30])),
        )
    options = {
        "day": [day.slug for day in days],
        "unit": [unit.slug for unit in units],
        "district": ["320000", "320210", "320220", "320290"],
        "venue": [str(venue.id) for venue in venues],
        "kind": ["lecture", "class"],
        "audience": ["public", "family", "elderly"],
        "when": ["today", "tomorrow", "weekend", "week", "month"],
        "from": ["2026-10-15", "2026-11-24", "2027-09-01", "1999-01-01"],
        "to": ["2026-10-14", "2026-11-22", "2027-12-31", "2100-01-01"],
    }
    return World(activities, options)


def listed(pairs: list[tuple[str, str]]) -> set[str]:
    """What a list of these criteria holds over the window."""
    today = clock.today(SHANGHAI)
    window = Window(today)
    read: dict[str, object] = {"from": None, "to": None}
    for key, value in pairs:
        if key in ("from", "to"):
            read[key] = date.fromisoformat(value)
        elif key == "when":
            read[key] = value
        else:
            value_of = int(value) if key == "venue" else value
            read[key] = (*read.get(key, ()), value_of)  # type: ignore[misc]
    first, last = read.pop("from"), read.pop("to")
    criteria = Criteria(first_day=first, last_day=last, **read)  # type: ignore[arg-type]
    span = criteria.span(today).within(DaySpan(window.first_day, window.last_day))
    ids = find_occurrences(choose(criteria), span, 1000)
    return {row.uid for row in Occurrence.select().where(Occurrence.id.in_(ids))}


def assert_holds_what_is_listed(get: Get, pairs: list[tuple[str, str]]) -> int:
    held = uids(get(f"activities.ics?{urlencode(pairs)}"))
    assert len(held) == len(set(held))
    assert set(held) == listed(pairs), pairs
    return len(held)


def test_each_filter_holds_what_the_list_of_it_does(get: Get, world: World):
    everything = assert_holds_what_is_listed(get, [])

    for key, options in world.options.items():
        found = [assert_holds_what_is_listed(get, [(key, option)]) for option in options]
        assert any(0 < count < everything for count in found), key


def test_several_values_of_a_key_mean_any_of_them(get: Get, world: World):
    for key in ("day", "unit", "district", "venue", "kind", "audience"):
        for two in combinations(world.options[key], 2):
            assert_holds_what_is_listed(get, [(key, value) for value in two])


def test_filters_together_hold_what_the_list_of_them_does(get: Get, world: World):
    draw = Random(11)
    found = []
    for _ in range(60):
        keys = draw.sample(list(world.options), draw.choice([2, 2, 3, 4]))
        pairs = [(key, draw.choice(world.options[key])) for key in keys]
        given = dict(pairs)
        if given.get("from", "") <= given.get("to", "9"):
            found.append(assert_holds_what_is_listed(get, pairs))

    assert sum(map(bool, found)) > 10


@pytest.mark.parametrize(
    "query",
    [
        "when=today&from=2027-01-01",
        "when=today&to=2026-11-01",
        "from=2026-01-01&to=2026-02-01",
        "from=2029-01-01",
        "when=week&from=2026-12-01&kind=exhibition",
    ],
)
def test_days_that_never_come_hold_nothing_not_even_what_runs_for_long(get: Get, query: str):
    make_occurrence(
        make_activity(kind="exhibition"), first_day=date(2026, 8, 1), last_day=date(2027, 7, 1)
    )

    assert uids(get(f"activities.ics?{query}")) == []


# One address for one feed


def test_order_and_repetition_of_filters_make_no_difference(client: FlaskClient, world: World):
    pairs = [
        *(("kind", "lecture"), ("kind", "class"), ("audience", "public")),
        *(("from", "2026-11-01"), ("district", "320000"), ("venue", "1"), ("venue", "2")),
        *(("cancelled", "mark"), ("all", "1")),
    ]
    first = client.get(f"/calendars/activities.ics?{urlencode(pairs)}")
    draw = Random(3)

    for _ in range(10):
        mixed = draw.sample([*pairs, *pairs[:3], ("day", ""), ("lang", "en")], len(pairs) + 5)
        other = client.get(f"/calendars/activities.ics?{urlencode(mixed)}")
        assert other.data == first.data
        assert other.headers["ETag"] == first.headers["ETag"]

    canonical = (
        "district=320000&venue=1&venue=2&kind=class&kind=lecture&audience=public"
        "&from=2026-11-01&cancelled=mark&all=1"
    )
    source = f"SOURCE;VALUE=URI:https://kepuli.example/calendars/activities.ics?{canonical}"
    assert source in unfolded(first.data)


def test_the_page_of_a_feed_is_the_list_of_the_same_filters(get: Get):
    body = unfolded(get("activities.ics?when=week&kind=lecture&all=1"))

    assert "URL:https://kepuli.example/activities?kind=lecture&when=week" in body


def test_a_feeds_name_says_what_was_chosen(get: Get):
    make_themed_day(slug="frog-day", name="青蛙日")
    make_unit(slug="frogs", name="蛙类研究所", region=make_district(slug="pond", name="池塘区"))

    query = "day=frog-day&unit=frogs&district=pond&kind=lecture&audience=family&when=week"
    body = unfolded(get(f"activities.ics?{query}&from=2026-11-01&to=2026-11-30"))

    words = "青蛙日、蛙类研究所、池塘区、讲座、家庭、本周、2026-11-01至2026-11-30"
    assert f"NAME:科普活动：{words}" in body
    assert "NAME:科普活动" in unfolded(get("activities.ics"))


def test_a_kept_file_is_named_after_the_feed(client: FlaskClient):
    make_occurrence()

    for path, name in [
        ("activities.ics?kind=lecture&download=1", "activities.ics"),
        ("activities/1.ics?download=1", "activities-1.ics"),
    ]:
        answer = client.get(f"/calendars/{path}")
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
