"""/calendars/activities.ics and what can't be meant: a sentence, never a wider feed."""

from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from events.activities.criteria import KEYS
from events.activities.models import Occurrence
from tests.calendars.ics import uids
from tests.factories import (
    make_activity,
    make_district,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
)

FEED = "/calendars/activities.ics"


@pytest.fixture(autouse=True)
def _world(app: Flask) -> None:
    """A narrow feed holds the first; a wider one would hold both."""
    day, unit = make_themed_day(slug="frog-day"), make_unit(slug="frogs")
    venue = make_venue(district=make_district(slug="pond"))
    lecture = make_activity(kind="lecture", organiser=unit, days=((day, 2026),))
    make_occurrence(lecture, venue=venue)
    make_occurrence(make_activity(kind="class", audiences=("family",)))


def assert_refused(answer: TestResponse, status: int) -> None:
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert "BEGIN" not in answer.text
    assert answer.text.rstrip().endswith("。")
    assert len(answer.text) < 2000


ABSURD = [
    "day=FROG-DAY",
    "day=../../etc/passwd",
    "day=frog-day'--",
    "day=青蛙",
    "day=-",
    "unit=frogs,toads",
    "district=50 01",
    "district=%E2%80%8B%2F",
    "venue=0x1",
    "venue=-1",
    "venue=1.0",
    "venue=１",
    "venue=²",
    "venue=1e9",
    "venue=999999999999999999999",
    "kind=Lecture",
    "kind=讲座",
    "kind=lecture,class",
    "kind=%F0%9F%90%B8",
    "kind=%FF%FE",
    "audience=everyone",
    "when=someday",
    "when=TODAY",
    "from=2026-02-30",
    "from=2027-02-29",
    "from=20261121",
    "from=2026-11-21T10:00",
    "from=21.11.2026",
    "from=0001-01-01",
    "from=9999-12-31",
    "to=tomorrow",
    "to=-2026-11-1",
    "from=2026-12-01&to=2026-11-01",
    "q=" + "蛙" * 101,
    "q=" + "x" * 10_000,
    "year=0",
    "year=２０２６",
    "age=-1",
    "age=100",
    "age=seven",
    "age=" + "7" * 400,
    "format=radio",
    "signup=full",
    "access=step_free",
    "access=wheelchair",
    "near=重庆",
    "near=29.56",
    "near=29.56,106.55,3",
    "near=90.01,0",
    "near=0,180.01",
    "near=nan,inf",
    "near=1e1,2e1",
    "near=" + "1" * 5000 + ",2",
    "within=5",
    "sort=distance",
    "near=29.56,106.55&within=0",
    "near=29.56,106.55&within=101",
    "near=29.56,106.55&within=2.5",
    "near=29.56,106.55&sort=price",
]


@pytest.mark.parametrize("query", ABSURD)
def test_an_absurd_value_is_refused_in_a_sentence(client: FlaskClient, query: str):
    assert_refused(client.get(f"{FEED}?{query}"), 400)
    assert_refused(client.get(f"{FEED}?kind=lecture&{query}&all=1"), 400)


@pytest.mark.parametrize(
    "query",
    ["day=%00", "kind=%1B", "venue=%E2%80%8B", "from=%E2%80%AE", "q=%00", "q=%E2%80%AE", "age=%7F"],
)
def test_a_value_of_nothing_but_controls_is_no_empty_one(client: FlaskClient, query: str):
    assert_refused(client.get(f"{FEED}?{query}"), 400)


@pytest.mark.parametrize(
    "query",
    [
        "kind=lecture&kind=seance",
        "kind=seance&kind=lecture",
        "venue=1&venue=x",
        "day=frog-day&day=FROG",
        "from=2026-11-01&from=x",
        "when=today&when=never",
    ],
)
def test_one_bad_value_among_good_ones_is_enough(client: FlaskClient, query: str):
    assert_refused(client.get(f"{FEED}?{query}"), 400)


@pytest.mark.parametrize(
    "query",
    [
        "when=today&when=month",
        "from=2026-01-01&from=2026-12-01",
        "to=2026-12-01&to=2027-12-01",
        "q=frog&q=toad",
        "age=6&age=7",
        "year=2026&year=2027",
        "near=29,106&near=30,106",
    ],
)
def test_two_answers_to_a_question_that_has_one_are_refused(client: FlaskClient, query: str):
    assert_refused(client.get(f"{FEED}?{query}"), 400)


