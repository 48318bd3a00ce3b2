"""Several picks in one calendar: what any of them has, each entry once."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events.activities.occurrences import cancel_occurrence
from tests.calendars.ics import entries, read_by_another, summaries, uids, value
from tests.calendars.test_occurrences_size import make_many
from tests.factories import make_activity, make_district, make_occurrence, make_unit, make_venue
from tests.subscriptions.pond import EVERYTHING, ROBOTS, make_pond

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("district=500103&district=500105", ["乙区", "听蛙", "甲区"]),
        ("day=frog-day&unit=frogs", ["听蛙", "蛙局", "蛙日", "青蛙日"]),
        (f"q={ROBOTS}&district=500105", ["乙区", "机器人"]),
        (f"unit=frogs&q={quote('甲区')}", ["听蛙", "甲区", "蛙局"]),
        (EVERYTHING, ["乙区", "听蛙", "机器人", "甲区", "蛙局", "蛙日", "青蛙日"]),
    ],
)
def test_what_any_pick_has_is_there_once(client: FlaskClient, query: str, titles: list[str]):
    make_pond()

    assert sorted(summaries(client.get(f"/calendars/picks.ics?{query}"))) == sorted(titles)


def test_it_holds_what_the_calendars_of_its_picks_hold_with_the_same_uids(client: FlaskClient):
    make_pond()
    alone = ["districts/500103", "districts/500105", "days/frog-day", "units/frogs"]
    held = {uid for one in alone for uid in uids(client.get(f"/calendars/{one}.ics").data)}
    held |= set(uids(client.get(f"/calendars/activities.ics?q={ROBOTS}").data))

    found = uids(client.get(f"/calendars/picks.ics?{EVERYTHING}").data)

    assert len(found) == len(held) == 7
    assert set(found) == held


def test_two_parsers_read_it(client: FlaskClient):
    make_pond()

    body = client.get(f"/calendars/picks.ics?{EVERYTHING}").data

    theirs = {(event.uid, event.summary) for event in read_by_another(body).events}
    assert theirs == {(str(one["UID"]), str(one["SUMMARY"])) for one in entries(body)}
    assert value(body, "NAME").startswith("科普历：青蛙日、蛙局、500103、500105、机器人")


def test_the_order_of_picks_does_not_matter(client: FlaskClient):
    make_pond()
    forwards = client.get("/calendars/picks.ics?day=frog-day&district=500103&district=500105")

    backwards = client.get(
        "/calendars/picks.ics?district=500105&district=500103&day=frog-day&x=1",
        headers={"If-None-Match": forwards.headers["ETag"]},
    )

    assert backwards.status_code == 304


def test_what_is_running_and_over_is_there_and_the_soonest_come_first(client: FlaskClient):
    here, there = make_district(slug="500103"), make_district(slug="500105")
    spans = {
        "已过": ((2026, 11, 1), (2026, 11, 2), here),
        "正在": ((2026, 10, 1), (2026, 12, 1), there),
        "明天": ((2026, 11, 22), (2026, 11, 22), here),
        "后天": ((2026, 11, 23), (2026, 11, 23), there),
        "太早": ((2026, 1, 1), (2026, 1, 2), here),
    }
    for title, (first, last, place) in spans.items():
        venue = make_venue(district=place)
        make_occurrence(
            make_activity(title=title), first_day=date(*first), last_day=date(*last), venue=venue
        )

    answer = client.get("/calendars/picks.ics?district=500103&district=500105")

    assert summaries(answer) == ["正在", "明天", "后天", "已过"]


def test_a_cancelled_occurrence_is_told_as_such(client: FlaskClient):
    pond = make_pond()
    cancel_occurrence(pond["听蛙"], "大雨", datetime(2026, 11, 21, 3, tzinfo=UTC))

    told = client.get(f"/calendars/picks.ics?{EVERYTHING}")
    marked = client.get(f"/calendars/picks.ics?{EVERYTHING}&cancelled=mark")

    assert "【已取消】听蛙" in summaries(told)
    statuses = [{str(one["STATUS"]) for one in entries(answer.data)} for answer in (told, marked)]
    assert statuses == [{"CANCELLED", "CONFIRMED"}, {"CONFIRMED"}]


def test_more_than_google_takes_leaves_out_the_latest_of_all_picks(client: FlaskClient):
    start = datetime(2026, 12, 1, 4, tzinfo=UTC)
    units = [make_unit(slug="odd"), make_unit(slug="even")]
    make_many([start + timedelta(hours=n) for n in range(1200)], make_activity(organiser=units[0]))
    late = make_occurrence(make_activity(organiser=units[1]), start=datetime(2027, 6, 1, 9))  # noqa: DTZ001

    body = client.get("/calendars/picks.ics?unit=odd&unit=even").data

    found = uids(body)
    assert found == [f"{n:05}@kepuli" for n in range(1000)]
    assert late.uid not in found
    assert "另有 201 条没有列入" in value(body, "DESCRIPTION")
    assert late.uid in uids(client.get("/calendars/picks.ics?unit=odd&unit=even&all=1").data)


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("", 400, "一项也没有选"),
        ("day=", 400, "一项也没有选"),
        ("day=../etc", 400, "看不懂"),
        ("day=frog-day&district=%00", 400, "看不懂"),
        ("day=frog-day&unit=nobody", 404, "unit=nobody"),
        ("day=frog-day&q=" + "长" * 101, 400, "看不懂"),
        ("&".join(f"q=词{n}" for n in range(21)), 400, "一次最多选 20 项"),
        ("&".join(f"q=词{n}" for n in range(900)), 400, "一次最多选 20 项"),
        ("q=" + "x" * 20_000, 400, "地址太长"),
    ],
)
def test_what_cannot_be_meant_gets_a_sentence_and_no_calendar(
    client: FlaskClient, query: str, status: int, said: str
):
    make_pond()

    answer = client.get(f"/calendars/picks.ics?{query}")

    assert (answer.status_code, answer.mimetype) == (status, "text/plain")
    assert said in answer.text


@pytest.mark.parametrize(
    "words",
    ["\u202e机器人", "{{7*7}}", "' OR 1=1 --", '"a" NEAR b*', "<b>", "🐸𠮷", "\r\nSTATUS:X", "*"],
)
def test_odd_words_are_only_words(client: FlaskClient, words: str):
    make_pond()

    answer = client.get(f"/calendars/picks.ics?q={quote(words)}&district=500105")

    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert {"乙区"} <= set(summaries(answer)) <= {"乙区", "机器人"}


def test_twenty_picks_ask_as_often_whatever_there_is(client: FlaskClient):
    make_pond()
    query = EVERYTHING + "".join(f"&q=词{n}" for n in range(15))
    with count_queries() as few:
        client.get(f"/calendars/picks.ics?{query}")
    for _ in range(30):
        make_occurrence(venue=make_venue(district=make_district()))
    make_many([datetime(2026, 12, 1, hour, tzinfo=UTC) for hour in range(20)])

    with count_queries() as many:
        client.get(f"/calendars/picks.ics?{query}")

    assert 1 < many.count <= few.count
