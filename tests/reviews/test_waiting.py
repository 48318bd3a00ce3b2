"""Working days: the official table where there is one, Monday to Friday where there is none."""

from datetime import date

import pytest

from events.days.models import DayOff
from events.days.queries import DaysOff
from events.reviews.waiting import answer_by, days_waited
from events.submissions.schedule.workdays import Workdays

NATIONAL_DAYS = Workdays(
    DaysOff(
        days=(
            *(DayOff(day=date(2026, 10, day), kind="off", name="国庆节") for day in range(1, 8)),
            DayOff(day=date(2026, 10, 10), kind="working", name="国庆节"),
        ),
        unknown_years=(),
    )
)
UNKNOWN = Workdays(DaysOff(days=(), unknown_years=(2029,)))


@pytest.mark.parametrize(
    ("submitted", "today", "waited"),
    [
        (date(2029, 11, 19), date(2029, 11, 19), 0),
        (date(2029, 11, 16), date(2029, 11, 19), 1),  # Friday to Monday
        (date(2029, 11, 12), date(2029, 11, 19), 5),
        (date(2029, 11, 19), date(2029, 11, 12), 0),
    ],
)
def test_a_year_nobody_has_announced_has_weekends_only(submitted: date, today: date, waited: int):
    assert days_waited(UNKNOWN, submitted, today) == waited


def test_holidays_do_not_count_and_shifted_days_do():
    assert days_waited(NATIONAL_DAYS, date(2026, 9, 30), date(2026, 10, 11)) == 3  # 8, 9, 10
    assert answer_by(NATIONAL_DAYS, date(2026, 9, 30)) == date(2026, 10, 13)
    assert answer_by(UNKNOWN, date(2029, 11, 16)) == date(2029, 11, 23)
