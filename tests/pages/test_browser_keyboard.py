"""With the keyboard alone: straight to the text, and always visible where one is."""

import pytest
from playwright.sync_api import Page

# Whether the focused element shows it, and lies on the screen with nothing over it.
FOCUS = """() => {
  const element = document.activeElement;
  const shown = element.matches("svg a") ? element.querySelector(".sector") : element;
  const style = getComputedStyle(shown);
  const box = element.getBoundingClientRect();
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 20), 1), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  return {
    html: element.outerHTML.slice(0, 100),
    is_end: element === document.body,
    ring: element.matches("svg a") ? style.stroke !== "none" && style.strokeWidth === "4px"
      : style.outlineStyle === "solid" && style.outlineWidth === "3px",
    on_screen: box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0,
    uncovered: element.contains(top) || top.contains(element) || element.matches("svg a"),
  };
}"""


def test_the_first_stop_leads_past_the_header_to_the_text(browser_page: Page):
    browser_page.goto("/days")

    browser_page.keyboard.press("Tab")
    skip = browser_page.get_by_role("link", name="跳到正文")
    assert skip.bounding_box()["y"] >= 0
    browser_page.keyboard.press("Enter")
    browser_page.keyboard.press("Tab")

    assert browser_page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize(
    "path", ["/", "/days/national-science-day", "/activities/1", "/plans/1", "/nothing-here"]
)
def test_every_stop_is_visible_and_none_is_a_trap(browser_page: Page, path: str):
    browser_page.goto(path)
    stops, hidden = [], []
    while True:
        browser_page.keyboard.press("Tab")
        stop = browser_page.evaluate(FOCUS)
        if stop["is_end"]:
            break
        stops.append(stop["html"])
        if not (stop["ring"] and stop["on_screen"] and stop["uncovered"]):
            hidden.append(stop)

    assert hidden == []
    stoppable = browser_page.locator("a, button, input, select, summary").filter(visible=True)
    assert len(stops) == stoppable.count()


def test_the_months_of_the_dial_are_read_out_with_what_they_hold(browser_page: Page):
    browser_page.goto("/")

    names = [link.get_attribute("aria-label") for link in browser_page.locator("svg.dial a").all()]

    assert len(names) == 12
    assert names[0].startswith("十一月，2026 年，")
    assert all(name.endswith(("个主题日", "没有主题日")) for name in names)
