"""The schedule step over HTTP: pick, see the list, correct it; nothing typed is ever lost."""

from datetime import date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries
from werkzeug.test import TestResponse

from events.days.models import DayOff
from events.people.models import Membership
from events.submissions.links import setting_of
from events.submissions.models import State, Submission
from events.submissions.schedule.forms import read_schedule
from tests.factories import make_activity, make_edition, make_occurrence
from tests.pages.reading import PageText, text_of
from tests.signing_in import post
from tests.submissions.filling import fresh, full_draft, make_draft, path, save

NASTY = [
    "a\0b",
    "\u202e12:00",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "'; DROP TABLE submission; --",
    "😀𠮷",
    "x" * 3000,
    "1\r\n2",
]


def list_of(count: int, **cells: Any) -> dict[str, Any]:
    """The list's fields as a browser posts them: one row a day from 1 December."""
    days = [date.fromordinal(date(2026, 12, 1).toordinal() + n).isoformat() for n in range(count)]
    return {
        "first_day": days,
        "start": ["10:00"] * count,
        "end": ["11:30"] * count,
        "last_day": [""] * count,
        "capacity": [""] * count,
        "place": ["p1"] * count,
        "uid": [""] * count,
        "kept": [str(number) for number in range(count)],
    } | cells


def press(browser: FlaskClient, submission: Submission, button: str, **typed: Any) -> TestResponse:
    """One of the buttons beside the list, with the version the page has."""
    data = {"version": str(fresh(submission).version)} | typed
    page = path(submission, "schedule")
    return post(browser, path(submission, "schedule", button), data, page=page)


def typed(submission: Submission) -> Any:
    return fresh(submission).draft["schedule"]


def test_rule_is_added_to_what_the_list_has(lin: FlaskClient, draft: Submission):
    rule = {"pick": "week", "weekdays": ["SA", "SU"], "until_day": "2026-12-13"}
    times = {"times": "10:00–11:30，14:00–15:30"}

    answer = press(lin, draft, "sittings", **list_of(1), **rule, **times)

    assert answer.status_code == 303
    assert answer.location == f"{path(draft, 'schedule')}#list"
    assert typed(draft)["first_day"] == ["2026-11-21"] * 2 + ["2026-11-22"] * 2 + [
        "2026-11-28", "2026-11-28", "2026-11-29", "2026-11-29", "2026-12-01",
        "2026-12-05", "2026-12-05", "2026-12-06", "2026-12-06",
        "2026-12-12", "2026-12-12", "2026-12-13", "2026-12-13",
    ]  # fmt: skip
    assert "加入了 16 场。" in lin.get(path(draft, "schedule")).text
    assert typed(draft)["weekdays"] == ["SA", "SU"]  # ready to be changed and added once more


def test_added_rows_are_at_the_first_place(lin: FlaskClient, draft: Submission):
    press(lin, draft, "sittings", days="2026-12-24", times="10:00–11:30")

    assert typed(draft)["place"] == ["p1"]


def test_what_is_in_the_list_already_is_not_added_twice(lin: FlaskClient, draft: Submission):
    press(lin, draft, "sittings", **list_of(2), days="12月1日—3日", times="10:00–11:30")

    assert typed(draft)["first_day"] == ["2026-12-01", "2026-12-02", "2026-12-03"]


def test_edition_of_the_draft_offers_its_days(lin: FlaskClient, draft: Submission):
    edition = make_edition(first_day=date(2026, 12, 5), last_day=date(2026, 12, 7))
    key = f"{edition.themed_day_id}-2026"
    Submission.update(draft=full_draft(editions=[key])).execute()

    press(lin, draft, "sittings", pick="edition", edition=key, edition_days="free",
          pick_all_day="1")  # fmt: skip

    assert (typed(draft)["first_day"], typed(draft)["all_day"]) == (
        ["2026-12-05", "2026-12-06"],
        ["1", "1"],
    )


def test_edition_of_another_draft_is_not_offered(lin: FlaskClient, draft: Submission):
    edition = make_edition(first_day=date(2026, 12, 5))

    answer = press(
        lin, draft, "sittings", pick="edition", edition=f"{edition.themed_day_id}-2026",
        pick_all_day="1",
    )  # fmt: skip

    assert answer.status_code == 422
    assert "请选一届" in answer.text
    assert edition.themed_day.name not in answer.text


