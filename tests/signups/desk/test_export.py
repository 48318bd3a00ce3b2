"""The list as a file: written down, masked by the same rule, nothing in it runs."""

import csv
import io
import zipfile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from events import clock
from events.activities.models import Occurrence
from events.people.models import Account
from events.signups.models import QuestionSet, QuestionSetVersion, Signup, State
from events.signups.people import Contact, Party
from tests.factories import make_account, make_signup, make_unit
from tests.signing_in import browser_of, post
from tests.signups.desk.conftest import audited, make_class
from tests.signups.desk.test_list import question

ZHAO = Contact("赵明", phone="+8613812345678", email="zhao@example.org")


def export(desk: FlaskClient, occurrence: Occurrence, kind: str = "csv", **data: str):
    page = f"/workspace/occurrences/{occurrence.id}/signups"
    return post(desk, f"{page}.{kind}", {"pile": "live", **data}, page=f"{page}/export")


def lines(desk: FlaskClient, occurrence: Occurrence, **data: str) -> list[list[str]]:
    answer = export(desk, occurrence, **data)
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_each_is_a_line_with_who_took_it_along_at_the_end(
    desk: FlaskClient, occurrence: Occurrence
):
    made = make_signup(occurrence, contact=ZHAO, party=Party(adults=2, under_18=1))
    make_class(occurrence, pupils=4, bus="一辆大巴")

    head, zhao, class_, mark = lines(desk, occurrence)

    assert dict(zip(head, zhao, strict=True)) == {
        "编号": made.number, "状态": "已确认", "称呼": "赵明", "电话": "138****5678",
        "邮箱": "z***@example.org", "人数": "3", "成人": "2", "6 岁以下": "0", "7—13 岁": "0",
        "14—17 岁": "1", "孩子，没有问年龄": "0", "学生": "0", "学校": "", "年级和班": "",
        "乘车": "", "特别需要": "",
        "报名时间": "2026-11-21 10:00", "来源": "网上报名", "签到时间": "", "备注": "",
    }  # fmt: skip
    assert class_[11:15] == ["4", "山路小学", "四2班", "一辆大巴"]
    assert mark[0].startswith("陈静于 2026-11-21 10:00 导出")


def test_every_question_has_a_column(desk: FlaskClient, occurrence: Occurrence, unit):
    now = clock.now()
    asked = QuestionSet.create(name="问", unit=unit, created_at=now, updated_at=now)
    for number, label in enumerate(("过敏", "衣服尺码"), 1):
        version = QuestionSetVersion.create(
            question_set=asked, number=number, questions=[question("q1", "short", label)],
            made_at=now,
        )  # fmt: skip
        contact = Contact("某人", phone=f"+8613800000{number:03}", answers={"q1": f"答{number}"})
        make_signup(occurrence, contact=contact, questions=version.id)

    head, first, second, _mark = lines(desk, occurrence)

    assert [row[-2:] for row in (head, first, second)] == [
        ["过敏", "衣服尺码"], ["答1", ""], ["", "答2"],
    ]  # fmt: skip


def test_whole_numbers_need_a_reason_or_the_day(desk: FlaskClient, occurrence: Occurrence, at):
    make_signup(occurrence, contact=ZHAO)

    masked, for_a_reason = (
        lines(desk, occurrence, reason=reason)[1][3:5] for reason in ("", "打印签到本")
    )
    at("2026-11-28T08:00+08:00")
    on_the_day = lines(desk, occurrence)[1][3:5]

    assert masked == ["138****5678", "z***@example.org"]
    assert for_a_reason == on_the_day == ["138 1234 5678", "zhao@example.org"]


def test_every_export_is_written_down(desk: FlaskClient, occurrence: Occurrence, account: Account):
    make_signup(occurrence, contact=ZHAO)

    export(desk, occurrence)
    export(desk, occurrence, "xlsx", reason="打印签到本", pile="waiting")

    first, second = audited("signup.exported")
    assert (first.actor_id, first.key) == (account.id, str(occurrence.id))
    assert first.details == {"count": 1, "pile": "live", "kind": "csv", "reason": ""}
    assert second.details == {
        "count": 0, "pile": "waiting", "kind": "xlsx", "reason": "打印签到本",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2", "＝HYPERLINK()"])
def test_no_name_becomes_a_formula(desk: FlaskClient, occurrence: Occurrence, name: str):
    make_signup(occurrence, contact=Contact(name, phone="+8613812345678"))

    cell = lines(desk, occurrence)[1][2]
    sheet = export(desk, occurrence, "xlsx").data

    assert cell == f"'{name}"
    with zipfile.ZipFile(io.BytesIO(sheet)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_what_was_erased_has_a_line_without_a_person(desk: FlaskClient, occurrence: Occurrence):
    made = make_signup(occurrence, contact=ZHAO)
    blank = {"sealed": "", "contact_hash": None, "email_hash": "", "erased_at": clock.now()}
    Signup.update(state=State.CANCELLED, **blank).where(Signup.id == made.id).execute()

    row = lines(desk, occurrence, pile="over", reason="核对")[1]

    assert row[:5] == [made.number, "已取消", "已删除个人信息", "", ""]


@pytest.mark.parametrize("data", [{"pile": "x"}, {"reason": "长" * 201}])
def test_a_wrong_wish_is_said_and_nothing_is_taken(
    desk: FlaskClient, occurrence: Occurrence, data: dict[str, str]
):
    make_signup(occurrence, contact=ZHAO)

    answers = [export(desk, occurrence, kind, **data) for kind in ("csv", "xlsx")]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert audited("signup.exported") == []
    assert not any("赵明" in answer.text for answer in answers)


def test_a_stranger_takes_nothing_along(app: Flask, occurrence: Occurrence):
    make_signup(occurrence, contact=ZHAO)
    stranger = browser_of(app, make_account(owner_of=(make_unit(),)))

    answers = [
        post(stranger, f"/workspace/occurrences/{occurrence.id}/signups.{kind}", page="/account")
        for kind in ("csv", "xlsx")
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not any("赵明" in answer.text for answer in answers)
