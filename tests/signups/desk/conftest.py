"""A science centre's lecture on a Saturday with ten places; 陈静 is at its desk."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from events import clock
from events.activities.models import Activity, Occurrence
from events.activities.vocabulary import SignupMode
from events.audit import AuditEntry
from events.db import database
from events.people.models import Account
from events.signups.actions import HOLDER, sign_up
from events.signups.holding import hold
from events.signups.models import FormKind, Signup
from events.signups.people import Contact, Party
from events.signups.wishes import Wish
from events.units.models import Unit
from tests.factories import make_account, make_activity, make_bookable, make_unit
from tests.pages.reading import PageText
from tests.signing_in import browser_of


@pytest.fixture
def unit(db: object) -> Unit:
    return make_unit(name="城南科技馆", slug="south")


@pytest.fixture
def account(unit: Unit) -> Account:
    return make_account(name="陈静", editor_of=(unit,))


@pytest.fixture
def desk(app: Flask, account: Account) -> FlaskClient:
    return browser_of(app, account)


@pytest.fixture
def activity(unit: Unit) -> Activity:
    return make_activity(organiser=unit, title="看见空气", signup_mode=SignupMode.HERE)


@pytest.fixture
def occurrence(activity: Activity) -> Occurrence:
    """A week after the tests' day."""
    return make_bookable(activity, capacity=10, terms={"party_limit": 60})


def make_class(occurrence: Occurrence, pupils: int = 8, **contact: str) -> Signup:
    """A class as its teacher signs it up; it waits for approval where the terms say so."""
    known = {
        "name": "吴老师",
        "phone": f"+86137{pupils:08}",
        "school": "山路小学",
        "grade": "四2班",
    }
    wish = Wish(
        occurrence.id,
        f"class-{occurrence.id}-{pupils}",
        FormKind.CLASS,
        Party(adults=2, pupils=pupils),
        Contact(**known | contact),
    )
    with database.atomic():
        return sign_up(wish, hold(wish.occurrence_id), HOLDER, clock.now())


def read(client: FlaskClient, path: str) -> PageText:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return PageText(answer.text)


def stored(signup: Signup) -> Signup:
    return Signup.get_by_id(signup.id)


def audited(action: str) -> list[AuditEntry]:
    return list(AuditEntry.select().where(AuditEntry.action == action).order_by(AuditEntry.id))
