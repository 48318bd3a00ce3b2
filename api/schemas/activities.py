"""Activities and their occurrences. Pure."""

from typing import Any

from api.schemas.shapes import (
    N_,
    Schema,
    day,
    instant,
    many,
    maybe,
    number,
    one_of,
    part_of,
    record,
    ref,
    text,
    uri,
    yes_no,
)
from events.published import AUDIENCES, FORMATS, SignupMode, Stand, Status

_SIGNUP_MODE = one_of(
    SignupMode, N_("none 不用报名，here 在本站，telephone 打电话，external 在别的网站。")
)
_TIMEZONE = text(N_("IANA 时区名。"))


def _wall_time(description: str) -> Schema:
    return text(description, pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$")


_WHOM: dict[str, Any] = {
    "audiences": many(one_of(AUDIENCES)),
    "ageFrom": maybe(number(N_("从几岁起；null 是不限。"))),
    "ageTo": maybe(number()),
    "fee": text(N_("费用，原样的文字；空的是免费。")),
}
_SIGNUP = record(
    mode=_SIGNUP_MODE,
    stand=one_of(Stand, N_("现在能不能报：open 可以，waiting 可候补，elsewhere 不在本站报名。")),
    left=maybe(number(N_("还有几个名额，最多旧一分钟；不限或现在不能报是 null。"), minimum=0)),
    opensAt=maybe(instant()),
    closesAt=maybe(instant()),
    url=maybe(uri()),
    phone=maybe(text()),
)
_ACTIVITY = {
    "id": number(),
    "title": text(),
    "description": text(N_("纯文本，没有标记。")),
    "kind": text(),
    "format": one_of(FORMATS),
    "onlineUrl": maybe(uri()),
    "organiser": ref("Named"),
    "coOrganisers": many(ref("Named")),
    "supporters": many(ref("Named")),
    "editions": many(
        record(slug=text(), name=text(), year=number(), block=text()),
        N_("它属于哪些主题日的哪一年、哪个板块。"),
    ),
    **_WHOM,
    "audienceNote": text(),
    "signup": record(mode=_SIGNUP_MODE, url=maybe(uri()), phone=maybe(text())),
    "signLanguage": maybe(yes_no(N_("有手语翻译。null 是没有人说过。"))),
    "captions": maybe(yes_no()),
    "contact": maybe(text(N_("主办单位同意公开的才有。"))),
    "picture": maybe(record(url=uri(), alt=text())),
    "timezone": _TIMEZONE,
    "isFictional": yes_no(N_("演示数据。")),
    "publishedAt": instant(),
    "updatedAt": instant(),
    "links": ref("Links"),
}
_OCCURRENCE = {
    "id": number(),
    "uid": text(N_("与日历里的 UID 相同，永远不变。")),
    "sequence": number(),
    "activityId": number(),
    "title": text(),
    "status": one_of(
        Status, N_("moved 有变动；postponed 延期，不会在写着的时间办；cancelled 已取消。")
    ),
    "statusReason": text(),
    "allDay": yes_no(N_("整天的只有日期，四个时刻都是 null。")),
    "start": maybe(instant(N_("开始，UTC。"))),
    "end": maybe(instant(N_("结束，UTC，不含在内。"))),
    "startLocal": maybe(_wall_time(N_("活动当地的钟点，时区见 timezone。"))),
    "endLocal": maybe(_wall_time("")),
    "firstDay": day(N_("当地的第一天。")),
    "lastDay": day(N_("当地的最后一天，含在内。")),
    "timezone": _TIMEZONE,
    "movedFrom": maybe(
        record(start=instant(), end=instant())
        | {"description": N_("原定的时间；没有改过时间是 null。")}
    ),
    "location": text(),
    "venue": maybe(record(id=number(), name=text())),
    "district": ref("Named"),
    "latitude": maybe(number(N_("WGS-84 坐标，度。"), kind="number")),
    "longitude": maybe(number(kind="number")),
    "accessibility": ref("Accessibility"),
    "kind": text(),
    "format": one_of(FORMATS),
    "onlineUrl": maybe(uri()),
    "organiser": ref("Named"),
    "day": maybe(ref("Named")),
    **_WHOM,
    "capacity": maybe(number(N_("一共多少名额；不限是 null。"))),
    "signup": ref("Signup"),
    "isFictional": yes_no(N_("演示数据。")),
    "updatedAt": instant(),
    "links": ref("Links"),
}
SCHEMAS: dict[str, Schema] = {
    "Activity": record(**_ACTIVITY),
    "ActivityInFull": record(**_ACTIVITY, occurrences=many(ref("Occurrence"))),
    "ActivityPart": part_of("Activity"),
    "Occurrence": record(**_OCCURRENCE),
    "OccurrencePart": part_of("Occurrence"),
    "Signup": _SIGNUP,
}
