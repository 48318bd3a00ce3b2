"""Every way to take a feed along: addresses for each kind of program, and a QR code."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

import segno
from flask import Flask, current_app, url_for
from markupsafe import Markup

from calendars.entries import Place
from calendars.typesetting import is_ready


@dataclass(frozen=True)
class FeedLinks:
    https_url: str
    webcal_url: str
    google_url: str
    outlook_url: str
    download_url: str
    qr_svg: Markup


def register_links(app: Flask) -> None:
    app.jinja_env.globals.update(feed_links=feed_links, can_typeset=can_typeset)


def place() -> Place:
    """Where this instance lives, from its settings alone."""
    settings = current_app.config["SETTINGS"]
    return Place(settings.base_url, settings.timezone)


def feed_links(endpoint: str, name: str, **values: Any) -> FeedLinks:
    """The links of the feed served at `endpoint`; `name` is what Outlook will call it."""
    path = url_for(endpoint, **values)
    https_url = place().base_url + path
    webcal_url = f"webcal:{https_url.removeprefix(urlsplit(https_url).scheme + ':')}"
    outlook = "https://outlook.live.com/calendar/0/addfromweb"
    return FeedLinks(
        https_url=https_url,
        webcal_url=webcal_url,
        google_url=f"https://calendar.google.com/calendar/render?cid={quote(webcal_url, safe='')}",
        outlook_url=f"{outlook}?url={quote(https_url, safe='')}&name={quote(name)}",
        download_url=f"{path}{'&' if '?' in path else '?'}download=1",
        qr_svg=draw_qr(webcal_url),
    )


def can_typeset() -> bool:
    """Whether PDF and pictures can be offered, or only HTML and SVG."""
    return is_ready(current_app.config["SETTINGS"].data_dir)


_OF_ONE = {
    "day": ("feeds.day", "slug"),
    "unit": ("feeds.unit", "slug"),
    "district": ("feeds.district", "slug"),
    "q": ("feeds.activities", "q"),
}


def picks_links(picks: Any, name: str) -> FeedLinks:
    """Of what somebody put together; of one pick alone, those of its own calendar."""
    if len(picks.picked) != 1:
        return feed_links("feeds.picks", name, **picks.values)
    [pick] = picks.picked
    endpoint, blank = _OF_ONE[pick.key]
    return feed_links(endpoint, name, **{blank: pick.value})


@lru_cache(maxsize=512)
def draw_qr(text: str) -> Markup:
    """An SVG, or nothing where the text is longer than any code could hold."""
    try:
        code = segno.make_qr(text, error="m")
    except segno.DataOverflowError:
        return Markup("")
    drawing = code.svg_inline(border=0, svgclass=None, lineclass=None, omitsize=True)
    return Markup(drawing)  # noqa: S704  made by segno, holds no text of ours
