"""All that is stored about one person, under names that he can read. Pure but for the key."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from events.activities.queries import OccurrenceRow
from events.marking import N_
from events.notifications.models import Message
from events.signups.joining.consent import words_of
from events.signups.models import QuestionSetVersion, Signup
from events.signups.people import Contact
from events.signups.questions.reading import questions_of, said

_CONTACT = {
    "name": N_("称呼"),
    "phone": N_("手机号"),
    "email": N_("邮箱"),
    "school": N_("学校"),
    "grade": N_("年级和班"),
    "bus": N_("乘车"),
    "needs": N_("特别需要"),
}
_PARTY = {
    "adults": N_("成人"),
    "under_7": N_("孩子，6 岁以下"),
    "under_14": N_("孩子，7—13 岁"),
    "under_18": N_("孩子，14—17 岁"),
    "any_age": N_("孩子，没有问年龄"),
    "pupils": N_("学生人数"),
}
_TIMES = {
    "created_at": N_("何时报名"),
    "updated_at": N_("最后改动"),
    "confirmed_at": N_("确认时间"),
    "consented_at": N_("监护人同意的时间"),
    "offer_expires_at": N_("留名额到"),
    "call_since": N_("从何时起要打电话告诉您"),
    "checked_in_at": N_("签到时间"),
    "ended_at": N_("取消或过期的时间"),
}


def copy_of(
    signup: Signup, contact: Contact, version: QuestionSetVersion | None, row: OccurrenceRow,
    letters: Iterable[Message],
) -> dict[str, Any]:  # fmt: skip
    """Names are to be translated; values are as they are stored. What is empty is left out."""
    zone = ZoneInfo(row.activity.timezone)
    return {
        N_("编号"): signup.number,
        N_("状态"): signup.state,
        N_("来源"): signup.origin,
        N_("表格"): signup.form,
        N_("活动"): row.activity.title,
        N_("主办单位"): row.organiser.name,
        N_("开始"): _local(row.occurrence.start, zone),
        N_("结束"): _local(row.occurrence.end, zone),
        N_("地点"): row.venue.name if row.venue else "",
        N_("联系方式"): _named(contact, _CONTACT),
        N_("几个人来"): _named(signup, _PARTY),
        N_("回答"): dict(said(questions_of(version), contact.answers)),
        N_("时间"): {
            name: _local(at, zone)
            for column, name in _TIMES.items()
            if (at := getattr(signup, column))
        },
        N_("监护人同意的话"): words_of(signup.consent_digest),
        N_("主办单位的备注"): signup.note,
        N_("语言"): signup.language,
        N_("写给您的信"): [
            {N_("种类"): one.kind, N_("邮箱"): one.email, N_("时间"): _local(one.created_at, zone)}
            for one in letters
        ],
    }


def _named(thing: Any, names: dict[str, str]) -> dict[str, Any]:
    return {name: value for field, name in names.items() if (value := getattr(thing, field))}


def _local(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).isoformat(timespec="seconds")