def test_rule_over_the_limit_is_refused_and_the_list_stays(lin: FlaskClient, draft: Submission):
    answer = press(lin, draft, "sittings", **list_of(366), days="2028-01-01", times="10:00–11:30")

    assert answer.status_code == 422
    assert "一个活动最多 366 场，这里有 367 场" in answer.text
    assert len(typed(draft)["first_day"]) == 366
    assert typed(draft)["days"] == "2028-01-01"


def test_366_rows_are_shown_saved_and_counted(lin: FlaskClient, draft: Submission):
    answer = save(lin, draft, "schedule", list_of(366))

    page = PageText(lin.get(path(draft, "schedule")).text)
    assert answer.status_code == 303
    assert [text_of(found) for found in page.all("span", **{"data-sum": ""})] == ["共 366 场"]
    assert len(page.all("input", name="kept")) == 366
    assert len(page.all("details", **{"class": "month"})) == 13


def test_367_rows_are_kept_as_typed_but_refused(lin: FlaskClient, draft: Submission):
    answer = save(lin, draft, "schedule", list_of(367))

    assert answer.status_code == 422
    assert "一个活动最多 366 场，这里有 367 场" in answer.text
    assert len(typed(draft)["first_day"]) == 367


def test_wrong_texts_survive_and_are_said_beside_their_cells(lin: FlaskClient, draft: Submission):
    cells = {"first_day": ["9月31日", "2026-12-02"], "start": ["10:00", "25:00"]}

    answer = save(lin, draft, "schedule", list_of(2) | cells)

    page = PageText(answer.text)
    assert answer.status_code == 422
    assert page.all("input", id="first_day-0")[0].attributes["value"] == "9月31日"
    assert page.all("input", id="start-1")[0].attributes["value"] == "25:00"
    assert "看不懂时间“25:00”" in text_of(page.all("span", id="start-1-wrong")[0])
    assert page.all("a", href="#first_day-0")
    assert typed(draft)["first_day"] == ["9月31日", "2026-12-02"]


def test_list_without_a_sitting_is_refused(lin: FlaskClient, draft: Submission):
    answer = save(lin, draft, "schedule", list_of(2, kept=[]))

    assert answer.status_code == 422
    assert "还没有场次" in answer.text
    assert typed(draft)["kept"] == ["", ""]


def test_rows_without_a_tick_are_dropped_only_when_asked(lin: FlaskClient, draft: Submission):
    save(lin, draft, "schedule", list_of(3, kept=["1"]))
    assert len(typed(draft)["first_day"]) == 3
    assert "共 1 场" in lin.get(path(draft, "schedule")).text

    press(lin, draft, "removals", **list_of(3, kept=["1"]))

    assert typed(draft)["first_day"] == ["2026-12-02"]


def test_capacity_is_shared_by_all_that_are_kept(lin: FlaskClient, draft: Submission):
    press(lin, draft, "capacity", **list_of(3, kept=["0", "2"]), new_capacity="40")

    assert typed(draft)["capacity"] == ["40", "", "40"]


def test_days_off_are_marked_in_words(lin: FlaskClient, draft: Submission):
    DayOff.create(day=date(2026, 12, 1), kind="off", name="元旦")
    DayOff.create(day=date(2026, 12, 2), kind="working", name="元旦")
    save(lin, draft, "schedule", list_of(40))

    page = PageText(lin.get(path(draft, "schedule")).text)
    marks = [text_of(mark) for mark in page.all("b", class_="rest") + page.all("b", class_="work")]
    assert marks == ["休：元旦", "班：调休上班"]
    months = [text_of(month) for month in page.all("summary") if "年" in text_of(month)]
    assert ["放假安排还没公布" in month for month in months] == [False, True]  # 2026, 2027


def test_warning_is_shown_once_and_may_be_left(lin: FlaskClient, draft: Submission):
    other = make_activity(title="恐龙世界", organiser=draft.unit)
    make_occurrence(other, start=datetime(2026, 12, 1, 10))  # noqa: DTZ001

    first = save(lin, draft, "schedule", list_of(1))
    page = PageText(lin.get(path(draft, "schedule")).text)
    seen = [found.attributes["value"] for found in page.all("input", name="seen")]
    second = save(lin, draft, "schedule", list_of(1), seen=seen)

    assert (first.status_code, first.location) == (303, path(draft, "schedule"))
    assert ["恐龙世界" in words for words in seen] == [True]
    assert (second.status_code, second.location) == (303, path(draft, "places"))


