"""The places step of a draft as read: known venues, new ones, or what is wrong with which cell."""

from collections.abc import Mapping
from typing import Any

from events.activities.vocabulary import Format
from events.db import LARGEST_ID
from events.errors import EventsError
from events.submissions.content import Place
from events.submissions.places.coordinates import CoordinatesUnread, far_from_all, read_point
from events.submissions.places.queries import likely_doubles, points_around, venues_with
from events.submissions.places.typed import Row, is_blank, rows_of
from events.submissions.readings import Problem, Reading, Setting
from events.units.models import District
from events.venues.models import Venue

MOST_PLACES = 50
_LONGEST = {"note": ("场馆里的位置", 120), "name": ("名称", 120), "address": ("地址", 200)}


class PlaceRefused(EventsError):
    """A row that is no place; `cell` is where to look."""

    def __init__(self, cell: str, message: str) -> None:
        super().__init__(message)
        self.cell = cell


def read_places(typed: Mapping[str, Any], setting: Setting, format_: str = "") -> Reading:
    """`places` in the order typed; whether one is missing depends on the activity's format.

    (Three statements, and two for each new place.)
    """
    rows = [(number, row) for number, row in enumerate(rows_of(typed)) if not is_blank(row)]
    venues = venues_with([id_ for _, row in rows if (id_ := _id(row["venue"]))])
    districts = _districts([id_ for _, row in rows if (id_ := _id(row["district"]))])
    places: list[Place] = []
    problems: list[Problem] = []
    warnings: list[str] = []
    for number, row in rows:
        try:
            places.append(_known(row, venues) if row["venue"] else _new(row, districts))
            warnings += [] if row["venue"] else _doubts(places[-1], districts)
        except PlaceRefused as refusal:
            problems.append(Problem(f"{refusal.cell}-{number}", refusal.message))
    if len(places) > MOST_PLACES:
        problems.append(Problem("words", f"一个活动最多 {MOST_PLACES} 个地点，请分成几个活动。"))
    if not rows and format_ in (Format.ONSITE, Format.HYBRID):
        problems.append(Problem("words", "请选一个地点；全部在线上的，请在“基本信息”里改成线上。"))
    found = {} if problems else {"places": tuple(places)}
    return Reading(found, tuple(problems), tuple(warnings), is_empty=not rows)


def _known(row: Row, venues: Mapping[int, Venue]) -> Place:
    venue = venues.get(_id(row["venue"]) or 0)
    if venue is None:
        raise PlaceRefused("note", "这个场馆已经没有了，请去掉它，再选一个。")
    return Place(row["key"], venue=venue.id, note=_text(row, "note"))


def _new(row: Row, districts: Mapping[int, District]) -> Place:
    name, address = _text(row, "name"), _text(row, "address")
    if not name:
        raise PlaceRefused("name", "请写新地点的名称，例如“人民广场”。")
    district = districts.get(_id(row["district"]) or 0)
    if district is None:
        raise PlaceRefused("district", f"请选“{name[:20]}”在哪个区县。")
    if not address:
        raise PlaceRefused("address", f"请写“{name[:20]}”的地址，公众要靠它找到地方。")
    latitude, longitude = _point(row["coordinates"])
    return Place(
        row["key"],
        note=_text(row, "note"),
        name=name,
        district=district.id,
        address=address,
        latitude=latitude,
        longitude=longitude,
    )


def _doubts(place: Place, districts: Mapping[int, District]) -> list[str]:
    """What may be left as it is, but is worth a look."""
    district = districts[place.district or 0]
    doubles = likely_doubles(place.name, district)
    found = [
        f"“{place.name}”和名录里的“{venue.name}”（{venue.district.name}）可能是同一个地方，"
        "是的话请用名录里的。"
        for venue in doubles
    ]
    if place.latitude is not None and place.longitude is not None:
        distance = far_from_all((place.latitude, place.longitude), points_around(district))
        if distance:
            found.append(
                f"“{place.name}”的坐标离{district.name}已知的场馆最近也有 {distance} 公里，请核对。"
            )
    return found


def _point(text: str) -> tuple[float | None, float | None]:
    if not text:
        return None, None
    try:
        return read_point(text)
    except CoordinatesUnread as refusal:
        raise PlaceRefused("coordinates", refusal.message) from refusal


def _text(row: Row, cell: str) -> str:
    label, most = _LONGEST[cell]
    if len(row[cell]) > most:
        raise PlaceRefused(cell, f"{label}太长（{len(row[cell])} 字），最多 {most} 字。")
    return row[cell]


def _districts(ids: list[int]) -> dict[int, District]:
    """(One statement.)"""
    found = District.select().where(District.id.in_(ids), District.valid_to.is_null())
    return {row.id: row for row in found}


def _id(text: str) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else 0
    return number if 0 < number <= LARGEST_ID else None
