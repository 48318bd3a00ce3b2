"""Opening hours as venues write them: understood, or left alone."""

from datetime import datetime

import pytest

from events.submissions.schedule.opening import Opening, read_opening

MONDAY, SATURDAY = "2026-11-23", "2026-11-28"


def has_room(opening: Opening, day: str, start: str, end: str) -> bool:
    times = (datetime.fromisoformat(f"{day} {clock}") for clock in (start, end))
    return opening.has_room_for(*times)


@pytest.mark.parametrize(
    "text",
    [
        "周二至周日 9:00–17:00，周一闭馆",
        "9:00–17:00，星期一闭馆",
        "开放时间：星期二至星期日9:00-17:00（周一闭馆）".replace("（", "，").replace("）", ""),
        "周一休息；周二-周日 9：00~17：00",
        "周二、周三、周四、周五、周六、周日 9:00–17:00，周一不开放，16:30停止入场",
    ],
)
def test_opening_written_in_the_usual_ways_says_when_it_is_shut(text: str):
    opening = read_opening(text)

    assert opening
    assert has_room(opening, SATURDAY, "09:00", "17:00")
    assert not has_room(opening, SATURDAY, "16:00", "17:30")
    assert not has_room(opening, SATURDAY, "08:30", "10:00")
    assert not has_room(opening, MONDAY, "10:00", "11:00")
    assert opening.is_closed_on(datetime.fromisoformat(MONDAY).date())


def test_opening_that_names_only_a_closed_day_says_nothing_of_the_others():
    opening = read_opening("星期一闭馆")

    assert opening
    assert not has_room(opening, MONDAY, "10:00", "11:00")
    assert has_room(opening, SATURDAY, "03:00", "04:00")


def test_opening_twice_a_day_has_a_gap():
    opening = read_opening("工作日 8:30–11:30、14:00–17:30，周末 9:00–16:00")

    assert opening
    assert has_room(opening, MONDAY, "14:00", "16:00")
    assert not has_room(opening, MONDAY, "11:00", "14:30")
    assert has_room(opening, SATURDAY, "11:00", "14:30")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "全年无休",
        "法定节假日除外，周一闭馆",
        "周一闭馆（国庆期间照常开放）",
        "夏季 9:00–18:00，冬季 9:00–17:00",
        "请电话咨询",
        "25:00–26:00",
        "周一",
    ],
)
def test_opening_with_a_word_more_is_not_understood(text: str):
    assert read_opening(text) is None
