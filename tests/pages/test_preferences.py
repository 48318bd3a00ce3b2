"""Language, type size, light or dark: chosen by plain links, kept in a cookie, never forced."""

import pytest
from flask.testing import FlaskClient

from tests.pages.reading import PageText

PLAIN = {"lang": "zh-CN", "data-size": "normal"}


def html(client: FlaskClient, path: str, **headers: str) -> dict[str, str]:
    page = PageText(client.get(path, headers=headers).text)
    return page.all("html")[0].attributes


def switches(client: FlaskClient, path: str) -> dict[str, str]:
    """The words of each switch -> its address."""
    page = PageText(client.get(path).text)
    [tools] = page.all("div", class_="tools")
    return {"".join(a.texts): a.attributes["href"] for a in page.all("a") if a.parent is tools}


def test_chinese_in_normal_type_is_the_default_whatever_the_browser_asks_for(
    client: FlaskClient,
):
    assert html(client, "/", **{"Accept-Language": "en-GB,en;q=0.9"}) == PLAIN


@pytest.mark.parametrize(
    ("words", "attributes"),
    [
        ("大字版", {"lang": "zh-CN", "data-size": "large"}),
        ("深色", PLAIN | {"data-theme": "dark"}),
        ("浅色", PLAIN | {"data-theme": "light"}),
        ("English", {"lang": "en", "data-size": "normal"}),
    ],
)
def test_a_switch_takes_effect_at_once_and_stays(
    client: FlaskClient, words: str, attributes: dict[str, str]
):
    address = switches(client, "/days")[words]

    assert html(client, address) == attributes
    assert html(client, "/units") == attributes


def test_all_switches_together_and_back(client: FlaskClient):
    for words in ("大字版", "深色", "English"):
        client.get(switches(client, "/")[words])
    assert html(client, "/") == {"lang": "en", "data-size": "large", "data-theme": "dark"}

    for words in ("Normal type", "Light", "中文"):
        client.get(switches(client, "/")[words])
    assert html(client, "/") == PLAIN | {"data-theme": "light"}


def test_a_switch_keeps_the_filters_and_forgets_its_own_old_value(client: FlaskClient):
    addresses = switches(client, "/days?year=2026&subject=sky&size=large")

    assert addresses["English"] == "/days?year=2026&subject=sky&size=large&lang=en"
    assert addresses["标准版"] == "/days?year=2026&subject=sky&size=normal"


def test_the_address_wins_over_the_cookie(client: FlaskClient):
    client.set_cookie("kepuli_lang", "en")

    assert html(client, "/?lang=zh")["lang"] == "zh-CN"
    assert html(client, "/")["lang"] == "zh-CN"  # and is remembered


def test_what_cannot_be_chosen_changes_nothing_and_is_not_kept(client: FlaskClient):
    response = client.get("/?lang=fr&size=huge&theme=")

    assert html(client, "/?lang=fr&size=huge&theme=") == PLAIN
    assert response.headers.getlist("Set-Cookie") == []


def test_nobody_gets_a_cookie_without_choosing(client: FlaskClient):
    for path in ("/", "/days", "/subscribe", "/nothing-here", "/calendars/days.ics?lang=en"):
        assert client.get(path).headers.getlist("Set-Cookie") == [], path


def test_the_cookie_is_kept_for_a_year_and_from_scripts(client: FlaskClient):
    [cookie] = client.get("/?size=large").headers.getlist("Set-Cookie")

    assert cookie.startswith("kepuli_size=large;")
    assert {"Max-Age=31536000", "HttpOnly", "SameSite=Lax", "Secure"} <= set(cookie.split("; "))


def test_an_error_page_has_the_switches_too(client: FlaskClient):
    assert switches(client, "/nothing-here")["English"] == "/nothing-here?lang=en"
    assert html(client, "/nothing-here?size=large")["data-size"] == "large"
