"""A unit's editor and somebody of the office, each on the own side of the question sets."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from events.days.models import ThemedDay
from events.people.models import OfficeRole
from events.signups.models import QuestionSet
from events.signups.queries import newest_version
from events.signups.questions.question import Question
from events.signups.questions.reading import questions_of
from events.units.models import Unit
from tests.factories import make_account, make_question_set, make_themed_day, make_unit
from tests.signing_in import browser_of, post

MINE = "/workspace/south-hall/question-sets"
OFFICE = "/office/question-sets"

CHAIR = Question("chair", "one", "坐轮椅来吗", "留好位置", choices=("是", "否"))
WIDTH = Question("width", "number", "轮椅多宽", "看门够不够宽", shown_if=("chair", "是"))
PHOTO = Question("photo", "consent", "同意拍照", "活动要发新闻")
BUS = {"label": "坐几路车来", "kind": "short", "reason": "安排接站", "version": 1}


@pytest.fixture
def unit(app: Flask) -> Unit:
    return make_unit(slug="south-hall", name="城南馆")


@pytest.fixture
def editor(app: Flask, unit: Unit) -> FlaskClient:
    return browser_of(app, make_account(name="林晓", editor_of=(unit,)))


@pytest.fixture
def week(app: Flask) -> ThemedDay:
    return make_themed_day(slug="star-week", name="观星周")


@pytest.fixture
def office(app: Flask) -> FlaskClient:
    return browser_of(app, make_account(name="周宁", roles=(OfficeRole.OFFICE,)))


def asked(found: QuestionSet) -> tuple[Question, ...]:
    return questions_of(newest_version(found.id))


def labels(found: QuestionSet) -> list[str]:
    return [question.label for question in asked(found)]


@pytest.fixture
def chairs(unit: Unit) -> QuestionSet:
    return make_question_set(unit, CHAIR, WIDTH, PHOTO, name="轮椅")


def path_of(found: QuestionSet, noun: str = "") -> str:
    return f"{MINE}/{found.id}{noun}"


def send(browser: FlaskClient, found: QuestionSet, noun: str, **data: Any) -> TestResponse:
    data.setdefault("version", QuestionSet.get_by_id(found.id).number)
    return post(browser, path_of(found, f"/questions{noun}"), data, page=path_of(found))
