"""The page of one activity, as tests read it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask.testing import FlaskClient

from events.activities.models import Activity
from tests.pages.reading import PageText, text_of

SHANGHAI = ZoneInfo("Asia/Shanghai")


def wall(text: str) -> datetime:
    """A wall time, as the factories take it."""
    return datetime.fromisoformat(text)


def open_page(client: FlaskClient, activity: Activity, query: str = "") -> PageText:
    response = client.get(f"/activities/{activity.id}?{query}")
    assert response.status_code == 200
    return PageText(response.text)


def sittings(page: PageText, title_id: str = "sittings-title") -> list[str]:
    """The rows of a table of occurrences, as words."""
    [section] = page.all("section", **{"aria-labelledby": title_id})
    rows = [e for e in page.all("tr") if is_within(e, section) and e.parent.tag == "tbody"]
    return [text_of(row) for row in rows]


def is_within(element, other) -> bool:
    while element is not None and element is not other:
        element = element.parent
    return element is other


def state(page: PageText) -> str:
    """The pill beside the title."""
    return text_of(page.all("p", class_="pill")[0])


def changes(page: PageText) -> list[str]:
    [section] = page.all("section", **{"aria-labelledby": "changes-title"})
    return [text_of(e) for e in page.all("dd") if is_within(e, section)]
