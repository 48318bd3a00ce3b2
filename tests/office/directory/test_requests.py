"""Somebody asks for a unit to be taken into the directory; the office answers and forgets who."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events.audit import AuditEntry
from events.notifications.models import Message
from events.office.directory.tidying import WAITS, tidy
from events.office.models import RequestState, UnitRequest
from events.people.models import LinkKind, MemberRole, OneTimeLink
from events.units.models import District, NameKind, Unit, UnitName
from tests import NOW
from tests.factories import make_account, make_district, make_unit
from tests.office.directory.conftest import FORM
from tests.pages.reading import PageText
from tests.signing_in import browser_of, post

ASK, LIST = "/units/requests", "/office/units/requests"
At = Callable[[str], None]
WISH = {
    "name": "重庆市少年宫",
    "kind": "institution",
    "region": "500000",
    "parent": "",
    "contact_name": "林晓",
    "contact_email": "Lin@Example.org",
    "note": "每周六办科学课",
}
TAKE_IN = {"name": "重庆市少年宫", "short_name": "少年宫", "name_en": "", "slug": ""}


def ask(client: FlaskClient, **fields: str):
    return post(client, ASK, WISH | fields, page=FORM)


def make_request(region: District, **fields: object) -> UnitRequest:
    defaults = {
        "name": "重庆市少年宫",
        "kind": "institution",
        "region": region,
        "contact_name": "林晓",
        "contact_email": "lin@example.org",
        "note": "每周六办科学课",
        "requested_at": NOW,
    }
    return UnitRequest.create(**defaults | fields)


def only() -> UnitRequest:
    [request] = UnitRequest.select()
    return request


# Asking


def test_anybody_can_ask_and_is_told_what_happens_next(client: FlaskClient, bureau: Unit):
    answer = ask(client, parent="市气象局")

    request = only()
    assert (answer.status_code, answer.location) == (303, "/units/requests/received")
    assert "办公室核对以后会给您写信" in client.get(answer.location).text
    assert (request.name, request.kind, request.state) == ("重庆市少年宫", "institution", "waiting")
    assert (request.region.slug, request.parent_id) == ("500000", bureau.id)
    assert (request.contact_name, request.contact_email) == ("林晓", "lin@example.org")
    assert (request.note, request.requested_at) == ("每周六办科学课", NOW)
    entry = AuditEntry.get()
    assert (entry.action, entry.actor_id, entry.name) == (
        "unit-request.made",
        None,
        "重庆市少年宫",
    )
    assert "example" not in str(entry.__data__).lower()
    assert FORM in PageText(client.get("/units").text).links()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "请填写。"),
        ({"name": "长" * 121}, "最多 120 个字"),
        ({"kind": "x"}, "请从列表里选一个"),
        ({"region": "999999"}, "请从列表里选一个"),
        ({"region": ""}, "请从列表里选一个"),
        ({"parent": "没有的局"}, "名录里没有这个单位"),
        ({"contact_name": "\0"}, "请填写。"),
        ({"contact_name": "长" * 61}, "最多 60 个字"),
        ({"contact_email": "lin"}, "不像一个邮箱地址"),
        ({"contact_email": "a@b.cn\r\nBcc: x@y.cn"}, "不像一个邮箱地址"),
        ({"note": ""}, "请填写。"),
        ({"note": "长" * 1001}, "最多 1000 个字"),
    ],
)
def test_what_is_typed_wrong_is_said_and_kept(
    client: FlaskClient, city: District, wrong: dict[str, str], sentence: str
):
    answer = ask(client, **wrong)

    page = PageText(answer.text)
    assert answer.status_code == 422
    assert sentence in page.main
    if "note" not in wrong:
        assert "".join(page.all("textarea", name="note")[0].texts).strip() == "每周六办科学课"
    assert UnitRequest.select().count() == 0


@pytest.mark.parametrize(
    "text", ["\u202e宫", "<b>{{7*7}}</b>宫", "'; DROP TABLE unit;--", "𠀀😀宫"]
)
def test_nasty_names_are_stored_clean_and_shown_as_text(
    client: FlaskClient, office: FlaskClient, city: District, text: str
):
    assert ask(client, name=text, note=f"第一行\r\n{text}").status_code == 303

    request = only()
    assert request.name == text.replace("\u202e", "")
    assert request.note == f"第一行\n{request.name}"
    for path in (LIST, f"{LIST}/{request.id}"):
        page = office.get(path)
        assert page.status_code == 200
        assert "<b>" not in page.text


def test_a_name_that_is_alike_is_asked_about_first(client: FlaskClient, city: District):
    known = make_unit(slug="palace", name="重庆青少年宫", region=city)
    make_unit(name="重庆市少年宫", region=make_district())
    make_unit(name="重庆市少年宫馆", region=city, merged_into=known)

    answer = ask(client)

    page = PageText(answer.text)
    assert answer.status_code == 422
    assert "是不是这一个？" in page.main
    known_units = [a for a in page.links() if a.startswith("/units/") and "?" not in a]
    assert known_units == ["/units/palace"]
    assert UnitRequest.select().count() == 0
    assert ask(client, differs="y").status_code == 303
    assert only().name == "重庆市少年宫"


def test_a_unit_that_is_there_or_asked_for_already_is_not_asked_for_again(
    client: FlaskClient, museum: Unit, city: District
):
    UnitName.create(unit=museum, name="市少年宫", kind=NameKind.ALIAS)
    there = ask(client, name="市少年宫", differs="y")
    make_request(city, contact_email="he@example.org")
    waiting = ask(client, differs="y")

    assert (there.status_code, "就是“重庆自然博物馆”" in there.text) == (409, True)
    assert (waiting.status_code, "请等办公室答复" in waiting.text) == (409, True)
    assert "he@example.org" not in waiting.text
    assert UnitRequest.select().count() == 1


def test_five_a_day_from_one_address_and_the_sixth_waits(
    client: FlaskClient, city: District, at: At
):
    names = ["甲院", "乙馆", "丙所", "丁会", "戊站", "己队"]
    codes = [ask(client, name=name).status_code for name in names]

    assert codes == [303] * 5 + [429]
    refused = ask(client, name="己队")
    assert "每周六办科学课" in refused.text
    assert int(refused.headers["Retry-After"]) > 0
    assert UnitRequest.select().count() == 5

    at("2026-11-22T10:00:01+08:00")
    assert ask(client, name="己队").status_code == 303


def test_the_form_needs_its_token(client: FlaskClient, city: District):
    assert client.post(ASK, data=WISH).status_code == 400
    assert UnitRequest.select().count() == 0


# Answering


def test_the_office_takes_a_unit_in_and_forgets_who_asked(
    office: FlaskClient, bureau: Unit, city: District
):
    request = make_request(city, parent=bureau)
    page = PageText(office.get(f"{LIST}/{request.id}").text)
    assert "林晓，lin@example.org" in page.main
    assert page.all("input", name="short_name")[0].attributes["value"] == "少年宫"

    answer = post(office, f"{LIST}/{request.id}/acceptance", TAKE_IN, page=f"{LIST}/{request.id}")

    unit = Unit.get(Unit.name == "重庆市少年宫")
    assert (answer.status_code, answer.location) == (303, f"/office/units/{unit.slug}")
    assert (unit.slug, unit.short_name, unit.kind) == (f"unit-{unit.id}", "少年宫", "institution")
    assert (unit.region_id, unit.parent_id) == (city.id, bureau.id)
    assert unit.position > bureau.position
    row = only()
    assert (row.state, row.unit_id, row.decided_at) == ("accepted", unit.id, NOW)
    assert (row.contact_name, row.contact_email) == ("", "")
    [letter] = Message.select()
    assert (letter.kind, letter.email, letter.key) == (
        "unit-request-answered",
        "lin@example.org",
        str(request.id),
    )
    assert (letter.params["slug"], letter.params["name"]) == (unit.slug, "重庆市少年宫")
    actions = [entry.action for entry in AuditEntry.select().order_by(AuditEntry.id)]
    assert actions == ["unit.created", "unit-request.accepted"]
    assert office.get(f"/units/{unit.slug}").status_code == 200
    assert "example" not in str([entry.__data__ for entry in AuditEntry.select()]).lower()


def test_who_asked_can_be_invited_in_the_same_step(office: FlaskClient, city: District):
    request = make_request(city)
    path = f"{LIST}/{request.id}"

    post(office, f"{path}/acceptance", TAKE_IN | {"slug": "palace", "invites": "y"}, page=path)

    link = OneTimeLink.get()
    assert (link.kind, link.email, link.role) == (
        LinkKind.INVITATION,
        "lin@example.org",
        MemberRole.OWNER,
    )
    assert link.unit.slug == "palace"
    assert sorted(m.kind for m in Message.select()) == ["invitation", "unit-request-answered"]
    assert only().contact_email == ""


@pytest.mark.parametrize(
    ("wrong", "code", "sentence"),
    [
        ({"slug": "museum"}, 409, "代号“museum”已经有单位在用"),
        ({"slug": "Große"}, 422, "只能用小写字母"),
        ({"slug": "../x"}, 422, "只能用小写字母"),
        ({"slug": "requests"}, 422, "这个代号留给程序用"),
        ({"slug": "unit-7"}, 422, "这个代号留给程序用"),
        ({"slug": "x" * 65}, 422, "最多 64 个字"),
        ({"name": "重庆自然博物馆"}, 409, "已经指“重庆自然博物馆”"),
        ({"short_name": "自然博物馆"}, 409, "已经指“重庆自然博物馆”"),
        ({"short_name": ""}, 422, "请填写。"),
    ],
)
def test_a_unit_that_can_t_be_taken_in_like_this_leaves_the_request_waiting(
    office: FlaskClient,
    museum: Unit,
    city: District,
    wrong: dict[str, str],
    code: int,
    sentence: str,
):
    request = make_request(city)
    path = f"{LIST}/{request.id}"

    answer = post(office, f"{path}/acceptance", TAKE_IN | {"invites": "y"} | wrong, page=path)

    assert (answer.status_code, sentence in answer.text) == (code, True)
    assert (only().state, only().contact_email) == ("waiting", "lin@example.org")
    assert Unit.select().count() == 1
    assert Message.select().count() == AuditEntry.select().count() == 0


def test_a_refusal_says_why_and_forgets_too(office: FlaskClient, city: District):
    request = make_request(city)
    path = f"{LIST}/{request.id}"
    assert post(office, f"{path}/refusal", {"answer": ""}, page=path).status_code == 422

    answer = post(office, f"{path}/refusal", {"answer": "不在本市"}, page=path)

    assert (answer.status_code, answer.location) == (303, LIST)
    assert (only().state, only().answer, only().contact_email) == ("refused", "不在本市", "")
    letter = Message.get()
    assert (letter.params["slug"], letter.params["reason"]) == ("", "不在本市")
    assert "没有加入，原因：不在本市" in office.get(path).text
    assert "重庆市少年宫" in office.get(f"{LIST}?state=refused").text
    assert "重庆市少年宫" not in office.get(LIST).text


def test_a_request_is_answered_once(office: FlaskClient, city: District):
    request = make_request(city, state=RequestState.REFUSED, answer="不在本市", contact_email="")
    path = f"{LIST}/{request.id}"

    taken = post(office, f"{path}/acceptance", TAKE_IN, page=FORM)
    refused = post(office, f"{path}/refusal", {"answer": "再说"}, page=FORM)

    assert (taken.status_code, refused.status_code) == (409, 409)
    assert only().answer == "不在本市"
    assert Message.select().count() == Unit.select().count() == 0


def test_only_the_office_sees_who_asks(
    app: Flask, client: FlaskClient, auditor: FlaskClient, city: District
):
    request = make_request(city)
    owner = browser_of(app, make_account(owner_of=(make_unit(),)))

    for path in (LIST, f"{LIST}/{request.id}"):
        for stranger in (auditor, owner):
            answer = stranger.get(path)
            assert (answer.status_code, "lin@example.org" in answer.text) == (403, False)
        assert "lin@example.org" not in client.get(path).text
    for noun in ("acceptance", "refusal"):
        answer = post(auditor, f"{LIST}/{request.id}/{noun}", TAKE_IN | {"answer": "x"}, page=FORM)
        assert answer.status_code == 403
    assert only().state == "waiting"


@pytest.mark.parametrize("number", [0, 999, 2**31])
def test_a_request_that_is_not_there_is_not_found(office: FlaskClient, city: District, number: int):
    assert office.get(f"{LIST}/{number}").status_code == 404
    assert post(office, f"{LIST}/{number}/refusal", {"answer": "x"}, page=FORM).status_code == 404


def test_the_list_asks_as_often_for_many_requests_as_for_one(
    office: FlaskClient, museum: Unit, city: District
):
    counts = []
    for number in (1, 2):
        for _ in range(number):
            make_request(make_district(), parent=museum)
        with count_queries() as counted:
            assert office.get(LIST).status_code == 200
        counts.append(counted.count)

    assert counts[0] == counts[1]


def test_what_nobody_answered_is_closed_after_half_a_year_without_a_word(city: District):
    old = make_request(city, requested_at=NOW - WAITS - timedelta(seconds=1))
    young = make_request(city, requested_at=NOW - WAITS)

    assert (tidy(NOW), tidy(NOW)) == (1, 0)

    closed, kept = UnitRequest.get_by_id(old.id), UnitRequest.get_by_id(young.id)
    assert (closed.state, closed.answer, closed.decided_at) == ("refused", "", NOW)
    assert (closed.contact_name, closed.contact_email) == ("", "")
    assert (kept.state, kept.contact_email) == ("waiting", "lin@example.org")
    assert Message.select().count() == 0
    assert AuditEntry.get().action == "unit-request.expired"
