"""The address is the key: forged, cut, replayed, scanned or erased, it does no harm."""

import json

import pytest

from events import clock
from events.activities.models import Occurrence
from events.audit import AuditEntry
from events.notifications.models import Message
from events.signups.actions import HOLDER
from events.signups.erasing import erase
from events.signups.joining.consent import digest_of, words_in
from events.signups.keys import Keyring, keyring
from events.signups.models import FormKind, Signup
from events.signups.people import Contact, Party
from events.signups.reach import open_post
from tests.factories import make_bookable, make_signup
from tests.signups.own.conftest import address, move

GETS = (
    *("", "/calendar.ics", "/letter", "/edit", "/transfer", "/cancellation/new"),
    *("/copy", "/erasure/new"),
)
POSTS = ("/keeping", "/acceptance", "/edit", "/transfer", "/cancellation", "/erasure")
SECRET = "阿依古丽·买买提"


@pytest.fixture
def signup(app) -> Signup:
    """A class that is waited after, so that every page has something to show and to lose."""
    contact = Contact(SECRET, phone="+8613900001234", school="城南小学", grade="四年级")
    occurrence = make_bookable(capacity=2, terms={"form": FormKind.CLASS})
    signup = make_signup(occurrence, party=Party(adults=1, pupils=1), contact=contact)
    Signup.update(form=FormKind.CLASS).execute()
    make_signup(occurrence)
    return Signup.get_by_id(signup.id)


def everything() -> list[list[object]]:
    """All rows that a page about a sign-up could have touched."""
    tables = (Signup, Occurrence, Message, AuditEntry)
    return [list(table.select().order_by(table.id).dicts()) for table in tables]


def tokens(signup: Signup) -> dict[str, str]:
    good = keyring().token_of(signup.number)
    return {
        "cut": good[:-1],
        "longer": good + "A",
        "of another number": "23456789" + good[8:],
        "number only": signup.number,
        "small": good.lower(),
        "other key": Keyring(["another key"]).token_of(signup.number),
        "not ascii": good[:-2] + "密码",
        "never made": keyring().token_of("23456789"),
        "huge": good * 50,
        "sql": "' OR 1=1 --",
    }


@pytest.mark.parametrize("rest", GETS)
def test_forged_addresses_lead_nowhere_and_tell_nothing(client, signup, rest):
    for name, token in tokens(signup).items():
        answer = client.get(f"/signups/{token}{rest}")
        assert answer.status_code == 404, name
        assert SECRET not in answer.text
        assert "城南小学" not in answer.text


@pytest.mark.parametrize("rest", POSTS)
def test_forged_addresses_change_nothing(client, app, signup, rest):
    app.config["WTF_CSRF_ENABLED"] = False
    before = everything()

    for name, token in tokens(signup).items():
        assert client.post(f"/signups/{token}{rest}").status_code == 404, name

    assert everything() == before


@pytest.mark.parametrize("rest", POSTS)
def test_no_form_is_taken_without_its_own_page(client, signup, rest):
    before = everything()

    assert client.post(address(signup, rest)).status_code == 400
    assert everything() == before


@pytest.mark.parametrize("rest", GETS)
def test_looking_at_any_page_changes_nothing(client, signup, rest):
    """As mail scanners do with every link of a letter."""
    move(signup.occurrence, 14)
    before = everything()

    for _time in range(2):
        assert client.get(address(signup, rest)).status_code == 200
        assert client.head(address(signup, rest)).status_code == 200

    assert everything() == before


@pytest.mark.parametrize("rest", GETS)
def test_every_page_is_kept_by_nobody(client, signup, rest):
    answer = client.get(address(signup, rest))

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("rest", [*GETS, *POSTS])
def test_every_address_of_an_erased_signup_is_gone(client, app, signup, rest):
    app.config["WTF_CSRF_ENABLED"] = False
    erase(signup, HOLDER, clock.now())
    before = everything()

    answer = client.get(address(signup, rest)) if rest in GETS else None
    answer = client.post(address(signup, rest)) if rest in POSTS else answer

    assert answer.status_code == 410
    assert "个人信息已经删除" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert everything() == before


