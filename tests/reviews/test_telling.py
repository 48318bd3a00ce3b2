"""A content in words: every field, in the reviewer's order."""

from datetime import date, datetime

import pytest

from events.reviews.speech import Speech
from events.reviews.telling import FIELDS, Names, tell
from events.signups.terms import Terms
from events.submissions.content import Answer, Content, EditionTie, Place, Sitting

NAMES = Names(
    days={3: "世界气象日"},
    items={4: "开展气象科普"},
    venues={5: "重庆科技馆"},
    districts={6: "沙坪坝区"},
    units={7: "重庆图书馆", 8: "重庆大学"},
    question_sets={10: "研学常问"},
)
PLAIN = Speech(say=str, day=date.isoformat)


def told(**fields: object) -> dict[str, tuple[str, ...]]:
    content = Content(title="标本里的冬天", kind="lecture", **fields)  # type: ignore[arg-type]
    return tell(content, NAMES, PLAIN)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute)  # noqa: DTZ001  a wall time


def test_a_full_content_is_told_field_by_field():
    found = told(
        description="看白鹇。\n\n可以带速写本。",
        format="hybrid",
        editions=(EditionTie(3, 2027, "主场"), EditionTie(9, 2027)),
        work_item=4,
        audiences=("family", "teenagers"),
        age_from=6,
        age_to=12,
        audience_note="请家长同来",
        fee="10 元",
        signup_mode="external",
        signup_url="https://example.org/",
        online_url="https://live.example.org/",
        sign_language=True,
        captions=False,
        contact="陈老师",
        contact_is_public=True,
        co_organisers=(7,),
        supporters=(8,),
        picture="a.jpg",
        picture_alt="一只白鹇",
        answers=(Answer(1, "有多少展板？", "12 块"),),
        places=(
            Place("p1", venue=5, note="三楼"),
            Place("p2", name="老码头", district=6, address="1 号"),
        ),
        sittings=(
            Sitting(at(5, 14), at(5, 16), place="p1", capacity=60),
            Sitting(at(6, 19), at(7, 7), place="p2"),
            Sitting(at(8, 0), at(10, 0), all_day=True),
        ),
        change_reason="展厅检修",
    )

    assert found == {
        "title": ("标本里的冬天",),
        "kind": ("讲座",),
        "editions": ("2027 世界气象日 主场", "2027 （已不在名录里）"),
        "work_item": ("开展气象科普",),
        "sittings": (
            "2026-12-05 14:00–16:00 重庆科技馆 三楼 60 人",
            "2026-12-06 19:00–2026-12-07 07:00 老码头",
            "2026-12-08—2026-12-09 全天",
        ),
        "places": ("重庆科技馆 三楼", "老码头 （新场馆） 沙坪坝区 1 号"),
        "format": ("现场和线上",),
        "online_url": ("https://live.example.org/",),
        "audiences": ("家庭、青少年",),
        "age_from": ("6—12 岁",),
        "audience_note": ("请家长同来",),
        "fee": ("10 元",),
        "signup_mode": ("网上报名", "https://example.org/"),
        "terms": (),
        "description": ("看白鹇。", "可以带速写本。"),
        "picture": ("a.jpg", "一只白鹇"),
        "sign_language": ("手语翻译 有", "字幕 没有"),
        "contact": ("陈老师", "（公开）"),
        "co_organisers": ("重庆图书馆",),
        "supporters": ("重庆大学",),
        "answers": ("有多少展板？　12 块",),
        "change_reason": ("展厅检修",),
    }


def test_a_bare_content_says_what_is_so_without_saying():
    found = told(age_from=60)

    assert {field: lines for field, lines in found.items() if lines} == {
        "title": ("标本里的冬天",),
        "kind": ("讲座",),
        "format": ("现场",),
        "age_from": ("60 岁以上",),
        "fee": ("免费",),
        "signup_mode": ("无需报名",),
    }
    assert told(timezone="Asia/Urumqi")["sittings"] == ("时间按 Asia/Urumqi",)
    assert told(age_to=12)["age_from"] == ("12 岁以下",)


@pytest.mark.parametrize(
    ("terms", "lines"),
    [
        (
            Terms(waiting_limit=0, party_limit=4),
            ("给个人和家庭", "公布以后马上开放报名", "每份最多 4 人", "没有候补"),
        ),
        (
            Terms(
                form="class",
                question_set=10,
                opens_on=date(2026, 12, 1),
                opens_time="09:00",
                closes_hours_before=48,
                party_limit=60,
                phone_limit=2,
                needs_approval=True,
                strict_order=True,
                bring="水杯",
            ),
            (
                "给学校班级，由老师报",
                "2026-12-01 09:00 开放报名",
                "开始前 48 小时截止",
                "每份最多 60 人",
                "同一个手机号最多报 2 场",
                "每场候补最多 20 人，严格按先后",
                "每份都要单位同意才算报上",
                "请带：水杯",
                "另外问：研学常问",
            ),
        ),
        (
            Terms(opens_days_before=7, ages_only=True, question_set=11),
            (
                "给个人和家庭",
                "每场提前 7 天的 00:00 开放报名",
                "每份最多 5 人",
                "每场候补最多 20 人",
                "不收其他年龄的孩子",
                "另外问：（已不在名录里）",
            ),
        ),
    ],
)
def test_the_terms_of_signing_up_are_told_line_by_line(terms: Terms, lines: tuple[str, ...]):
    found = told(signup_mode="here", terms=terms)

    assert (found["signup_mode"], found["terms"]) == (("在这里报名",), lines)


def test_every_member_of_a_content_is_told():
    told_with_another = {
        "age_to": "age_from",
        "signup_phone": "signup_mode",
        "signup_url": "signup_mode",
        "captions": "sign_language",
        "contact_is_public": "contact",
        "picture_alt": "picture",
        "timezone": "sittings",
    }

    members = {told_with_another.get(name, name) for name in Content.__dataclass_fields__}

    assert members == set(FIELDS)
