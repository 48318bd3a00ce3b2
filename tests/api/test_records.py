"""What programs are told of each thing: what its page says, with null for what nobody knows."""

from datetime import date, datetime

import pytest
from flask.testing import FlaskClient

from events import clock
from events.activities.actions import withdraw_activity
from events.activities.occurrences import cancel_occurrence, move_occurrence
from events.activities.timing import between
from events.activities.vocabulary import SignupMode
from events.days.models import DateStatus
from events.signups.people import Party
from events.units.models import NameKind, UnitName
from tests.api.reading import BASE, ask, items, refused
from tests.calendars.conftest import SHANGHAI
from tests.factories import (
    make_activity,
    make_bookable,
    make_district,
    make_edition,
    make_occurrence,
    make_signup,
    make_themed_day,
    make_unit,
    make_venue,
)

pytestmark = pytest.mark.usefixtures("app")


def test_a_themed_day_has_its_editions_and_what_took_over(client: FlaskClient):
    after = make_themed_day(slug="frog-month", name="青蛙月")
    day = make_themed_day(slug="frog-day", name="青蛙日", aliases=["蛙日"], successor=after)
    make_edition(
        themed_day=day, year=2026, first_day=date(2026, 12, 1), last_day=date(2026, 12, 3),
        date_status=DateStatus.ANNOUNCED, themes=[{"text": "听见池塘"}],
        sources=[{"title": "通知", "url": "https://example.org/1"}, {"title": "报纸"}],
    )  # fmt: skip

    found = ask(client, "/days/frog-day")

    assert (found["name"], found["aliases"], found["region"]) == ("青蛙日", ["蛙日"], None)
    assert found["successor"] == {"slug": "frog-month", "name": "青蛙月"}
    assert found["links"] == {
        "self": f"{BASE}/api/v1/days/frog-day",
        "page": f"{BASE}/days/frog-day",
        "feed": f"{BASE}/calendars/days/frog-day.ics",
    }
    [edition] = found["editions"]
    assert found["next"] == edition
    assert (edition["id"], edition["firstDay"], edition["lastDay"]) == (
        "frog-day/2026", "2026-12-01", "2026-12-03",
    )  # fmt: skip
    assert (edition["dateStatus"], edition["certainty"]) == ("announced", "fixed")
    assert edition["themes"] == ["听见池塘"]
    assert edition["sources"] == [
        {"title": "通知", "url": "https://example.org/1"},
        {"title": "报纸", "url": None},
    ]
    assert ask(client, "/days/frog-month")["predecessors"] == [
        {"slug": "frog-day", "name": "青蛙日"}
    ]


def test_an_edition_of_which_nobody_knows_the_days_has_null_and_a_prediction_says_so(
    client: FlaskClient,
):
    day = make_themed_day(slug="frog-day", predictability="announced",
                          rule="FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1")  # fmt: skip
    make_edition(themed_day=day, year=2020, first_day=None, last_day=None)

    found = items(client, "/editions?day=frog-day")

    assert [(one["year"], one["firstDay"], one["certainty"]) for one in found] == [
        (2020, None, "unknown"), (2027, "2027-05-01", "predicted"),
        (2028, "2028-05-01", "predicted"),
    ]  # fmt: skip
    assert [one["year"] for one in items(client, "/editions?day=frog-day&year=2027")] == [2027]
    assert items(client, "/editions?year=1999") == []


def test_a_unit_has_its_names_and_its_region(client: FlaskClient):
    region = make_district(slug="500100", name="江城")
    unit = make_unit(slug="frog-office", name="青蛙局", region=region)
    UnitName.create(unit=unit, name="蛙局", kind=NameKind.ALIAS)

    found = ask(client, "/units/frog-office")

    assert found["names"] == [{"name": "蛙局", "kind": "alias"}]
    assert found["region"] == {"slug": "500100", "name": "江城"}


def test_a_double_leads_to_its_survivor(client: FlaskClient):
    unit, venue = make_unit(slug="real"), make_venue()
    make_unit(slug="double", merged_into=unit)
    double = make_venue(merged_into=venue)

    assert client.get("/api/v1/units/double").location == "/api/v1/units/real"
    answer = client.get(f"/api/v1/venues/{double.id}")
    assert (answer.status_code, answer.location) == (301, f"/api/v1/venues/{venue.id}")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert [
        one["slug"] for one in items(client, "/units") if one["slug"] in ("real", "double")
    ] == ["real"]
    assert [one["id"] for one in items(client, "/venues")] == [venue.id]


def test_a_venue_tells_what_is_known_about_getting_in_and_null_for_the_rest(client: FlaskClient):
    venue = make_venue(step_free=True, accessible_toilet=False, latitude=None, longitude=None)

    found = ask(client, f"/venues/{venue.id}")

    assert found["accessibility"] == {
        "stepFree": True, "accessibleToilet": False, "nursingRoom": None,
    }  # fmt: skip
    assert (found["latitude"], found["longitude"]) == (None, None)


