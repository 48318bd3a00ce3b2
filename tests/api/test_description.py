"""The OpenAPI document and the page about it say what there is: no more, no less."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.operations import OPERATIONS
from api.parameters import CRITERIA, described
from api.schemas import SCHEMAS
from tests.api.reading import BASE
from tests.api.shape import faults
from tests.factories import make_activity, make_bookable, make_occurrence, make_venue
from tests.pages.reading import PageText, text_of

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/openapi.json").json
    return found


def test_every_address_is_described_and_no_other(app: Flask, document: dict[str, Any]):
    rules = {
        re.sub("<(?:int:)?(.+?)>", r"{\1}", rule.rule): rule.endpoint.removeprefix("api.")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }

    described = {path: found["get"]["operationId"] for path, found in document["paths"].items()}
    assert {f"/api/v1{path}": name for path, name in described.items()} == rules
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": f"{BASE}/api/v1"}]


def test_every_schema_that_is_named_is_there_and_every_one_is_named(document: dict[str, Any]):
    named = set(re.findall("#/components/schemas/([A-Za-z]+)", str(document)))

    assert named == set(SCHEMAS) == set(document["components"]["schemas"])


def test_the_filters_are_those_of_the_page_with_their_values(document: dict[str, Any]):
    [taken] = [document["paths"]["/occurrences"]["get"]["parameters"]]
    schemas = {one["name"]: one["schema"] for one in taken}

    assert [*schemas] == [*CRITERIA, "limit", "after", "lang"]
    assert schemas["audience"]["items"]["enum"][:2] == ["public", "family"]
    assert (schemas["age"]["minimum"], schemas["age"]["maximum"]) == (0, 99)
    assert all(one["description"] for one in taken)


@pytest.mark.parametrize("name", CRITERIA)
def test_a_value_that_a_schema_forbids_is_refused_and_one_it_allows_is_not(
    client: FlaskClient, name: str
):
    schema = described(name)["schema"]
    schema = schema.get("items", schema)
    allowed = {
        "integer": schema.get("minimum"),
        "string": (schema.get("enum") or [_FITTING.get(name, "x")])[0],
    }[schema["type"]]
    place = "" if name == "near" else "&near=29.56,106.55"

    good = client.get(f"/api/v1/occurrences?{name}={allowed}{place}")
    bad = client.get(f"/api/v1/occurrences?{name}={_FORBIDDEN.get(name, '!!')}{place}")

    assert good.status_code in (200, 404), good.text  # 404: nothing has that name
    assert (bad.status_code, bad.json["parameters"]) == (400, [name])


_FITTING = {"from": "2026-09-19", "to": "2026-12-19", "near": "29.56,106.55"}
_FORBIDDEN = {"q": "x" * 101}


def test_the_checker_of_schemas_finds_what_is_wrong(client: FlaskClient):
    make_occurrence()
    [record] = client.get("/api/v1/occurrences").json["items"]
    schema = SCHEMAS["Occurrence"]
    spoilt = [
        {key: value for key, value in record.items() if key != "uid"},
        record | {"phone": "13800001111"},
        record | {"status": "exploded"},
        record | {"start": "2026-11-28 10:00"},
        record | {"venue": {"id": "1", "name": "馆"}},
        record | {"links": None},
    ]

    assert faults(record, schema) == []
    assert [len(faults(one, schema)) for one in spoilt] == [1] * len(spoilt)


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_every_example_of_the_page_can_be_opened(client: FlaskClient, query: str):
    make_bookable(make_activity(signup_mode="here"), venue=make_venue(name="蛙馆"))
    page = PageText(client.get(f"/api/v1/{query}").text)

    links = [address for address in page.links() if address.startswith(f"{BASE}/api/v1/")]
    assert len(links) >= len(OPERATIONS) - 2  # no themed day, no unit beyond the organiser's
    for address in links:
        assert client.get(address.removeprefix(BASE)).status_code == 200, address
    shown = text_of(page.all("pre")[0])
    assert '"name": "蛙馆"' in shown
    for each in OPERATIONS.values():
        assert each.path in page.main


def test_without_anything_the_page_has_no_example_of_it(client: FlaskClient):
    page = PageText(client.get("/api/v1/").text)

    assert page.all("pre") == []
    assert f"{BASE}/api/v1/days" in page.links()


def test_the_footer_of_a_page_leads_there(client: FlaskClient):
    assert "/api/v1/" in PageText(client.get("/days").text).links()
