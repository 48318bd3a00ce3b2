"""Each kind of page is sent with the policies that keep it ours."""

import pytest
from flask.testing import FlaskClient

from tests.factories import (
    make_district,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
    make_work_plan,
)

POLICIES = {
    "Content-Type": "text/html; charset=utf-8",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
PATHS = (
    *("/", "/days", "/days/a-day", "/units", "/units/a-unit", "/plans", "/plans/1", "/subscribe"),
    *("/activities/1", "/venues/1", "/districts/a-district"),
    *("/days?year=1", "/nothing-here"),
)


@pytest.mark.parametrize("path", PATHS)
def test_every_kind_of_page_has_them(client: FlaskClient, path: str):
    make_themed_day(slug="a-day")
    make_unit(slug="a-unit")
    make_work_plan()
    make_occurrence(venue=make_venue(district=make_district(slug="a-district")))

    headers = client.get(path).headers

    assert {key: headers[key] for key in POLICIES} == POLICIES
    policy = dict(
        rule.partition(" ")[::2] for rule in headers["Content-Security-Policy"].split("; ")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "Cookie" in headers["Vary"]


@pytest.mark.parametrize("path", ["/", "/days", "/units", "/plans", "/subscribe"])
def test_pages_are_only_read(client: FlaskClient, path: str):
    response = client.post(path, data={"name": "林晓"})

    assert response.status_code in (400, 405)
    assert response.mimetype == "text/html"
