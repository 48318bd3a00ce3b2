"""A small world in which everybody and everything that an address can name is there once.

城南馆 is the unit the addresses are about: it has an editor and an owner, and a district with its
reviewer. Everybody else is a stranger to it in one way or another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from events import clock
from events.activities.vocabulary import SignupMode
from events.days.models import EditionQuestion
from events.notifications.models import Message, MessageState
from events.office.models import UnitRequest
from events.people.models import (
    Account,
    Appointment,
    LinkKind,
    LoginSession,
    MemberRole,
    Membership,
    OfficeRole,
    OneTimeLink,
)
from events.people.sessions import hash_token, open_session
from events.reviews.models import Batch, ReviewReason, SavedView
from events.signups.keys import keyring
from events.signups.questions.question import Question
from events.submissions.models import Decision, Submission, Trust
from events.subscriptions.actions import subscribe
from events.subscriptions.keys import feed_key
from events.subscriptions.picks import Pick, Picks
from events.units.models import District, GroupMember, NameKind, Unit, UnitGroup, UnitName
from tests.factories import (
    make_account,
    make_activity,
    make_bookable,
    make_content,
    make_district,
    make_edition,
    make_question_set,
    make_signup,
    make_submission,
    make_themed_day,
    make_unit,
    make_venue,
    make_work_plan,
)
from tests.signing_in import browser_of

SECRET = "机密标题"
TOKEN = "a-token-of-the-test"
_QUESTION = Question("q1", "short", "坐几路车来", "安排接站")


@dataclass(frozen=True)
class World:
    """`people` by role; `things` are what the blanks of the addresses stand for, by name; `bodies`
    name by route what a form must name so that there is something to decide about."""

    people: Mapping[str, Account]
    things: Mapping[str, Any]
    bodies: Mapping[str, Mapping[str, str]]

    def browser(self, app: Flask, role: str) -> FlaskClient:
        return browser_of(app, self.people[role]) if role in self.people else app.test_client()


def make_world() -> World:
    here = make_district()
    unit, sibling = make_unit(name="城南馆", region=here), make_unit(name="城北馆", region=here)
    submission = make_submission(make_content(title=SECRET), unit=unit, district=here)
    people = _people(unit, sibling, here)
    bodies = {"POST /office/units/<slug>/merge": {"survivor": sibling.slug}}
    return World(people, _things(unit, submission, here, people), bodies)


def _people(unit: Unit, sibling: Unit, here: District) -> dict[str, Account]:
    return {
        "stranger": make_account(),
        "editor": make_account(editor_of=(unit,)),
        "owner": make_account(owner_of=(unit,)),
        "sibling": make_account(owner_of=(sibling,)),
        "reviewer": make_account(districts=(here,)),
        "elsewhere": make_account(districts=(make_district(),)),
        "office": make_account(roles=(OfficeRole.OFFICE,)),
        "auditor": make_account(roles=(OfficeRole.AUDITOR,)),
        "administrator": make_account(roles=(OfficeRole.ADMINISTRATOR,)),
    }


def _things(
    unit: Unit, submission: Submission, here: District, people: Mapping[str, Account]
) -> dict[str, Any]:
    """By the name of the blank, or by the beginning of the address and the name."""
    day = make_themed_day()
    edition = make_edition(themed_day=day)
    activity = make_activity(organiser=unit, signup_mode=SignupMode.HERE)
    Submission.update(activity=activity).where(Submission.id == submission.id).execute()
    signup = make_signup(make_bookable(activity))
    Trust.create(unit=unit, given_at=clock.now())
    editor = people["editor"]
    open_session(editor, "another browser", clock.now())
    own = subscribe(Picks((Pick("q", SECRET),)), "", clock.now().date(), clock.now())
    return {
        "unit_slug": unit.slug,
        "submission_id": submission.id,
        "activity_id": activity.id,
        "occurrence_id": signup.occurrence_id,
        "signup_id": signup.id,
        "set_id": make_question_set(unit, _QUESTION, name=SECRET).id,
        "/office/question-sets set_id": make_question_set(day, _QUESTION, name=SECRET).id,
        "question_key": _QUESTION.key,
        "number": 1,
        "/signups token": keyring().token_of(signup.number),
        "/subscriptions token": own,
        "/calendars/mine key": feed_key(own),
        "venue_id": make_venue(district=here).id,
        "plan_id": make_work_plan(region=here).id,
        "question_id": EditionQuestion.create(edition=edition, label="人数", kind="text").id,
        "year": edition.year,
        "/units slug": unit.slug,
        "/calendars/units slug": unit.slug,
        "/api/v1/units slug": unit.slug,
        "/office/units slug": unit.slug,
        "/districts slug": here.slug,
        "/calendars/districts slug": here.slug,
        "/api/v1/districts slug": here.slug,
        "slug": day.slug,
        "suffix": "json",
        "form": "svg",
        "kind": "days",
        "day_id": day.id,
        "unit_id": unit.id,
        "token": TOKEN,
        "link_id": _invitation(unit).id,
        "/office/invitations link_id": _invitation(None).id,
        "membership_id": Membership.get(Membership.account == editor).id,
        "session_id": LoginSession.get(LoginSession.account == editor).id,
        "account_id": people["reviewer"].id,
        "appointment_id": Appointment.get(Appointment.account == people["reviewer"]).id,
        "letter_id": _letter().id,
        "request_id": _request(here).id,
        "batch_id": _batch(people["office"]).id,
        "view_id": SavedView.create(account=people["office"], name="我的", query="").id,
        "reason_id": ReviewReason.create(decision=Decision.RETURNED, text="请补图片").id,
        "name_id": UnitName.create(unit=unit, name="南馆", kind=NameKind.ALIAS).id,
        "group_slug": _group(unit).slug,
        "step": "basics",
        "key": "p1",
        "name": "cloud.webp",
        "filename": "kepuli.css",
    }


def _invitation(unit: Unit | None) -> OneTimeLink:
    now = clock.now()
    return OneTimeLink.create(
        kind=LinkKind.INVITATION,
        token_hash=hash_token(TOKEN if unit else TOKEN + "2"),
        email="invited@example.org",
        unit=unit,
        role=MemberRole.EDITOR if unit else OfficeRole.OFFICE,
        created_at=now,
        expires_at=now + timedelta(days=7),
    )


def _letter() -> Message:
    return Message.create(
        kind="test-letter",
        key="1",
        email="somebody@example.org",
        state=MessageState.FAILED,
        not_before=clock.now(),
        created_at=clock.now(),
    )


def _request(here: District) -> UnitRequest:
    return UnitRequest.create(
        name="新馆", kind="museum", region=here, contact_email="new@example.org",
        requested_at=clock.now(),
    )  # fmt: skip


def _batch(account: Account) -> Batch:
    due = clock.now() + timedelta(seconds=10)
    return Batch.create(made_by=account, made_at=clock.now(), due_at=due)


def _group(unit: Unit) -> UnitGroup:
    group = UnitGroup.create(slug="all", name="各单位", full_name="各单位", region=unit.region)
    GroupMember.create(group=group, unit=unit, position=1)
    return group
