"""What is public can be edited: typed again from its content, it says the same."""

from dataclasses import replace
from datetime import datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient

from events.activities.models import Activity
from events.submissions.comparing import changed_sittings, say_the_same
from events.submissions.content import Answer, Content, EditionTie, Place, Sitting
from events.submissions.describing import Difference, differences
from events.submissions.forms import SHEETS, read_draft
from events.submissions.links import setting_of
from events.submissions.models import Submission
from events.submissions.published import content_of
from events.submissions.steps.order import step_of
from events.units.models import Unit
from tests.factories import make_content, make_edition, make_unit, make_venue, make_work_item
from tests.submissions.publishing import published

START = datetime.fromisoformat("2026-12-05T10:00")


def test_everything_that_can_be_public_survives_being_edited(
    app: Flask, lin: FlaskClient, unit: Unit
):
    edition = make_edition(blocks=["主场活动"])
    question = edition.questions.model.create(edition=edition, label="多少人", kind="number")
    one, two = make_venue(), make_venue()
    content = make_content(
        title="标本里的冬天",
        kind="workshop",
        description="第一段\n\n第二段",
        format="hybrid",
        editions=(EditionTie(edition.themed_day_id, edition.year, "主场活动"),),
        work_item=make_work_item().id,
        audiences=("family", "elderly"),
        age_from=6,
        age_to=12,
        audience_note="请家长陪同",
        fee="10 元",
        signup_mode="telephone",
        signup_phone="023-60313777",
        online_url="https://example.org/live",
        sign_language=True,
        captions=False,
        contact="林老师",
        contact_is_public=True,
        co_organisers=(make_unit().id,),
        supporters=(make_unit().id, make_unit().id),
        picture="a.webp",
        picture_alt="一只白鹇",
        answers=(Answer(question.id, "多少人", "120"),),
        places=(Place("p1", venue=one.id, note="三楼"), Place("p2", venue=two.id)),
        sittings=(
            Sitting(START, START + timedelta(hours=2), place="p1", capacity=30),
            Sitting(
                START.replace(hour=0) + timedelta(days=1),
                START.replace(hour=0) + timedelta(days=3),
                all_day=True,
                place="p2",
            ),
        ),
    )
    public = published(unit, content)

    with app.test_request_context():
        reading = read_draft(public.draft, setting_of(Submission.get()))

    assert reading.problems == {}
    assert reading.content
    assert say_the_same(reading.content, content_of(Activity.get()))
    assert replace(reading.content, places=(), sittings=()) == replace(
        content, places=(), sittings=()
    )
    assert [replace(sitting, uid="") for sitting in reading.content.sittings] == list(
        content.sittings
    )


def test_a_reviewer_s_comment_on_any_field_finds_the_step_that_has_it():
    for name, sheet in SHEETS.items():
        fields = [field for field in vars(sheet) if field in make_content_fields()]
        assert {step_of(field) for field in (*fields, *sheet.kept)} == {name}
    assert [step_of(field) for field in ("sittings", "places", "answers", "", "x")] == [
        "schedule",
        "places",
        "questions",
        "",
        "",
    ]


def make_content_fields() -> set[str]:
    return set(Content.__dataclass_fields__)


# Comparing


def sat(uid: str, start: datetime = START, place: str = "p1") -> Sitting:
    return Sitting(start, start + timedelta(hours=2), place=place, uid=uid)


def test_contents_are_the_same_whatever_places_are_called_and_in_whatever_order():
    one = make_content(
        title="同名",
        places=(Place("p1", venue=1), Place("p2", venue=2)),
        sittings=(sat("a"), sat("b")),
    )
    other = replace(
        one,
        places=(Place("p2", venue=2), Place("p7", venue=1)),
        sittings=(sat("b", place="p7"), sat("a", place="p7")),
        change_reason="不算改动",
    )

    assert say_the_same(one, other)
    assert not say_the_same(one, replace(one, sittings=(sat("a"), sat("b", place="p2"))))
    assert not say_the_same(one, replace(one, sittings=(sat("a"),)))
    assert not say_the_same(one, replace(one, fee="1"))


def test_public_sittings_change_when_moved_relocated_or_dropped_unless_they_are_over():
    places = (Place("p1", venue=1), Place("p2", venue=2))
    day = timedelta(days=1)
    over = sat("over", START - 9 * day)
    public = make_content(
        places=places, sittings=(over, sat("stays"), sat("moves"), sat("elsewhere"), sat("goes"))
    )
    new = make_content(
        places=places,
        sittings=(sat("stays"), sat("moves", START + day), sat("elsewhere", place="p2"), sat("")),
    )

    changed = changed_sittings(public, new, START - day)

    assert [sitting.uid for sitting in changed] == ["moves", "elsewhere", "goes"]


def test_differences_are_in_the_order_of_the_draft_then_what_it_lost():
    assert differences(
        [("标题", "旧"), ("费用", "10 元"), ("适合谁", "公众"), ("场次", "一\n二\n三")],
        [("标题", "新"), ("适合谁", "公众"), ("字幕", "有"), ("场次", "一\n二改\n三\n四")],
    ) == [
        Difference("标题", "旧", "新"),
        Difference("字幕", "", "有"),
        Difference("场次", "二", "二改\n四"),
        Difference("费用", "10 元", ""),
    ]
