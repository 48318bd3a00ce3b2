"""Three ways to begin: empty, from an earlier activity, as a copy. Dates never come along."""

from datetime import date, datetime

import pytest
from flask.testing import FlaskClient

from events.audit import AuditEntry
from events.submissions.models import State, Submission, UnitDefaults
from events.units.models import Unit
from tests.factories import (
    clock,
    make_account,
    make_activity,
    make_content,
    make_edition,
    make_occurrence,
    make_submission,
    make_themed_day,
    make_unit,
    make_venue,
    make_work_item,
    make_work_plan,
)
from tests.pages.reading import PageText, text_of
from tests.signing_in import browser_of, post
from tests.submissions.filling import full_draft, make_draft, path

NEW = "/workspace/museum/submissions/new"
CREATE = "/workspace/museum/submissions"


def start(browser: FlaskClient, **form: str) -> Submission:
    answer = post(browser, CREATE, form, page=NEW)
    assert answer.status_code == 303
    return Submission.select().order_by(Submission.id.desc()).get()


def listed(browser: FlaskClient, query: str = "") -> list[str]:
    page = PageText(browser.get(f"{NEW}{query}").text)
    return [
        text_of(item)
        for ul in page.all("ul", class_="origins")
        for item in ul.children
        if not isinstance(item, str)
    ]


def test_a_new_one_is_empty_and_opens_at_its_first_step(lin: FlaskClient, unit: Unit):
    answer = post(lin, CREATE, page=NEW)

    [made] = Submission.select()
    assert answer.location == path(made, "basics")
    assert (made.unit_id, made.state, made.draft) == (unit.id, State.DRAFT, {})
    assert made.created_by.name == "林晓"
    assert [entry.action for entry in AuditEntry.select()] == ["submission.begun"]


def test_a_new_one_starts_from_what_the_unit_always_types(lin: FlaskClient, unit: Unit):
    usual = {"basics": {"fee": "10 元"}, "signup": {"signup_phone": "023-60313777"}}
    UnitDefaults.create(unit=unit, draft=usual, updated_at=clock.now())

    made = start(lin)

    assert made.draft == usual
    [page] = PageText(lin.get(path(made, "signup")).text).all("input", id="signup_phone")
    assert page.attributes["value"] == "023-60313777"


def test_activities_are_listed_with_the_date_first_the_latest_on_top(lin: FlaskClient, unit: Unit):
    old = make_activity(organiser=unit, title="恐龙化石修复室开放")
    make_occurrence(old, start=datetime.fromisoformat("2025-11-29T10:00"))
    new = make_activity(organiser=unit, title="标本里的冬天")
    make_occurrence(new, start=datetime.fromisoformat("2026-12-05T10:00"))
    make_activity(organiser=unit, title="没有日期的活动")
    make_occurrence(make_activity(title="别的单位的"))
    make_activity(organiser=unit, title="没有公开过的", published_at=None)

    assert listed(lin) == [
        "12月5日（周六） 标本里的冬天 沿用",
        "2025年11月29日（周六） 恐龙化石修复室开放 沿用",
        "没有日期 没有日期的活动 沿用",
    ]
    assert listed(lin, "?q=化石 恐龙") == ["2025年11月29日（周六） 恐龙化石修复室开放 沿用"]
    assert listed(lin, "?q=%25") == []


