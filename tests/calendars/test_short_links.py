"""Addresses that are printed and read out: they lead to the page for ever."""

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events import clock
from events.activities.actions import withdraw_activity
from events.days.models import ThemedDay
from events.units.models import Unit
from tests.factories import make_activity, make_occurrence, make_themed_day, make_unit
from tests.pages.reading import PageText

pytestmark = pytest.mark.usefixtures("app")


def test_each_leads_to_the_page_for_good(client: FlaskClient):
    day, unit = make_themed_day(slug="frog-day"), make_unit(slug="cq-cast")
    activity = make_activity()
    one = make_occurrence(activity)

    pages = {
        f"/a/{activity.id}": f"/activities/{activity.id}",
        f"/o/{one.id}": f"/activities/{activity.id}",
        f"/d/{day.id}": "/days/frog-day",
        f"/u/{unit.id}": "/units/cq-cast",
    }
    for short, page in pages.items():
        response = client.get(short)
        assert (response.status_code, response.location) == (301, page), short
        assert response.headers["Cache-Control"] == "public, max-age=86400"
        assert client.get(page).status_code == 200


def test_the_page_says_what_was_withdrawn(client: FlaskClient):
    activity = make_activity(title="听蛙")
    one = make_occurrence(activity)
    withdraw_activity(activity, "与另一个重复", clock.now())

    for short in (f"/a/{activity.id}", f"/o/{one.id}"):
        page = client.get(short, follow_redirects=True)
        assert page.status_code == 410
        assert "与另一个重复" in page.text


def test_a_new_slug_and_a_merge_are_followed(client: FlaskClient):
    day, double, survivor = make_themed_day(slug="old"), make_unit(), make_unit(slug="survivor")
    ThemedDay.update(slug="new").where(ThemedDay.id == day.id).execute()
    Unit.update(merged_into=survivor).where(Unit.id == double.id).execute()

    assert client.get(f"/d/{day.id}").location == "/days/new"
    assert client.get(f"/u/{double.id}").location == "/units/survivor"


def test_one_of_what_was_never_public_tells_nothing(client: FlaskClient):
    shown, draft = make_activity(), make_activity(published_at=None, title="还没定的")
    public, hidden = make_occurrence(shown), make_occurrence(draft)

    assert client.get(f"/o/{public.id}").status_code == 301
    unknown = client.get(f"/o/{hidden.id}")
    assert unknown.status_code == 404
    assert "还没定的" not in unknown.text
    assert client.get(f"/a/{draft.id}", follow_redirects=True).status_code == 404


@pytest.mark.parametrize("letter", "adou")
@pytest.mark.parametrize("number", ["0", "999999", "2147483648", "9" * 400])
def test_a_number_of_nothing_is_not_found(client: FlaskClient, letter: str, number: str):
    make_occurrence(make_activity())

    assert client.get(f"/{letter}/{number}", follow_redirects=True).status_code == 404


@pytest.mark.parametrize("path", ["/a/x", "/d/-1", "/o/1.5", "/a/", "/a/1%00"])
def test_what_is_no_number_is_not_found(client: FlaskClient, path: str):
    make_occurrence(make_activity())

    assert client.get(path).status_code == 404


def test_none_needs_more_than_one_question(client: FlaskClient):
    one = make_occurrence(make_activity(days=((make_themed_day(), 2026),)))

    for path, most in (("/a/1", 0), ("/d/1", 1), (f"/o/{one.id}", 1), ("/u/1", 1)):
        with count_queries() as counted:
            assert client.get(path).status_code == 301
        assert counted.count == most, path


def test_pages_show_theirs(client: FlaskClient):
    day, activity = make_themed_day(), make_activity()

    for page, short in ((f"/days/{day.slug}", f"d/{day.id}"), (f"/a/{activity.id}", None)):
        read = PageText(client.get(page, follow_redirects=True).text)
        [field] = read.all("input", id="short-address")
        meant = short or f"a/{activity.id}"
        assert field.attributes["value"] == f"https://kepuli.example/{meant}"