# Cancelling, in two steps


def test_first_step_says_who_gets_the_places(read, signup):
    assert "取消后 2 个名额让给候补的人" in read(signup, "/cancellation/new").main


def test_second_step_gives_the_places_to_whoever_waits(send, read, signup):
    answer = send(signup, "/cancellation", page="/cancellation/new")

    assert (answer.status_code, answer.location) == (303, address(signup))
    states = [one.state for one in Signup.select().order_by(Signup.id)]
    assert states == ["cancelled", "confirmed"]
    assert "2 个名额已经让出" in read(signup).main


def test_cancelling_twice_is_cancelling_once(send, client, signup):
    send(signup, "/cancellation", page="/cancellation/new")
    before = everything()

    assert send(signup, "/cancellation").status_code == 303
    assert client.get(address(signup, "/cancellation/new")).location == address(signup)
    assert everything() == before


def test_cancelling_after_the_end_is_refused_with_a_sentence(client, app, signup, at):
    app.config["WTF_CSRF_ENABLED"] = False
    at("2026-11-28T12:00+08:00")
    before = everything()

    answer = client.post(address(signup, "/cancellation"))

    assert answer.status_code == 409
    assert "不用再取消" in answer.text
    assert everything() == before


# Copy and erasure


def test_copy_holds_all_that_is_stored_under_names_one_can_read(client, app):
    contact = Contact(SECRET, phone="+8613900001234", email="aygul@example.org")
    signup = make_signup(
        make_bookable(),
        party=Party(adults=1, under_7=1),
        contact=contact,
        consent=digest_of(words_in("zh")),
    )
    Signup.update(note="要轮椅", origin="unit", call_since=clock.now()).execute()

    answer = client.get(address(signup, "/copy"))
    copied = json.loads(answer.data)

    assert answer.headers["Content-Disposition"] == "attachment; filename=kepuli-signup.json"
    assert copied["编号"] == signup.number
    assert copied["联系方式"] == {
        "称呼": SECRET, "手机号": "+8613900001234", "邮箱": "aygul@example.org",
    }  # fmt: skip
    assert copied["几个人来"] == {"成人": 1, "孩子，6 岁以下": 1}
    assert copied["主办单位的备注"] == "要轮椅"
    assert (copied["来源"], copied["表格"]) == ("unit", "people")
    assert copied["监护人同意的话"] == words_in("zh")
    assert copied["时间"]["从何时起要打电话告诉您"] == "2026-11-21T10:00:00+08:00"
    assert copied["时间"]["监护人同意的时间"] == "2026-11-21T10:00:00+08:00"
    assert [letter["邮箱"] for letter in copied["写给您的信"]] == ["aygul@example.org"]


def test_copy_holds_nothing_of_anybody_else(client, signup):
    other = Signup.get(Signup.id != signup.id)

    assert SECRET not in client.get(address(other, "/copy")).text


@pytest.mark.parametrize("sends", [False, True])
def test_last_letter_is_promised_and_kept_only_where_letters_are_sent(send, read, app, sends):
    signup = make_signup(contact=Contact(SECRET, email="aygul@example.org"))
    open_post(sends)

    assert ("最后一封信" in read(signup, "/erasure/new").main) is sends
    send(signup, "/erasure", page="/erasure/new")

    assert Signup.get_by_id(signup.id).sealed == ""
    assert Message.select().exists() is sends


def test_erasing_takes_two_steps_and_leaves_only_numbers(send, read, client, signup):
    asked = read(signup, "/erasure/new").main
    assert "2 个名额让给别人" in asked
    assert ("最后一封信" in asked) is bool(keyring().unseal(signup.sealed).email)
    assert client.get(address(signup)).status_code == 200

    answer = send(signup, "/erasure", page="/erasure/new")

    assert (answer.status_code, answer.location) == (303, address(signup))
    stored = Signup.get_by_id(signup.id)
    assert (stored.sealed, stored.contact_hash, stored.party) == ("", None, 2)
    assert stored.state == "cancelled"
    assert client.get(address(signup)).status_code == 410
