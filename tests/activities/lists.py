"""Lists of occurrences as tests read them."""

from datetime import datetime

from flask.testing import FlaskClient

from tests.pages.reading import Element, PageText, text_of

HERE = "near=29.56,106.55"


def read(client: FlaskClient, path: str = "/activities") -> PageText:
    response = client.get(path)
    assert response.status_code == 200, path
    return PageText(response.text)


def at_hour(day: int, hour: int, minute: int = 0) -> datetime:
    """A wall time in November 2026."""
    return datetime(2026, 11, day, hour, minute)  # noqa: DTZ001


def entries(page: PageText) -> list[str]:
    return [text_of(row) for row in page.all("li", class_="entry")]


def titles(page: PageText) -> list[str]:
    return [
        text_of(link)
        for link in page.all("a")
        if link.parent and link.parent.tag == "h3" and "/activities/" in link.attributes["href"]
    ]


def groups(page: PageText) -> dict[str, list[str]]:
    """Heading of a day -> titles below it."""
    found = {}
    for section in page.all("section", class_="daygroup"):
        inside = PageText(as_html(section))
        [heading] = inside.all("h2")
        found[text_of(heading)] = titles(inside)
    return found


def as_html(element: Element) -> str:
    attributes = "".join(f' {key}="{value}"' for key, value in element.attributes.items())
    children = "".join(c if isinstance(c, str) else as_html(c) for c in element.children)
    return f"<{element.tag}{attributes}>{children}</{element.tag}>"


def total(page: PageText) -> int:
    """As the page says it above the list."""
    words = text_of(page.all("p", class_="lead")[0])
    return 0 if "没有" in words else int(words.rsplit("有", 1)[1].split()[0])
