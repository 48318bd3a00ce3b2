"""What the map fetches: venues with positions and counts, and nothing else."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from events import clock
from events.activities.actions import withdraw_activity
from events.activities.maps import queries
from events.venues.models import Venue
from tests.activities.lists import HERE, at_hour
from tests.factories import make_activity, make_occurrence, make_venue
from web.settings import read_settings

PLACES = "/activities/map.json"


def ask(client: FlaskClient, query: str = "") -> dict[str, Any]:
    response = client.get(f"{PLACES}?{query}")
    assert response.status_code == 200
    found: dict[str, Any] = response.get_json()
    return found


def counts(found: dict[str, Any]) -> dict[str, int]:
    return {place["name"]: place["count"] for place in found["places"]}


def test_each_place_has_its_true_count_most_first(town: FlaskClient):
    found = ask(town)

    assert counts(found) == {"科技馆": 2, "植物园": 1, "古镇": 1}
    assert found["summary"] == "地图上标出 4 场；另有 1 场没有标出：在线上，或者不知道确切位置。"
    assert found["places"][0]["name"] == "科技馆"
    assert found["places"][0]["at"] == [29.56, 106.55]
    assert found["places"][0]["words"] == "2 场"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=workshop", {"科技馆": 1}),
        (f"{HERE}&within=2", {"科技馆": 2}),
        ("when=next-weekend", {"古镇": 1}),
        ("age=0", {"植物园": 1, "古镇": 1}),
        ("q=星星", {"科技馆": 1}),
        ("format=online", {}),
        ("district=999999", {}),
        ("from=2027-01-01", {}),
    ],
)
def test_places_follow_the_same_filters_as_the_list(
    town: FlaskClient, query: str, expected: dict[str, int]
):
    assert counts(ask(town, query)) == expected


def test_a_place_leads_to_its_page_and_to_what_is_only_there(town: FlaskClient):
    [place] = ask(town, "kind=workshop")["places"]

    assert place["page"] == f"/venues/{place['id']}"
    assert place["only"] == f"/activities/map?venue={place['id']}&kind=workshop#list"
    assert town.get(place["only"]).status_code == 200


def test_only_what_is_public_counts_and_only_venues_are_told(client: FlaskClient):
    open_day = make_activity(title="内部的事", signup_phone="023-12345678")
    make_occurrence(open_day, venue=make_venue(name="馆", latitude=29.5, longitude=106.5))
    assert counts(ask(client)) == {"馆": 1}
    assert "023-12345678" not in client.get(PLACES).text
    assert "内部的事" not in client.get(PLACES).text

    withdraw_activity(open_day, "不办了", clock.now())

    assert ask(client)["places"] == []


def test_a_venue_without_position_or_another_day_has_no_mark(client: FlaskClient):
    make_occurrence(venue=make_venue(name="不知道在哪里"))
    make_occurrence(
        venue=make_venue(name="昨天的", latitude=29.5, longitude=106.5), start=at_hour(20, 9)
    )

    assert ask(client)["places"] == []


def test_there_are_no_more_than_a_phone_can_draw(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(queries, "MOST", 2)
    monkeypatch.setattr("events.activities.maps.routes.MOST", 2)
    busy = make_venue(name="热闹", latitude=29.5, longitude=106.5)
    for number in range(2):
        make_occurrence(venue=busy, start=at_hour(28, 9 + number))
        make_occurrence(venue=make_venue(latitude=29.6, longitude=106.5 + number))

    found = ask(client)

    assert [place["count"] for place in found["places"]] == [2, 1]
    assert found["summary"] == "地图上标出 3 场，只标场次最多的 2 个地点；另有 1 场没有标出。"


def test_who_has_it_is_told_so_until_something_changes(town: FlaskClient):
    first = town.get(PLACES)
    etag = {"If-None-Match": first.headers["ETag"]}
    assert first.headers["Cache-Control"] == "no-cache"
    assert "Cookie" in first.headers["Vary"]
    assert town.get(PLACES, headers=etag).status_code == 304

    make_occurrence(venue=make_venue(latitude=29.5, longitude=106.5))

    assert town.get(PLACES, headers=etag).status_code == 200


def test_names_and_counts_are_in_the_readers_language(client: FlaskClient):
    make_occurrence(
        venue=make_venue(name="科技馆", name_en="Science Museum", latitude=29.5, longitude=106.5)
    )
    make_occurrence(venue=make_venue(name="文化站", latitude=29.6, longitude=106.6))

    english = {place["name"]: place["lang"] for place in ask(client, "lang=en")["places"]}

    assert english == {"Science Museum": "en", "文化站": "zh-CN"}
    assert {place["lang"] for place in ask(client)["places"]} == {"zh-CN"}


def test_where_tiles_are_gcj02_positions_are_moved_only_here(
    app: Flask, environment: dict[str, str]
):
    make_occurrence(venue=make_venue(name="浦东", latitude=31.1774276, longitude=121.5272106))
    tiles = {"TILES": "https://t.example/{z}/{x}/{y}", "ATTRIBUTION": "©", "DATUM": "GCJ02"}
    moved = create_app(
        read_settings(environment | {f"KEPULI_MAP_{key}": value for key, value in tiles.items()})
    ).test_client()

    found = ask(moved)

    assert found["places"][0]["at"] == [31.175304, 121.531542]
    assert found["shift"] == [-0.002124, 0.004331]
    assert ask(app.test_client())["shift"] == [0, 0]
    assert Venue.get().longitude == 121.5272106
    assert counts(ask(moved, "near=31.18,121.53&within=1")) == {"浦东": 1}
