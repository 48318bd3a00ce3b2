"""What crawlers are asked to leave alone, as a crawler understands it."""

import re
from urllib.robotparser import RobotFileParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.policies import PUBLIC


class Crawler:
    """Obeys RFC 9309, with its wildcards; and, where it may read, also Python's simpler reader."""

    def __init__(self, text: str) -> None:
        self.simple = RobotFileParser()
        self.simple.parse(text.splitlines())
        rules = re.findall(r"^Disallow: (\S+)$", text, re.M)
        self.closed = [re.escape(rule).replace(r"\*", ".*") for rule in rules]

    def may_read(self, path: str) -> bool:
        is_closed = any(re.match(rule, path) for rule in self.closed)
        assert is_closed or self.simple.can_fetch("Baiduspider", path)
        return not is_closed


@pytest.fixture
def robots(client: FlaskClient) -> Crawler:
    response = client.get("/robots.txt")
    assert (response.status_code, response.mimetype) == (200, "text/plain")
    return Crawler(response.text)


def test_it_names_the_sitemap(robots: Crawler):
    assert robots.simple.site_maps() == ["https://kepuli.example/sitemap.xml"]


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/activities", "/activities/17", "/days", "/days/bird-week", "/units/cq-cast"),
        *("/venues/3", "/districts/500000", "/plans/1", "/subscribe", "/privacy", "/a/17"),
        *("/activities/month", "/days?year=2027", "/activities/17?lang=en", "/sitemap-days.xml"),
    ],
)
def test_public_pages_may_be_read(robots: Crawler, path: str):
    assert robots.may_read(path)


@pytest.mark.parametrize(
    "path",
    [
        *("/activities?district=500103", "/activities?page=2", "/activities/month?month=2026-11"),
        *("/activities/print", "/embed/activities", "/sign-in", "/signups/find", "/signups/x/edit"),
        *("/occurrences/1/signups/new", "/invitations/x", "/units/requests/new"),
        *("/days?size=large", "/plans/1?a=b&theme=dark", "/activities/3/poster.png"),
    ],
)
def test_endless_combinations_and_own_pages_may_not(robots: Crawler, path: str):
    assert not robots.may_read(path)


def test_nothing_that_needs_a_sign_in_may_be_read(robots: Crawler, app: Flask):
    private = {
        re.sub(r"<[^>]*>", "1", rule.rule)
        for rule in app.url_map.iter_rules()
        if app.view_functions[rule.endpoint].policy is not PUBLIC
    }

    assert len(private) > 100
    assert [path for path in sorted(private) if robots.may_read(path)] == []


@pytest.mark.parametrize("path", ["/calendars/days.ics", "/calendars/activities.ics?kind=lecture"])
def test_calendars_may_be_read_because_google_asks_for_them_as_a_crawler(
    robots: Crawler, path: str
):
    assert robots.may_read(path)
