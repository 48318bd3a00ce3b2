"""After a new key everything is sealed and hashed with it, and the old one can go."""

import pytest
from peewee import Database

from events import clock
from events.notifications.models import Message
from events.signups import filling, rekeying
from events.signups.actions import HOLDER
from events.signups.erasing import erase
from events.signups.filling import fill_email_hashes
from events.signups.keys import Keyring, open_keyring
from events.signups.models import Signup
from events.signups.people import Contact
from events.signups.rekeying import Rekeyed, rekey
from tests import DATA_KEY
from tests.conftest import Program
from tests.factories import make_bookable, make_signup

OLD = DATA_KEY
BOTH, NEW = Keyring(("new", OLD)), Keyring(("new",))
CONTACT = Contact("王芳", phone="+8613800001234", answers={"q1": "对花生过敏"})


def test_everything_opens_with_the_new_key_alone_and_is_recognised_by_it(db: Database):
    signup = make_signup(contact=CONTACT)

    assert rekey(BOTH) == Rekeyed(1, 0)

    stored = Signup.get_by_id(signup.id)
    assert NEW.unseal(stored.sealed) == CONTACT
    assert stored.contact_hash == NEW.hash_contact(CONTACT.phone)
    assert Keyring((OLD,)).hash_contact(CONTACT.phone) != stored.contact_hash


def test_an_address_beside_a_number_is_recognised_by_the_new_key_too(db: Database):
    contact = Contact("王芳", phone="+8613800001234", email="wang@example.org")
    signup = make_signup(contact=contact)
    Signup.update(contact_hash=NEW.hash_contact(contact.phone)).execute()  # as by an older version

    assert rekey(BOTH) == Rekeyed(1, 0)

    stored = Signup.get_by_id(signup.id)
    assert stored.email_hash == NEW.hash_contact(contact.email)
    assert rekey(BOTH) == Rekeyed(0, 0)


def test_addresses_from_before_they_were_hashed_are_filled_in_once(
    db: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(filling, "_TOGETHER", 2)
    contacts = [Contact("王芳", phone=f"+861380000123{n}", email=f"{n}@example.org") for n in "123"]
    signups = [make_signup(contact=contact) for contact in (*contacts, CONTACT)]
    closed = make_signup(contact=Contact("李", email="li@example.org"))
    meant = [Signup.get_by_id(signup.id).email_hash for signup in signups]
    assert len(set(meant)) == 4
    Signup.update(email_hash=None).execute()
    Signup.update(sealed=Keyring(("lost",)).seal(CONTACT)).where(Signup.id == closed.id).execute()

    assert fill_email_hashes() == 4

    assert [Signup.get_by_id(signup.id).email_hash for signup in signups] == meant
    assert Signup.get_by_id(closed.id).email_hash is None
    assert fill_email_hashes() == 0


def test_what_was_begun_is_gone_on_with(db: Database):
    occurrence = make_bookable()
    first = make_signup(occurrence)
    assert rekey(BOTH) == Rekeyed(1, 0)
    sealed = Signup.get_by_id(first.id).sealed
    make_signup(occurrence)

    assert rekey(BOTH) == Rekeyed(1, 0)

    assert Signup.get_by_id(first.id).sealed == sealed


def test_more_than_are_done_together_are_all_done(db: Database, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rekeying, "_TOGETHER", 2)
    occurrence = make_bookable()
    for _ in range(5):
        make_signup(occurrence)

    assert rekey(BOTH) == Rekeyed(5, 0)


def test_what_no_key_opens_is_counted_and_left_and_what_is_erased_is_passed_over(db: Database):
    closed, erased = make_signup(), make_signup()
    erase(erased, HOLDER, clock.now())
    before = Signup.get_by_id(closed.id).sealed

    assert rekey(NEW) == Rekeyed(0, 1)

    assert Signup.get_by_id(closed.id).sealed == before
    assert Message.select().count() == 0


def test_the_command_says_how_many_and_fails_where_a_key_is_missing(kepuli: Program, db: Database):
    open_keyring(lambda: ("old",))
    signup = make_signup(contact=CONTACT)
    kepuli.environment["KEPULI_DATA_KEY"] = "new"
    missing = kepuli("signups", "rekey")
    kepuli.environment["KEPULI_DATA_KEY"] = "new old"

    done = kepuli("signups", "rekey")

    assert (missing.exit_code, missing.stdout) == (1, "重新加密了 0 份报名。\n")
    assert missing.stderr == "有 1 份哪一把密钥都打不开，请先找回原来的密钥。\n"
    assert (done.exit_code, done.stdout) == (0, "重新加密了 1 份报名。\n")
    assert NEW.unseal(Signup.get_by_id(signup.id).sealed) == CONTACT
