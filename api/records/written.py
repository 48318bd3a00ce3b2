"""How every record writes instants, names and addresses. Pure."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from calendars.entries import Place, is_web_address
from calendars.takeaway.items import short_line

PREFIX = "/api/v1"


def instant(value: datetime) -> str:
    """RFC 3339, in UTC."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def named(row: Any) -> dict[str, str]:
    return {"slug": row.slug, "name": short_line(row.name)}


def address(text: str) -> str | None:
    return text if is_web_address(text) else None


def links(place: Place, topic: str, key: str | int, page: str = "") -> dict[str, str]:
    """Its own address, its page and its feed, which are named alike."""
    name = quote(str(key), safe="")
    return {
        "self": f"{place.base_url}{PREFIX}/{topic}/{name}",
        "page": f"{place.base_url}{page or f'/{topic}/{name}'}",
        "feed": f"{place.base_url}/calendars/{topic}/{name}.ics",
    }
