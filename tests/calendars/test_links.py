"""calendars.links: one feed, an address for each kind of program."""

from urllib.parse import parse_qs, urlsplit

import pytest
import segno
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from calendars.links import FeedLinks, feed_links
from tests.engines import close_database
from tests.factories import make_themed_day
from web.settings import read_settings

FEED = "kepuli.example/calendars/days/frog-day.ics"


@pytest.fixture
def links(app: Flask) -> FeedLinks:
    with app.test_request_context("/days/frog-day", base_url="http://evil.example"):
        return feed_links("feeds.day", "青蛙日 & 蟾蜍日", slug="frog-day")


def query(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query, strict_parsing=True)


def test_the_same_feed_has_an_address_for_each_kind_of_program(links: FeedLinks):
    assert links.https_url == f"https://{FEED}"
    assert links.webcal_url == f"webcal://{FEED}"


def test_google_is_given_the_webcal_address(links: FeedLinks):
    assert links.google_url.startswith("https://calendar.google.com/calendar/render?")
    assert query(links.google_url) == {"cid": [f"webcal://{FEED}"]}


def test_outlook_is_given_the_https_address_and_the_name(links: FeedLinks):
    assert links.outlook_url.startswith("https://outlook.live.com/calendar/0/addfromweb?")
    assert query(links.outlook_url) == {"url": [f"https://{FEED}"], "name": ["青蛙日 & 蟾蜍日"]}


def test_no_address_comes_from_the_request(links: FeedLinks):
    assert "evil" not in "".join(str(value) for value in vars(links).values())


def test_the_download_is_the_feed_as_a_file(links: FeedLinks, client: FlaskClient):
    make_themed_day(slug="frog-day")

    answer = client.get(links.download_url)

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="days-frog-day.ics"'


def test_the_qr_code_is_the_webcal_address_as_a_drawing_without_a_size(links: FeedLinks):
    drawing = str(links.qr_svg)

    other = segno.make(links.webcal_url.replace("frog", "toad"), error="m")
    same = segno.make(links.webcal_url, error="m")
    path = drawing.split(' d="')[1].split('"')[0]
    assert path == same.svg_inline(border=0).split(' d="')[1].split('"')[0]
    assert path != other.svg_inline(border=0).split(' d="')[1].split('"')[0]
    assert drawing.startswith("<svg")
    assert "viewBox" in drawing
    assert "width=" not in drawing
    assert "style=" not in drawing  # the site's own policy would refuse it


def test_a_feed_without_a_name_in_its_address_has_links_too(app: Flask):
    with app.test_request_context():
        links = feed_links("feeds.days", "科普历")

    assert links.https_url == "https://kepuli.example/calendars/days.ics"
    assert links.download_url == "/calendars/days.ics?download=1"


@pytest.mark.parametrize(
    ("base_url", "https_url", "webcal_url"),
    [
        (
            "http://127.0.0.1:8000",
            "http://127.0.0.1:8000/calendars/days.ics",
            "webcal://127.0.0.1:8000/calendars/days.ics",
        ),
        (
            "https://kp.example/",
            "https://kp.example/calendars/days.ics",
            "webcal://kp.example/calendars/days.ics",
        ),
    ],
)
@pytest.mark.engine("sqlite")
def test_the_address_is_that_of_the_settings(
    environment: dict[str, str], base_url: str, https_url: str, webcal_url: str
):
    close_database()
    app = create_app(read_settings(environment | {"KEPULI_BASE_URL": base_url}))

    with app.test_request_context():
        links = feed_links("feeds.days", "科普历")

    assert (links.https_url, links.webcal_url) == (https_url, webcal_url)
