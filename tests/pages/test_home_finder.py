"""The way in from the first page: what is on near here, for whom, on which day."""

from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from tests.activities.lists import at_hour
from tests.factories import make_activity, make_district, make_occurrence, make_venue
from tests.pages.reading import PageText, text_of


def home(client: FlaskClient, path: str = "/") -> PageText:
    response = client.get(path)
    assert response.status_code == 200
    return PageText(response.text)


def choices(page: PageText, name: str) -> dict[str, str]:
    """Value -> words of a select; the chosen one with a star."""
    [select] = page.all("select", name=name)
    return {
        option.attributes["value"]: text_of(option) + "*" * ("selected" in option.attributes)
        for option in page.all("option")
        if option.parent is select
    }


def test_the_first_page_asks_what_a_family_wants_to_know(client: FlaskClient):
    city = make_district(slug="500000", name="某市")
    north = make_district(slug="500105", name="江北区", parent=city)
    make_district(slug="500108", name="南岸区", parent=city)
    make_occurrence(start=at_hour(28, 9), venue=make_venue(district=north))
    page = home(client)

    assert choices(page, "when")["weekend"] == "本周末*"
    assert choices(page, "when")[""] == "不限时间"
    assert choices(page, "district") == {"": "不限区县", "500105": "江北区"}
    [free] = page.all("input", name="signup")
    assert (free.attributes["value"], "checked" in free.attributes) == ("open", True)
    assert "geolocation=(self)" in client.get("/").headers["Permissions-Policy"]


def test_its_fields_as_they_stand_are_a_list_without_complaints(client: FlaskClient):
    make_occurrence(make_activity(title="看星星"), start=at_hour(21, 19))

    page = home(client, "/activities?when=weekend&age=&district=&signup=open")

    assert page.all("div", id="problems") == []
    assert "看星星" in page.main


def test_in_english_every_word_of_it_is(client: FlaskClient):
    section = home(client, "/?lang=en").section("finder-title")

    assert not [letter for letter in section if "\u4e00" <= letter <= "\u9fff"]


def test_more_districts_are_no_more_statements(client: FlaskClient):
    def ask() -> int:
        with count_queries() as counted:
            home(client)
        return counted.count

    make_occurrence(start=at_hour(28, 9))
    few = ask()
    for _ in range(20):
        make_occurrence(start=at_hour(28, 9))

    assert ask() == few
    assert len(choices(home(client), "district")) == 22
