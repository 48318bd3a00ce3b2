"""Signing up here: the terms as they are typed, what is wrong with them, and what they become."""

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from events.days.models import ThemedDay
from events.signups.models import FormKind, QuestionSet
from events.signups.terms import Terms
from events.submissions.content import Content
from events.submissions.forms import read_draft
from events.submissions.links import setting_of
from events.submissions.models import Submission
from events.units.models import Unit
from tests.factories import clock, make_edition, make_unit
from tests.pages.reading import PageText, text_of
from tests.submissions.filling import HERE, fresh, full_draft, make_draft, path, save, schedule


@pytest.fixture
def draft(unit: Unit) -> Submission:
    """One sitting at ten on 5 December, with thirty places; for children from six years on."""
    places = {"schedule": schedule(capacity="30")}
    return make_draft(unit, full_draft(age_from="6") | places)


def read(browser: FlaskClient, submission: Submission) -> Content:
    with browser.application.test_request_context():
        found = fresh(submission)
        content = read_draft(found.draft, setting_of(found)).content
    assert content
    return content


def posted(capacity: str) -> dict[str, Any]:
    """The schedule's one row, ticked as a browser says it: by its number."""
    return schedule(capacity=capacity) | {"kept": ["0"]}


def make_questions(name: str, **fields: Any) -> QuestionSet:
    now = clock.now()
    return QuestionSet.create(name=name, created_at=now, updated_at=now, **fields)


FULL = HERE | {
    "opens": "before",
    "opens_days_before": "7",
    "opens_time": "9：00",
    "closes_hours_before": "2",
    "party_limit": "4",
    "waiting_limit": "0",
    "bring": "请穿运动鞋 😀𠀀",
    "phone_limit": "1",
    "needs_approval": "y",
    "ages_only": "y",
    "strict_order": "y",
}


def test_everything_that_is_typed_becomes_a_term(lin: FlaskClient, unit: Unit, draft: Submission):
    questions = make_questions("研学常问", unit=unit)

    answer = save(lin, draft, "signup", FULL | {"question_set": str(questions.id)})

    assert answer.status_code == 303
    assert read(lin, draft).terms == Terms(
        question_set=questions.id,
        opens_days_before=7,
        opens_time="09:00",
        closes_hours_before=2,
        party_limit=4,
        phone_limit=1,
        needs_approval=True,
        ages_only=True,
        waiting_limit=0,
        strict_order=True,
        bring="请穿运动鞋 😀𠀀",
    )


def test_where_nothing_is_written_the_usual_holds(lin: FlaskClient, draft: Submission):
    save(lin, draft, "signup", HERE)
    assert read(lin, draft).terms == Terms(party_limit=5, waiting_limit=20)

    save(lin, draft, "signup", HERE | {"form": "class", "ages_only": "y"})
    assert read(lin, draft).terms == Terms(form="class", party_limit=30, waiting_limit=120)

    save(lin, draft, "schedule", posted("3"))
    save(lin, draft, "signup", HERE)
    assert read(lin, draft).terms == Terms(party_limit=3)


def test_a_day_for_all_sittings_is_read_as_people_write_it(lin: FlaskClient, draft: Submission):
    save(lin, draft, "signup", HERE | {"opens": "on", "opens_on": "2026年12月1日"})

    assert read(lin, draft).terms == Terms(opens_on=date(2026, 12, 1))


@pytest.mark.parametrize("mode", ["none", "telephone"])
def test_in_any_other_mode_the_terms_may_say_anything_and_are_kept(
    lin: FlaskClient, draft: Submission, mode: str
):
    wrong = {"opens": "on", "opens_on": "昨天", "party_limit": "-1", "question_set": "x"}
    typed = HERE | wrong | {"signup_mode": mode, "signup_phone": "023-60313777"}

    assert save(lin, draft, "signup", typed).status_code == 303
    assert read(lin, draft).terms is None
    assert fresh(draft).draft["signup"] == typed
    assert "每份最多几人" not in PageText(lin.get(path(draft, "check")).text).main


