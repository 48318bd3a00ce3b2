"""Units, venues and districts. Pure."""

from api.schemas.shapes import (
    N_,
    Schema,
    day,
    instant,
    many,
    maybe,
    number,
    part_of,
    record,
    ref,
    text,
    uri,
    yes_no,
)

NAMED = record(slug=text(), name=text())
LINKS = record(
    self=uri(),
    page=uri(N_("给人看的网页。")),
    feed=uri(N_("同样内容的 iCalendar 日历。")),
)
_VENUE_ACCESS = {
    "stepFree": maybe(yes_no(N_("无台阶通行，轮椅可达。null 是没有人说过。"))),
    "accessibleToilet": maybe(yes_no()),
    "nursingRoom": maybe(yes_no()),
}
_UNIT = {
    "slug": text(),
    "name": text(),
    "nameEn": text(),
    "shortName": text(),
    "kind": text(),
    "region": ref("Named"),
    "links": ref("Links"),
}
_DISTRICT = {
    "slug": text(N_("六位区划代码；没有代码的功能区是我们起的代号。")),
    "code": maybe(text()),
    "name": text(),
    "nameEn": text(),
    "level": text(),
    "parent": maybe(ref("Named")),
    "successor": maybe(text(N_("撤销以后由哪个区县接续，写它的 slug。"))),
    "validFrom": maybe(day()),
    "validTo": maybe(day()),
    "links": ref("Links"),
}
_VENUE = {
    "id": number(),
    "name": text(),
    "nameEn": text(),
    "formerNames": many(text()),
    "district": ref("Named"),
    "address": text(),
    "latitude": maybe(number(N_("WGS-84 坐标，度。"), kind="number")),
    "longitude": maybe(number(kind="number")),
    "precisionM": maybe(number(N_("坐标准到多少米以内。"))),
    "opening": text(N_("开放时间，原样的文字；空的是没有登记。")),
    "accessibility": ref("VenueAccessibility"),
    "updatedAt": instant(),
    "links": ref("Links"),
}
_UNIT_IN_FULL = _UNIT | {
    "names": many(record(name=text(), kind=text()), N_("别名（alias）和曾用名（former）。")),
    "groups": many(ref("Named")),
    "days": many(ref("Named"), N_("它负责的主题日。")),
}
SCHEMAS: dict[str, Schema] = {
    "Named": NAMED,
    "Links": LINKS,
    "VenueAccessibility": record(**_VENUE_ACCESS),
    "Accessibility": record(
        **_VENUE_ACCESS, signLanguage=maybe(yes_no()), captions=maybe(yes_no())
    ),
    "Unit": record(**_UNIT),
    "UnitInFull": record(**_UNIT_IN_FULL),
    "UnitPart": part_of("Unit"),
    "Venue": record(**_VENUE),
    "VenuePart": part_of("Venue"),
    "District": record(**_DISTRICT),
    "DistrictInFull": record(**_DISTRICT, below=many(ref("Named")), before=many(ref("Named"))),
    "DistrictPart": part_of("District"),
}
