"""The first page's glimpse of what takes place: today, and at the weekend or after it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events import clock
from events.activities import occurrences as verbs
from tests.activities.lists import at_hour
from tests.factories import make_activity, make_occurrence
from tests.pages.reading import PageText, text_of

At = Callable[[str], None]


def home(client: FlaskClient) -> PageText:
    response = client.get("/")
    assert response.status_code == 200
    return PageText(response.text)


def add(title: str, start: datetime, **fields: object) -> None:
    make_occurrence(make_activity(title=title), start=start, **fields)


def today(page: PageText) -> str:
    return page.section("today-title")


def weekend(page: PageText) -> str:
    return page.section("weekend-title")


def total(client: FlaskClient, path: str) -> str:
    return text_of(PageText(client.get(path).text).all("p", class_="lead")[0])


def test_on_a_weekday_today_and_the_weekend_stand_side_by_side(client: FlaskClient, at: At):
    at("2026-11-18T10:00+08:00")
    add("周三的讲座", at_hour(18, 14))
    add("周四的讲座", at_hour(19, 14))
    add("周六的讲座", at_hour(21, 14))
    add("周日的讲座", at_hour(22, 14))

    page = home(client)

    assert "周三的讲座" in today(page)
    assert "周六的讲座" in weekend(page)
    assert "11月22日（周日） 14:00–16:00 周日的讲座" in weekend(page)
    assert "周四的讲座" not in page.main
    assert page.links()["/activities?when=today"] == "看今天的 1 场"
    assert page.links()["/activities?when=weekend"] == "看本周末的 2 场"
    assert total(client, "/activities?when=today") == "今天有 1 场。"
    assert total(client, "/activities?when=weekend") == "本周末有 2 场。"


def test_on_a_saturday_the_weekend_is_what_sunday_has(client: FlaskClient):
    add("周六的讲座", at_hour(21, 14))
    add("周日的讲座", at_hour(22, 14))

    page = home(client)

    assert "周六的讲座" in today(page)
    assert "周六的讲座" not in weekend(page)
    assert "本周末 两天共 2 场，这里是明天的" in weekend(page)
    assert page.links()["/activities?when=weekend"] == "看本周末的 2 场"
    assert total(client, "/activities?when=weekend") == "本周末有 2 场。"


def test_on_a_sunday_the_next_seven_days_follow(client: FlaskClient, at: At):
    at("2026-11-22T10:00+08:00")
    add("周日的讲座", at_hour(22, 14))
    add("周一的讲座", at_hour(23, 14))
    add("下周日的讲座", at_hour(29, 14))
    add("更晚的讲座", at_hour(30, 14))

    page = home(client)
    path = "/activities?from=2026-11-23&to=2026-11-29"

    assert "周日的讲座" in today(page)
    assert weekend(page).startswith("2311月 周一 接下来七天 2 场")
    assert "周一的讲座" in weekend(page)
    assert "更晚的讲座" not in page.main
    assert page.links()[path] == "看接下来七天的 2 场"
    assert total(client, path) == "11月23日—29日有 2 场。"


def test_what_begins_comes_before_what_runs_on_and_nothing_stands_twice(client: FlaskClient):
    show = make_activity(title="恐龙展", kind="exhibition")
    make_occurrence(show, first_day=date(2026, 11, 1), last_day=date(2026, 11, 30))
    add("今天的讲座", at_hour(21, 14))
    add("明天的讲座", at_hour(22, 14))

    page = home(client)

    assert today(page).index("今天的讲座") < today(page).index("恐龙展")
    assert "展到 11月30日" in today(page)
    assert "恐龙展" not in weekend(page)


def test_what_is_over_is_counted_and_not_listed(client: FlaskClient):
    add("早上的讲座", at_hour(21, 7))

    page = home(client)

    assert "早上的讲座" not in page.main
    assert "今天的活动都结束了。" in today(page)
    assert page.links()["/activities?when=today"] == "看今天的 1 场"
    assert "早上的讲座" in client.get("/activities?when=today").text


def test_at_most_six_stand_in_each(client: FlaskClient):
    for number in range(9):
        add(f"今天{number}", at_hour(21, 11) + timedelta(minutes=number))
        add(f"明天{number}", at_hour(22, 11) + timedelta(minutes=number))

    page = home(client)

    assert [f"今天{n}" in today(page) for n in range(9)] == [True] * 6 + [False] * 3
    assert [f"明天{n}" in weekend(page) for n in range(9)] == [True] * 6 + [False] * 3
    assert page.links()["/activities?when=today"] == "看今天的 9 场"
    assert page.links()["/activities?when=weekend"] == "看本周末的 18 场"


def test_a_day_without_activities_leads_to_the_next_ones(client: FlaskClient):
    add("明天的讲座", at_hour(22, 14))

    page = home(client)

    assert "今天没有登记的活动。" in today(page)
    assert "本周末 1 场" in today(page)
    assert page.links()["/activities"]


def test_without_any_activities_the_page_still_leads_on(client: FlaskClient):
    page = home(client)

    assert "今天没有登记的活动。" in today(page)
    assert "明天没有别的活动。" in weekend(page)
    assert "看今后的全部活动" in today(page)


def test_a_cancelled_one_is_told_so_that_nobody_goes_in_vain(client: FlaskClient):
    occurrence = make_occurrence(make_activity(title="河边"), start=at_hour(21, 14))
    verbs.cancel_occurrence(occurrence, "涨水", clock.now())

    assert "已取消" in today(home(client))


def test_the_glimpse_asks_as_often_for_many_as_for_one(client: FlaskClient):
    def ask() -> int:
        with count_queries() as counted:
            client.get("/")
        return counted.count

    add("今天", at_hour(21, 14))
    add("明天", at_hour(22, 14))
    few = ask()
    for number in range(20):
        add("今天", at_hour(21, 11) + timedelta(minutes=number))
        add("明天", at_hour(22, 11) + timedelta(minutes=number))

    assert ask() == few
