"""One number is one number, and what can't be called is refused with a sentence."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.signups.phones import PhoneRefused, in_words, is_mobile, masked, read_phone


@pytest.mark.parametrize(
    "typed",
    [
        *("13800001234", "138 0000 1234", "138-0000-1234", "+86 13800001234", "008613800001234"),
        *("＋８６１３８００００１２３４", "(86)13800001234", " 1380000 1234 "),
    ],
)
def test_mobile_number_in_any_notation_is_the_same(typed: str):
    assert read_phone(typed) == "+8613800001234"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0772-2812345", "+867722812345"),
        ("(0772)281 2345", "+867722812345"),
        ("023 6031 3777 转 8012", "+862360313777;ext=8012"),
        ("+852 2123 4567", "+85221234567"),
    ],
)
def test_landlines_extensions_and_other_countries_are_read(typed: str, read: str):
    assert read_phone(typed) == read
    assert not is_mobile(read)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1380000123", "您填了 10 位"),
        ("138000012345", "您填了 12 位"),
        ("12345", "您填了 5 位"),
        ("2812345", "带区号"),
        ("电话", "带区号"),
        ("", "带区号"),
        ("𠮷'; DROP TABLE signup; --", "带区号"),
    ],
)
def test_what_is_no_number_is_refused_with_a_sentence(typed: str, sentence: str):
    with pytest.raises(PhoneRefused, match=sentence):
        read_phone(typed)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str):
    with suppress(PhoneRefused):
        assert read_phone(text).startswith("+")


def test_number_is_shown_as_people_write_it():
    assert in_words("+8613800001234") == "138 0000 1234"
    assert in_words("+12125550100") == "+1 212-555-0100"
    assert is_mobile("+8613800001234")


def test_masked_number_keeps_what_its_owner_knows_it_by():
    assert masked("+8613800001234") == "138****1234"
    assert masked("+862360313777;ext=8012") == "236****3777"
