"""Whatever day it is, the demonstration has something to show, in both cities."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest

from events import clock
from events.activities.models import Activity, ActivityEdition
from events.days.queries import almanac
from events.demo.placing import ZONE
from tests.conftest import Program
from tests.demo.reading import find, find_weekend, occurrences_of, refresh, today

pytestmark = [pytest.mark.filled, pytest.mark.usefixtures("db")]
CITIES = ("500000", "450200")
TODAYS = {
    "a Saturday": "2026-11-21T10:00+08:00",
    "a Monday, when museums are closed": "2026-11-23T10:00+08:00",
    "late in the evening": "2026-11-25T23:30+08:00",
    "the last day of the year": "2026-12-31T10:00+08:00",
    "between two exhibitions": "2027-03-13T08:00+08:00",
    "a Sunday": "2027-05-16T09:00+08:00",
    "the month of science": "2027-09-08T10:00+08:00",
    "the day after the longest": "2027-10-01T00:00+08:00",
    "29 February": "2028-02-29T10:00+08:00",
}


@pytest.mark.parametrize("instant", TODAYS.values(), ids=TODAYS)
def test_something_is_on_today_and_at_the_weekend_in_both_cities(
    at: Callable[[str], None], instant: str
):
    at(instant)

    refresh()

    assert len(find(today())) >= 3
    assert len(find_weekend()) >= 5
    for city in CITIES:
        assert find(today(), district=(city,)), city
        assert find_weekend(district=(city,)), city


@pytest.mark.parametrize("instant", TODAYS.values(), ids=TODAYS)
def test_something_lasts_until_ten_and_something_runs_for_days(
    at: Callable[[str], None], instant: str
):
    at(instant)

    refresh()

    shown = [row.occurrence for row in find(today())]
    ten = datetime.combine(today(), time(22), ZONE)
    assert [one for one in shown if one.end >= ten and not one.all_day]
    exhibitions = find(today(), kind=("exhibition",))
    assert any(row.occurrence.first_day < row.occurrence.last_day for row in exhibitions)


@pytest.mark.parametrize("instant", TODAYS.values(), ids=TODAYS)
def test_a_server_that_was_not_started_for_two_weeks_still_has_something_to_show(
    at: Callable[[str], None], instant: str
):
    at(instant)
    refresh()

    at((clock.now() + timedelta(days=14)).isoformat())

    assert len(find(today())) >= 3
    assert len(find_weekend()) >= 5


OUTSIDE = {  # each says why in the file
    "weather-open-day", "water-rocket", "cave-climate", "river-keepers", "low-carbon-birding",
    "mobile-museum-wanzhou",
}  # fmt: skip


@pytest.mark.parametrize("instant", TODAYS.values(), ids=TODAYS)
def test_what_belongs_to_an_edition_lies_in_its_days_unless_it_says_why_not(
    at: Callable[[str], None], instant: str
):
    at(instant)
    refresh()
    book = almanac(today())

    strays = set()
    for tie in ActivityEdition.select(ActivityEdition, Activity).join(Activity):
        span = book.row(book.days_by_id[tie.themed_day_id], tie.year).span
        for one in tie.activity.occurrences if span else ():
            is_inside = span.first_day <= one.first_day <= one.last_day <= span.last_day
            if one.first_day.year == tie.year and not is_inside:
                strays.add(tie.activity.source_key.removeprefix("demo/"))

    assert strays <= OUTSIDE


def test_an_activity_is_left_out_until_its_edition_has_days(kepuli: Program):
    assert occurrences_of("food-safety-stand") == []

    kepuli(
        *("editions", "announce", "food-safety-week", "2027", "--source", "通知"),
        *("--first", "2027-06-12", "--last", "2027-06-18"),
    )
    refresh()

    (one,) = occurrences_of("food-safety-stand")
    assert one.first_day.isoformat() == "2027-06-13"
