"""Coordinates as people paste them, and names that may mean the same house."""

import pytest

from events.submissions.places.alike import is_alike
from events.submissions.places.coordinates import (
    CoordinatesUnread,
    distance_km,
    far_from_all,
    read_point,
)

CHONGQING = (29.5628, 106.5528)
BEIJING = (39.9042, 116.4074)


@pytest.mark.parametrize(
    "text",
    [
        "29.5628,106.5528",
        " 29.5628， 106.5528 ",
        "29.5628 106.5528",
        "(29.5628, 106.5528)",
        "106.5528,29.5628",  # as some maps give it: no latitude is over 90
    ],
)
def test_point_is_read_from_any_of_the_usual_ways(text: str):
    assert read_point(text) == CHONGQING


@pytest.mark.parametrize(
    "text", ["", "29.5", "29.5,", "北纬29度", "91,181", "200,100", "nan,inf", "1e9,2", "9" * 400]
)
def test_point_that_is_nowhere_is_refused(text: str):
    with pytest.raises(CoordinatesUnread):
        read_point(text)


def test_distance_is_that_of_a_globe():
    assert round(distance_km(CHONGQING, BEIJING)) == 1458


def test_point_is_far_only_from_what_is_known():
    assert far_from_all(CHONGQING, [BEIJING, (40.0, 116.0)]) is not None
    assert far_from_all(CHONGQING, [BEIJING, (29.8, 106.4)]) is None
    assert far_from_all(CHONGQING, []) is None


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("重庆市科技馆", "重庆科技馆", True),
        ("重庆 科技馆（江北嘴）", "重庆科技馆江北嘴", True),
        ("自然博物馆北碚馆", "重庆自然博物馆", True),
        ("北碚图书馆", "重庆图书馆", False),
        ("北碚文化馆", "北碚图书馆", False),
        ("人民广场", "重庆自然博物馆", False),
        ("馆", "馆", False),  # says nothing
        ("", "重庆图书馆", False),
    ],
)
def test_names_are_alike_when_they_may_mean_one_house(one: str, other: str, is_same: bool):
    assert is_alike(one, [other], ["北碚区", "重庆市"]) is is_same
