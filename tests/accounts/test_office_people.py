"""人员: the office appoints, shuts and opens; auditors look on; an administrator remains."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events import clock
from events.audit import PROGRAM
from events.db import database
from events.errors import InvalidTransition
from events.people.models import (
    Account,
    Appointment,
    LinkKind,
    LoginSession,
    OfficeRole,
    OneTimeLink,
)
from events.people.one_time import make_link
from events.people.sessions import open_session
from events.people.shutting import disable
from tests.accounts import audited, last_audit
from tests.factories import make_account, make_district, make_unit
from tests.pages.reading import PageText
from tests.signing_in import browser_of, post

OFFICE, ADMINISTRATOR = (OfficeRole.OFFICE,), (OfficeRole.ADMINISTRATOR,)
TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)


@pytest.fixture
def office(app: Flask) -> Account:
    return make_account(roles=OFFICE, name="林晓", email="lin@example.org")


@pytest.fixture
def administrator(app: Flask) -> Account:
    return make_account(roles=ADMINISTRATOR, name="赵强", email="zhao@example.org")


def appoint(client: FlaskClient, account: Account, **typed: object):
    page = f"/office/people/{account.id}"
    return post(client, f"{page}/appointments", typed, page=page)


def act(client: FlaskClient, account: Account, step: str):
    page = f"/office/people/{account.id}"
    return post(client, f"{page}/{step}", page=page)


def posts(account: Account) -> list[tuple[str, int | None, date | None, int | None]]:
    rows = Appointment.select().where(Appointment.account == account).order_by(Appointment.id)
    return [(row.role, row.district_id, row.until_day, row.stand_in_for_id) for row in rows]


def test_the_list_shows_accounts_with_units_and_roles(app: Flask, office: Account):
    make_account(owner_of=(make_unit(name="气象局"),), name="何晴")
    make_account(districts=(make_district(name="北碚区"),), name="周宁", disabled_at=clock.now())

    words = PageText(browser_of(app, office).get("/office/people").text).section("accounts")

    for known in ("何晴", "气象局", "单位负责人", "周宁", "北碚区", "已停用", "林晓", "纲要办"):
        assert known in words


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("何", ["何晴"]),
        ("HE@EXAMPLE", ["何晴"]),
        ("气象", ["何晴"]),
        ("陈", ["陈静"]),
        ("%", []),
        ("_", []),
        ("' OR 1=1 --", []),
        ("<b>", []),
        ("x" * 5000, []),
        ("", ["何晴", "林晓", "陈静"]),
    ],
)
def test_the_list_can_be_searched_by_name_address_and_unit(
    app: Flask, office: Account, words: str, found: list[str]
):
    make_account(owner_of=(make_unit(name="气象局"),), name="何晴", email="he@example.org")
    make_account(name="陈静", email="chen@example.org")

    page = browser_of(app, office).get("/office/people", query_string={"q": words})

    links = PageText(page.text).links()
    named = {name for path, name in links.items() if path.startswith("/office/people/")}
    assert named == set(found)


def test_many_accounts_come_in_pages_of_fifty(app: Flask, office: Account):
    for number in range(60):
        make_account(name=f"某{number:02}")
    client = browser_of(app, office)

    first, second = (PageText(client.get(f"/office/people?page={n}").text) for n in (1, 2))

    rows = [sum("/office/people/" in path for path in page.links()) for page in (first, second)]
    assert rows == [50, 11]
    assert "/office/people?q=&page=2" in first.links()
    for odd in ("0", "-1", "x", "9" * 9, "²"):
        assert client.get(f"/office/people?page={odd}").status_code == 200


def test_auditors_see_people_without_addresses_and_can_not_search_for_them(app: Flask):
    auditor = make_account(roles=(OfficeRole.AUDITOR,), name="吴敏", email="wu@example.org")
    other = make_account(name="何晴", email="secret-he@example.org")
    make_link(LinkKind.INVITATION, "secret-new@example.org", clock.now(), role="office")
    client = browser_of(app, auditor)

    pages = [
        client.get(path).text
        for path in ("/office/people", f"/office/people/{other.id}", "/office/people?q=何")
    ]
    by_address = PageText(client.get("/office/people?q=secret-he").text)

    assert all("何晴" in page for page in pages)
    assert all("secret" not in page for page in pages)
    assert f"/office/people/{other.id}" not in by_address.links()


@pytest.mark.parametrize(
    "step", ["appointments", "appointments/{post}/removal", "suspension", "reinstatement",
             "sessions/revocation"],
)  # fmt: skip
@pytest.mark.parametrize(
    "role", [OfficeRole.AUDITOR, OfficeRole.REVIEWER, None], ids=["auditor", "reviewer", "owner"]
)
def test_who_is_not_of_the_office_changes_nothing(app: Flask, step: str, role: OfficeRole | None):
    owner_of = () if role else (make_unit(),)
    client = browser_of(app, make_account(roles=(role,) if role else (), owner_of=owner_of))
    account = make_account(roles=OFFICE)
    open_session(account, "", clock.now())
    path = f"/office/people/{account.id}/{step.format(post=Appointment.get(role='office').id)}"

    response = post(client, path, {"role": "administrator"}, page="/account")

    assert response.status_code == 403
    assert posts(account) == [("office", None, None, None)]
    assert Account.get_by_id(account.id).disabled_at is None
    assert audited() == []


def test_a_reviewer_is_appointed_for_a_district(app: Flask, office: Account):
    account, district = make_account(), make_district(slug="500109")

    response = appoint(browser_of(app, office), account, role="reviewer", district="500109")

    assert response.status_code == 303
    assert posts(account) == [("reviewer", district.id, None, None)]
    entry = last_audit()
    assert (entry.action, entry.actor_id, entry.key) == (
        "appointment.given",
        office.id,
        str(account.id),
    )
    assert entry.details["district"] == district.id


def test_the_same_post_is_given_once(app: Flask, office: Account):
    account, client = make_account(), browser_of(app, office)

    appoint(client, account, role="reviewer")
    appoint(client, account, role="reviewer")

    assert posts(account) == [("reviewer", None, None, None)]


def test_a_stand_in_reviews_until_the_day_and_is_shown_as_past_afterwards(
    app: Flask, office: Account, at
):
    absent = make_account(roles=(OfficeRole.REVIEWER,), name="周宁")
    account = make_account(name="何晴")
    client = browser_of(app, office)

    appoint(client, account, role="reviewer", stand_in_for=str(absent.id), until_day="2026-11-25")
    before = PageText(client.get(f"/office/people/{account.id}").text).section("roles")
    at("2026-11-25T23:00+08:00")
    on_the_last_day = PageText(client.get(f"/office/people/{account.id}").text).section("roles")
    at("2026-11-26T00:30+08:00")
    after = PageText(client.get(f"/office/people/{account.id}").text).section("roles")

    assert posts(account) == [("reviewer", None, TODAY + 4 * DAY, absent.id)]
    assert "代理 周宁" in before
    assert ("已到期" in before, "已到期" in on_the_last_day, "已到期" in after) == (
        False,
        False,
        True,
    )
    assert browser_of(app, account).get("/account").text.count("代理") == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"role": "reviewer", "until_day": "2026-11-20"}, "到期日已经过去"),
        ({"role": "office", "district": "500109"}, "只有审核员可以限定区县"),
        ({"role": "reviewer", "stand_in_for": "{self}", "until_day": "2026-12-01"}, "不能代理自己"),
        ({"role": "reviewer", "stand_in_for": "{absent}"}, "代理要写到哪一天为止"),
        ({"role": "office", "stand_in_for": "{absent}", "until_day": "2026-12-01"}, "没有这项职务"),
        ({"role": "reviewer", "stand_in_for": "999", "until_day": "2026-12-01"}, "代理谁"),
        ({"role": "reviewer", "district": "000000"}, "审核哪个区县"),
        ({"role": "reviewer", "until_day": "下周"}, "到哪一天为止"),
        ({"role": "administrator"}, "职务"),
        ({"role": "owner"}, "职务"),
        ({}, "职务"),
    ],
)
def test_an_appointment_that_makes_no_sense_is_refused_with_a_sentence(
    app: Flask, office: Account, typed: dict[str, str], sentence: str
):
    make_district(slug="500109")
    absent = make_account(roles=(OfficeRole.REVIEWER,))
    account = make_account(roles=(OfficeRole.AUDITOR,))
    ids = {"self": account.id, "absent": absent.id}

    response = appoint(
        browser_of(app, office),
        account,
        **{name: value.format(**ids) for name, value in typed.items()},
    )

    assert response.status_code == 422
    assert sentence in PageText(response.text).main
    assert posts(account) == [("auditor", None, None, None)]


def test_the_office_makes_no_administrators_and_an_administrator_does(
    app: Flask, office: Account, administrator: Account
):
    account = make_account()

    refused = appoint(browser_of(app, office), account, role="administrator")
    given = appoint(browser_of(app, administrator), account, role="administrator")

    assert (refused.status_code, given.status_code) == (422, 303)
    assert posts(account) == [("administrator", None, None, None)]


def test_the_office_touches_no_administrator(app: Flask, office: Account, administrator: Account):
    make_account(roles=ADMINISTRATOR)
    open_session(administrator, "", clock.now())
    its = Appointment.get(Appointment.account == administrator)
    client = browser_of(app, office)

    for step in (
        f"appointments/{its.id}/removal", "suspension", "reinstatement", "sessions/revocation",
    ):  # fmt: skip
        assert act(client, administrator, step).status_code == 403
    assert posts(administrator) == [("administrator", None, None, None)]
    assert Account.get_by_id(administrator.id).disabled_at is None
    assert LoginSession.select().where(LoginSession.revoked_at.is_null(False)).count() == 0


def test_a_role_is_taken_back(app: Flask, office: Account):
    account = make_account(roles=(OfficeRole.AUDITOR, OfficeRole.REVIEWER))
    first = Appointment.get(Appointment.account == account, Appointment.role == "auditor")

    response = act(browser_of(app, office), account, f"appointments/{first.id}/removal")

    assert response.status_code == 303
    assert posts(account) == [("reviewer", None, None, None)]
    assert audited() == [("appointment.ended", office.id, str(account.id))]


def test_a_role_of_somebody_else_is_not_taken_back_on_this_page(app: Flask, office: Account):
    account, other = make_account(), make_account(roles=(OfficeRole.AUDITOR,))
    theirs = Appointment.get(Appointment.account == other)

    for number in (theirs.id, 999, 2**40):
        step = f"appointments/{number}/removal"
        assert act(browser_of(app, office), account, step).status_code == 404
    assert posts(other) == [("auditor", None, None, None)]


@pytest.mark.parametrize("until", [None, TODAY + 30 * DAY])
def test_the_last_lasting_administrator_stays(app: Flask, administrator: Account, until):
    other = make_account(roles=ADMINISTRATOR)
    if until:
        Appointment.update(until_day=until).where(Appointment.account == other).execute()
    else:
        Account.update(disabled_at=clock.now()).where(Account.id == other.id).execute()
    its = Appointment.get(Appointment.account == administrator)

    response = act(browser_of(app, administrator), administrator, f"appointments/{its.id}/removal")

    assert response.status_code == 409
    assert "最后一位管理员" in response.text
    assert posts(administrator) == [("administrator", None, None, None)]


def test_one_of_two_administrators_may_go(app: Flask, administrator: Account):
    make_account(roles=ADMINISTRATOR)
    its = Appointment.get(Appointment.account == administrator)

    act(browser_of(app, administrator), administrator, f"appointments/{its.id}/removal")

    assert posts(administrator) == []


def test_of_two_administrators_shut_at_the_same_moment_one_stays(db: object):
    accounts = [make_account(roles=ADMINISTRATOR) for _ in range(2)]
    barrier = Barrier(2)
    refused: list[str] = []

    def shut(account: Account) -> None:
        barrier.wait()
        try:
            disable(PROGRAM, account, clock.now())
        except InvalidTransition as refusal:
            refused.append(refusal.message)
        database.close()

    threads = [Thread(target=shut, args=(account,)) for account in accounts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert Account.select().where(Account.disabled_at.is_null()).count() == 1


def test_an_account_is_shut_and_everything_of_it_with_it(app: Flask, office: Account):
    account = make_account(owner_of=(make_unit(slug="meteo"),))
    browser = browser_of(app, account)
    make_link(LinkKind.RESET, account.email, clock.now(), account=account)
    make_link(LinkKind.INVITATION, "new@example.org", clock.now(), made_by=account, role="office")

    response = act(browser_of(app, office), account, "suspension")

    assert response.status_code == 303
    assert Account.get_by_id(account.id).disabled_at == clock.now()
    assert browser.get("/workspace/meteo/people").status_code == 303
    assert OneTimeLink.select().count() == 0
    assert audited() == [("account.disabled", office.id, str(account.id))]


def test_it_can_be_opened_again_and_has_to_sign_in_anew(app: Flask, office: Account):
    account = make_account()
    browser = browser_of(app, account)
    client = browser_of(app, office)
    act(client, account, "suspension")

    act(client, account, "reinstatement")

    assert Account.get_by_id(account.id).disabled_at is None
    assert browser.get("/account").status_code == 303
    assert [action for action, _, _ in audited()] == ["account.disabled", "account.enabled"]


def test_nobody_shuts_out_himself(app: Flask, office: Account, administrator: Account):
    make_account(roles=ADMINISTRATOR)

    for account in (office, administrator):
        client = browser_of(app, account)
        response = act(client, account, "suspension")
        assert response.status_code == 403
        assert client.get("/account").status_code == 200


def test_somebody_can_be_signed_out_everywhere(app: Flask, office: Account):
    account = make_account()
    browsers = [browser_of(app, account) for _ in range(2)]
    client = browser_of(app, office)

    response = act(client, account, "sessions/revocation")

    assert response.status_code == 303
    assert [browser.get("/account").status_code for browser in browsers] == [303, 303]
    assert "已退出 2 个浏览器" in client.get("/office/people").text
    assert client.get("/account").status_code == 200
    assert last_audit().details == {"count": 2}


def test_a_shut_account_gets_no_role(app: Flask, office: Account):
    account = make_account(disabled_at=clock.now())

    response = appoint(browser_of(app, office), account, role="auditor")

    assert response.status_code == 422
    assert "已停用" in response.text
    assert posts(account) == []


@pytest.mark.parametrize("number", [999, 2**40])
def test_an_account_that_is_not_there_is_not_found(app: Flask, office: Account, number: int):
    assert browser_of(app, office).get(f"/office/people/{number}").status_code == 404


@pytest.mark.parametrize("path", ["/office/people", "/office/people/{account}"])
def test_the_pages_ask_as_often_for_many_as_for_one(app: Flask, office: Account, path: str):
    first, absent = make_account(), make_account(roles=(OfficeRole.REVIEWER,))
    client = browser_of(app, office)

    def grow(account: Account) -> None:
        unit = make_unit()
        account.memberships.model.create(
            account=account, unit=unit, role="editor", created_at=clock.now()
        )
        Appointment.create(
            account=account, role="reviewer", district=make_district(), until_day=TODAY,
            stand_in_for=absent, created_at=clock.now(),
        )  # fmt: skip
        make_link(
            LinkKind.INVITATION, f"n{unit.id}@example.org", clock.now(), unit=unit, role="owner"
        )

    def asked() -> int:
        with count_queries() as counted:
            assert client.get(path.format(account=first.id)).status_code == 200
        return int(counted.count)

    grow(first)
    few = asked()
    for account in (first, make_account(), make_account()):
        grow(account)

    assert asked() == few
    assert few <= 12
