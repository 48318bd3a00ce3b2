"""The queue: who sees what, in which order, by which filter, and that its counts are true."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events import clock
from events.people.models import OfficeRole
from events.reviews.queue import reading
from events.reviews.queue.filters import Filter, read_query
from events.submissions.content import EditionTie
from events.submissions.models import State, Submission
from tests import NOW
from tests.factories import (
    make_account,
    make_activity,
    make_district,
    make_submission,
    make_themed_day,
    make_unit,
    make_venue,
)
from tests.pages.reading import PageText, text_of
from tests.reviews.desk import hand_in_again, lecture, make_known, make_officer, read
from tests.signing_in import browser_of


@pytest.fixture
def office(app: Flask) -> FlaskClient:
    return browser_of(app, make_officer())


def waiting(title: str, day: int = 5, days_ago: int = 0, **fields: object) -> Submission:
    content = fields.pop("content", None) or lecture(title=title, day=day)
    submitted = NOW - timedelta(days=days_ago)
    submission = make_submission(content, submitted_at=submitted, **fields)  # type: ignore[arg-type]
    make_known(submission)
    return submission


def titles(page: PageText) -> list[str]:
    return [text_of(a) for a in page.all("a") if a.parent and a.parent.tag == "h2"]


def chips(page: PageText) -> dict[str, str]:
    """Words -> count of each that has one."""
    found = (text_of(chip).rpartition(" ") for chip in page.all("a", class_="chip"))
    return {words: count for words, _, count in found if count.isdigit()}


def lines(page: PageText) -> list[str]:
    [queue] = page.all("ol", class_="queue")
    return [text_of(child) for child in queue.children if not isinstance(child, str)]


def test_a_line_says_what_when_where_and_how_long(office: FlaskClient):
    day = make_themed_day(name="世界气象日")
    venue = make_venue(district=make_district(name="北碚区"))
    content = lecture(venue, title="云的名字", editions=(EditionTie(day.id, 2026),))
    waiting("云的名字", content=content, days_ago=3, unit=make_unit(name="重庆市气象局"))

    [line] = lines(read(office))

    assert line == (
        "选中 云的名字 云的名字 重庆市气象局 世界气象日 北碚区 12月5日（周六） "
        "已等 2 个工作日 没有提示"
    )


def test_nearest_weeks_come_first_and_in_a_week_the_longest_waiting(office: FlaskClient):
    waiting("下周日，刚交", day=6)
    waiting("下周一，等了两天", day=1, days_ago=2)
    waiting("月底，等了十天", day=28, days_ago=10)
    waiting("再下周，等了五天", day=7, days_ago=5)

    assert titles(read(office)) == [
        "下周一，等了两天",
        "下周日，刚交",
        "再下周，等了五天",
        "月底，等了十天",
    ]


def test_what_has_no_date_comes_last(office: FlaskClient):
    waiting("没有日期", content=lecture(title="没有日期", sittings=()), days_ago=9)
    waiting("月底", day=31)

    assert titles(read(office)) == ["月底", "没有日期"]


def test_only_what_is_in_review_waits(office: FlaskClient):
    for state in State:
        activity = make_activity() if state == State.PUBLISHED else None
        waiting(f"状态 {state}", state=state, activity=activity)

    assert titles(read(office)) == ["状态 submitted"]


def test_more_than_five_working_days_are_late_in_words(office: FlaskClient):
    waiting("上周六交的", days_ago=7)
    waiting("上周四交的", days_ago=9)

    page = read(office)

    late = [text_of(found) for found in page.all("b", class_="late")]
    assert late == ["已等 6 个工作日，超过期限"]
    assert "最久的等了 6 个工作日" in page.main


def test_a_year_without_a_table_counts_monday_to_friday(app: Flask, at):
    at("2029-11-19T10:00+08:00")
    office = browser_of(app, make_officer())
    make_known(make_submission(lecture(), submitted_at=clock.now() - timedelta(days=7)))

    assert "已等 5 个工作日" in read(office).main


def test_hints_stand_in_words_and_take_the_tick_away(office: FlaskClient):
    make_submission(lecture(title="加微信", description="加李老师微信"))
    again = waiting("再交一次")
    hand_in_again(again, lecture(title="再交一次"))

    page = read(office)

    assert [tick.attributes["value"].split(".")[:2] for tick in page.all("input", name="item")] == [
        [str(again.id), "2"]
    ]
    assert "首次登记 正文里有联系方式：微信" in page.main
    assert "再次提交，第 2 稿 没有提示" in page.main


def test_a_second_one_of_the_same_title_is_a_likely_double(office: FlaskClient):
    unit = make_unit()
    for day in (5, 12, 24):
        waiting("天文夜", day=day, unit=unit)
    waiting("天文夜", day=5)

    hints = ["可能和别的活动重复（1 件）" in line for line in lines(read(office))]
    assert hints == [True, False, True, False]


class TestReach:
    """A reviewer sees his districts and what was passed to him, the office and auditors all."""

    def test_a_reviewer_sees_his_district_and_those_below_it(self, app: Flask):
        city = make_district(name="城区")
        inside = make_venue(district=make_district(parent=city))
        waiting("本区的", content=lecture(inside, title="本区的"))
        waiting("别区的机密")
        reviewer = make_account(districts=(city,))

        page = read(browser_of(app, reviewer))

        assert titles(page) == ["本区的"]
        assert "别区的机密" not in page.html
        assert chips(page)["全部"] == "1"

    def test_what_was_passed_to_a_reviewer_is_his_wherever_it_is(self, app: Flask):
        reviewer = make_account(districts=(make_district(),))
        waiting("转来的", handler=reviewer)
        waiting("别区的机密")

        page = read(browser_of(app, reviewer), "/office/reviews?mine=1")

        assert titles(page) == ["转来的"]
        assert chips(page)["转给我的"] == "1"

    def test_a_reviewer_does_not_see_his_own_units(self, app: Flask):
        mine = waiting("自己单位的")
        waiting("别人的")
        reviewer = make_account(roles=(OfficeRole.REVIEWER,), editor_of=(mine.unit,))

        assert titles(read(browser_of(app, reviewer))) == ["别人的"]

    def test_an_auditor_reads_all_and_can_tick_nothing(self, app: Flask):
        waiting("审计要看的")
        auditor = make_account(roles=(OfficeRole.AUDITOR,))

        page = read(browser_of(app, auditor))

        assert titles(page) == ["审计要看的"]
        assert page.all("input", name="item") == []

    def test_a_unit_and_an_administrator_have_no_queue(self, app: Flask):
        waiting("机密")
        for account in (
            make_account(owner_of=(make_unit(),)),
            make_account(roles=(OfficeRole.ADMINISTRATOR,)),
        ):
            response = browser_of(app, account).get("/office/reviews")
            assert response.status_code == 403
            assert "机密" not in response.text

    def test_a_stranger_is_asked_to_sign_in(self, client: FlaskClient):
        waiting("机密")

        response = client.get("/office/reviews")

        assert response.status_code == 303 or response.status_code == 302
        assert "机密" not in response.text


class TestFilters:
    """Each filter is in the address, and the counts on the chips are those one then finds."""

    def test_each_switch_leaves_what_it_says_with_its_count(self, app: Flask):
        me = make_officer()
        office = browser_of(app, me)
        waiting("一周内", day=1, content=lecture(title="一周内", day=1))
        soon = waiting("再交")
        hand_in_again(soon, lecture(title="再交"))
        make_submission(lecture(title="首次"))
        waiting("转来的", handler=me)
        at_once = read(office, "/office/reviews")

        found = {key: titles(read(office, f"/office/reviews?{key}=1")) for key in
                 ("again", "flags", "mine")}  # fmt: skip

        assert found == {"again": ["再交"], "flags": ["首次"], "mine": ["转来的"]}
        assert chips(at_once) == {
            "全部": "4", "一周内开始": "0", "有提示": "1", "再次提交": "1", "转给我的": "1",
        }  # fmt: skip

    def test_within_a_week_counts_from_today(self, office: FlaskClient, at):
        waiting("第七天", day=5)
        waiting("第八天", day=6)
        at("2026-11-28T10:00+08:00")

        assert titles(read(office, "/office/reviews?soon=1")) == ["第七天"]

    def test_switches_add_up_and_each_chip_takes_its_own_away(self, office: FlaskClient):
        make_submission(lecture(title="首次再交", day=1))
        again = make_submission(lecture(title="首次再交", day=20))
        hand_in_again(again, lecture(title="首次再交", day=20))

        page = read(office, "/office/reviews?again=1&flags=1")

        assert titles(page) == ["首次再交"]
        hrefs = {text_of(a): a.attributes["href"] for a in page.all("a", class_="chip")}
        assert hrefs["有提示 1"] == "/office/reviews?again=1"
        assert hrefs["再次提交 1"] == "/office/reviews?flags=1"

    def test_district_day_unit_and_words_narrow(self, office: FlaskClient):
        city = make_district(slug="500000")
        venue = make_venue(district=make_district(parent=city))
        day = make_themed_day(slug="weather-day")
        unit = make_unit(slug="weather-office", name="气象局")
        tied = lecture(venue, title="云的名字", editions=(EditionTie(day.id, 2026),))
        waiting("云的名字", content=tied, unit=unit)
        waiting("石头的故事")

        for query in ("district=500000", "day=weather-day", "unit=weather-office", "q=云 气象"):
            assert titles(read(office, f"/office/reviews?{query}")) == ["云的名字"], query
        for query in ("district=999999", "day=no-day", "unit=no-unit", "q=云 石头"):
            page = read(office, f"/office/reviews?{query}")
            assert titles(page) == [], query
            assert "看全部 2" in page.main

    def test_nobody_waiting_offers_a_way_on(self, office: FlaskClient):
        page = read(office)

        assert "今天都审完了" in page.main
        assert "/activities" in page.links()

    def test_an_unknown_key_is_told_and_a_nasty_value_finds_nothing(self, office: FlaskClient):
        waiting("云的名字")

        page = read(office, "/office/reviews?colour=red")
        assert "没有用到：colour" in page.main
        for value in ("%00", "%27%3B--", "{{7*7}}", "%E2%80%AE", "x" * 3000, "𠀀", "<script>"):
            for key in ("district", "day", "unit", "q", "soon", "after"):
                response = office.get(f"/office/reviews?{key}={value}")
                assert response.status_code == 200, (key, value)
                assert "<script>a" not in response.text

    def test_only_the_nearest_are_searched_for_hints_and_the_page_says_so(
        self, office: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(reading, "NEAREST", 2)
        monkeypatch.setattr("events.reviews.queue.routes.NEAREST", 2)
        for number in range(3):
            make_submission(lecture(title=f"第{number}件", day=5 + number))

        page = read(office, "/office/reviews?flags=1")

        assert titles(page) == ["第0件", "第1件"]
        assert "“有提示”只查了排在最前的 2 件。" in page.main


class TestPages:
    @pytest.fixture(autouse=True)
    def small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reading, "PAGE", 2)

    def test_pages_follow_each_other_without_gap_or_double(self, office: FlaskClient):
        for number in range(5):
            waiting(f"第{number}件", day=1 + number)
        seen, path = [], "/office/reviews?q=件"
        while path:
            page = read(office, path)
            seen.append(titles(page))
            path = next((a.attributes["href"] for a in page.all("a", rel="next")), "")

        assert seen == [["第0件", "第1件"], ["第2件", "第3件"], ["第4件"]]

    def test_a_page_stays_where_it_was_when_what_came_before_is_decided(self, office: FlaskClient):
        rows = [waiting(f"第{number}件", day=1 + number) for number in range(4)]
        first = read(office)
        [following] = [a.attributes["href"] for a in first.all("a", rel="next")]

        for row in rows[:2]:
            Submission.update(state=State.RETURNED).where(Submission.id == row.id).execute()

        assert titles(read(office, following)) == ["第2件", "第3件"]

    def test_behind_the_end_there_is_a_way_back(self, office: FlaskClient):
        waiting("唯一一件")

        page = read(office, "/office/reviews?after=20991231.4000000000.9")

        assert "后面没有了。" in page.main
        assert chips(page)["回到开头"] == "1"


def test_the_queue_asks_as_often_for_three_as_for_one(office: FlaskClient):
    def asked() -> int:
        with count_queries() as counted:
            read(office)
        return counted.count

    waiting("第一件")
    once = asked()
    for number in range(2):
        other = waiting(f"另外第{number}件")
        hand_in_again(other, lecture(title="改过", description="加微信"))
    assert asked() == once
    assert once <= 18


def test_a_kept_query_reads_back_as_the_filter_it_was():
    asked = Filter(soon=True, district="500000", q="云 气象&x=1")

    assert read_query(asked.query) == asked
    assert read_query("?again=1&colour=red&flags=0") == Filter(again=True)


def test_days_far_away_are_sorted_too(office: FlaskClient):
    far = waiting("很远")
    Submission.update(first_day=date(2200, 12, 31)).where(Submission.id == far.id).execute()
    waiting("很近")

    assert titles(read(office)) == ["很近", "很远"]
