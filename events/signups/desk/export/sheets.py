"""The sign-ups of an occurrence as rows of a spreadsheet. The caller says the words."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from events.marking import N_
from events.sheets import Row
from events.signups.desk.reading import DeskRow
from events.signups.models import Origin, State

STATES = {
    State.PENDING: N_("待审核"),
    State.CONFIRMED: N_("已确认"),
    State.WAITING: N_("候补"),
    State.OFFERED: N_("待接受"),
    State.REFUSED: N_("已婉拒"),
    State.LAPSED: N_("过期没有接受"),
    State.CANCELLED: N_("已取消"),
}
ORIGINS = {
    Origin.PERSON: N_("网上报名"),
    Origin.UNIT: N_("单位登记"),
    Origin.DOOR: N_("现场登记"),
}
_HEAD = (
    *(N_("编号"), N_("状态"), N_("称呼"), N_("电话"), N_("邮箱"), N_("人数"), N_("成人")),
    *(N_("6 岁以下"), N_("7—13 岁"), N_("14—17 岁"), N_("孩子，没有问年龄"), N_("学生")),
    *(N_("学校"), N_("年级和班"), N_("乘车"), N_("特别需要")),
    *(N_("报名时间"), N_("来源"), N_("签到时间"), N_("备注")),
)
ERASED = N_("已删除个人信息")


def cells(
    rows: Sequence[DeskRow], zone: ZoneInfo, watermark: str, say: Callable[[str], str]
) -> Iterator[Row]:
    """A heading with a column for every question, a row each, and who took it along."""
    labels = list(dict.fromkeys(label for row in rows for label, _words in row.answers))
    yield (*map(say, _HEAD), *labels)
    for row in rows:
        answers = dict(row.answers)
        yield (*_line(row, zone, say), *(answers.get(label, "") for label in labels))
    yield (watermark,)


def _line(row: DeskRow, zone: ZoneInfo, say: Callable[[str], str]) -> Iterable[str | int]:
    signup, contact = row.signup, row.contact
    yield from (signup.number, say(STATES[State(signup.state)]))
    yield from (contact.name if contact else say(ERASED), row.phone, row.email)
    yield from (signup.party, signup.adults, signup.under_7, signup.under_14, signup.under_18)
    yield from (signup.any_age, signup.pupils)
    yield from (
        getattr(contact, name) if contact else "" for name in ("school", "grade", "bus", "needs")
    )
    yield from (_at(signup.created_at, zone), say(ORIGINS[Origin(signup.origin)]))
    yield from (_at(signup.checked_in_at, zone), signup.note)


def _at(instant: datetime | None, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M}" if instant else ""