def test_a_district_has_what_it_lies_in_and_what_lies_below(client: FlaskClient):
    city = make_district(slug="500000", name="江城")
    make_district(slug="500103", name="河口区", parent=city, valid_from=date(1997, 6, 18))

    assert ask(client, "/districts/500000")["below"] == [{"slug": "500103", "name": "河口区"}]
    found = ask(client, "/districts/500103")
    assert found["parent"] == {"slug": "500000", "name": "江城"}
    assert (found["validFrom"], found["validTo"]) == ("1997-06-18", None)


def test_an_activity_has_whom_it_is_for_who_shares_in_it_and_its_occurrences(client: FlaskClient):
    day, friend = (
        make_themed_day(slug="frog-day", name="青蛙日"),
        make_unit(slug="friend", name="友"),
    )
    activity = make_activity(
        title="听蛙", days=((day, 2026),), audiences=("family", "teenagers"), age_from=6,
        co_organisers=(friend,), sign_language=True,
    )  # fmt: skip
    first = make_occurrence(activity)
    second = make_occurrence(activity, start=datetime(2026, 12, 1, 10))  # noqa: DTZ001

    found = ask(client, f"/activities/{activity.id}")

    assert (found["title"], found["audiences"]) == ("听蛙", ["family", "teenagers"])
    assert (found["ageFrom"], found["ageTo"]) == (6, None)
    assert (found["signLanguage"], found["captions"]) == (True, None)
    assert found["coOrganisers"] == [{"slug": "friend", "name": "友"}]
    assert [(one["slug"], one["year"]) for one in found["editions"]] == [("frog-day", 2026)]
    assert [one["id"] for one in found["occurrences"]] == [first.id, second.id]


def test_an_occurrence_is_told_in_utc_with_its_zone_and_the_local_clock(client: FlaskClient):
    activity = make_activity(title="听蛙", timezone="Asia/Urumqi")
    one = make_occurrence(activity, start=datetime(2026, 11, 28, 10))  # noqa: DTZ001

    found = ask(client, f"/occurrences/{one.id}")

    assert found["timezone"] == "Asia/Urumqi"
    assert found["startLocal"] == "2026-11-28T10:00:00"
    assert found["start"] == "2026-11-28T04:00:00Z"
    assert found["firstDay"] == "2026-11-28"
    assert found["links"]["page"] == f"{BASE}/activities/{activity.id}"
    assert found["uid"] == one.uid


def test_whole_days_are_dates_and_no_instants(client: FlaskClient):
    one = make_occurrence(first_day=date(2026, 11, 28), last_day=date(2026, 11, 30))

    found = ask(client, f"/occurrences/{one.id}")

    assert (found["allDay"], found["firstDay"], found["lastDay"]) == (
        True, "2026-11-28", "2026-11-30",
    )  # fmt: skip
    assert [found[key] for key in ("start", "end", "startLocal", "endLocal")] == [None] * 4


def test_places_left_and_when_one_can_sign_up_are_told(client: FlaskClient):
    one = make_bookable(capacity=10)
    make_signup(one, party=Party(adults=2))

    found = ask(client, f"/occurrences/{one.id}")

    assert (found["capacity"], found["signup"]["stand"]) == (10, "open")
    assert found["signup"]["left"] == 8
    assert found["signup"]["url"] == f"{BASE}/occurrences/{one.id}/signups/new"
    assert found["signup"]["closesAt"] == found["start"]


def test_a_moved_and_a_cancelled_occurrence_say_why(client: FlaskClient):
    moved, off = make_occurrence(), make_occurrence()
    before = moved.start
    late = between(datetime(2026, 12, 5, 10), datetime(2026, 12, 5, 11), SHANGHAI)  # noqa: DTZ001
    move_occurrence(moved, late, "展厅检修", clock.now())
    cancel_occurrence(off, "下雨", clock.now())

    found = ask(client, f"/occurrences/{moved.id}")
    assert (found["status"], found["statusReason"]) == ("moved", "展厅检修")
    assert found["movedFrom"]["start"] == f"{before:%Y-%m-%dT%H:%M:%SZ}"
    found = ask(client, f"/occurrences/{off.id}")
    assert (found["status"], found["statusReason"], found["movedFrom"]) == (
        "cancelled", "下雨", None,
    )  # fmt: skip
    assert "取消" not in found["title"]


def test_what_was_withdrawn_is_gone_and_what_was_never_public_is_not_there(client: FlaskClient):
    gone, secret = make_activity(title="撤下的"), make_activity(title="秘密", published_at=None)
    of_gone, of_secret = make_occurrence(gone), make_occurrence(secret)
    withdraw_activity(gone, "场馆关闭", clock.now())

    for path in (f"/activities/{gone.id}", f"/occurrences/{of_gone.id}"):
        assert "撤下" in refused(client, path, 410)["detail"]
    for path in (f"/activities/{secret.id}", f"/occurrences/{of_secret.id}"):
        assert "秘密" not in str(refused(client, path, 404))
    assert items(client, "/activities") == items(client, "/occurrences") == []


def test_an_everyday_lecture_without_signup_has_no_places_to_count(client: FlaskClient):
    one = make_occurrence(make_activity(signup_mode=SignupMode.NONE))

    found = ask(client, f"/occurrences/{one.id}")

    assert (found["capacity"], found["signup"]["left"], found["signup"]["stand"]) == (
        None, None, "elsewhere",
    )  # fmt: skip
    assert found["day"] is None
