"""Whatever the list shows, the calendar of the same question holds, and the other way round."""

from urllib.parse import quote, unquote

import pytest
from flask.testing import FlaskClient

from events.activities.models import Occurrence
from tests.activities.lists import HERE, read
from tests.calendars.ics import uids
from tests.pages.reading import PageText

QUESTIONS = [
    "",
    "q=科技馆",
    "q=星星&when=weekend",
    "q=木星",
    "age=7",
    "age=0&signup=open",
    "signup=open&kind=workshop",
    "format=online",
    "format=onsite&format=hybrid&audience=public",
    "access=step-free",
    "access=sign-language&district=500103",
    "when=next-weekend",
    "year=2026&kind=guided-tour",
    "year=2027",
    HERE,
    f"{HERE}&within=2",
    f"{HERE}&within=50&sort=distance&from=2026-11-22",
    f"{HERE}&when=weekend&age=7&signup=open&access=step-free&q=星",
]


def shown(page: PageText) -> list[int]:
    """Activities, once for each of their rows."""
    links = [a.attributes["href"] for a in page.all("a") if a.parent and a.parent.tag == "h3"]
    return sorted(int(path.removeprefix("/activities/")) for path in links)


def held(client: FlaskClient, path: str) -> list[int]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    rows = Occurrence.select().where(Occurrence.uid.in_(uids(answer.data)))
    return sorted(row.activity_id for row in rows)


@pytest.mark.parametrize("question", QUESTIONS)
def test_list_and_calendar_of_one_question_hold_the_same(town: FlaskClient, question: str):
    page = read(town, f"/activities?{question}")
    [field] = page.all("input", id="subscribe-address")
    address = field.attributes["value"].removeprefix("https://kepuli.example")

    assert held(town, address) == shown(page)
    assert held(town, f"/calendars/activities.ics?{quote(question, safe='=&')}") == shown(page)
    assert (shown(page) == []) == (question in ("q=木星", "signup=open&kind=workshop", "year=2027"))


def test_the_calendar_leads_back_to_the_list_it_was_made_from(town: FlaskClient):
    question = f"{HERE}&within=5&sort=distance&q=星星&age=7&signup=open"
    feed = town.get(f"/calendars/activities.ics?{quote(question, safe='=&')}").text
    text = feed.replace("\r\n ", "")
    [url] = [line.removeprefix("URL:") for line in text.split("BEGIN:VEVENT")[0].splitlines()
             if line.startswith("URL:")]  # fmt: skip

    page = read(town, url.removeprefix("https://kepuli.example"))

    assert held(town, f"/calendars/activities.ics?{quote(question, safe='=&')}") == shown(page)
    assert len(shown(page)) == 1
    assert "附近 5 公里以内" in text
    assert "“星星”、适合 7 岁、有名额或无需报名" in unquote(text)


def test_what_is_filtered_offers_to_subscribe_and_to_download_just_that(town: FlaskClient):
    links = read(town, "/activities?q=星星&age=7").links()

    assert links["#subscribe"] == "订阅这些"
    [download] = [path for path in links if path.endswith("download=1")]
    answer = town.get(download)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert len(uids(answer.data)) == 1
    assert "#subscribe" not in read(town).links()
