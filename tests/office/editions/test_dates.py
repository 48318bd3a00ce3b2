"""The days of an edition, decided on its page: announced, confirmed, moved, cancelled, back."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from events.audit import AuditEntry
from events.days.models import Edition, EditionQuestion, ThemedDay
from events.people.models import OfficeRole
from tests.conftest import Program
from tests.factories import (
    make_account,
    make_activity,
    make_edition,
    make_occurrence,
    make_themed_day,
    make_unit,
)
from tests.office.editions.conftest import PAGE, days_of, fresh
from tests.pages.reading import PageText
from tests.signing_in import browser_of, post

NASTY = [
    "\0",
    "‮txt",
    "𠀀" * 201,
    "😀" * 300,
    "<b>{{7*7}}</b>",
    "'; DROP TABLE edition; --",
    "a\r\nb",
]
FORM = "/units/requests/new"  # a form that everybody may open
NOTICE = {"source": "科技部通知", "url": "https://example.cn/notice"}
WEEK = {"first_day": "2027-05-15", "last_day": "2027-05-22"} | NOTICE
LATER = {"first_day": "2027-08-21", "last_day": "2027-08-28", "source": "改期通知", "url": ""}


def said(client: FlaskClient, path: str = PAGE) -> str:
    return PageText(client.get(path).text).main


def actions_of(client: FlaskClient, path: str = PAGE) -> set[str]:
    """What can be done about the days: the last words of the addresses offered."""
    page = PageText(client.get(path).text)
    found = [e.attributes["action"] for e in page.all("form")] + list(page.links())
    nouns = {"announcement", "confirmation", "move", "cancellation", "reinstatement"}
    return {address.rpartition("/")[2] for address in found} & nouns


def test_a_notice_is_announced_with_its_source(office: FlaskClient, week: ThemedDay):
    assert actions_of(office) == {"announcement"}

    answer = post(office, f"{PAGE}/announcement", WEEK | {"theme": "看见星星"}, page=PAGE)

    edition = Edition.get()
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert days_of(edition) == ("2027-05-15", "2027-05-22", "announced")
    assert edition.themes == [{"text": "看见星星"}]
    assert [source["url"] for source in edition.sources] == ["https://example.cn/notice"]
    assert "已公布。订阅的日历会跟着更新。" in said(office)
    entry = AuditEntry.get()
    assert (entry.action, entry.topic, entry.key) == (
        "edition.announced",
        "edition",
        "star-week/2027",
    )
    assert (entry.actor_name, entry.name) == ("周宁", "观星周 2027 年")
    assert entry.details == {"days": ["2027-05-15", "2027-05-22"], "source": "科技部通知"}


def test_a_launch_day_alone_can_be_announced(office: FlaskClient, week: ThemedDay):
    form = {"first_day": "2027-05-15", "launch_only": "y", "source": "通知"}

    assert post(office, f"{PAGE}/announcement", form, page=PAGE).status_code == 303

    edition = Edition.get()
    assert (str(edition.last_day), edition.end_known) == ("2027-05-15", False)
    assert "只知道启动日" in said(office)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"first_day": "2027-05-32"}, "不是一个存在的日期"),
        ({"first_day": ""}, "请填写日期。"),
        ({"first_day": "0001-01-01"}, "年份不对"),
        ({"last_day": "2027-05-14"}, "早于第一天"),
        ({"last_day": ""}, "请填写最后一天"),
        ({"source": ""}, "请填写。"),
        ({"source": "\0​"}, "请填写。"),
        ({"source": "长" * 201}, "最多 200 个字"),
        ({"url": "javascript:alert(1)"}, "不是网址"),
        ({"url": "http://[oops"}, "不是网址"),
    ],
)
def test_what_is_typed_wrong_is_said_and_kept_and_nothing_is_stored(
    office: FlaskClient, week: ThemedDay, wrong: dict[str, str], sentence: str
):
    form = WEEK | {"theme": "看见星星"} | wrong

    answer = post(office, f"{PAGE}/announcement", form, page=PAGE)

    page = PageText(answer.text)
    typed = {e.attributes["name"]: e.attributes.get("value", "") for e in page.all("input")}
    assert answer.status_code == 422
    assert sentence in page.main
    assert typed["theme"] == "看见星星"
    assert Edition.select().count() == AuditEntry.select().count() == 0


@pytest.mark.parametrize("text", NASTY)
def test_nasty_text_is_taken_clean_or_refused_and_never_breaks_the_page(
    office: FlaskClient, week: ThemedDay, text: str
):
    answer = post(office, f"{PAGE}/announcement", WEEK | {"source": f"通知{text}"}, page=PAGE)

    assert answer.status_code == (422 if len(text) > 200 else 303)
    page = office.get(PAGE)
    assert page.status_code == 200
    assert "<b>" not in page.text.partition("<main")[2].replace("<b>?</b>", "")
    assert "\0" not in page.text
    assert "‮" not in page.text


def test_days_of_another_year_are_refused_in_the_words_of_the_rule(
    office: FlaskClient, week: ThemedDay
):
    form = WEEK | {"first_day": "2029-05-15", "last_day": "2029-05-22"}

    answer = post(office, f"{PAGE}/announcement", form, page=PAGE)

    assert answer.status_code == 409
    assert "2029-05-15 不在 2027 年" in answer.text
    assert Edition.select().count() == 0


def test_the_office_confirms_what_was_announced(office: FlaskClient, edition: Edition):
    assert actions_of(office) == {"confirmation", "move", "cancellation"}

    post(office, f"{PAGE}/confirmation", {"source": ""}, page=PAGE)

    assert days_of(edition) == ("2027-05-15", "2027-05-22", "confirmed")
    assert actions_of(office) == {"move", "cancellation"}
    again = post(office, f"{PAGE}/confirmation", {"source": ""}, page=PAGE)
    assert again.status_code == 409
    assert "已经确认过了" in again.text


def test_a_move_keeps_the_old_days_and_is_written_down(office: FlaskClient, edition: Edition):
    answer = post(office, f"{PAGE}/move", LATER, page=PAGE)

    assert answer.status_code == 303
    assert days_of(edition) == ("2027-08-21", "2027-08-28", "announced")
    assert str(fresh(edition).moved_from_first_day) == "2027-05-15"
    assert "原定 2027年5月15日—22日，已改期。" in said(office)
    assert AuditEntry.get().details == {
        "days": ["2027-08-21", "2027-08-28"],
        "source": "改期通知",
        "before": "2027-05-15",
    }


def test_a_longer_week_is_a_move_with_the_same_first_day(office: FlaskClient, edition: Edition):
    post(
        office,
        f"{PAGE}/move",
        LATER | {"first_day": "2027-05-15", "last_day": "2027-05-31"},
        page=PAGE,
    )

    assert days_of(edition) == ("2027-05-15", "2027-05-31", "announced")


def test_a_move_to_the_same_days_is_refused_on_its_page(office: FlaskClient, edition: Edition):
    answer = post(office, f"{PAGE}/move", WEEK, page=PAGE)

    assert answer.status_code == 409
    assert "本来就在这几天" in PageText(answer.text).main
    assert fresh(edition).sequence == 0


def test_a_cancelled_edition_can_only_come_back(office: FlaskClient, edition: Edition):
    post(office, f"{PAGE}/cancellation", {"reason": "暴雨"}, page=PAGE)

    assert days_of(edition)[2] == "cancelled"
    assert "取消的原因：暴雨" in said(office)
    assert actions_of(office) == {"reinstatement"}
    refused = post(office, f"{PAGE}/deadlines", {"report_due": "2027-06-30"}, page=PAGE)
    assert (refused.status_code, fresh(edition).report_due) == (409, None)

    post(office, f"{PAGE}/reinstatement", NOTICE, page=PAGE)

    assert days_of(edition) == ("2027-05-15", "2027-05-22", "announced")
    assert [entry.action for entry in AuditEntry.select().order_by(AuditEntry.id)] == [
        "edition.cancelled",
        "edition.reinstated",
    ]


def test_a_day_that_each_region_sets_for_itself_has_no_edition_to_decide_about(
    office: FlaskClient,
):
    make_themed_day(slug="bird-week", name="爱鸟周", predictability="regional-rule")
    page = "/office/editions/bird-week/2027"

    assert actions_of(office, page) == set()
    assert "由各地自定日期" in said(office, page)
    answer = post(office, f"{page}/announcement", WEEK, page=FORM)
    assert answer.status_code == 409
    assert "没有全国统一的一届" in answer.text


def test_a_derived_day_that_nobody_announced_has_nothing_to_move(
    office: FlaskClient, week: ThemedDay, edition: Edition
):
    make_themed_day(slug="star-camp", parent=week, offset_days=1, predictability="derived")
    page = "/office/editions/star-camp/2027"

    assert "2027年5月16日" in said(office, page)
    assert actions_of(office, page) == {"announcement", "confirmation", "cancellation"}
    assert "还没有公布日期" in post(office, f"{page}/move", LATER, page=page).text


@pytest.mark.parametrize(
    "path",
    [
        "/office/editions/star-week/1999",
        "/office/editions/star-week/99999999999999999999",
        "/office/editions/no-such/2027",
        "/office/editions/%00/2027",
    ],
)
def test_what_is_no_edition_is_not_found(office: FlaskClient, edition: Edition, path: str):
    assert office.get(path).status_code == 404


NOUNS = (
    *("announcement", "confirmation", "move", "cancellation", "reinstatement"),
    *("themes", "blocks", "deadlines", "questions"),
)


@pytest.mark.parametrize("noun", NOUNS)
def test_only_the_office_decides_and_only_with_its_own_form(
    app: Flask, office: FlaskClient, auditor: FlaskClient, edition: Edition, noun: str
):
    member = browser_of(app, make_account(owner_of=(make_unit(),)))
    reviewer = browser_of(app, make_account(roles=(OfficeRole.REVIEWER,)))
    form = LATER | {"reason": "r", "themes": "t", "report_due": "2027-06-01", "label": "q"}
    before = dict(fresh(edition).__data__)

    path = f"{PAGE}/{noun}"
    strangers = (auditor, member, reviewer)
    answers = [post(one, path, form, page=FORM).status_code for one in strangers]

    assert answers == [403, 403, 403]
    assert office.post(path, data=form).status_code == 400  # no token
    assert app.test_client().post(path, data=form).status_code == 400
    assert fresh(edition).__data__ == before
    assert AuditEntry.select().count() == 0


def test_an_auditor_reads_everything_and_is_offered_nothing(auditor: FlaskClient, week: ThemedDay):
    make_edition(themed_day=week, year=2027, themes=[{"text": "看见星星"}], blocks=["主场"])

    page = PageText(auditor.get(PAGE).text)

    assert "看见星星" in page.main
    assert "主场" in page.main
    assert actions_of(auditor) == set()
    assert [f for f in page.all("form") if f.attributes.get("method") == "post"] == []
    assert auditor.get("/office/editions").status_code == 200
    assert auditor.get(f"{PAGE}/move").status_code == 403


EVIL = "<script>alert(1)</script>\"'{{ 7*7 }}%(x)s"


@pytest.mark.parametrize("query", ["", "lang=en"])
def test_texts_of_others_stay_text_on_every_page(office: FlaskClient, query: str):
    day = make_themed_day(slug="star-week", name=EVIL[:60], name_en=EVIL)
    edition = make_edition(
        themed_day=day,
        year=2027,
        themes=[{"text": EVIL}],
        blocks=[EVIL],
        sources=[{"title": EVIL}],
        cancel_reason=EVIL,
    )
    organiser = make_unit(name=EVIL, name_en=EVIL)
    make_occurrence(
        make_activity(title=EVIL, organiser=organiser, days=((day, 2027),)),
        first_day=date(2027, 9, 1),
    )
    EditionQuestion.create(edition=edition, label=EVIL, kind="choice", choices=[EVIL])
    move = "/move?first_day=2027-09-02&last_day=2027-09-03&source=<script>alert(1)</script>&"

    for path in ("?", "/questions?", "/questions/1?", move, "/cancellation?reason=<script>alert(&"):
        text = office.get(PAGE + path + query).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


def test_the_command_line_leaves_the_same_trace(kepuli: Program, edition: Edition):
    done = kepuli("editions", "cancel", "star-week", "2027", "--reason", "暴雨")

    assert done.exit_code == 0
    entry = AuditEntry.get()
    assert (entry.action, entry.actor_id, entry.actor_name) == ("edition.cancelled", None, "")
    assert entry.details["reason"] == "暴雨"
