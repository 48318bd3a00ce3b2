"""What units and those who asked read, in both languages."""

import pytest
from flask import Flask

from events.notifications.actions import write_letter
from events.notifications.models import Message
from jobs import renderer
from tests import NOW

MOVED = {
    "day": "观星周",
    "day_en": "Star Week",
    "year": 2027,
    "first_day": "2027-06-01",
    "last_day": "2027-06-05",
    "unit": "自然博物馆",
    "activities": [
        {"id": 7, "title": "看星{{ 7*7 }}\n第二行", "sittings": 2},
        {"id": 8, "title": "两头", "sittings": 1},
    ],
}
ANSWER = {"name": "少年宫", "contact": "林晓", "slug": "", "reason": ""}


def read(app: Flask, kind: str, language: str = "zh", **params: object) -> tuple[str, list[str]]:
    """The subject, and the lines of the text that are not empty."""
    write_letter("lin@example.org", kind, kind, NOW, language=language, **params)
    letter = renderer(app)(Message.get())
    return letter.subject, [line for line in letter.text.splitlines() if line]


def test_a_unit_reads_where_an_edition_moved_and_what_no_longer_fits(app: Flask):
    subject, lines = read(app, "edition-moved", **MOVED, source="改期通知")

    assert subject == "观星周 2027 年改期了"
    assert lines[:9] == [
        "自然博物馆：",
        "观星周 2027 年改到2027年6月1日—5日。依据：改期通知。",
        "贵单位为它登记的活动里，这些有场次不在新的日期里：",
        "- 看星{{ 7*7 }}",
        "第二行（2 场）",
        "  https://kepuli.example/activities/7",
        "- 两头（1 场）",
        "  https://kepuli.example/activities/8",
        "请核对这些场次：要跟着改的请在工作台改时间，不受影响的不用动。",
    ]


def test_a_unit_reads_that_an_edition_was_cancelled_and_why(app: Flask):
    subject, lines = read(app, "edition-cancelled", **MOVED, reason="暴雨")

    assert subject == "观星周 2027 年取消了"
    assert lines[1] == "观星周 2027 年不举办了。原因：暴雨。"
    assert "https://kepuli.example/activities/8" in lines[7]
    assert "活动不会自动取消" in lines[8]


@pytest.mark.parametrize(
    ("params", "subject", "said"),
    [
        (
            {"slug": "palace"},
            "“少年宫”已加入单位名录",
            "https://kepuli.example/units/palace",
        ),
        ({"reason": "不在本市"}, "“少年宫”没有加入单位名录", "原因：不在本市"),
    ],
)
def test_who_asked_for_a_unit_reads_the_answer(
    app: Flask, params: dict[str, str], subject: str, said: str
):
    found, lines = read(app, "unit-request-answered", **ANSWER | params)

    assert found == subject
    assert lines[0] == "林晓："
    assert said in lines
    assert "您留下的姓名和邮箱已经从申请里删除。" in lines
