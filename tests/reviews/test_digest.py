"""The daily letter: to whom something waits for, once, with true numbers."""

from datetime import timedelta

import pytest
from flask import Flask

from events.notifications.models import Message
from events.people.models import OfficeRole
from events.reviews.digest import write_digests
from tests import NOW
from tests.factories import make_account, make_district, make_submission, make_unit, make_venue
from tests.reviews.desk import lecture, make_officer

TODAY = NOW.date()


def letters() -> dict[str, dict[str, object]]:
    return {message.email: message.params for message in Message.select()}


def test_each_is_told_of_what_he_may_review(app: Flask):
    here = make_venue()
    unit = make_unit(name="自然博物馆")
    make_submission(lecture(here, title="最久的"), unit=unit, submitted_at=NOW - timedelta(days=9))
    make_submission(lecture(here, title="一周内的", day=1), submitted_at=NOW - timedelta(days=1))
    make_submission(lecture(title="别区的"))
    reviewer = make_account(districts=(here.district,))
    officer = make_officer()

    assert write_digests(TODAY, NOW) == 2

    found = letters()
    assert set(found) == {reviewer.email, officer.email}
    assert found[reviewer.email] | {"oldest_id": 0} == {
        "count": 2,
        "soon": 0,
        "oldest": "最久的",
        "oldest_id": 0,
        "oldest_unit": "自然博物馆",
        "oldest_days": 9,
    }
    assert found[officer.email]["count"] == 3
    assert write_digests(TODAY + timedelta(days=4), NOW) == 2
    assert [m.params["soon"] for m in Message.select().where(Message.email == reviewer.email)] == [
        0,
        1,
    ]


def test_nobody_is_told_twice_a_day_or_of_nothing(app: Flask):
    make_officer()
    assert write_digests(TODAY, NOW) == 0

    make_submission(lecture())
    write_digests(TODAY, NOW)
    write_digests(TODAY, NOW + timedelta(hours=3))

    assert [(m.kind, m.key) for m in Message.select()] == [("review-digest", "2026-11-21")]


@pytest.mark.parametrize(
    "who",
    [
        lambda _s: make_account(),
        lambda _s: make_account(roles=(OfficeRole.AUDITOR,)),
        lambda _s: make_account(districts=(make_district(),)),
        lambda _s: make_account(roles=(OfficeRole.OFFICE,), disabled_at=NOW),
        lambda s: make_account(roles=(OfficeRole.REVIEWER,), editor_of=(s.unit,)),
    ],
)
def test_who_can_not_decide_is_not_written_to(app: Flask, who):
    who(make_submission(lecture()))

    assert write_digests(TODAY, NOW) == 0
    assert letters() == {}
