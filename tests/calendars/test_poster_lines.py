"""Lines of a drawing: Chinese and Latin broken where a printer would, nothing beside the sheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.sharing.lines import break_lines, fit, width_of
from calendars.sharing.poster import LEFT, WIDTH, set_poster

NEVER_FIRST, NEVER_LAST = "，。、；：？！）》」』】”’", "（《「『【“‘"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("全国科普日", 10, ["全国科普日"]),
        ("全国科普日主场活动", 5, ["全国科普日", "主场活动"]),
        ("看星星，听讲座", 3, ["看星", "星，听", "讲座"]),
        ("来看《太空》", 3, ["来看", "《太", "空》"]),
        ("5月15日（周六）起", 7.5, ["5月15日", "（周六）起"]),
        ("Space Station 开放日", 8, ["Space Station", "开放日"]),
        ("a" * 30, 10, ["a" * 17, "a" * 13]),
        ("一\n二\t三", 9, ["一 二 三"]),
        ("", 9, [""]),
    ],
)
def test_lines_break_where_they_may(text: str, width: float, lines: list[str]):
    assert break_lines(text, width, 9) == lines


def test_what_has_no_room_ends_with_an_ellipsis():
    assert break_lines("一二三四五六七八九", 3, 2) == ["一二三", "四五…"]


def test_the_largest_size_with_room_is_taken_and_its_lines_are_even():
    tries = ((100, 1), (50, 2))

    assert fit("科普日", 400, tries) == (100, ["科普日"])
    assert fit("全国科普日主场活动", 400, tries) == (50, ["全国科普日", "主场活动"])
    size, lines = fit("字" * 99, 400, tries)
    assert (size, len(lines), lines[-1][-1]) == (50, 2, "…")


@given(st.text(max_size=200), st.integers(4, 30))
def test_no_line_is_wider_than_the_sheet(text: str, width: int):
    lines = break_lines(text, width, 5)

    assert len(lines) <= 5
    assert all(width_of(line) <= width for line in lines)


@given(st.text(alphabet="科普活动abc 12" + NEVER_FIRST + NEVER_LAST, max_size=60))
def test_nothing_is_lost_but_spaces(text: str):
    whole = "".join(break_lines(text, 12, 99))

    assert whole.replace(" ", "") == text.replace(" ", "")


@given(st.text(alphabet="科普活动" + NEVER_FIRST, min_size=1, max_size=60))
def test_no_line_begins_with_a_comma(text: str):
    spaced = "科".join(text)  # never two of them together, which could fill a line
    for line in break_lines(f"科{spaced}", 12, 99):
        assert line[0] not in NEVER_FIRST


@given(
    st.text(min_size=1, max_size=120),
    st.text(max_size=300),
    st.lists(st.tuples(st.text(max_size=4), st.text(max_size=600)), max_size=6),
)
def test_whatever_is_said_stays_on_the_sheet(title: str, subtitle: str, facts: list):
    lines = set_poster(title, subtitle, facts)

    assert max(line.y for line in lines) <= 920  # below stands the code
    labels = [line for line in lines if line.look == "label"]
    assert len(labels) == len(facts)
    for line in lines:
        if line.look != "label":
            assert line.x + width_of(line.text) * line.size <= LEFT + WIDTH + 1
    tops = [line.y for line in lines if line.look != "label"]
    assert tops == sorted(tops)


def test_a_title_of_any_allowed_length_is_whole():
    lines = [line for line in set_poster("长" * 120, "", []) if line.look == "title"]

    assert "".join(line.text for line in lines) == "长" * 120
