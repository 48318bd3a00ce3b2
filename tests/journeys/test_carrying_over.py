"""A unit holds again what it held last year: little to type, and never last year's dates."""

from collections.abc import Callable
from datetime import date, datetime

from events.submissions.content import from_json
from events.submissions.models import Revision, State, Submission
from tests.factories import (
    make_account,
    make_activity,
    make_edition,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
)
from tests.journeys.conftest import Person

MOST_FIELDS = 8


def test_last_years_activity_is_handed_in_again_with_few_fields(
    site: str, sign_in: Callable[..., Person]
):
    unit, day = make_unit(), make_themed_day(name="天文日")
    for year in (2025, 2026):
        make_edition(themed_day=day, first_day=date(year, 12, 12), last_day=date(year, 12, 13))
    held = make_activity(
        organiser=unit, title="冬夜看星", description="带一双眼睛来。", days=((day, 2025),)
    )
    venue = make_venue()
    for evening in (12, 13):
        make_occurrence(held, start=datetime(2025, 12, evening, 19), venue=venue, capacity=40)  # noqa: DTZ001
    person = sign_in(make_account(owner_of=(unit,)))
    person.changed = 0

    person.follow("沿用去年的活动")
    person.page.get_by_role("button", name="沿用").first.click()
    person.reads("除了日期和场次，都带过来了")
    person.follow("时间和场次")
    person.reads("共 0 场")
    person.write("days", "2026-12-12，2026-12-13")
    person.write("times", "19:00–21:00")
    person.press("加入")
    person.reads("共 2 场")
    person.press("保存并返回任务列表")
    person.follow("检查并提交")
    person.press("提交")
    person.reads("审核中")

    assert person.changed <= MOST_FIELDS
    assert Submission.get().state == State.SUBMITTED
    content = from_json(Revision.get().content)
    assert (content.title, content.description) == (held.title, held.description)
    assert [(tie.day, tie.year) for tie in content.editions] == [(day.id, 2026)]
    assert [sitting.start for sitting in content.sittings] == [
        datetime(2026, 12, evening, 19)  # noqa: DTZ001
        for evening in (12, 13)
    ]
    assert [place.venue for place in content.places] == [venue.id]
