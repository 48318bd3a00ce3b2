"""林晓 writes for a unit; 陈默 for another, which must not learn of it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from events.people.models import Account
from events.submissions.models import Submission
from events.units.models import Unit
from tests.factories import make_account, make_unit
from tests.signing_in import browser_of
from tests.submissions.filling import make_draft


@pytest.fixture
def unit(app: Flask) -> Unit:
    return make_unit(name="重庆自然博物馆", slug="museum")


@pytest.fixture
def account(unit: Unit) -> Account:
    return make_account(owner_of=(unit,), name="林晓", email="lin@example.org")


@pytest.fixture
def lin(app: Flask, account: Account) -> FlaskClient:
    """林晓's browser."""
    return browser_of(app, account)


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """The browser of 陈默, who owns another unit."""
    return browser_of(app, make_account(owner_of=(make_unit(slug="elsewhere"),), name="陈默"))


@pytest.fixture
def draft(unit: Unit) -> Submission:
    """Filled in whole and not handed in."""
    return make_draft(unit)
