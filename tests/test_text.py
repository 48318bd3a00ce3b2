"""events.text: what people and files type, made harmless."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.text import clean_line, clean_text

DANGEROUS = set(
    "\x00\x07\x1b\r\t\x7f\x85\u200b\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufeff"
)
ANY_TEXT = st.text(st.one_of(st.characters(), st.sampled_from("\r\n\t " + "".join(DANGEROUS))))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  全国科普日 ", "全国科普日"),
        ("全国\r\n科普日", "全国 科普日"),
        ("全国\u2028科普日", "全国 科普日"),
        ("a\tb  c\u3000d", "a b c d"),
        ("科普\x00日\x1b", "科普日"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\ufeffBEGIN:VEVENT", "BEGIN:VEVENT"),
        ("e\u0301", "é"),
        ("，。（）Ａ", "，。（）Ａ"),  # full width is how Chinese is written: it stays
        ("👩‍🔬", "👩‍🔬"),  # joined by U+200D
        ("", ""),
        (" \r\n\t", ""),
    ],
)
def test_one_line_keeps_the_words_and_drops_what_does_harm(typed: str, kept: str):
    assert clean_line(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("一\r\n二\r三\n四", "一\n二\n三\n四"),
        ("一\u2029二", "一\n二"),
        ("\n 一  二 \n", "一  二"),
        ("一\n\n二", "一\n\n二"),
    ],
)
def test_several_lines_keep_their_line_ends_as_one_kind(typed: str, kept: str):
    assert clean_text(typed) == kept


@given(ANY_TEXT)
def test_no_text_keeps_a_dangerous_character(typed: str):
    assert not DANGEROUS & set(clean_text(typed))
    assert not (DANGEROUS | {"\n"}) & set(clean_line(typed))


@given(ANY_TEXT)
def test_cleaning_what_is_clean_changes_nothing(typed: str):
    assert clean_text(clean_text(typed)) == clean_text(typed)
    assert clean_line(clean_line(typed)) == clean_line(typed)


@given(st.text(st.characters(categories=["Cs", "Lo", "Nd"])))
def test_cleaned_text_can_always_be_written_as_utf_8(typed: str):
    clean_text(typed).encode()
    clean_line(typed).encode()
