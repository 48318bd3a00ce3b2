"""What search engines and chat programs are told of a page: its one address, schema.org."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from events import clock
from events.activities.occurrences import cancel_occurrence, move_occurrence
from events.activities.timing import between
from events.days.models import DateStatus
from tests.calendars.conftest import SHANGHAI
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

pytestmark = pytest.mark.usefixtures("app")
SCHEMA = "https://schema.org"


def read(client: FlaskClient, path: str) -> PageText:
    return PageText(client.get(path).text)


def events(page: PageText) -> list[dict[str, Any]]:
    return [
        json.loads("".join(script.texts))
        for script in page.all("script", type="application/ld+json")
    ]


def metas(page: PageText) -> dict[str, str]:
    return {
        meta.attributes["property"]: meta.attributes["content"]
        for meta in page.all("meta")
        if "property" in meta.attributes
    }


@pytest.mark.parametrize("query", ["", "?lang=en&size=large", "?utm_source=x"])
def test_a_page_has_one_address_however_it_is_read(client: FlaskClient, query: str):
    make_themed_day(slug="frog-day", name="青蛙日", summary="听见池塘")
    activity = make_activity(title="听蛙", description="夜里的池塘。" * 60)

    for path in (f"/activities/{activity.id}", "/days/frog-day"):
        page = read(client, path + query)
        [link] = page.all("link", rel="canonical")
        assert link.attributes["href"] == f"https://kepuli.example{path}"
        assert metas(page)["og:url"] == f"https://kepuli.example{path}"
    told = metas(read(client, f"/activities/{activity.id}"))
    assert told["og:title"] == "听蛙"
    assert told["og:description"].startswith("夜里的池塘。")
    assert len(told["og:description"]) <= 170


def test_an_occurrence_is_an_event_of_schema_org(client: FlaskClient):
    hall = make_venue(
        district=make_district(name="渝中区"), name="蛙馆", address="池塘路1号",
        latitude=29.5, longitude=106.5,
    )  # fmt: skip
    unit = make_unit(slug="frogs", name="青蛙局")
    activity = make_activity(title="听蛙", organiser=unit, age_from=6, picture="a.webp")
    made = make_occurrence(activity, venue=hall)

    [event] = events(read(client, f"/activities/{activity.id}"))

    page = f"https://kepuli.example/activities/{activity.id}"
    assert event.pop("description").endswith(page)
    assert event == {
        "@context": SCHEMA,
        "@type": "Event",
        "@id": f"{page}#{made.id}",
        "name": "听蛙",
        "url": page,
        "startDate": "2026-11-28T10:00:00+08:00",
        "endDate": "2026-11-28T12:00:00+08:00",
        "eventStatus": f"{SCHEMA}/EventScheduled",
        "eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": "蛙馆",
            "address": {
                "@type": "PostalAddress",
                "addressCountry": "CN",
                "addressLocality": "渝中区",
                "streetAddress": "池塘路1号",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": 29.5, "longitude": 106.5},
        },
        "organizer": {
            "@type": "Organization",
            "name": "青蛙局",
            "url": "https://kepuli.example/units/frogs",
        },
        "isAccessibleForFree": True,
        "image": "https://kepuli.example/pictures/a.webp",
        "typicalAgeRange": "6-",
    }


def test_what_became_of_it_is_told(client: FlaskClient):
    activity = make_activity(format="online", online_url="https://live.example/")
    cancelled = make_occurrence(activity, first_day=date(2026, 12, 1), online=True)
    moved = make_occurrence(activity, online=True)
    cancel_occurrence(cancelled, "下雨", clock.now())
    later = datetime(2026, 12, 5, 10)  # noqa: DTZ001  a wall time
    move_occurrence(moved, between(later, later.replace(hour=11), SHANGHAI), "修路", clock.now())

    found = events(read(client, f"/activities/{activity.id}"))

    assert [(one["eventStatus"], one["startDate"]) for one in found] == [
        (f"{SCHEMA}/EventCancelled", "2026-12-01"),
        (f"{SCHEMA}/EventRescheduled", "2026-12-05T10:00:00+08:00"),
    ]
    assert found[1]["previousStartDate"] == "2026-11-28T10:00:00+08:00"
    assert found[0]["location"] == {"@type": "VirtualLocation", "url": "https://live.example/"}


def test_an_edition_is_told_once_it_is_more_than_a_guess(client: FlaskClient):
    day = make_themed_day(slug="frog-day", name="青蛙日")
    edition = make_edition(themed_day=day, first_day=date(2026, 12, 1))

    [event] = events(read(client, "/days/frog-day"))
    edition.date_status = DateStatus.PREDICTED
    edition.save()

    assert (event["name"], event["startDate"], event["endDate"]) == (
        "青蛙日", "2026-12-01", "2026-12-02",
    )  # fmt: skip
    assert events(read(client, "/days/frog-day")) == []


def test_no_text_breaks_out_of_the_data(client: FlaskClient):
    text = "</script><script>alert(1)</script>\"'&<!--"
    activity = make_activity(title=text, description=text)
    make_occurrence(activity)

    page = read(client, f"/activities/{activity.id}")

    [event] = events(page)
    assert event["name"] == metas(page)["og:title"] == metas(page)["og:description"] == text
    assert len(page.all("script")) == 3  # our two, and the data


def test_a_contact_that_is_not_public_is_told_nobody(client: FlaskClient):
    activity = make_activity(contact="李雷 13900000000", contact_is_public=False)
    make_occurrence(activity)

    page = read(client, f"/activities/{activity.id}")

    assert len(events(page)) == 1
    assert "李雷" not in page.html
