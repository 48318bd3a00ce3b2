"""The pages behind the sign-in in Chromium: readable by everyone, on every screen."""

from collections.abc import Callable, Iterator
from pprint import pformat

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from events import clock
from events.activities.models import Activity, Occurrence
from events.activities.standing import Stand, standing
from events.people.models import Account
from events.people.sessions import open_session
from events.signups.keys import keyring
from events.signups.models import Signup, State
from tests import NOW
from tests.browsers import watch
from tests.pages.test_browser_looks import SMALL_TARGETS, STICKING_OUT, Dress, options

MUSEUM = "/workspace/cq-natural-history-museum"
PAPERS = (
    *(MUSEUM, f"{MUSEUM}/submissions/new", f"{MUSEUM}/people", f"{MUSEUM}/defaults"),
    *("/workspace/submissions/1", "/workspace/submissions/2"),
    *(f"/workspace/submissions/2/{step}" for step in ("basics", "schedule", "places")),
    *(f"/workspace/submissions/2/{step}" for step in ("signup", "text", "check")),
    *("/workspace/submissions/2/withdrawal", "/account", "/account/password"),
)
OFFICE = (
    *("/workspace", "/office/coverage", "/office/reviews", "/office/reviews/1"),
    *("/office/reviews/1/preview", "/office/reviews/trust", "/office/reviews/reasons"),
    *("/office/editions", "/office/editions/world-meteorological-day/2027"),
    *("/office/units", "/office/units/cq-meteorology", "/office/units/requests"),
    *("/office/people", "/office/people/1", "/office/invitations/new"),
    *("/office/letters", "/office/audit"),
)


def sitting(key: str, stand: Stand) -> str:
    """The path of an occurrence of the demonstration whose sign-up has come so far."""
    own = Activity.source_key == f"demo/{key}"
    rows = Occurrence.select(Occurrence, Activity).join(Activity).where(own)
    found = next(row for row in rows if standing(row.activity, row, NOW).stand == stand)
    return f"/occurrences/{found.id}"


def token(state: State) -> str:
    own = Signup.select().join(Occurrence).where(Signup.state == state, Occurrence.start > NOW)
    return keyring().token_of(own.first().number)


def sign_ups() -> tuple[str, ...]:
    """What the public sees of them, and what the unit does at its desk and at the door."""
    school = sitting("tuesday-school-class", Stand.OPEN)
    desk, unit = f"/workspace{school}", "/workspace/cq-science-museum"
    pending = Signup.get(Signup.state == State.PENDING)
    own = f"/signups/{token(State.CONFIRMED)}"
    return (
        f"{school}/signups/new",
        f"{sitting('weekend-robots', Stand.WAITING)}/signups/new",
        f"{sitting('saturday-paper-bridge', Stand.NOT_YET)}/signups/new",
        *("/signups/find", "/privacy"),
        *(own, f"{own}/edit", f"{own}/transfer", f"/signups/{token(State.WAITING)}"),
        *(f"{unit}/signups", f"{unit}/question-sets", f"/workspace/signups/{pending.id}"),
        *(f"{desk}/signups", f"{desk}/signups/new", f"{desk}/signups/print"),
        *(f"{desk}/check-in", f"{desk}/capacity", f"{desk}/hours", f"{desk}/messages/new"),
    )


ROOMS: dict[str, Callable[[], tuple[str, ...]]] = {
    "museum@example.org": lambda: PAPERS,
    "office@example.org": lambda: OFFICE,
    "weather@example.org": sign_ups,
}
DRESSES = (
    Dress(360, "zh", "dark", "normal"),
    Dress(1280, "en", "light", "normal"),
    Dress(360, "en", "light", "large"),
    Dress(1280, "zh", "light", "normal", forced="active"),
)


@pytest.fixture(params=DRESSES, ids=str)
def dress(request: pytest.FixtureRequest) -> Dress:
    return request.param


@pytest.fixture(params=ROOMS)
def room(
    request: pytest.FixtureRequest, dress: Dress, browser: Browser, live_server: str
) -> Iterator[tuple[Page, tuple[str, ...]]]:
    """Somebody of the demonstration, signed in, and the pages to look at."""
    account = Account.get(Account.email == request.param)
    context = browser.new_context(
        base_url=live_server,
        viewport={"width": dress.width, "height": 800},
        forced_colors=dress.forced,
    )
    session = open_session(account, "a look", clock.now())
    context.add_cookies([{"name": "kepuli_session", "value": session, "url": live_server}])
    for key in ("lang", "theme", "size"):
        context.add_cookies(
            [{"name": f"kepuli_{key}", "value": getattr(dress, key), "url": live_server}]
        )
    page = context.new_page()
    troubles = watch(page, live_server)
    yield page, ROOMS[request.param]()
    context.close()
    assert troubles == []


def test_rooms_pass_the_accessibility_check_and_fit_every_screen(
    room: tuple[Page, tuple[str, ...]], dress: Dress
):
    page, paths = room
    axe, found = Axe(), {}
    for path in paths:
        answer = page.goto(path)
        assert answer
        assert answer.status == 200, path
        results = axe.run(page, options=options(dress))
        if results.violations_count:
            found[path, "axe"] = results.generate_report()
        if targets := page.evaluate(SMALL_TARGETS):
            found[path, "targets"] = targets
        for width in (320, 768, dress.width):
            page.set_viewport_size({"width": width, "height": 800})
            if elements := page.evaluate(STICKING_OUT):
                found[path, width] = elements

    assert not found, pformat(found, width=200)