def test_carried_over_everything_comes_but_dates_and_the_edition_is_the_next(
    lin: FlaskClient, unit: Unit
):
    week, gone = make_themed_day(), make_themed_day()
    make_edition(themed_day=week, first_day=date(2025, 5, 17))
    make_edition(themed_day=week, first_day=date(2027, 5, 15))
    make_edition(themed_day=gone, first_day=date(2025, 9, 1))
    co = make_unit()
    last_year = make_activity(
        organiser=unit,
        title="标本里的冬天",
        fee="10 元",
        description="看标本",
        days=((week, 2025), (gone, 2025)),
        co_organisers=(co,),
        answers=[{"question": 1, "label": "多少人", "text": "100"}],
    )
    make_occurrence(
        last_year, start=datetime.fromisoformat("2025-05-18T10:00"), venue=(venue := make_venue())
    )

    made = start(lin, source=f"activity-{last_year.id}")

    assert (made.title, made.carried_from_id, made.activity_id) == (
        "标本里的冬天",
        last_year.id,
        None,
    )
    basics = made.draft["basics"]
    assert basics["editions"] == [f"{week.id}-2027"]
    assert (basics["fee"], basics["co_organisers"]) == ("10 元", [co.name])
    assert made.draft["places"]["venue"] == [str(venue.id)]
    assert made.draft["text"]["description"] == "看标本"
    assert made.draft.keys() == {"basics", "places", "signup", "text"}
    assert "2025" not in str(made.draft)
    assert "除了日期和场次，都带过来了" in lin.get(path(made)).text


def test_an_item_is_carried_over_while_its_plan_is_the_newest(lin: FlaskClient, unit: Unit):
    plan = make_work_plan(region=unit.region, year=2026)
    item = make_work_item(plan=plan, units=(unit,))
    activity = make_activity(organiser=unit, work_item=item)

    same_year = start(lin, source=f"activity-{activity.id}")
    make_work_plan(region=unit.region, year=2027)
    next_year = start(lin, source=f"activity-{activity.id}")

    found = [made.draft["basics"]["work_item"] for made in (same_year, next_year)]
    assert found == [str(item.id), ""]


def test_a_day_that_another_took_over_is_carried_to_that_one(lin: FlaskClient, unit: Unit):
    month = make_themed_day(name="全国科普月")
    make_edition(themed_day=month, first_day=date(2027, 9, 1))
    day = make_themed_day(name="全国科普日", successor=month)
    make_edition(themed_day=day, first_day=date(2025, 9, 20))
    activity = make_activity(organiser=unit, days=((day, 2025),))

    made = start(lin, source=f"activity-{activity.id}")

    assert made.draft["basics"]["editions"] == [f"{month.id}-2027"]


def test_a_copy_is_what_was_typed_without_its_dates(lin: FlaskClient, unit: Unit):
    refused = make_submission(unit=unit, state=State.REFUSED, draft=full_draft(fee="10 元"))

    made = start(lin, source=f"submission-{refused.id}")

    assert made.id != refused.id
    assert (made.draft["basics"]["fee"], made.state) == ("10 元", State.DRAFT)
    assert "schedule" not in made.draft


def test_of_one_that_was_never_typed_here_the_copy_is_what_was_handed_in(
    lin: FlaskClient, unit: Unit
):
    refused = make_submission(make_content(title="导入的"), unit=unit, state=State.REFUSED)

    made = start(lin, source=f"submission-{refused.id}")

    assert made.draft["basics"]["title"] == "导入的"
    assert "schedule" not in made.draft


@pytest.mark.parametrize("source", ["activity-{activity}", "submission-{draft}"])
def test_what_belongs_to_others_can_t_be_taken(lin: FlaskClient, unit: Unit, source: str):
    activity = make_activity(title="别人的活动")
    draft = make_draft(make_unit(), full_draft(title="别人的草稿"))
    before = Submission.select().count()

    answer = post(
        lin, CREATE, {"source": source.format(activity=activity.id, draft=draft.id)}, page=NEW
    )

    assert answer.status_code == 404
    assert "别人的" not in answer.text
    assert Submission.select().count() == before


@pytest.mark.parametrize("source", ["activity-", "activity-9999999999999", "x-1", "activity-²"])
def test_a_source_that_is_none_is_not_found(lin: FlaskClient, unit: Unit, source: str):
    assert post(lin, CREATE, {"source": source}, page=NEW).status_code == 404
    assert Submission.select().count() == 0