def test_the_same_answer_twice_is_one(client: FlaskClient):
    once, twice = "when=month&from=2026-11-01", "when=month&from=2026-11-01&when=month"

    assert client.get(f"{FEED}?{twice}").data == client.get(f"{FEED}?{once}").data


@pytest.mark.parametrize(
    "query",
    [
        "day=no-such-day",
        "unit=no-such-unit",
        "district=999999",
        "venue=999999999",
        "day=frog-day&day=no-such-day",
        "unit=frogs&district=999999",
    ],
)
def test_a_name_that_nothing_has_is_not_found(client: FlaskClient, query: str):
    answer = client.get(f"{FEED}?{query}")

    assert_refused(answer, 404)
    assert quote(query).split("%3D")[-1] in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "kind=" + "x" * 100_000,
        "day=" + "x" * 100_000,
        "venue=" + "1" * 100_000,
        "&".join(f"kind=k{number}" for number in range(10_000)),
        "&".join(f"venue={number}" for number in range(21)),
        "&".join(["when=today"] * 21),
        "x=" + "y" * 200_000,
        "&".join(f"x{number}=1" for number in range(20_000)),
    ],
    ids=lambda query: f"{query[:8]}…",
)
def test_an_enormous_question_is_refused_in_a_short_sentence(client: FlaskClient, query: str):
    assert_refused(client.get(f"{FEED}?{query}"), 400)


def test_as_many_values_as_a_person_may_choose_are_taken(client: FlaskClient):
    venues = [make_venue().id for _ in range(19)]
    query = "&".join(f"venue={venue}" for venue in [1, *venues])

    answer = client.get(f"{FEED}?{query}")

    assert uids(answer.data) == [Occurrence.get(Occurrence.venue == 1).uid]


@pytest.mark.parametrize(
    "query", ["kind=", "day=&unit=&district=", "when=&from=&to=", "kind=%20&venue=+", "&&=&kind"]
)
def test_an_empty_value_is_as_good_as_none(client: FlaskClient, query: str):
    """A form sends its empty fields along."""
    plain = client.get(FEED)

    assert client.get(f"{FEED}?{query}").data == plain.data
    assert len(uids(plain.data)) == 2


@pytest.mark.parametrize(
    "query",
    ["page=2", "word=%00", "utm_source=mail", "Kind=class", "kind[]=class", "lang=en&size=xl"],
)
def test_an_unknown_key_is_not_read(client: FlaskClient, query: str):
    narrow = client.get(f"{FEED}?kind=lecture")

    other = client.get(f"{FEED}?{query}&kind=lecture")

    assert other.data == narrow.data
    assert len(uids(narrow.data)) == 1


@pytest.mark.parametrize("query", ["cancelled=yes", "all=true", "download=2", "all=%00"])
def test_the_variants_are_read_as_strictly(client: FlaskClient, query: str):
    assert_refused(client.get(f"{FEED}?kind=lecture&{query}"), 400)


VALUES = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["frog-day", "frogs", "pond", "1", "lecture", "public", "today", "2026-11-28"]),
    st.sampled_from(
        ["青蛙", "2026", "99", "onsite", "open", "captions", "29.56,106.55", "distance"]
    ),
)


@settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pairs=st.lists(st.tuples(st.sampled_from(list(KEYS)), VALUES), min_size=1, max_size=4))
@example(pairs=[("kind", "lecture"), ("kind", "\ud800")])
@example(pairs=[("when", "today"), ("from", "2026-11-28")])
def test_no_filter_widens_a_feed_or_breaks_it(client: FlaskClient, pairs: list[tuple[str, str]]):
    query = "&".join(f"{key}={quote(value, errors='surrogatepass')}" for key, value in pairs)

    answer = client.get(f"{FEED}?kind=lecture&{query}")

    if answer.status_code == 200:
        lectures = 1 if all(value != "class" for _, value in pairs) else 2
        assert len(uids(answer.data)) <= lectures
    else:
        assert_refused(answer, answer.status_code)
        assert answer.status_code in (400, 404)