def test_draft_changed_meanwhile_is_told_and_nothing_is_lost(lin: FlaskClient, draft: Submission):
    old = str(draft.version)
    save(lin, draft, "schedule", list_of(2))
    kept = typed(draft)

    answer = save(lin, draft, "schedule", list_of(1, start=["09:09"]), version=old)

    page = PageText(answer.text)
    assert answer.status_code == 409
    assert "在另一个窗口改过" in answer.text
    assert page.all("input", id="start-0")[0].attributes["value"] == "09:09"
    assert page.all("input", name="version")[0].attributes["value"] == str(fresh(draft).version)
    assert typed(draft) == kept


FIELDS = (
    *("first_day", "start", "last_day", "end", "capacity", "place", "uid", "kept", "all_day"),
    *("pick", "days", "times", "weekdays", "from_day", "until_day", "count", "every", "nth"),
    *("nth_weekday", "month_day", "edition", "edition_days", "new_capacity", "version", "seen"),
)


@pytest.mark.parametrize("text", NASTY)
def test_nasty_text_in_any_field_is_no_crash(lin: FlaskClient, draft: Submission, text: str):
    page = PageText(lin.get(path(draft, "schedule")).text)
    token = page.all("input", name="csrf_token")[0].attributes["value"]
    for field in FIELDS:
        version = {"version": str(fresh(draft).version), "csrf_token": token}
        answer = lin.post(
            path(draft, "schedule", "sittings"),
            data=version | list_of(1) | {field: [text]},
            headers={"Referer": "https://localhost/"},
        )
        assert answer.status_code in (303, 409, 422), field
        assert "<script>alert" not in answer.text
    assert lin.get(path(draft, "schedule")).status_code == 200


def test_nul_and_overrides_reach_no_database(lin: FlaskClient, draft: Submission):
    save(lin, draft, "schedule", list_of(1, start=["10\0:00"], end=["\u202e11:30"]))

    assert (typed(draft)["start"], typed(draft)["end"]) == (["10:00"], ["11:30"])


def test_uid_of_somebody_elses_occurrence_is_not_taken_over(lin: FlaskClient, draft: Submission):
    foreign = make_occurrence()
    save(lin, draft, "schedule", list_of(1, uid=[foreign.uid]))

    with lin.application.test_request_context():
        reading = read_schedule(typed(draft), setting_of(fresh(draft)))

    assert [sitting.uid for sitting in reading.values["sittings"]] == [""]


@pytest.mark.parametrize("button", ["", "/sittings", "/capacity", "/removals"])
def test_schedule_of_another_unit_does_not_exist(
    stranger: FlaskClient, draft: Submission, button: str
):
    before = fresh(draft).draft
    theirs = path(make_draft(Membership.get().unit), "schedule")

    answers = [
        stranger.get(path(draft, "schedule")),
        post(stranger, path(draft, "schedule") + button, list_of(2), page=theirs),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not any("标本里的冬天" in answer.text for answer in answers)
    assert fresh(draft).draft == before


def test_schedule_in_review_can_not_be_changed(lin: FlaskClient, draft: Submission):
    page = path(make_draft(draft.unit), "schedule")
    Submission.update(state=State.SUBMITTED).where(Submission.id == draft.id).execute()

    assert lin.get(path(draft, "schedule")).status_code == 409
    data = {"version": str(draft.version)} | list_of(2)
    answer = post(lin, path(draft, "schedule"), data, page=page)
    assert answer.status_code == 409
    assert "先撤回" in answer.text
    assert fresh(draft).draft == draft.draft


def test_page_takes_as_many_statements_for_one_row_as_for_fifty(
    lin: FlaskClient, draft: Submission
):
    counts = []
    for count in (1, 50):
        save(lin, draft, "schedule", list_of(count))
        with count_queries() as counter:
            assert lin.get(path(draft, "schedule")).status_code == 200
        counts.append(counter.count)

    assert counts[0] == counts[1]


def test_new_draft_has_an_empty_list_and_a_way_to_begin(lin: FlaskClient, draft: Submission):
    empty = make_draft(draft.unit, draft={})

    page = lin.get(path(empty, "schedule"))

    assert page.status_code == 200
    assert "还没有场次。" in page.text
    assert "共 0 场" in page.text
