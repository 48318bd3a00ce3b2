"""The programme as PDF: what the page of the same filter says, whatever people wrote into it."""

import re
import sys
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from calendars.takeaway.routes import TooMuchForPaper
from events import clock
from events.activities.models import Occurrence
from events.activities.occurrences import cancel_occurrence
from tests.activities.lists import at_hour
from tests.calendars.pdf import pages
from tests.factories import (
    make_activity,
    make_district,
    make_edition,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
)
from tests.pages.reading import PageText

pytestmark = pytest.mark.usefixtures("app", "typst")
PDF = "/calendars/activities.pdf"


def read(client: FlaskClient, query: str = "") -> str:
    """Its text without any white space: lines break where the font says."""
    response = client.get(PDF + query)
    assert (response.status_code, response.mimetype) == (200, "application/pdf"), response.text
    return "".join("".join(pages(response.data)).split())


def test_it_says_what_the_page_says(client: FlaskClient):
    district, unit = make_district(name="北碚区"), make_unit(name="自然博物馆")
    venue = make_venue(name="缙云山", district=district, address="缙云路1号")
    activity = make_activity(
        title="听蛙", kind="lecture", organiser=unit, audiences=("family",), age_from=6
    )
    make_occurrence(activity, venue=venue, start=at_hour(28, 19), end=at_hour(28, 21))
    off = make_occurrence(make_activity(title="看云"), start=at_hour(29, 9), end=at_hour(29, 10))
    cancel_occurrence(off, "暴雨", clock.now())

    said = read(client)

    order = ["科普活动", "2场", "11月28日（周六）", "北碚区", "19:00–21:00", "听蛙", "缙云山"]
    places = [said.index(text) for text in (*order, "11月29日", "看云", "已取消")]
    assert places == sorted(places)
    for text in ("缙云路1号", "讲座", "家庭", "6岁以上", "自然博物馆", "无需报名"):
        assert text in said, text
    assert "https://kepuli.example/activities" in said


def test_it_holds_what_the_filter_means(client: FlaskClient):
    day = make_themed_day(slug="frog-day", name="青蛙日")
    make_edition(themed_day=day, first_day=date(2026, 11, 25), themes=[{"text": "池塘之夜"}])
    make_occurrence(make_activity(title="讲座一", kind="lecture", days=((day, 2026),)))
    make_occurrence(make_activity(title="课程一", kind="class"))

    assert {"讲座一", "课程一"} <= set(re.findall("讲座一|课程一", read(client)))
    of_day = read(client, "?day=frog-day")
    assert "讲座一" in of_day
    assert "课程一" not in of_day
    assert "池塘之夜" in of_day
    assert "没有符合这些条件的活动" in read(client, "?kind=workshop")


def test_it_speaks_the_language_of_the_reader(client: FlaskClient):
    make_occurrence(make_activity(title="听蛙"), start=at_hour(28, 19), end=at_hour(28, 21))

    assert "28Nov(Sat)" in read(client, "?lang=en")
    assert "Cookie" in client.get(PDF).headers["Vary"]


@pytest.mark.parametrize(
    "text",
    [
        "#panic(1) #import $x^2$ \\ *b* _i_ @cite <label> = /* // */ ~ -- `raw`",
        '"); #sys.inputs {{7*7}} {% raw %} \\u{41} [x](y)',
        "</script><b>&amp; &lt; 'x'",
    ],
)
def test_nothing_that_people_write_is_markup(client: FlaskClient, text: str):
    organiser = make_unit(name=text, short_name="局")
    venue = make_venue(name=text, address=text)
    activity = make_activity(title=text, organiser=organiser, signup_mode="telephone")
    make_occurrence(activity, venue=venue, place_note=text)

    said = read(client)

    assert said.count("".join(text.split())) == 5  # title, venue, room, address, unit


@pytest.mark.parametrize(
    "text", ["\u202e\u0007\u2028听", "𠮷" * 120, "😀👨\u200d👩\u200d👧", "w" * 120]
)
def test_odd_texts_are_set_all_the_same(client: FlaskClient, text: str):
    make_occurrence(make_activity(title=text))

    assert "1场" in read(client)


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("?kind=seance", 400, "“kind=seance”看不懂"),
        ("?unit=nobody", 404, "“unit=nobody”指的对象不存在"),
        ("?q=%00%E2%80%AE&q=x", 400, "q"),
        (f"?from={'9' * 5000}", 400, "from"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    client: FlaskClient, query: str, status: int, sentence: str
):
    make_occurrence(make_activity())
    refused = client.get(PDF + query)

    assert (refused.status_code, refused.mimetype) == (status, "text/plain")
    assert sentence in refused.text


def test_too_much_is_refused_with_the_way_out(client: FlaskClient):
    activity, lecture = make_activity(kind="class"), make_activity(kind="lecture")
    one = make_occurrence(activity)
    make_occurrence(lecture)
    values = {key: value for key, value in one.__data__.items() if key not in ("id", "uid")}
    rows = [values | {"uid": f"{number}@kepuli"} for number in range(499)]
    for start in range(0, 499, 40):
        Occurrence.insert_many(rows[start : start + 40]).execute()

    refused = client.get(PDF)
    assert refused.status_code == 422
    assert TooMuchForPaper(501).message in refused.text
    assert PDF not in client.get("/activities/print").text
    assert client.get(f"{PDF}?kind=lecture").status_code == 200
    Occurrence.delete().where(Occurrence.id == one.id).execute()
    assert len(pages(client.get(PDF).data)) > 20


def test_who_has_it_is_told_so_until_it_says_something_else(client: FlaskClient):
    one = make_occurrence(make_activity())
    first = client.get(PDF)
    known = {"If-None-Match": first.headers["ETag"]}

    assert client.get(PDF).data == first.data
    assert (client.get(PDF, headers=known).status_code, client.get(PDF, headers=known).data) == (
        304,
        b"",
    )
    cancel_occurrence(one, "暴雨", clock.now())
    assert client.get(PDF, headers=known).status_code == 200


def test_it_is_offered_only_where_it_can_be_made(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    make_occurrence(make_activity(kind="lecture"))
    for page in ("/activities", "/activities/print"):
        links = PageText(client.get(f"{page}?kind=lecture").text).links()
        assert f"{PDF}?kind=lecture" in links, page
    monkeypatch.setitem(sys.modules, "typst", None)  # as if it were not installed

    for page in ("/activities", "/activities/print"):
        assert PDF not in client.get(f"{page}?kind=lecture").text
    refused = client.get(f"{PDF}?kind=lecture")
    assert refused.status_code == 404
    assert "没有装排版程序" in refused.text


def test_more_occurrences_ask_the_database_no_more(client: FlaskClient):
    def asked() -> int:
        with count_queries() as counted:
            assert client.get(PDF).status_code == 200
        return int(counted.count)

    make_occurrence(make_activity())
    few = asked()
    for days in range(20):
        make_occurrence(make_activity(), first_day=date(2026, 12, 1) + timedelta(days=days))

    assert asked() == few <= 10