def test_of_the_opening_only_what_was_chosen_counts(lin: FlaskClient, draft: Submission):
    wrong = {"opens_on": "昨天", "opens_days_before": "-1", "opens_time": "25:00"}

    assert save(lin, draft, "signup", HERE | wrong).status_code == 303
    assert read(lin, draft).terms == Terms()


ON, BEFORE = {"opens": "on"}, {"opens": "before"}
LATE = "2026年12月5日（周六）10:00–12:00：报名还没有开放就已经截止了，请提早开放或者推迟截止。"
CLOCK = "请写成 10:00 这样的 24 小时制。"
WRONG = [
    ({"form": "cats"}, "form", "请从这几种里选。"),
    ({"form": ""}, "form", "请选给谁报名。"),
    ({"opens": "later"}, "opens", "请从这几种里选。"),
    (ON, "opens_on", "请写从哪天起可以报名。"),
    (ON | {"opens_on": "2026-02-30"}, "opens_on", "没有“2026-02-30”这一天，请核对。"),
    (ON | {"opens_on": "{{7*7}}"}, "opens_on", "看不懂日期“{{7*7}}”，请写成 2026-12-05 这样。"),
    (ON | {"opens_on": "2026-12-06"}, "opens_on", LATE),
    (ON | {"opens_on": "2026-12-05", "opens_time": "10:00"}, "opens_on", LATE),
    (ON | {"opens_on": "2026-12-04", "closes_hours_before": "34"}, "opens_on", LATE),
    (ON | {"opens_on": "2026-12-01", "opens_time": "25:00"}, "opens_time",
     f"看不懂时间“25:00”，{CLOCK}"),
    (ON | {"opens_on": "2026-12-01", "opens_time": "24:00"}, "opens_time",
     "零点请写 00:00，并核对是哪一天。"),
    (BEFORE, "opens_days_before", "请写提前几天，例如 7。"),
    (BEFORE | {"opens_days_before": "1000000000"}, "opens_days_before",
     "请写 0 到 365 之间的整数。"),
    (BEFORE | {"opens_days_before": "1.5"}, "opens_days_before", "请写 0 到 365 之间的整数。"),
    (BEFORE | {"opens_days_before": "0", "opens_time": "10:00"}, "opens_days_before", LATE),
    ({"closes_hours_before": "-1"}, "closes_hours_before", "请写 0 到 1440 之间的整数。"),
    ({"closes_hours_before": "1441"}, "closes_hours_before", "请写 0 到 1440 之间的整数。"),
    ({"party_limit": "0"}, "party_limit", "请写 1 到 500 之间的整数。"),
    ({"party_limit": "-1"}, "party_limit", "请写 1 到 500 之间的整数。"),
    ({"party_limit": "1" + "0" * 9}, "party_limit", "请写 1 到 500 之间的整数。"),
    ({"party_limit": "五"}, "party_limit", "请写 1 到 500 之间的整数。"),
    ({"party_limit": "31"}, "party_limit",
     "每份最多 31 人，可是名额最多的一场也只有 30 个。"),
    ({"waiting_limit": "-1"}, "waiting_limit", "请写 0 到 5000 之间的整数。"),
    ({"phone_limit": "0"}, "phone_limit", "请写 1 到 100 之间的整数。"),
    ({"bring": "长" * 201}, "bring", "太长了，最多 200 个字。"),
    ({"question_set": "99999999999"}, "question_set",
     "这套问题已经停用，或者是别的主题日的，请另选。"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "field", "sentence"), WRONG)
@pytest.mark.engine("sqlite")
def test_a_wrong_term_is_said_beside_its_field_and_all_stays_as_typed(
    lin: FlaskClient, draft: Submission, change: dict[str, str], field: str, sentence: str
):
    answer = save(lin, draft, "signup", HERE | change)

    page = PageText(answer.text)
    wrong = {span.attributes["id"]: text_of(span) for span in page.all("span", class_="wrong")}
    assert answer.status_code == 422
    assert wrong == {f"{field}-wrong": sentence}
    assert fresh(draft).draft["signup"] == HERE | change


