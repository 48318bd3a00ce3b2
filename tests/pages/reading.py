"""A page as tests read it: elements with their attributes, texts with their language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "wbr", "img", "hr"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parent: "Element | None"
    children: "list[Element | str]" = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """What stands in this very element, without the words of those inside it."""
        return [child for child in self.children if isinstance(child, str)]

    @property
    def language(self) -> str:
        own = self.attributes.get("lang", "")
        return own or (self.parent.language if self.parent else "")


def is_data(script: Element) -> bool:
    """A block of schema.org, which no browser runs."""
    return script.attributes.get("type") == "application/ld+json"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self.open[-1] if self.open else None
        element = Element(tag, {key: value or "" for key, value in attrs}, parent)
        self.elements.append(element)
        if parent:
            parent.children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].children.append(data)


class PageText:
    """Parsed strictly: an end tag must close the element opened last."""

    def __init__(self, html: str) -> None:
        reader = _Reader()
        reader.feed(html)
        reader.close()
        self.elements = reader.elements
        self.html = html

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements of that tag; `class_` matches one of the classes."""
        wanted = attributes.pop("class_", None)
        return [
            element
            for element in self.elements
            if element.tag == tag
            and (wanted is None or wanted in element.attributes.get("class", "").split())
            and all(element.attributes.get(key) == value for key, value in attributes.items())
        ]

    @property
    def programs(self) -> list[Element]:
        """The scripts a browser runs, which a block of schema.org is not."""
        return [script for script in self.all("script") if not is_data(script)]

    def links(self) -> dict[str, str]:
        """Address -> the words of its link."""
        return {a.attributes["href"]: text_of(a) for a in self.all("a")}

    @property
    def main(self) -> str:
        """The words of the page itself, without header and footer."""
        return text_of(self.all("main")[0])

    def section(self, title_id: str) -> str:
        """The words of the section that has this heading, or nothing."""
        found = self.all("section", **{"aria-labelledby": title_id})
        return text_of(found[0]) if found else ""


def text_of(element: Element) -> str:
    return re.sub(r"\s+", " ", "".join(_texts(element))).strip()


def _texts(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _texts(child)
