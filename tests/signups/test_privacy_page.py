"""/privacy: what is asked and for how long, in both languages, one step from every page."""

import pytest
from flask.testing import FlaskClient

from app import create_app
from tests.pages.reading import PageText, text_of
from web.settings import read_settings


def words(client: FlaskClient, path: str = "/privacy") -> str:
    return " ".join(text_of(PageText(client.get(path).text).all("main")[0]).split())


def test_every_page_leads_to_it(client: FlaskClient):
    for path in ("/", "/activities", "/sign-in", "/nowhere"):
        assert 'href="/privacy"' in client.get(path).text


def test_it_says_how_long_by_the_setting_and_whom_to_ask(environment: dict[str, str]):
    environment |= {
        "KEPULI_KEEP_SIGNUPS_DAYS": "7",
        "KEPULI_SITE_OWNER": "柳州市科协",
        "KEPULI_SITE_CONTACT": "0772-0000000",
    }
    client = create_app(read_settings(environment)).test_client()

    said = words(client)

    assert "活动结束 7 天以后自动删除" in said
    assert "本站由它负责： 柳州市科协 0772-0000000" in said


@pytest.mark.parametrize(
    "heading", ["报名时问什么，为什么", "谁看得到", "留多久", "不满 14 岁的孩子", "找谁"]
)
def test_it_answers_each_question(client: FlaskClient, heading: str):
    assert heading in words(client)


def test_the_way_to_the_own_data_is_there(client: FlaskClient):
    links = PageText(client.get("/privacy").text).links()

    assert "/signups/find" in {*links, *links.values()}


def test_in_english_it_is_english(client: FlaskClient):
    said = words(client, "/privacy?lang=en")

    assert "Privacy and rules for minors" in said
    assert "30 days after the activity it is erased automatically" in said
