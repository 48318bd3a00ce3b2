"""A public lecture on four Saturdays in December, with its file."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from events import clock
from events.activities.models import Activity, Occurrence
from events.submissions.content import Place, Sitting
from events.submissions.models import Revision, Submission
from events.submissions.publishing import publish
from events.units.models import Unit
from tests.factories import make_account, make_content, make_submission, make_venue

FIRST = datetime(2026, 12, 5, 10)  # noqa: DTZ001  a wall time
WEEK = timedelta(days=7)


@pytest.fixture
def submission(app: Flask, unit: Unit) -> Submission:
    starts = [FIRST + number * WEEK for number in range(4)]
    content = make_content(
        title="标本里的冬天",
        places=(Place("p1", venue=make_venue(name="重庆自然博物馆").id, note="三楼报告厅"),),
        sittings=tuple(
            Sitting(start, start + timedelta(hours=2), place="p1", capacity=30) for start in starts
        ),
    )
    made = make_submission(content, unit=unit)
    publish(made, Revision.get(submission=made), reviewer(), clock.now())
    return Submission.get_by_id(made.id)


def reviewer() -> "By":
    return By(make_account(name="周宁").id)


class By:
    """Somebody of the office."""

    name = "周宁"

    def __init__(self, account_id: int) -> None:
        self.account_id: int | None = account_id


@pytest.fixture
def activity(submission: Submission) -> Activity:
    return Activity.get_by_id(submission.activity_id)


@pytest.fixture
def sat(activity: Activity) -> list[Occurrence]:
    """The four occurrences in time order."""
    return list(activity.occurrences.order_by(Occurrence.start))
