"""Which passwords are taken, and how they are kept."""

import pytest
from argon2 import PasswordHasher

from events.people import passwords
from events.people.passwords import (
    PasswordRefused,
    check_new_password,
    hash_password,
    is_password,
    needs_rehash,
)
from tests.accounts import HASH, PASSWORD


@pytest.mark.parametrize(
    "password",
    [
        "abcdefgh1k",
        "科学家喜欢下雨天吗呢？",
        "a b c d e f",
        "ünïcödé-pässwört",
        "x" * 190 + "abcdefghij",
        "𠮷野家的𠮷字很好看对吧",
        "no upper case no digits",
    ],
)
def test_a_long_password_is_taken_whatever_it_is_made_of(password: str):
    check_new_password(password, "lin.xiao@example.org")


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "至少 10 个字"),
        ("abcdefgh1", "至少 10 个字"),
        ("ﬃﬃﬃ", "至少 10 个字"),
        ("x" * 191 + "abcdefghij", "最多 200 个字"),
        ("aaaaaaaaaaaaaaa", "太常见"),
        ("abababababab", "太常见"),
        ("1234567890", "太常见"),
        ("１２３４５６７８９０", "太常见"),
        ("Password123", "太常见"),
        ("woaini1314520", "太常见"),
        ("my-LIN.XIAO-password", "邮箱的名字"),
    ],
)
def test_a_password_that_is_guessed_first_is_refused_with_a_sentence(password: str, sentence: str):
    with pytest.raises(PasswordRefused, match=sentence):
        check_new_password(password, "lin.xiao@example.org")


def test_a_short_name_before_the_at_sign_is_no_reason_to_refuse():
    check_new_password("lin likes the rain", "lin@example.org")


def test_each_hash_is_salted_and_fits_its_password_alone():
    first, second = hash_password("seven wet umbrellas"), hash_password("seven wet umbrellas")

    assert first != second
    assert "umbrellas" not in first
    assert is_password("seven wet umbrellas", first)
    assert not is_password("seven wet umbrella", first)


def test_a_password_fits_however_the_keyboard_composes_it():
    assert is_password("\u00e9", hash_password("e\u0301"))


@pytest.mark.parametrize("stored", ["", "not a hash", "$argon2id$broken"])
def test_no_password_fits_where_there_is_no_hash(stored: str):
    assert not is_password(PASSWORD, stored)
    assert not is_password("", stored)


def test_a_huge_password_is_refused_and_not_chewed_on():
    assert not is_password("x" * 10_000_000, HASH)


def test_a_hash_of_weaker_days_is_made_anew_and_one_of_today_is_not():
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)

    assert needs_rehash(weak)
    assert not needs_rehash(HASH)


def test_the_hash_of_nobody_takes_as_long_as_one_of_today():
    assert not needs_rehash(passwords._NOBODYS)
