"""`kepuli accounts`: for the first day, and for the day without mail."""

import re

import pytest
from flask.testing import FlaskClient

from events import clock
from events.people.models import Account, Appointment, LoginSession, OfficeRole, OneTimeLink
from events.people.passwords import is_password
from tests.accounts import HASH, NEW_PASSWORD, audited, letters, make_person
from tests.conftest import Outcome, Program
from tests.factories import make_account, make_district, make_unit
from tests.signing_in import browser_of, post

CREATE = ("accounts", "create-admin", "--email", "Admin@Example.org", "--name", "赵强")


def link_in(said: Outcome) -> str:
    found = re.search(r"^https://kepuli\.example(/password-resets/[\w-]{43})$", said.stdout, re.M)
    assert found, said
    return found.group(1)


def test_the_first_administrator_sets_a_password_with_the_printed_link(
    kepuli: Program, client: FlaskClient
):
    said = kepuli(*CREATE)

    account = Account.get()
    assert (said.exit_code, said.stderr) == (0, "")
    assert (account.email, account.name, account.password_hash) == ("admin@example.org", "赵强", "")
    assert Appointment.get().role == OfficeRole.ADMINISTRATOR
    assert letters("password-reset") == 0
    typed = {"password": NEW_PASSWORD, "password_again": NEW_PASSWORD}
    assert post(client, link_in(said), typed).status_code == 303
    assert is_password(NEW_PASSWORD, Account.get().password_hash)
    assert [(action, by) for action, by, _ in audited()][:3] == [
        ("account.opened", None),
        ("appointment.given", None),
        ("account.link-made", None),
    ]


def test_an_account_that_is_there_becomes_an_administrator_and_keeps_its_password(
    kepuli: Program, db: object
):
    account = make_person(email="admin@example.org", name="林晓")

    said = [kepuli(*CREATE) for _ in range(2)]

    assert [each.exit_code for each in said] == [0, 0]
    stored = Account.get()
    assert (stored.id, stored.name, stored.password_hash) == (account.id, "林晓", HASH)
    assert Appointment.select().count() == 1


@pytest.mark.parametrize(
    ("email", "name", "sentence"),
    [
        ("admin", "赵强", "这不像一个邮箱地址"),
        ("admin@example.org", " ", "姓名要写上"),
        ("admin@example.org", "长" * 61, "姓名要写上"),
    ],
)
def test_what_can_not_be_taken_is_one_sentence(
    kepuli: Program, db: object, email: str, name: str, sentence: str
):
    said = kepuli("accounts", "create-admin", "--email", email, "--name", name)

    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr.startswith(sentence)
    assert Account.select().count() == 0


def test_the_list_has_a_line_for_each_account(kepuli: Program, db: object):
    unit = make_unit(name="气象局")
    make_account(email="a@example.org", name="林晓", owner_of=(unit,))
    district = make_district(name="北碚区")
    make_account(email="b@example.org", name="周宁", districts=(district,))
    make_account(email="c@example.org", name="陈默", disabled_at=clock.now())

    said = kepuli("accounts", "list")

    assert said.stdout.splitlines() == [
        "a@example.org  林晓  气象局（负责人）",
        "b@example.org  周宁  审核员（北碚区）",
        "c@example.org  陈默  已停用",
    ]


def test_an_account_can_be_shut(kepuli: Program, db: object, app):
    account = make_account(email="lin@example.org", name="林晓")
    browser_of(app, account)

    said = kepuli("accounts", "disable", "LIN@example.org")

    assert said == Outcome(0, "已停用：林晓（lin@example.org）。\n", "")
    assert Account.get().disabled_at == clock.now()
    assert LoginSession.get().revoked_at == clock.now()
    assert audited() == [("account.disabled", None, str(account.id))]


def test_the_last_administrator_can_not_be_shut(kepuli: Program, db: object):
    make_account(email="admin@example.org", roles=(OfficeRole.ADMINISTRATOR,))

    said = kepuli("accounts", "disable", "admin@example.org")

    assert (said.exit_code, said.stdout) == (1, "")
    assert "最后一位管理员" in said.stderr
    assert Account.get().disabled_at is None


def test_a_link_is_printed_without_a_letter(kepuli: Program, client: FlaskClient):
    make_person(email="lin@example.org")

    said = kepuli("accounts", "link", "lin@example.org")

    assert client.get(link_in(said)).status_code == 200
    assert letters("password-reset") == 0
    assert link_in(said).rpartition("/")[2] not in str(OneTimeLink.get().__data__)


def test_the_second_step_is_dropped_for_who_has_lost_everything(kepuli: Program, db: object):
    account = make_account(
        email="lin@example.org", name="林晓", totp_secret="JBSWY3DPEHPK3PXP", recovery_hashes=["x"]
    )

    said = kepuli("accounts", "codes-off", "lin@example.org")

    assert said == Outcome(0, "已关闭两步登录：林晓（lin@example.org）。\n", "")
    assert (Account.get().totp_secret, Account.get().recovery_hashes) == (None, [])
    assert audited() == [("account.codes-off", None, str(account.id))]


@pytest.mark.parametrize("step", ["disable", "link", "codes-off"])
def test_an_address_nobody_has_is_one_sentence(kepuli: Program, db: object, step: str):
    said = kepuli("accounts", step, "nobody@example.org")

    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr.startswith("没有“nobody@example.org”这个账号")
