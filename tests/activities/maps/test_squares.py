"""Districts as squares: each has one, and they lie to each other as on a map."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from events.activities.maps.squares import WIDEST, lay_out

DEGREES = st.tuples(st.floats(18, 53), st.floats(73, 135))
MAPS = st.lists(DEGREES, max_size=60).map(lambda places: {str(n): p for n, p in enumerate(places)})
SAME = {str(number): (29.56, 106.55) for number in range(20)}
CHONGQING = {
    "万州": (30.81, 108.41), "涪陵": (29.70, 107.39), "渝中": (29.55, 106.57),
    "大渡口": (29.48, 106.48), "江北": (29.61, 106.57), "沙坪坝": (29.54, 106.46),
    "九龙坡": (29.50, 106.51), "南岸": (29.52, 106.56), "北碚": (29.81, 106.40),
    "渝北": (29.72, 106.63), "巴南": (29.38, 106.54), "黔江": (29.53, 108.77),
    "长寿": (29.86, 107.08), "江津": (29.29, 106.26), "合川": (29.97, 106.28),
    "永川": (29.36, 105.93), "南川": (29.16, 107.10), "綦江": (29.03, 106.65),
    "大足": (29.71, 105.72), "璧山": (29.59, 106.23), "铜梁": (29.85, 106.06),
    "潼南": (30.19, 105.84), "荣昌": (29.41, 105.60), "开州": (31.16, 108.39),
    "梁平": (30.65, 107.77), "武隆": (29.33, 107.76), "城口": (31.95, 108.66),
    "丰都": (29.86, 107.73), "垫江": (30.33, 107.33), "忠县": (30.30, 108.04),
    "云阳": (30.93, 108.70), "奉节": (31.02, 109.40), "巫山": (31.08, 109.88),
    "巫溪": (31.40, 109.57), "石柱": (30.00, 108.11), "秀山": (28.45, 109.01),
    "酉阳": (28.84, 108.77), "彭水": (29.29, 108.17),
}  # fmt: skip


def squares(places: dict[str, tuple[float, float]]) -> dict[str, tuple[int, int]]:
    """Name -> its row and column."""
    rows = enumerate(lay_out(places))
    return {name: (y, x) for y, row in rows for x, name in enumerate(row) if name}


@given(places=MAPS)
@example(places=SAME)
def test_each_has_one_square_and_no_two_the_same(places: dict[str, tuple[float, float]]):
    rows = lay_out(places)

    assert sorted(filter(None, (name for row in rows for name in row))) == sorted(places)
    assert len({len(row) for row in rows}) <= 1
    assert all(len(row) <= WIDEST and any(row) for row in rows)


@given(places=MAPS)
@example(places=SAME)
def test_upper_rows_lie_further_north_and_left_squares_of_a_row_further_west(
    places: dict[str, tuple[float, float]],
):
    rows = [[places[name] for name in row if name] for row in lay_out(places)]

    for upper, lower in pairwise(rows):
        assert min(north for north, _ in upper) >= max(north for north, _ in lower)
    for row in rows:
        assert [east for _, east in row] == sorted(east for _, east in row)


@given(places=MAPS)
def test_the_order_in_which_they_are_given_changes_nothing(places: dict[str, tuple[float, float]]):
    assert lay_out(dict(reversed(places.items()))) == lay_out(places)


def test_a_single_district_has_a_single_square():
    assert lay_out({"渝中": (29.55, 106.57)}) == (("渝中",),)
    assert lay_out({}) == ()


def test_two_districts_stand_as_they_lie():
    assert lay_out({"南": (29.0, 106.5), "北": (30.0, 106.5)}) == (("北",), ("南",))
    assert lay_out({"东": (29.5, 107.0), "西": (29.5, 106.0)}) == (("西", "东"),)


def test_chongqing_is_recognised():
    found = squares(CHONGQING)

    assert found["城口"][0] == 0
    assert found["秀山"][0] == max(row for row, _ in found.values())
    assert found["荣昌"][1] == found["潼南"][1] == 0
    assert found["巫山"][1] == WIDEST - 1
    assert found["江津"][1] < found["綦江"][1] < found["酉阳"][1] < found["秀山"][1]
    assert found["潼南"][0] < found["大足"][0] < found["荣昌"][0]
    assert 2 <= found["渝中"][1] < found["涪陵"][1] < found["石柱"][1]


def test_three_hundred_districts_fit_the_width():
    places = {str(n): (20 + n * 7 % 30 + n / 1000, 75 + n * 11 % 60) for n in range(300)}

    rows = lay_out(places)

    assert {len(row) for row in rows} == {WIDEST}
    assert len(rows) <= 60
