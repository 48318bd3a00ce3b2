"""Two contents side by side: what is marked, what is left out, and that nothing gets lost."""

from hypothesis import given
from hypothesis import strategies as st

from events.reviews.differences import (
    Difference,
    Line,
    Segment,
    compare,
    compare_text,
    unchanged,
)


def marked(line: Line) -> str:
    return "".join(f"[{text}]" if changed else text for text, changed in line)


def test_only_the_words_that_differ_are_marked():
    before, after = compare_text(
        "12月5日（周六） 14:00–17:30 120 人", "12月5日（周六） 14:00–16:00 60 人"
    )

    assert marked(before) == "12月5日（周六） 14:00–[17]:[30] [120] 人"
    assert marked(after) == "12月5日（周六） 14:00–[16]:[00] [60] 人"


def test_a_sentence_that_is_new_is_marked_as_a_whole():
    before, after = compare_text("看白鹇过冬。加李老师微信。", "看白鹇过冬。")

    assert marked(before) == "看白鹇过冬。[加李老师微信。]"
    assert marked(after) == "看白鹇过冬。"


def test_a_sitting_that_stays_is_not_repeated():
    told = ("5日 10:00", "6日 10:00", "7日 10:00")

    [row] = compare({"sittings": told}, {"sittings": ("5日 10:00", "7日 10:00", "8日 10:00")})

    assert row == Difference(
        "sittings", ((Segment("6日 10:00", True),),), ((Segment("8日 10:00", True),),), same=2
    )


def test_a_field_that_is_empty_on_one_side_has_no_line_there():
    [row] = compare({"fee": ()}, {"fee": ("10 元",)})

    assert row == Difference("fee", (), ((Segment("10 元", True),),))


def test_equal_fields_are_told_apart_from_empty_ones():
    before = {"title": ("冬天",), "fee": (), "kind": ("讲座",)}
    after = {"title": ("冬天",), "fee": (), "kind": ("展览",)}

    assert [row.field for row in compare(before, after)] == ["kind"]
    assert unchanged(before, after) == {"title": ("冬天",)}


def test_a_text_that_would_take_long_is_marked_as_a_whole():
    before, after = compare_text("甲" * 3000, "乙" * 3000)

    assert (marked(before), marked(after)) == (f"[{'甲' * 3000}]", f"[{'乙' * 3000}]")


@given(st.text("ab。！ 一二\n", max_size=60), st.text("ab。！ 一二\n", max_size=60))
def test_the_segments_of_each_side_are_its_text(old: str, new: str):
    before, after = compare_text(old, new)

    assert "".join(text for text, _ in before) == old
    assert "".join(text for text, _ in after) == new
    kept = ["".join(text for text, changed in line if not changed) for line in (before, after)]
    assert kept[0] == kept[1]


LINES = st.dictionaries(
    st.sampled_from(["title", "fee"]), st.lists(st.sampled_from("甲乙丙丁"), max_size=6).map(tuple)
)


@given(LINES, LINES)
def test_what_is_shown_and_what_stays_add_up(before: dict, after: dict):
    for row in compare(before, after):
        assert len(row.before) + row.same == len(before.get(row.field, ()))
        assert len(row.after) + row.same == len(after[row.field])
