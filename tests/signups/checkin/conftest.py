"""An evening at the museum, 28 November from ten; 林晓 stands at its door at 9:42."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, expect

from events import clock
from events.activities.models import Activity, Occurrence
from events.activities.vocabulary import SignupMode
from events.people.models import Account
from events.people.sessions import open_session
from events.signups.people import Contact, Party
from events.units.models import Unit
from tests.factories import make_account, make_activity, make_bookable, make_signup, make_unit
from tests.signing_in import browser_of
from tests.signups.checkin.devices import status

DAY = "2026-11-28"


@pytest.fixture
def unit(db: object) -> Unit:
    return make_unit(name="自然博物馆", slug="museum")


@pytest.fixture
def account(unit: Unit) -> Account:
    return make_account(name="林晓", editor_of=(unit,))


@pytest.fixture
def door(app: Flask, account: Account) -> FlaskClient:
    return browser_of(app, account)


@pytest.fixture
def activity(unit: Unit) -> Activity:
    return make_activity(organiser=unit, title="夜里的博物馆", signup_mode=SignupMode.HERE)


@pytest.fixture
def occurrence(activity: Activity) -> Occurrence:
    return make_bookable(activity, capacity=10)


@pytest.fixture
def numbers(occurrence: Occurrence, at: Callable[[str], None]) -> list[str]:
    """Of three with places: 王芳 with a child, 李强, 赵敏. Then it is the day."""
    parties = (Party(adults=1, under_18=1), Party(adults=1), Party(adults=1))
    made = [
        make_signup(occurrence, party=party, contact=Contact(name, phone=f"+861380000123{n}"))
        for n, (name, party) in enumerate(zip(("王芳", "李强", "赵敏"), parties, strict=True))
    ]
    at(f"{DAY}T09:42+08:00")
    return [signup.number for signup in made]


@pytest.fixture
def page(occurrence: Occurrence) -> str:
    return f"/workspace/occurrences/{occurrence.id}/check-in"


@pytest.fixture
def device(
    browser: Browser, site: str, account: Account, page: str
) -> Iterator[Callable[..., Page]]:
    """`device()` is a telephone of 林晓's that has opened the page; it is ready to go offline."""
    contexts: list[BrowserContext] = []

    def open_page(engine: Browser = browser, path: str = page) -> Page:
        context = engine.new_context(
            base_url=site, viewport={"width": 360, "height": 640}, locale="zh-CN"
        )
        contexts.append(context)
        context.set_default_timeout(30_000)
        token = open_session(account, "a telephone", clock.now())
        context.add_cookies([{"name": "kepuli_session", "value": token, "url": site}])
        opened = context.new_page()
        opened.goto(path)
        expect(status(opened)).to_contain_text("断网后也能打开这一页", timeout=30_000)
        return opened

    yield open_page
    for context in contexts:
        context.close()
