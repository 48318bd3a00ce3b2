"""What a letter says: templates/mail/<kind>.txt as plain text, and the same in HTML."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from jinja2 import Environment

from events.errors import EventsError
from events.notifications.models import Message
from events.people.emails import masked
from events.text import clean_line, clean_text

EARLIER = "earlier"  # the parameter that holds the titles of letters this one replaced
_KEPT_END = "\u2028"  # stands for a line end inside a parameter; cleaned text has none of its own


class Outdated(EventsError):
    """What the letter was to say is no longer so; it need not leave."""

    def __init__(self) -> None:
        super().__init__("信里说的已经不是这样，不用发了。")


@dataclass(frozen=True)
class Supplement:
    """What is known only when a letter leaves: more parameters, and an entry for calendars, whose
    `method` is that of RFC 5546."""

    params: Mapping[str, Any] = field(default_factory=dict)
    calendar: bytes = b""
    method: str = ""


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str
    calendar: bytes = b""
    method: str = ""


class Piece(NamedTuple):
    """A part of a line; `url` where it is an address of ours."""

    text: str
    url: str = ""


def render(
    templates: Environment, message: Message, site: Any, lang: str, more: Supplement | None = None
) -> Letter:
    """The letter in the language that `templates` speaks now.

    First line of the template: the subject; then an empty line; then paragraphs. A parameter
    stays in its paragraph, and in one line in the subject, whatever it holds.
    """
    more = more or Supplement()
    given = {**message.params, **more.params}
    params = {name: _contained(value) for name, value in given.items()}
    template = templates.get_template(f"mail/{message.kind}.txt")
    words = template.render(**params, site=site, lang=lang)
    first, _, rest = words.strip().partition("\n")
    layout = {
        "subject": clean_line(first).replace("=?", "= ?"),  # would be read as an encoded word
        "body": rest.replace(_KEPT_END, "\n"),
        "earlier": [clean_line(title) for title in message.params.get(EARLIER, [])],
        "site": site,
        "lang": lang,
    }
    text = templates.get_template("mail/letter.txt").render(layout)
    text = re.sub(r"\s*\n\s*\n", "\n\n", text).strip() + "\n"
    paragraphs = [list(_lines(part, site.base_url)) for part in text.strip().split("\n\n")]
    html = templates.get_template("mail/letter.html").render(layout, paragraphs=paragraphs)
    return Letter(layout["subject"], text, html, more.calendar, more.method)


def about(params: Mapping[str, Any]) -> str:
    """What a letter is about, fit to be shown and kept: never its links."""
    found = (params.get(name) for name in ("title", "day", "unit", "name"))
    return next((clean_line(words) for words in found if isinstance(words, str) and words), "")


def remains(message: Message) -> dict[str, Any]:
    """The columns of a letter that has left or never will. Of whom we know only the address, not
    even that; the letter's number makes up for what is left out, so that no two are the same."""
    kept: dict[str, Any] = {"params": {"title": about(message.params)}}
    if message.account_id is None:
        kept["email"] = masked(message.email).replace("@", f"{message.id}@")
    return kept


def _contained(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value).replace("\n", _KEPT_END)
    if isinstance(value, list):
        return [_contained(part) for part in value]
    if isinstance(value, dict):
        return {name: _contained(part) for name, part in value.items()}
    return value


def _lines(paragraph: str, base_url: str) -> Iterator[list[Piece]]:
    """Each line in pieces; only what leads to this site becomes a link."""
    ours = re.compile(re.escape(base_url) + r"/(?:[\w./?=&%#~+-]*[\w/=_-])?", re.ASCII)
    for line in paragraph.splitlines():
        pieces, end = [], 0
        for found in ours.finditer(line):
            pieces += [Piece(line[end : found.start()]), Piece(found.group(), found.group())]
            end = found.end()
        yield [*pieces, Piece(line[end:])]
