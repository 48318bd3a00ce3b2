"""Planted names, numbers, addresses and answers turn up nowhere but where they must."""

import logging
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from events import clock
from events.activities.models import Occurrence
from events.activities.occurrences import cancel_occurrence
from events.audit import AuditEntry
from events.db import database
from events.notifications.actions import drop
from events.notifications.models import Message
from events.people.models import OfficeRole
from events.signups.actions import HOLDER
from events.signups.desk.reasons import holds_contact
from events.signups.erasing import erase
from events.signups.keys import keyring
from events.signups.letters.following import tell_changes
from events.signups.models import Signup
from events.signups.people import Contact, Party
from events.signups.queries import get_signup
from events.signups.questions.question import Question
from events.signups.scrubbing import Scrubber, scrub
from events.signups.telling import tell
from jobs import deliver_due
from tests.factories import (
    make_account,
    make_activity,
    make_bookable,
    make_question_set,
    make_signup,
    make_unit,
)
from tests.notifications.mailbox import Mailbox
from tests.signing_in import browser_of, post
from web.logs import JsonFormatter

NAME, PHONE, EMAIL, ANSWER = "金丝雀·买买提", "13912345678", "canary@yellow.example", "对花生过敏"
FORM_OF_PHONE = ("13912345678", "139 1234 5678", "+8613912345678")
CANARIES = (NAME, *FORM_OF_PHONE, EMAIL, ANSWER)


@pytest.fixture
def environment(environment: dict[str, str], mail_settings: dict[str, str]) -> dict[str, str]:
    return environment | mail_settings


@pytest.fixture
def occurrence(app: Flask) -> Occurrence:
    questions = make_question_set(None, Question("q1", "short", "要注意什么", "照顾得到"))
    activity = make_activity(signup_mode="here", organiser=make_unit(slug="museum"))
    return make_bookable(activity, terms={"question_set": questions})


@pytest.fixture
def signup(client: FlaskClient, occurrence: Occurrence) -> Signup:
    """Signed up on the page, as people do."""
    page = f"/occurrences/{occurrence.id}/signups"
    typed = {"name": NAME, "phone": PHONE, "email": EMAIL, "adults": "1", "q_q1": ANSWER}
    answer = post(client, page, typed, page=f"{page}/new")
    assert answer.status_code == 303, answer.text
    assert not found_in(answer.text + str(answer.headers))
    made = Signup.get()
    assert keyring().unseal(made.sealed) == Contact(
        NAME, phone="+8613912345678", email=EMAIL, answers={"q1": ANSWER}
    )
    return made


