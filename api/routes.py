"""The API over HTTP: it only reads, for everybody and for any web page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _

from api import parameters, tokens
from api.operations import OPERATIONS
from api.parameters import Asked, Refused
from api.records import activities as told
from api.records import almanac, places
from api.records.written import PREFIX
from api.validators import etag
from calendars.entries import Place
from calendars.links import place
from calendars.media import Medium
from calendars.takeaway.items import shown
from events import changes, clock, published
from events.published import Criteria, OccurrenceRow, Part
from web.dates import english, today
from web.filters import ParametersRefused
from web.policies import PUBLIC, policy
from web.programs import validated

api = Blueprint("api", __name__, url_prefix=PREFIX)
Row = TypeVar("Row")
After = TypeVar("After")
Record = dict[str, Any]


@api.get("/days")
@policy(PUBLIC)
def days() -> Response:
    return _list(
        lambda asked: published.days_part(today(), _number(asked), asked.limit), almanac.day
    )


@api.get("/days/<slug>")
@policy(PUBLIC)
def day(slug: str) -> Response:
    return _one(lambda here: almanac.day_in_full(published.day_in_full(slug, today()), here))


@api.get("/editions")
@policy(PUBLIC)
def editions() -> Response:
    def find(asked: Asked) -> Part[Any]:
        after = _after(asked, tokens.edition, (0, ""))
        days = published.choose_known(Criteria(day=asked.criteria.day)).days
        ids = [day.id for day in days] or None
        return published.editions_part(today(), ids, asked.criteria.year, after, asked.limit)

    return _list(find, almanac.edition)


@api.get("/units")
@policy(PUBLIC)
def units() -> Response:
    return _list(lambda asked: published.units_part(_number(asked), asked.limit), places.unit)


@api.get("/units/<slug>")
@policy(PUBLIC)
def unit(slug: str) -> Any:
    survivor = published.get_unit(slug).slug
    if survivor != slug:
        return redirect(url_for(".unit", slug=survivor), 301)
    return _one(lambda here: places.unit_in_full(published.unit_in_full(slug, today()), here))


@api.get("/venues")
@policy(PUBLIC)
def venues() -> Response:
    return _list(lambda asked: published.venues_part(_number(asked), asked.limit), places.venue)


@api.get("/venues/<int:venue_id>")
@policy(PUBLIC)
def venue(venue_id: int) -> Any:
    found = published.get_venue(venue_id)
    if found.id != venue_id:
        return redirect(url_for(".venue", venue_id=found.id), 301)
    return _one(lambda here: places.venue(found, here))


@api.get("/districts")
@policy(PUBLIC)
def districts() -> Response:
    return _list(
        lambda asked: published.districts_part(_number(asked), asked.limit), places.district
    )


@api.get("/districts/<slug>")
@policy(PUBLIC)
def district(slug: str) -> Response:
    return _one(lambda here: places.district_in_full(published.get_district(slug, today()), here))


@api.get("/activities")
@policy(PUBLIC)
def activities() -> Response:
    def find(asked: Asked) -> Part[Any]:
        chosen = published.choose_known(asked.criteria, clock.now())
        span = asked.criteria.span_ahead(today())
        return published.activities_part(chosen, span, _number(asked), asked.limit)

    return _list(find, told.activity)


@api.get("/activities/<int:activity_id>")
@policy(PUBLIC)
def activity(activity_id: int) -> Response:
    return _one(
        lambda here: told.activity_in_full(published.get_activity(activity_id), here, _moment())
    )


@api.get("/occurrences")
@policy(PUBLIC)
def occurrences() -> Response:
    def find(asked: Asked) -> Part[OccurrenceRow]:
        after = _after(asked, tokens.occurrence, None)
        chosen = published.choose_known(asked.criteria, clock.now())
        span = asked.criteria.span_ahead(today())
        return published.occurrences_part(chosen, span, after, asked.limit)

    return _list(find, lambda row, here: told.occurrence(row, here, _moment()))


@api.get("/occurrences/<int:occurrence_id>")
@policy(PUBLIC)
def occurrence(occurrence_id: int) -> Response:
    def tell(here: Place) -> Record:
        [row] = published.occurrence_rows([published.get_occurrence(occurrence_id).id])
        return told.occurrence(row, here, _moment())

    return _one(tell)


def _one(tell: Callable[[Place], Record]) -> Response:
    return _answer(lambda _asked, here: tell(here))


def _list(find: Callable[[Asked], Part[Row]], tell: Callable[[Row, Place], Record]) -> Response:
    def read(asked: Asked, here: Place) -> Record:
        part = find(asked)
        items = list(shown(part.rows, lambda row: tell(row, here)))
        return {"items": items, "next": _next(asked, part.next, here)}

    return _answer(read)


def _answer(read: Callable[[Asked, Place], Record]) -> Response:
    """The position is looked up first: what changes meanwhile may be told too early, never late."""
    operation, here = OPERATIONS[str(request.endpoint).removeprefix("api.")], place()
    asked = parameters.read(request.args, operation.parameters)
    if isinstance(asked, Refused):
        raise _refusal(asked)
    form, position = _form(operation.live), changes.current()
    mark = etag(request.full_path, position, form.moment(clock.now(), here.timezone), here)
    return validated(mark, form.max_age, lambda: read(asked, here))


def _form(is_live: bool) -> Medium:
    return Medium("json", "application/json", is_live=is_live)


def _moment() -> datetime:
    """Of which a live answer tells."""
    return _form(True).moment(clock.now(), place().timezone)


def _next(asked: Asked, token: str | None, here: Place) -> str | None:
    if token is None:
        return None
    query = [*asked.criteria.pairs, ("limit", str(asked.limit)), ("after", token)]
    return f"{here.base_url}{request.path}?{urlencode(query, safe=',')}"


def _number(asked: Asked) -> int:
    return _after(asked, tokens.number, 0)


def _after(asked: Asked, read: Callable[[str], After | None], beginning: After) -> After:
    if not asked.after:
        return beginning
    found = read(asked.after)
    if found is None:
        raise _refusal(Refused(unread=("after",)))
    return found


def _refusal(refused: Refused) -> ParametersRefused:
    """In Chinese the very sentences of the page, in English which parameters they are about."""
    keys = [key if len(key) <= 30 else f"{key[:30]}…" for key in refused.unknown or refused.unread]
    names = ", ".join(keys[:5])
    if refused.unknown:
        words = _("这里没有这些参数：%(names)s。有哪些，见 /api/v1/。", names=names)
    elif refused.sentences and not english():
        words = "".join(refused.sentences[:3])
    elif names:
        words = _("看不懂这些参数的值：%(names)s。可以怎么写，见 /api/v1/。", names=names)
    else:
        words = _("这些条件合不到一起，例如结束日期早于开始日期。请对照 /api/v1/ 改一改。")
    return ParametersRefused(words, keys)
