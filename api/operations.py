"""Every address of the API, once: for the OpenAPI document and for the page that explains it."""

from typing import NamedTuple

from api.parameters import CRITERIA, PAGING
from api.schemas.shapes import N_, Schema, number, text
from api.tokens import CURSOR, EDITION, NUMBER


class Operation(NamedTuple):
    """`name` is that of its view; `answer` that of its schema; `key` the schema of what stands in
    braces; `after` the pattern of what a list goes on from. What is `live` asks for or tells of
    places left, so it is true for a minute only."""

    name: str
    path: str
    summary: str
    answer: str
    parameters: tuple[str, ...] = ()
    key: Schema = {}
    live: bool = False
    after: str = NUMBER


_SLUG = text(minLength=1)
_NUMBER = number(minimum=0)
_WITHOUT_ORDER = tuple(key for key in CRITERIA if key != "sort")

OPERATIONS = {
    operation.name: operation
    for operation in (
        Operation("days", "/days", N_("全部主题日，各带正在进行或接下来的一届"), "DayPart", PAGING),
        Operation("day", "/days/{slug}", N_("一个主题日和它的各届"), "DayInFull", key=_SLUG),
        Operation(
            "editions",
            "/editions",
            N_("各届的日期"),
            "EditionPart",
            ("year", "day", *PAGING),
            after=EDITION,
        ),
        Operation("units", "/units", N_("责任单位"), "UnitPart", PAGING),
        Operation("unit", "/units/{slug}", N_("一个单位和它负责的主题日"), "UnitInFull", key=_SLUG),
        Operation("venues", "/venues", N_("场馆"), "VenuePart", PAGING),
        Operation("venue", "/venues/{venue_id}", N_("一个场馆"), "Venue", key=_NUMBER),
        Operation("districts", "/districts", N_("全部区县"), "DistrictPart", PAGING),
        Operation(
            "district", "/districts/{slug}", N_("一个区县和它上下的"), "DistrictInFull", key=_SLUG
        ),
        Operation(
            "activities",
            "/activities",
            N_("活动：往后有场次符合条件的，按编号"),
            "ActivityPart",
            (*_WITHOUT_ORDER, *PAGING),
            live=True,
        ),
        Operation(
            "activity",
            "/activities/{activity_id}",
            N_("一个活动和它的全部场次"),
            "ActivityInFull",
            key=_NUMBER,
            live=True,
        ),
        Operation(
            "occurrences",
            "/occurrences",
            N_("场次：与“活动”页同样的条件、同样的先后"),
            "OccurrencePart",
            (*CRITERIA, *PAGING),
            live=True,
            after=CURSOR,
        ),
        Operation(
            "occurrence",
            "/occurrences/{occurrence_id}",
            N_("一场"),
            "Occurrence",
            key=_NUMBER,
            live=True,
        ),
    )
}
