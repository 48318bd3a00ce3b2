"""The page at the door as tests use and read it."""

from tests.pages.reading import PageText
from tests.signing_in import post


def walk_in(door, occurrence, page, adults: object, children: object = 0, key: str = "a-key"):
    path = f"/workspace/occurrences/{occurrence.id}/walk-ins"
    data = {"key": key, "adults": adults, "children": children}
    return post(door, path, data, page=page, follow_redirects=True)


def verdict(html: str) -> tuple[str, str]:
    """The kind of the answer, and its words."""
    [box] = [e for e in PageText(html).all("div") if "data-verdict" in e.attributes]
    words = [" ".join(p.texts).strip() for p in box.children if not isinstance(p, str)]
    return box.attributes["class"].replace("verdict", "").strip(), " ".join(words[1:])


def counts(html: str) -> dict[str, str]:
    return {
        element.attributes["data-count"]: element.texts[0]
        for element in PageText(html).all("span")
        if "data-count" in element.attributes
    }


def rows(html: str) -> list[str]:
    """The numbers on the list, in its order."""
    guests = [e.attributes.get("data-number") for e in PageText(html).all("li", class_="guest")]
    return [number for number in guests if number]
