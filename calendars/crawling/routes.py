"""What search engines are told: which pages there are, and which are not theirs to read."""

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote

from flask import Blueprint, Response, render_template
from xxhash import xxh3_64_hexdigest

from calendars.links import place
from events import changes
from events.errors import NotFound
from events.published import ADDRESSES, Address, activity_addresses, last_activity_id
from web.conditional import unless_known
from web.policies import PUBLIC, policy

crawling = Blueprint("crawling", __name__)

IN_A_PART = 10_000  # half a second of work for the largest database; the protocol allows 50 000
_FRONT = ("", "activities", "activities/map", "days", "units", "plans", "subscribe", "privacy")


@crawling.get("/robots.txt")
@policy(PUBLIC)
def robots() -> Response:
    """`/calendars/` is open on purpose: Google's calendar obeys this file like its search does."""
    return Response(render_template("crawling/robots.txt"), mimetype="text/plain")


@crawling.get("/sitemap.xml")
@policy(PUBLIC)
def index() -> Response:
    """The parts. That of the activities goes by their numbers, so that none moves to another."""

    def make() -> str:
        last = -(-last_activity_id() // IN_A_PART)
        numbered = (f"activities-{number}" for number in range(1, last + 1))
        return render_template("crawling/index.xml", parts=["pages", *ADDRESSES, *numbered])

    return _answer(make)


@crawling.get(f"/sitemap-<any(pages, {', '.join(ADDRESSES)}):kind>.xml")
@policy(PUBLIC)
def part(kind: str) -> Response:
    def make() -> str:
        if kind == "pages":
            return _url_set((f"/{path}", Address(path)) for path in _FRONT)
        return _url_set(_under(kind, ADDRESSES[kind]()))

    return _answer(make)


@crawling.get("/sitemap-activities-<int:number>.xml")
@policy(PUBLIC)
def activities(number: int) -> Response:
    def make() -> str:
        first = (number - 1) * IN_A_PART + 1
        if not 1 <= first <= last_activity_id():
            raise NotFound("没有这一部分，请从 /sitemap.xml 开始。")
        return _url_set(_under("activities", activity_addresses(first, first + IN_A_PART - 1)))

    return _answer(make)


def _under(kind: str, found: Iterable[Address]) -> Iterator[tuple[str, Address]]:
    for address in found:
        yield f"/{kind}/{quote(str(address.key))}", address


def _url_set(found: Iterable[tuple[str, Address]]) -> str:
    return render_template("crawling/part.xml", found=found)


def _answer(make: Callable[[], str]) -> Response:
    """All parts follow the change log, as feeds do."""
    etag = f"{changes.current().number}-{xxh3_64_hexdigest(place().base_url.encode())}"
    response = unless_known(etag, make, "application/xml")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
