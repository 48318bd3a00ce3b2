"""The steps that are plain forms: whatever is typed is kept, what is wrong is said."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from events.activities.models import Activity
from events.submissions.models import Revision, State, Submission
from events.units.models import Unit
from tests.factories import make_activity, make_submission
from tests.pages.reading import PageText, text_of
from tests.signing_in import post
from tests.submissions.filling import BASICS, SIGNUP, TEXT, fresh, make_draft, path, save

STEPS = {"basics": BASICS, "signup": SIGNUP, "text": TEXT}
FIELDS = [
    (step, field)
    for step, typed in STEPS.items()
    for field in typed
    if field not in ("picture", "contact_is_public")
]
NASTY = (
    "a\x00b",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "'; DROP TABLE submission; --",
    "👩‍🔬🦕",
    "𠮷野家",
    "一\r\n二",
    "a\u202eb",
    "长" * 6000,
    "9" * 40,
    "１２",
    "²",
    "1-2-3-4",
)


@pytest.mark.parametrize(("step", "field"), FIELDS)
@pytest.mark.engine("sqlite")
def test_a_step_keeps_any_text_in_any_field_and_shows_it_as_text(
    lin: FlaskClient, draft: Submission, step: str, field: str
):
    is_list = isinstance(STEPS[step][field], list)
    for nasty in NASTY:
        answer = save(lin, draft, step, STEPS[step] | {field: [nasty] if is_list else nasty})
        page = lin.get(path(draft, step))

        kept = nasty.replace("\x00", "").replace("\r\n", "\n").replace("\u202e", "")
        assert answer.status_code in (303, 422)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert fresh(draft).draft[step][field] == ([kept] if is_list else kept)


@pytest.mark.parametrize(
    "nasty", ["a\x00b", "👩‍🔬", "𠮷", "长" * 6000], ids=["nul", "zwj", "b", "huge"]
)
def test_what_one_database_may_refuse_is_kept_by_both(
    lin: FlaskClient, draft: Submission, nasty: str
):
    assert save(lin, draft, "basics", BASICS | {"title": nasty}).status_code in (303, 422)
    assert save(lin, draft, "text", TEXT | {"description": nasty}).status_code in (303, 422)

    kept = fresh(draft)
    assert kept.draft["basics"]["title"] == nasty.replace("\x00", "")
    assert kept.title == nasty.replace("\x00", "")[:120]
    assert lin.get(path(draft)).status_code == 200


WRONG = [
    ("basics", {"title": ""}, "请写标题。"),
    ("basics", {"title": "长" * 121}, "太长了，最多 120 个字。"),
    ("basics", {"kind": ""}, "请选一种形式。"),
    ("basics", {"kind": "party"}, "没有这种形式，请从列表里选。"),
    ("basics", {"format": ""}, "请选现场、线上，或者两样都有。"),
    ("basics", {"format": "moon"}, "请从列表里选。"),
    ("basics", {"work_item": "99"}, "没有这一条，请从列表里选。"),
    ("basics", {"audiences": []}, "请至少选一样。"),
    ("basics", {"audiences": ["martians"]}, "没有“martians”这一类，请从列表里选。"),
    ("basics", {"age_from": "六岁"}, "请写 0 到 120 之间的整数，或者空着。"),
    ("basics", {"age_to": "-1"}, "请写 0 到 120 之间的整数，或者空着。"),
    ("basics", {"age_to": "121"}, "请写 0 到 120 之间的整数，或者空着。"),
    ("basics", {"age_from": "12", "age_to": "6"}, "最大年龄比最小年龄还小，请核对。"),
    ("basics", {"audience_note": "长" * 121}, "太长了，最多 120 个字。"),
    ("basics", {"fee": "长" * 121}, "太长了，最多 120 个字。"),
    ("basics", {"sign_language": "maybe"}, "请从这几个里选。"),
    ("signup", {"signup_mode": ""}, "请选一种报名方式。"),
    ("signup", {"signup_mode": "pigeon"}, "请从这几种里选。"),
    ("signup", {"signup_mode": "telephone"}, "选了打电话报名，请写电话。"),
    (
        "signup",
        {"signup_mode": "telephone", "signup_phone": "打给我"},
        "请写成 023-60313777 这样的电话号码。",
    ),
    ("signup", {"signup_mode": "external"}, "选了到网页报名，请写网址。"),
    (
        "signup",
        {"signup_mode": "external", "signup_url": "javascript:alert(1)"},
        "这不是网址，请写成 https:// 开头的完整网址。",
    ),
    (
        "signup",
        {"signup_mode": "external", "signup_url": "https://good.example@evil.example/"},
        "这不是网址，请写成 https:// 开头的完整网址。",
    ),
    ("signup", {"contact": "长" * 121}, "太长了，最多 120 个字。"),
    ("text", {"description": ""}, "请写几句介绍。"),
    ("text", {"description": "长" * 5001}, "太长了，最多 5000 个字。"),
    ("text", {"picture_alt": "长" * 201}, "太长了，最多 200 个字。"),
]


@pytest.mark.parametrize(("step", "change", "sentence"), WRONG)
@pytest.mark.engine("sqlite")
def test_what_is_wrong_is_said_once_above_and_once_beside_the_field_and_all_the_rest_stays(
    lin: FlaskClient, draft: Submission, step: str, change: dict[str, Any], sentence: str
):
    answer = save(lin, draft, step, STEPS[step] | change)

    page = PageText(answer.text)
    [above] = page.all("div", id="problems")
    assert answer.status_code == 422
    assert text_of(above).endswith(f"：{sentence}")
    assert sentence in [text_of(span) for span in page.all("span", class_="wrong")]
    assert fresh(draft).draft[step] == STEPS[step] | change


@pytest.mark.parametrize(
    ("step", "following"),
    [("basics", "schedule"), ("signup", "text"), ("text", "check")],
)
def test_a_step_without_problems_leads_to_the_next(
    lin: FlaskClient, draft: Submission, step: str, following: str
):
    answer = save(lin, draft, step, STEPS[step])

    assert answer.status_code == 303
    assert answer.location == path(draft, following)


def test_leaving_saves_whatever_is_wrong(lin: FlaskClient, draft: Submission):
    answer = save(lin, draft, "basics", BASICS | {"title": "", "age_from": "六"}, leave="1")

    assert (answer.status_code, answer.location) == (303, path(draft))
    assert fresh(draft).draft["basics"]["age_from"] == "六"


def test_a_step_nobody_has_begun_opens_without_reproach(lin: FlaskClient, unit: Unit):
    new = make_draft(unit, {}, version=3)

    for step in STEPS:
        page = PageText(lin.get(path(new, step)).text)
        assert page.all("div", id="problems") == []
        assert page.all("span", class_="wrong") == []


def test_a_step_that_was_left_with_mistakes_opens_with_them(lin: FlaskClient, unit: Unit):
    begun = make_draft(unit, {"basics": BASICS | {"title": ""}}, version=1)

    page = PageText(lin.get(path(begun, "basics")).text)

    assert [span.texts for span in page.all("span", class_="wrong")] == [["请写标题。"]]


def test_two_tabs_the_second_is_told_keeps_its_text_and_then_wins(
    lin: FlaskClient, draft: Submission
):
    version = {"version": "0"}
    mine = BASICS | {"title": "第一个窗口的标题", "fee": "10 元"}
    post(lin, path(draft, "basics"), version | mine)

    told = post(lin, path(draft, "basics"), version | BASICS | {"title": "第二个窗口的标题"})

    page = PageText(told.text)
    assert told.status_code == 409
    assert page.all("input", id="title")[0].attributes["value"] == "第二个窗口的标题"
    beside = page.all("dl", class_="facts")[0]
    assert text_of(beside) == "标题 第一个窗口的标题 费用 10 元"
    assert fresh(draft).draft["basics"]["title"] == "第一个窗口的标题"

    again = page.all("input", name="version")[0].attributes["value"]
    won = post(
        lin, path(draft, "basics"), {"version": again} | BASICS | {"title": "第二个窗口的标题"}
    )
    assert won.status_code == 303
    assert fresh(draft).draft["basics"]["title"] == "第二个窗口的标题"


def test_the_very_same_text_twice_is_no_conflict(lin: FlaskClient, draft: Submission):
    typed = {"version": "0"} | BASICS | {"title": "按了两次"}

    answers = [post(lin, path(draft, "basics"), typed) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert fresh(draft).version == 1


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "7"])
def test_a_version_that_never_was_is_like_an_old_one(
    lin: FlaskClient, draft: Submission, version: str
):
    answer = post(lin, path(draft, "basics"), {"version": version} | BASICS | {"title": "另一个"})

    assert answer.status_code == 409
    assert fresh(draft).draft["basics"]["title"] == BASICS["title"]


def test_more_than_anybody_writes_is_refused_and_nothing_saved(lin: FlaskClient, draft: Submission):
    answer = save(lin, draft, "text", TEXT | {"description": "长" * 100_001})

    assert answer.status_code == 422
    assert "最多能存 100000 个" in answer.text
    assert fresh(draft).draft["text"] == TEXT


POSTED = {
    "unit": "2",
    "unit_id": "2",
    "state": "published",
    "activity": "1",
    "activity_id": "1",
    "revision_number": "9",
    "created_by": "9",
    "picture": "../../secret.webp",
    "draft": "{}",
}


@pytest.mark.parametrize("step", STEPS)
def test_fields_that_are_not_of_the_form_change_nothing(
    lin: FlaskClient, draft: Submission, step: str
):
    other = make_activity()
    before = {**vars(fresh(draft))["__data__"]}

    save(lin, draft, step, STEPS[step], **POSTED)

    after = vars(fresh(draft))["__data__"]
    assert Activity.select().count() == 1
    assert other.id not in (after["activity"],)
    assert after | {"version": 0, "updated_at": None} == before | {"updated_at": None}


@pytest.mark.parametrize(
    "place", ["", "basics", "signup", "text", "check", "withdrawal", "schedule", "places"]
)
def test_to_people_of_other_units_it_does_not_exist(
    stranger: FlaskClient, draft: Submission, place: str
):
    answer = stranger.get(path(draft, place) if place else path(draft))

    assert answer.status_code == 404
    assert draft.title not in answer.text
    assert "重庆自然博物馆" not in answer.text


@pytest.mark.parametrize(
    "place",
    ["basics", "signup", "text", "submission", "retraction", "withdrawal", "restoration"],
)
def test_people_of_other_units_change_nothing(
    stranger: FlaskClient, unit: Unit, draft: Submission, place: str
):
    handed_in = make_submission(unit=unit)
    before = [fresh(one).draft for one in (draft, handed_in)]
    own = "/workspace/elsewhere/submissions/new"

    for one in (draft, handed_in):
        answer = post(stranger, path(one, place), {"version": "0", "title": "偷改"}, page=own)
        assert answer.status_code == 404

    assert [fresh(one).draft for one in (draft, handed_in)] == before
    assert [fresh(one).state for one in (draft, handed_in)] == [State.DRAFT, State.SUBMITTED]


def test_nobody_gets_there_without_signing_in(client: FlaskClient, draft: Submission):
    answer = client.get(path(draft, "basics"))

    assert answer.status_code in (302, 303, 401)
    assert draft.title not in answer.text


CLOSED = [State.SUBMITTED, State.REFUSED, State.WITHDRAWN]


@pytest.mark.parametrize("state", CLOSED)
@pytest.mark.parametrize("step", STEPS)
def test_what_is_in_review_or_closed_is_not_written_to(
    lin: FlaskClient, unit: Unit, state: State, step: str
):
    closed = make_submission(unit=unit, state=state)

    opened = lin.get(path(closed, step))
    saved = post(
        lin, path(closed, step), {"version": "0"} | STEPS[step], page=path(make_draft(unit), step)
    )

    assert (opened.status_code, saved.status_code) == (409, 409)
    assert fresh(closed).draft == {}
    assert Revision.select().count() == 1


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED, State.PUBLISHED])
def test_what_is_open_is_written_to(lin: FlaskClient, unit: Unit, state: State):
    public = make_activity(organiser=unit) if state == State.PUBLISHED else None
    opened = make_submission(unit=unit, state=state, activity=public)

    save(lin, opened, "text", TEXT)

    expected = State.DRAFT if state == State.PUBLISHED else state
    assert (fresh(opened).draft["text"], fresh(opened).state) == (TEXT, expected)
