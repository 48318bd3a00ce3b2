"""Addresses that came from outside, made fit for a link, or refused."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit


class WebAddress(NamedTuple):
    url: str
    host: str


def web_address(text: str) -> WebAddress | None:
    """A page on the web; None for anything else, such as javascript: or a bare word."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return None
    return WebAddress(text, host) if parts.scheme in ("http", "https") and host else None


def telephone_address(text: str) -> str | None:
    """023-6333 8888 转 8003 -> tel:02363338888; None without a number one could dial."""
    found = re.search(r"\+?\d[\d\s()-]{4,}", text)
    return "tel:" + re.sub(r"[\s()-]", "", found.group()) if found else None