def test_the_page_that_led_here_has_its_edition_and_item_ticked(lin: FlaskClient, unit: Unit):
    day = make_themed_day(slug="world-aids-day", name="世界艾滋病日")
    item = make_work_item(title="开展防艾宣传")

    page = PageText(lin.get(f"{NEW}?day=world-aids-day&year=2027&work_item={item.id}").text)
    made = start(lin, day="world-aids-day", year="2027", work_item=str(item.id))

    assert [text_of(p) for p in page.all("p", class_="notice")] == [
        "会先勾好：世界艾滋病日 2027 年",
        "会先选好工作要点：开展防艾宣传",
    ]
    [hidden] = page.all("input", name="year")[:1]
    assert hidden.attributes["value"] == "2027"
    assert made.draft == {"basics": {"editions": [f"{day.id}-2027"], "work_item": str(item.id)}}


@pytest.mark.parametrize(
    "query", ["?day=nothing&year=x&work_item=x", "?year=99999999999", f"?q={'长' * 999}"]
)
def test_a_wish_that_can_t_be_meant_is_left_out(lin: FlaskClient, unit: Unit, query: str):
    assert lin.get(NEW + query).status_code == 200


@pytest.mark.parametrize("address", [NEW, "/workspace/museum/defaults"])
def test_strangers_learn_nothing_of_the_unit(stranger: FlaskClient, unit: Unit, address: str):
    make_occurrence(make_activity(organiser=unit, title="标本里的冬天"))

    answer = stranger.get(address)

    assert answer.status_code == 404
    assert "标本里的冬天" not in answer.text


# What a unit always types


def test_an_owner_keeps_what_new_submissions_start_from(lin: FlaskClient, unit: Unit):
    partner = make_unit(name="重庆市气象局", region=unit.region)
    typed = {
        "audiences": ["family", "teenagers"],
        "fee": "10 元",
        "signup_mode": "telephone",
        "signup_phone": "023-60313777",
        "contact": "林老师",
        "co_organisers": [partner.name, ""],
    }

    answer = post(lin, "/workspace/museum/defaults", typed)

    assert answer.status_code == 303
    made = start(lin)
    assert made.draft["basics"]["audiences"] == ["family", "teenagers"]
    assert made.draft["basics"]["co_organisers"] == ["重庆市气象局", ""]
    assert made.draft["signup"]["signup_phone"] == "023-60313777"
    assert AuditEntry.select().order_by(AuditEntry.id).first().action == "unit.defaults_changed"
    shown = PageText(lin.get("/workspace/museum/defaults").text)
    assert shown.all("input", id="fee")[0].attributes["value"] == "10 元"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"signup_phone": "打给我"}, "请写成 023-60313777 这样的电话号码。"),
        ({"signup_url": "example"}, "这不是网址，请写成 https:// 开头的完整网址。"),
        ({"co_organisers": "某某"}, "名录里没有“某某”，请写单位的全称。"),
        ({"fee": "长" * 121}, "太长了，最多 120 个字。"),
    ],
)
def test_defaults_that_would_be_wrong_each_time_are_not_kept(
    lin: FlaskClient, unit: Unit, typed: dict[str, str], sentence: str
):
    answer = post(lin, "/workspace/museum/defaults", typed)

    wrong = [text_of(span) for span in PageText(answer.text).all("span", class_="wrong")]
    assert (answer.status_code, wrong) == (422, [sentence])
    assert UnitDefaults.select().count() == 0


def test_an_editor_may_not_change_the_defaults(lin: FlaskClient, unit: Unit):
    editor = browser_of(lin.application, make_account(editor_of=(unit,)))

    assert editor.get("/workspace/museum/defaults").status_code == 403
    assert post(editor, "/workspace/museum/defaults", {"fee": "1"}, page=NEW).status_code == 403
    assert UnitDefaults.select().count() == 0
