"""A whole server over the test's own database, and people at their own computers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.request import urlopen

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from events.notifications.models import Message
from events.people.models import Account
from events.people.passwords import hash_password
from tests.browsers import watch

PASSWORD = "三只白鹭 on the roof"


@dataclass
class Person:
    """Somebody signed in; `page` is the window, `changed` how many fields were filled in."""

    page: Page
    site: str
    changed: int = 0

    def go(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer
        assert answer.status == 200, path

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()

    def follow(self, words: str) -> None:
        self.page.get_by_role("link", name=words, exact=True).first.click()

    def fill(self, label: str, value: str) -> None:
        """The field whose label begins so."""
        self.changed += 1
        self.page.get_by_label(label).first.fill(value)

    def write(self, name: str, value: str) -> None:
        """The field of this name, where labels alone are not enough."""
        self.changed += 1
        self.page.locator(f"[name={name}]").first.fill(value)

    def choose(self, label: str, option: str) -> None:
        self.changed += 1
        self.page.get_by_label(label).first.select_option(label=option)

    def tick(self, words: str) -> None:
        """The words, not the box: that is what people press."""
        self.changed += 1
        self.page.locator("label.tick", has_text=words).first.click()

    def reads(self, words: str) -> None:
        """The page says so, at the latest when it has loaded."""
        expect(self.page.locator("main")).to_contain_text(words)


@pytest.fixture
def sign_in(browser: Browser, site: str) -> Iterator[Callable[..., Person]]:
    """`sign_in(account)` opens a window and signs in with the password, as people do."""
    windows, troubles = [], []

    def sign_in(account: Account, width: int = 1280) -> Person:
        Account.update(password_hash=hash_password(PASSWORD)).where(
            Account.id == account.id
        ).execute()
        context = browser.new_context(
            base_url=site, viewport={"width": width, "height": 800}, locale="zh-CN"
        )
        context.set_default_timeout(10_000)
        windows.append(context)
        person = Person(context.new_page(), site)
        troubles.append(watch(person.page, site))
        person.go("/sign-in")
        person.page.locator("[name=email]").fill(account.email)
        person.page.locator("[name=password]").fill(PASSWORD)
        person.page.locator("main button[type=submit]").first.click()
        person.page.wait_for_url("**/workspace**")
        return person

    yield sign_in
    for window in windows:
        window.close()
    assert [one for list_ in troubles for one in list_] == []


@pytest.fixture
def feed(site: str) -> Callable[[str], dict[str, tuple[str, str, int, object]]]:
    """`feed("/calendars/…")`: UID -> title, status, sequence and start, as a program reads them."""

    def read(path: str) -> dict[str, tuple[str, str, int, object]]:
        with urlopen(site + path) as answer:
            calendar = Calendar.from_ical(answer.read())
        return {
            str(e["UID"]): (
                str(e["SUMMARY"]), str(e["STATUS"]), int(e.get("SEQUENCE", 0)), e.start
            )
            for e in calendar.events
        }  # fmt: skip

    return read


def letters(kind: str) -> list[str]:
    """Who was written to about it, in order."""
    rows = Message.select().where(Message.kind == kind).order_by(Message.id)
    return [row.email for row in rows]