def found_in(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


def test_the_copy_of_the_own_data_holds_them_so_what_is_looked_for_can_be_found(
    client: FlaskClient, signup: Signup
):
    copy = client.get(f"/signups/{keyring().token_of(signup.number)}/copy").text

    assert {NAME, EMAIL, ANSWER} <= set(found_in(copy))


def test_no_public_page_feed_or_answer_for_programs_shows_any(
    client: FlaskClient, signup: Signup, occurrence: Occurrence
):
    activity = occurrence.activity_id
    paths = [
        *("/", "/activities", f"/activities/{activity}", "/units/museum", "/privacy"),
        f"/occurrences/{occurrence.id}/signups/new",
        f"/calendars/occurrences/{occurrence.id}.ics",
        *(f"/calendars/activities/{activity}.ics", "/calendars/activities.ics"),
        *("/signups/find", "/readyz", "/sign-in"),
    ]
    answers = {path: app_get(client.application, path) for path in paths}

    assert {path: found_in(text) for path, text in answers.items()} == {p: [] for p in paths}


def app_get(app: Flask, path: str) -> str:
    """As a stranger's browser gets it."""
    answer = app.test_client().get(path)
    assert answer.status_code == 200, path
    return answer.text


@pytest.mark.parametrize("role", ["sibling", "office", "auditor", "administrator"])
def test_nobody_but_the_unit_sees_any_on_the_desks(
    app: Flask, signup: Signup, occurrence: Occurrence, role: str
):
    roles = () if role == "sibling" else (OfficeRole(role),)
    account = make_account(owner_of=(make_unit(slug="other"),), roles=roles)
    browser = browser_of(app, account)
    desk = f"/workspace/occurrences/{occurrence.id}/signups"

    assert browser.get(desk).status_code == 404
    for path in ("/workspace", "/workspace/other/signups", "/office/letters?pile=waiting",
                 "/office/audit", "/office/audit/entries.csv"):  # fmt: skip
        assert found_in(browser.get(path).text) == [], path


def test_the_unit_sees_name_and_answer_and_the_number_only_masked(
    app: Flask, signup: Signup, occurrence: Occurrence
):
    owner = browser_of(app, make_account(owner_of=(occurrence.activity.organiser,)))

    page = owner.get(f"/workspace/occurrences/{occurrence.id}/signups").text

    assert found_in(page) == [NAME, ANSWER]
    assert "139****5678" in page


def live_through(app: Flask, signup: Signup, occurrence: Occurrence) -> None:
    """Letters, a change, an own page that is looked at, a search and an end."""
    client = app.test_client()
    page = f"/signups/{keyring().token_of(signup.number)}"
    client.get(page)
    client.get(f"/activities?q={PHONE}")
    post(client, "/signups/find", {"known_by": PHONE, "number": ""}, page="/signups/find").close()
    deliver_due(app)
    cancel_occurrence(occurrence, "检修", clock.now())
    tell_changes(clock.now())
    deliver_due(app)
    erase(get_signup(signup.id), HOLDER, clock.now())
    client.get(page)


def test_no_line_of_the_log_holds_any(
    app: Flask, signup: Signup, occurrence: Occurrence, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)

    live_through(app, signup, occurrence)

    ours = [record for record in caplog.records if record.name != "mail.log"]  # the test's server
    lines = [JsonFormatter().format(record) for record in ours]
    assert any('"path": "/signups/<token>"' in line for line in lines)
    assert found_in("\n".join(lines)) == []
    assert keyring().token_of(signup.number) not in "\n".join(lines)


def test_the_audit_holds_none(app: Flask, signup: Signup, occurrence: Occurrence):
    live_through(app, signup, occurrence)

    entries = [str(entry.__data__) for entry in AuditEntry.select()]
    assert len(entries) >= 2
    assert found_in("\n".join(entries)) == []


def test_what_a_unit_types_as_a_reason_leaves_nobody_in_the_audit(
    app: Flask, signup: Signup, occurrence: Occurrence
):
    owner = browser_of(app, make_account(owner_of=(occurrence.activity.organiser,)))
    desk, export = f"/workspace/signups/{signup.id}", f"/workspace/occurrences/{occurrence.id}"
    other = make_activity(signup_mode="here", organiser=occurrence.activity.organiser)
    pending = make_signup(make_bookable(other, terms={"needs_approval": True}))
    sentence = "请不要写姓名和电话。"
    for canary in (*FORM_OF_PHONE, "１３９-1234 5678", EMAIL):
        reason = f"给{NAME} 2 {canary}回电"
        seen = post(owner, f"{desk}/phone", {"phone-reason": reason}, page=desk)
        taken = post(
            owner, f"{export}/signups.csv", {"pile": "live", "reason": reason},
            page=f"{export}/signups/export",
        )  # fmt: skip
        assert (seen.status_code, taken.status_code) == (422, 422), canary
        assert sentence in seen.text
        assert sentence in taken.text

    given = f"{NAME} {PHONE} {EMAIL} 来电说来不了"
    refusing = f"/workspace/signups/{pending.id}"
    for page, what, name in (
        (refusing, "refusal", "refuse"), (desk, "cancellation", "cancel"),
    ):  # fmt: skip
        post(owner, f"{page}/{what}", {f"{name}-reason": given}, page=page)

    letter = Message.get(Message.kind == "signup-cancelled")
    assert letter.params["reason"] == given
    entries = [entry for entry in AuditEntry.select() if entry.topic in ("signup", "occurrence")]
    assert {"signup.refused", "signup.cancelled"} <= {entry.action for entry in entries}
    assert found_in("\n".join(str(entry.__data__) for entry in entries)) == []


@pytest.mark.parametrize(
    "reason", ["集合地点变了", "2026-11-28 10:00 的 120 人要改到 14:00", "第 3 场，11-28 到 11-29"]
)
def test_a_reason_with_days_and_numbers_of_people_is_no_telephone_number(reason: str):
    assert not holds_contact(reason)


def test_the_outbox_holds_the_address_only_until_the_letter_has_left(
    app: Flask, signup: Signup, mailbox: Mailbox
):
    def stored() -> str:
        return "\n".join(str(letter.__data__) for letter in Message.select())

    assert found_in(stored()) == [EMAIL]

    deliver_due(app)

    assert mailbox.recipients == [EMAIL]
    assert found_in(stored()) == []
    assert found_in(str(mailbox.letters[0])) == [EMAIL]  # whom it is to, and nothing else


def test_the_office_sees_of_whom_a_letter_is_to_one_sign_and_the_domain(
    app: Flask, signup: Signup, mailbox: Mailbox
):
    mailbox.replies[EMAIL] = f"550 5.1.1 <{EMAIL}> unknown"
    office = browser_of(app, make_account(roles=(OfficeRole.OFFICE,)))
    waiting = office.get("/office/letters?pile=waiting").text
    deliver_due(app)
    needed = office.get("/office/letters?pile=needed").text

    assert found_in(waiting) == found_in(needed) == []
    assert "c***@yellow.example" in waiting
    assert "报名成功" in waiting
    assert "c***@yellow.example" in needed


def test_of_a_letter_that_never_leaves_the_address_is_not_kept_either(app: Flask, signup: Signup):
    drop(Message.get().id, HOLDER, clock.now())

    assert found_in(str(Message.get().__data__)) == []


def files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("kepuli.db*")))