def test_ages_can_t_bind_where_none_are_written(lin: FlaskClient, unit: Unit):
    ageless = make_draft(unit, full_draft() | {"schedule": schedule(capacity="30")})

    answer = save(lin, ageless, "signup", HERE | {"ages_only": "y"})

    assert answer.status_code == 422
    assert "先在“基本信息”里写上年龄，这里才能打勾。" in answer.text


def test_what_is_over_doesn_t_speak_against_terms(lin: FlaskClient, draft: Submission):
    both = {
        name: [*column, *column] for name, column in schedule(capacity="30").items()
    } | {"first_day": ["2026-11-01", "2026-12-05"], "kept": ["1", "1"]}  # fmt: skip
    Submission.update(draft=draft.draft | {"schedule": both}).execute()

    answer = save(lin, draft, "signup", HERE | {"opens": "on", "opens_on": "2026-11-30"})

    assert answer.status_code == 303


# Questions


@pytest.fixture
def day(draft: Submission) -> ThemedDay:
    """The themed day that the draft is tied to."""
    edition = make_edition(first_day=date(2026, 12, 5))
    basics = draft.draft["basics"] | {"editions": [f"{edition.themed_day_id}-2026"]}
    Submission.update(draft=draft.draft | {"basics": basics}).execute()
    return edition.themed_day


def test_questions_are_the_unit_s_own_and_those_of_its_themed_days(
    lin: FlaskClient, unit: Unit, draft: Submission, day: ThemedDay
):
    make_questions("本馆的", unit=unit)
    make_questions("主题日的", themed_day=day, form=FormKind.CLASS)
    make_questions("别家的", unit=make_unit())
    make_questions("别的主题日的", themed_day=make_edition().themed_day)
    make_questions("停用的", unit=unit, retired_at=clock.now())

    page = PageText(lin.get(path(draft, "signup")).text)

    [select] = page.all("select", id="question_set")
    assert [text_of(option) for option in select.children if not isinstance(option, str)] == [
        "不多问",
        "本馆的（个人和家庭）",
        "主题日的（学校班级，由老师报）",
    ]
    assert page.all("a", href="/workspace/museum/question-sets")


def test_questions_for_classes_are_not_asked_of_families(
    lin: FlaskClient, unit: Unit, draft: Submission
):
    questions = make_questions("班级的", unit=unit, form=FormKind.CLASS)
    typed = HERE | {"question_set": str(questions.id)}

    answer = save(lin, draft, "signup", typed)

    assert answer.status_code == 422
    assert "这套问题是给另一种报名表的，请换一套。" in answer.text
    assert save(lin, draft, "signup", typed | {"form": "class"}).status_code == 303


# Places


def test_without_places_nobody_can_sign_up_and_the_step_and_the_check_say_for_what(
    lin: FlaskClient, unit: Unit
):
    endless = make_draft(unit)
    save(lin, endless, "signup", HERE)
    sentence = (
        "选了在这里报名，每场都要有名额，2026年12月5日（周六）10:00–12:00还没有："
        "请写上，或者在“每场名额”里写一个，再按“各场都用上面的名额”。"
    )

    check = PageText(lin.get(path(endless, "check")).text)
    step = save(lin, endless, "schedule", posted(""))

    assert sentence in text_of(check.all("div", id="problems")[0])
    assert check.all("a", href=f"{path(endless, 'schedule')}#new_capacity")
    assert step.status_code == 422
    assert sentence in text_of(PageText(step.text).all("div", id="problems")[0])
    assert save(lin, endless, "schedule", posted("30")).status_code == 303


def test_where_one_doesn_t_sign_up_here_nobody_need_count(lin: FlaskClient, unit: Unit):
    assert save(lin, make_draft(unit), "schedule", posted("")).status_code == 303
