"""Two units of one city, and somebody of the office who looks after the directory."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from events.people.models import OfficeRole
from events.units.models import District, Unit
from tests.factories import make_account, make_district, make_unit
from tests.signing_in import browser_of

FORM = "/units/requests/new"  # a form that everybody may open


@pytest.fixture
def office(app: Flask) -> FlaskClient:
    return browser_of(app, make_account(name="周宁", roles=(OfficeRole.OFFICE,)))


@pytest.fixture
def auditor(app: Flask) -> FlaskClient:
    return browser_of(app, make_account(roles=(OfficeRole.AUDITOR,)))


@pytest.fixture
def city(app: Flask) -> District:
    return make_district(slug="500000", name="重庆市", name_en="Chongqing")


@pytest.fixture
def museum(city: District) -> Unit:
    return make_unit(
        slug="museum",
        name="重庆自然博物馆",
        short_name="自然博物馆",
        region=city,
        kind="institution",
    )


@pytest.fixture
def bureau(city: District) -> Unit:
    return make_unit(slug="bureau", name="重庆市气象局", short_name="市气象局", region=city)


def fresh(unit: Unit) -> Unit:
    return Unit.get_by_id(unit.id)
