"""A week in May 2027 that was announced, and somebody of the office who looks after it."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from events.days.models import DateStatus, Edition, ThemedDay
from events.people.models import OfficeRole
from tests.factories import make_account, make_edition, make_themed_day
from tests.signing_in import browser_of

PAGE = "/office/editions/star-week/2027"


@pytest.fixture
def office(app: Flask) -> FlaskClient:
    return browser_of(app, make_account(name="周宁", roles=(OfficeRole.OFFICE,)))


@pytest.fixture
def auditor(app: Flask) -> FlaskClient:
    return browser_of(app, make_account(roles=(OfficeRole.AUDITOR,)))


@pytest.fixture
def week(app: Flask) -> ThemedDay:
    return make_themed_day(slug="star-week", name="观星周", name_en="Star Week")


@pytest.fixture
def edition(week: ThemedDay) -> Edition:
    """Saturday 15 to Saturday 22 May 2027, on the word of one notice."""
    return make_edition(
        themed_day=week,
        first_day=date(2027, 5, 15),
        last_day=date(2027, 5, 22),
        date_status=DateStatus.ANNOUNCED,
    )


def fresh(row: Edition) -> Edition:
    return Edition.get_by_id(row.id)


def days_of(row: Edition) -> tuple[str, str, str]:
    row = fresh(row)
    return str(row.first_day), str(row.last_day), row.date_status