@pytest.mark.engine("sqlite")
def test_a_stolen_file_shows_only_the_address_of_a_letter_that_waits(
    app: Flask, signup: Signup, tmp_path: Path
):
    stolen = files(tmp_path)
    assert [one for one in CANARIES if one.encode() in stolen] == [EMAIL]

    deliver_due(app)
    scrub()

    stolen = files(tmp_path)
    assert signup.number.encode() in stolen
    assert [one for one in CANARIES if one.encode() in stolen] == []


@pytest.mark.engine("sqlite")
def test_after_erasure_the_file_holds_nothing_even_of_letters_that_waited(
    app: Flask, signup: Signup, tmp_path: Path
):
    with database.atomic():
        tell(get_signup(signup.id), "signup-message", clock.now(), tail="1", words=NAME)
    erase(get_signup(signup.id), HOLDER, clock.now())
    scrub()
    assert [one for one in CANARIES if one.encode() in files(tmp_path)] == [EMAIL]  # for a day
    deliver_due(app)
    Scrubber()(clock.now())

    left = files(tmp_path)
    assert [one for one in CANARIES if one.encode() in left] == []
    assert signup.sealed.encode() not in left
    assert (signup.contact_hash or "").encode() not in left
    assert Signup.get_by_id(signup.id).party == 1


def test_who_types_the_address_of_another_does_not_learn_whose_it_is(
    client: FlaskClient, occurrence: Occurrence
):
    make_signup(occurrence, party=Party(adults=1), contact=Contact(NAME, email=EMAIL))
    page = f"/occurrences/{occurrence.id}/signups"
    typed = {"name": "别人", "email": EMAIL, "adults": "1"}

    answer = post(client, page, typed, page=f"{page}/new")

    assert answer.status_code == 422
    assert "已经报过这一场" in answer.text
    assert NAME not in answer.text
