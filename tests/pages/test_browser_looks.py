"""Every kind of page in Chromium: readable by everyone, on every screen, in every dress."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browsers import watch

PATHS = (
    "/",
    "/days?subject=life",
    "/days?year=2015&subject=farm",
    "/days/sci-tech-week",
    "/days/national-science-day",
    "/units",
    "/units/cq-cast",
    "/activities?near=29.56,106.55&sort=distance&q=科学&age=8",
    "/activities?q=木星&when=today&near=24.33,109.43#filters",
    "/activities/1",
    "/activities/month?month=2026-12",
    "/activities/week",
    "/activities/agenda",
    "/activities/year",
    "/venues/1",
    "/districts/500000",
    "/plans",
    "/plans/1",
    "/subscribe",
    "/nothing-here",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# Anything to click is 44 pixels each way, except a link inside a sentence. A row whose whole
# area leads somewhere counts as one target.
SMALL_TARGETS = """() => {
  const inSentence = (element) =>
    getComputedStyle(element).display === "inline" &&
    element.parentElement.textContent.trim() !== element.textContent.trim();
  const area = (element) => {
    const spread = getComputedStyle(element, "::after").position === "absolute";
    return (spread ? element.closest("li") : element).getBoundingClientRect();
  };
  return [...document.querySelectorAll("a, button, input, summary, select")]
    .filter((element) => !element.matches(".skip, .unseen") && element.checkVisibility())
    .filter((element) => !inSentence(element))
    .map((element) => [element.outerHTML.slice(0, 120), area(element)])
    .filter(([, box]) => box.width < 43.9 || box.height < 43.9)
    .map(([html, box]) => `${Math.round(box.width)}×${Math.round(box.height)} ${html}`);
}"""
# What sticks out to the right, unless something round it hides it.
STICKING_OUT = """() =>
  document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
      .map((element) => element.outerHTML.slice(0, 120))"""


@dataclass(frozen=True)
class Dress:
    width: int
    lang: str
    theme: str
    size: str
    forced: Literal["active", "none"] = "none"  # colours of the system's own choice

    def __str__(self) -> str:
        forced = "-forced" * (self.forced == "active")
        return f"{self.width}-{self.lang}-{self.theme}-{self.size}{forced}"


# Each pair of width, language, colours and size comes up at least once.
DRESSES = (
    Dress(360, "zh", "light", "normal"),
    Dress(1280, "en", "light", "normal"),
    Dress(360, "en", "dark", "normal"),
    Dress(1280, "zh", "dark", "normal"),
    Dress(360, "zh", "dark", "large"),
    Dress(1280, "en", "light", "large"),
    Dress(360, "zh", "light", "large", forced="active"),
    Dress(1280, "en", "dark", "normal", forced="active"),
)


def options(dress: Dress) -> dict[str, Any]:
    """Of the accessibility check, which sees our colours where the system's are forced: those
    contrast by themselves."""
    told = {"color-contrast": {"enabled": dress.forced == "none"}}
    return {"runOnly": RULES, "resultTypes": ["violations"], "rules": told}


@pytest.fixture(params=DRESSES, ids=str)
def dressed(
    request: pytest.FixtureRequest, browser: Browser, live_server: str
) -> Iterator[tuple[Page, Dress]]:
    """A page whose cookies ask for the dress."""
    dress: Dress = request.param
    context = browser.new_context(
        base_url=live_server,
        viewport={"width": dress.width, "height": 800},
        forced_colors=dress.forced,
    )
    for key in ("lang", "theme", "size"):
        context.add_cookies(
            [{"name": f"kepuli_{key}", "value": getattr(dress, key), "url": live_server}]
        )
    page = context.new_page()
    troubles = watch(page, live_server)
    yield page, dress
    context.close()
    assert troubles == []


def test_pages_pass_the_accessibility_check(dressed: tuple[Page, Dress]):
    page, dress = dressed
    axe, found = Axe(), {}
    for path in PATHS:
        page.goto(path)
        results = axe.run(page, options=options(dress))
        if results.violations_count:
            found[path] = results.generate_report()

    assert found == {}


def test_pages_never_scroll_sideways_and_leave_room_for_a_thumb(dressed: tuple[Page, Dress]):
    page, dress = dressed
    wide, small = {}, {}
    for path in PATHS:
        page.goto(path)
        if targets := page.evaluate(SMALL_TARGETS):
            small[path] = targets
        for width in (320, 360, 640, 768, 1280):  # 640 are 1280 at twice the size
            page.set_viewport_size({"width": width, "height": 800})
            if elements := page.evaluate(STICKING_OUT):
                wide[path, width] = elements
        page.set_viewport_size({"width": dress.width, "height": 800})

    assert wide == {}
    assert small == {}
