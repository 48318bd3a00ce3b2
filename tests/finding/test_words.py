"""Texts into terms, questions into words: what is the same, what is dropped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.finding.dictionary import OWN, cut
from events.finding.words import (
    LONGEST_QUERY,
    LONGEST_TERM,
    name_terms,
    read_words,
    text_terms,
    title_terms,
)


def found(typed: str, terms: set[str] | frozenset[str]) -> bool:
    """As the index answers: of every group one alternative, with all of its terms."""
    groups = read_words(typed).groups
    return bool(groups) and all(any(terms >= set(one) for one in group) for group in groups)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("科普", "重庆消防科普馆"),
        ("科普馆", "重庆消防科普馆"),
        ("消防", "重庆消防科普馆"),
        ("渝中", "重庆市渝中区"),
        ("kepuguan", "重庆消防科普馆"),
        ("KPG", "重庆消防科普馆"),
        ("chongqing kpg", "重庆消防科普馆"),
        ("消防kpg", "重庆消防科普馆"),
        ("渝中 kpg", "重庆市渝中区科普馆"),
        ("市科协", "市科协"),
        ("柳侯祠", "柳侯祠公园"),
        ("nasa", "ＮＡＳＡ 博士"),
        ("Science", "National Science Week"),
        ("𠮷野", "𠮷野家"),
    ],
)
def test_a_name_is_found_by_its_words_and_its_sound(typed: str, name: str):
    assert found(typed, name_terms(name))


@pytest.mark.parametrize("typed", ["图书馆", "kpz", "kepuzhan", "科 学", "消防 图书馆"])
def test_a_name_is_not_found_by_what_it_has_not(typed: str):
    assert not found(typed, name_terms("重庆消防科普馆"))


@pytest.mark.parametrize("typed", ["鸟", "候鸟", "3d", "3D打印", "３Ｄ　打印"])
def test_a_title_is_found_by_single_characters_and_in_any_width(typed: str):
    assert found(typed, title_terms("走近候鸟：用 3D 打印做鸟巢"))


def test_a_description_has_no_sound_and_no_single_characters():
    terms = text_terms("请到科技馆集合")

    assert "科技馆" in terms
    assert not {"馆", "kejiguan", "kjg"} & terms


def test_every_word_of_our_own_is_one_word():
    assert [word for word in OWN if cut(word) != [word]] == []


def test_whoever_types_one_name_of_a_themed_day_means_all():
    names = [{"全国科普日", "科普日", "全国科普月"}, {"航天日", "中国航天日"}]

    [group] = read_words("科普日", names).groups

    assert set(group) == {("科普日",), ("全国", "科普日"), ("全国", "科普月")}
    assert read_words("航天", names).groups == ((("航天",),),)


@pytest.mark.parametrize(
    "typed", ["", "   ", "*", "😀🎈", "\"'()-:^", "—……。", "\x00", "\u202e", "\ud800"]
)
def test_what_has_no_letter_has_no_words(typed: str):
    assert read_words(typed).groups == ()


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("科普 OR 讲座", {"科普", "or", "讲座"}),
        ('title:"a* NEAR(b, 2)" -c', {"title", "a", "near", "b", "2", "c"}),
        ("a & b | !c <-> 'd'", {"a", "b", "c", "d"}),
        ("{{7*7}} %s '; DROP TABLE search", {"7", "s", "drop", "table", "search"}),
    ],
)
def test_the_syntax_of_indexes_and_databases_is_plain_words(typed: str, terms: set[str]):
    assert read_words(typed).terms == terms


def test_a_question_of_ten_thousand_characters_is_cut():
    words = read_words("科普馆 " * 4000)

    assert words.groups == ((("科普馆",),),)
    assert read_words("x" * 10_000).terms == {"x" * LONGEST_TERM}
    assert len(read_words(" ".join(map(str, range(10_000)))).terms) < LONGEST_QUERY


@given(st.text())
def test_terms_are_short_and_of_letters_and_digits_whatever_is_typed(typed: str):
    for term in read_words(typed).terms | title_terms(typed) | name_terms(typed):
        assert term.isalnum()
        assert len(term) <= LONGEST_TERM


@given(st.text(alphabet="科普馆开放日重庆3D ab，。"))
def test_a_title_is_found_by_each_of_its_words(title: str):
    terms = title_terms(title)

    for word in title.split():
        assert found(word, terms) or not read_words(word).groups
