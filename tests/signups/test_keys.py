"""What is personal is closed with a key, and a token is worth only what we have signed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.errors import NotFound
from events.signups.keys import Keyring, SealedWithOtherKey, new_number, read_number
from events.signups.people import Contact

OLD, NEW = Keyring(["old"]), Keyring(["new", "old"])
CONTACT = Contact("阿依古丽·买买提", "+8613800001234", "a@example.org", answers={"q1": ["𠮷", 2]})


def test_contact_comes_out_as_it_went_in():
    assert OLD.unseal(OLD.seal(CONTACT)) == CONTACT


def test_sealed_text_shows_nothing_and_never_looks_the_same_twice():
    one, two = OLD.seal(CONTACT), OLD.seal(CONTACT)

    assert one != two
    assert not any(part in one for part in ("13800001234", "买买提", "example"))


def test_newer_keyring_opens_what_an_older_closed():
    assert NEW.unseal(OLD.seal(CONTACT)) == CONTACT
    assert NEW.number_in(OLD.token_of("7F3K2M9Q")) == "7F3K2M9Q"
    assert OLD.hash_contact("+8613800001234") in NEW.hashes_of("+8613800001234")


def test_older_keyring_does_not_open_what_a_newer_closed():
    with pytest.raises(SealedWithOtherKey, match="KEPULI_DATA_KEY"):
        OLD.unseal(NEW.seal(CONTACT))
    with pytest.raises(NotFound):
        OLD.number_in(NEW.token_of("7F3K2M9Q"))


def test_hash_of_a_contact_depends_on_the_key():
    assert OLD.hash_contact("a@example.org") != Keyring(["new"]).hash_contact("a@example.org")


def test_token_is_long_enough_for_logs_to_hide_it():
    assert len(OLD.token_of(new_number())) == 40


@given(st.text(max_size=60))
def test_token_that_we_have_not_signed_leads_nowhere(text: str):
    with pytest.raises(NotFound, match="找回我的报名"):
        OLD.number_in(text)


def test_token_for_another_number_leads_nowhere():
    token = OLD.token_of("7F3K2M9Q")

    with pytest.raises(NotFound):
        OLD.number_in("7F3K2M9R" + token[8:])


@pytest.mark.parametrize("typed", ["7f3k 2m9q", "KEPULI:7F3K2M9Q", " 7F3K-2M9Q "])
def test_number_is_read_however_it_is_typed(typed: str):
    assert read_number(typed) == "7F3K2M9Q"
