"""The office's limit of sign-ups by one telephone number during an edition."""

import pytest
from flask.testing import FlaskClient

from events.audit import AuditEntry
from events.days.models import Edition
from events.signups.models import DayLimit
from tests.factories import make_themed_day
from tests.office.editions.conftest import PAGE
from tests.pages.reading import PageText
from tests.signing_in import post

LIMIT = f"{PAGE}/phone-limit"


def limits() -> list[tuple[str, int, int]]:
    rows = DayLimit.select().order_by(DayLimit.id)
    return [(row.themed_day.slug, row.year, row.phone_limit) for row in rows]


def test_it_is_set_changed_and_lifted_for_this_edition_alone(office: FlaskClient, edition: Edition):
    DayLimit.create(themed_day=edition.themed_day, year=2026, phone_limit=1)
    DayLimit.create(themed_day=make_themed_day(slug="other"), year=2027, phone_limit=1)
    others = [("star-week", 2026, 1), ("other", 2027, 1)]

    for typed in ("3", "5"):
        assert post(office, LIMIT, {"phone_limit": typed}, page=PAGE).status_code == 303
        assert limits() == [*others, ("star-week", 2027, int(typed))]
        [field] = PageText(office.get(PAGE).text).all("input", name="phone_limit")
        assert field.attributes["value"] == typed

    assert post(office, LIMIT, {"phone_limit": ""}, page=PAGE).status_code == 303
    assert limits() == others
    entries = AuditEntry.select().order_by(AuditEntry.id)
    assert [(entry.action, entry.key, entry.details["limit"]) for entry in entries] == [
        ("edition.limited", "star-week/2027", 3),
        ("edition.limited", "star-week/2027", 5),
        ("edition.limited", "star-week/2027", None),
    ]


@pytest.mark.parametrize("typed", ["0", "-1", "101", "1000000000", "两场", "1.5", "<b>{{7*7}}"])
def test_what_is_no_limit_is_refused_and_stays_in_the_box(
    office: FlaskClient, edition: Edition, typed: str
):
    DayLimit.create(themed_day=edition.themed_day, year=2027, phone_limit=2)

    answer = post(office, LIMIT, {"phone_limit": typed}, page=PAGE)

    page = PageText(answer.text)
    assert answer.status_code == 422
    assert "请写 1 到 100 之间的整数，不限就空着。" in page.main
    assert page.all("input", name="phone_limit")[0].attributes["value"] == typed
    assert limits() == [("star-week", 2027, 2)]


def test_an_auditor_reads_it_and_can_t_change_it(auditor: FlaskClient, edition: Edition):
    assert "没有上限。" in auditor.get(PAGE).text
    DayLimit.create(themed_day=edition.themed_day, year=2027, phone_limit=2)

    assert "同一个手机号最多报 2 场" in auditor.get(PAGE).text
    assert post(auditor, LIMIT, {"phone_limit": "9"}, page="/account").status_code == 403
    assert limits() == [("star-week", 2027, 2)]
