"""The page of one submission: what is new in it, who may see it, how it would look."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events.people.models import OfficeRole
from events.reviews.actions import Said, approve, pass_on, return_for_changes
from events.submissions.content import EditionTie, Place, Sitting
from events.submissions.models import Submission
from tests import NOW
from tests.factories import (
    make_account,
    make_activity,
    make_district,
    make_occurrence,
    make_submission,
    make_themed_day,
    make_unit,
    make_venue,
)
from tests.pages.reading import PageText, text_of
from tests.reviews.desk import (
    actor_of,
    hand_in_again,
    lecture,
    make_officer,
    newest,
    read,
)
from tests.signing_in import browser_of


@pytest.fixture
def office(app: Flask) -> FlaskClient:
    return browser_of(app, make_officer())


def page_of(client: FlaskClient, submission: Submission) -> PageText:
    return read(client, f"/office/reviews/{submission.id}")


def changes(page: PageText) -> dict[str, tuple[str, str]]:
    """Label -> what was and what is now, without the marks."""
    found = {}
    for item in page.all("li"):
        if item.attributes.get("id", "").startswith("field-"):
            was, now = (
                text_of(child)
                for child in item.children[3].children  # type: ignore[union-attr]
                if not isinstance(child, str)
            )
            found[text_of(item.children[1])] = (was, now)  # type: ignore[arg-type]
    return found


class TestWhatIsNew:
    def test_a_first_one_shows_all_of_it(self, office: FlaskClient):
        submission = make_submission(lecture(description="看白鹇过冬。", fee="10 元"))

        page = page_of(office, submission)

        assert "第一次提交，下面是全部内容" in page.main
        assert changes(page) == {}
        told = {text_of(dt) for dt in page.all("dt")}
        assert told == {
            "名称", "形式", "场次", "地点", "现场还是线上", "适合谁", "费用", "报名方式", "简介",
        }  # fmt: skip

    def test_a_second_one_is_compared_with_the_one_that_was_returned(self, office: FlaskClient):
        venue = make_venue(name="自然博物馆")
        submission = make_submission(lecture(venue, description="加李老师微信。", fee="10 元"))
        by = actor_of(make_officer())
        return_for_changes(newest(submission), Said("不要留微信"), by, NOW)
        hand_in_again(submission, lecture(venue, description="带速写本。", fee="10 元"))

        page = page_of(office, submission)

        assert "审过的第 1 稿相比" in page.main
        assert changes(page) == {"简介": ("原 加李老师微信。", "改为 带速写本。")}
        assert "没有改的 8 项" in page.main
        assert "不要留微信" in page.main

    def test_what_is_public_is_compared_with_even_after_a_return(self, office: FlaskClient):
        venue = make_venue()
        submission = make_submission(lecture(venue, fee="第一稿"))
        by = actor_of(make_officer())
        approve(newest(submission), Said(), by, NOW)
        hand_in_again(submission, lecture(venue, fee="第二稿"))
        return_for_changes(newest(submission), Said("再改"), by, NOW)
        hand_in_again(submission, lecture(venue, fee="第三稿"))

        page = page_of(office, submission)

        assert "发布的第 1 稿相比" in page.main
        assert changes(page) == {"费用": ("原 第一稿", "改为 第三稿")}

    def test_being_passed_on_or_taken_back_is_no_review(self, office: FlaskClient):
        submission = make_submission(lecture(fee="第一稿"))
        by = actor_of(make_officer())
        pass_on(newest(submission), actor_of(make_officer()), "请看", by, NOW)
        hand_in_again(submission, lecture(fee="第二稿"))

        assert "第一次提交" in page_of(office, submission).main

    def test_the_words_that_differ_are_marked_and_the_rest_is_not(self, office: FlaskClient):
        venue = make_venue(name="自然博物馆")
        submission = make_submission(lecture(venue))
        return_for_changes(newest(submission), Said("早些结束"), actor_of(make_officer()), NOW)
        [sitting] = lecture(venue).sittings
        other = Sitting(sitting.start, sitting.start + timedelta(hours=1), place="p1", capacity=60)
        hand_in_again(submission, lecture(venue, sittings=(other,)))

        page = page_of(office, submission)

        assert [text_of(gone) for gone in page.all("del")] == ["12", "120"]
        assert [text_of(new) for new in page.all("ins")] == ["11", "60"]

    def test_the_newest_in_words_of_its_own_language(self, office: FlaskClient):
        submission = make_submission(lecture())

        page = PageText(office.get(f"/office/reviews/{submission.id}?lang=en").text)

        assert page.all("html")[0].attributes["lang"] == "en"
        assert "标本里的冬天" in page.main


class TestWhoMaySeeIt:
    def test_a_foreign_district_is_not_there(self, app: Flask):
        submission = make_submission(lecture(title="别区的机密"))
        reviewer = browser_of(app, make_account(districts=(make_district(),)))

        for path in ("", "/preview"):
            response = reviewer.get(f"/office/reviews/{submission.id}{path}")
            assert response.status_code == 404
            assert "别区的机密" not in response.text

    def test_what_was_never_handed_in_is_not_there(self, office: FlaskClient):
        draft = make_submission(lecture(title="草稿里的机密"), revision_number=0, state="draft")

        for id_ in (draft.id, 10**9, 10**12):
            response = office.get(f"/office/reviews/{id_}")
            assert response.status_code == 404
            assert "草稿里的机密" not in response.text

    def test_ones_own_unit_is_not_there_but_for_the_office(self, app: Flask):
        submission = make_submission(lecture())
        path = f"/office/reviews/{submission.id}"
        own = {"editor_of": (submission.unit,)}
        reviewer = make_account(roles=(OfficeRole.REVIEWER,), **own)
        officer = make_account(roles=(OfficeRole.OFFICE,), **own)

        assert browser_of(app, reviewer).get(path).status_code == 404
        assert browser_of(app, officer).get(path).status_code == 200

    def test_an_auditor_reads_and_finds_no_button(self, app: Flask):
        submission = make_submission(lecture())
        auditor = browser_of(app, make_account(roles=(OfficeRole.AUDITOR,)))

        page = page_of(auditor, submission)

        assert "这件等着别人答复。" in page.main
        assert page.all("form", id="answer") == []

    def test_what_was_decided_shows_the_answer_and_no_button(self, office: FlaskClient):
        submission = make_submission(lecture())
        approve(newest(submission), Said("写得好"), actor_of(make_officer()), NOW)

        page = page_of(office, submission)

        assert page.all("form", id="answer") == []
        assert "最近一次：通过并发布" in page.main
        assert "写得好" in page.section("history-title")


class TestNeighbours:
    def test_next_and_previous_follow_the_filtered_queue(self, office: FlaskClient):
        first, _other, third = (
            make_submission(lecture(title=title, day=day))
            for title, day in (("云一", 1), ("石头", 7), ("云三", 14))
        )

        page = read(office, f"/office/reviews/{first.id}?q=云")

        [following] = page.all("a", rel="next")
        assert following.attributes["href"] == f"/office/reviews/{third.id}?q=%E4%BA%91"
        assert page.all("a", rel="prev") == []
        [form] = page.all("form", id="answer")
        assert form.attributes["action"] == f"/office/reviews/{first.id}/publication?q=%E4%BA%91"


class TestDoubles:
    def test_public_and_waiting_doubles_are_linked(self, office: FlaskClient):
        unit, venue = make_unit(), make_venue()
        activity = make_activity(title="天文夜", organiser=unit)
        make_occurrence(activity, venue=venue, start=datetime(2026, 12, 6, 19))  # noqa: DTZ001
        other = make_submission(lecture(venue, title="天文夜", day=7), unit=unit)
        submission = make_submission(lecture(venue, title="天文夜"), unit=unit)

        links = page_of(office, submission).links()

        assert {f"/activities/{activity.id}", f"/office/reviews/{other.id}"} <= set(links)

    def test_a_double_in_another_district_is_counted_and_not_named(self, app: Flask):
        here, there = make_venue(), make_venue()
        unit = make_unit()
        make_submission(lecture(there, title="天文夜（机密）", day=6), unit=unit)
        submission = make_submission(lecture(here, title="天文夜"), unit=unit)
        reviewer = browser_of(app, make_account(districts=(here.district,)))

        page = page_of(reviewer, submission)

        assert "还有 1 件归别人审核" in page.main
        assert "天文夜（机密）" not in page.html


class TestPreview:
    def test_it_shows_what_the_public_would_see(self, office: FlaskClient):
        day = make_themed_day(name="世界气象日")
        partner = make_unit(name="重庆图书馆")
        content = lecture(
            make_venue(name="自然博物馆", address="文星湾 1 号"),
            description="看白鹇过冬。",
            fee="10 元",
            signup_mode="telephone",
            signup_phone="023-63338888",
            editions=(EditionTie(day.id, 2026),),
            co_organisers=(partner.id,),
        )
        submission = make_submission(content, unit=make_unit(name="重庆自然博物馆"))

        page = read(office, f"/office/reviews/{submission.id}/preview")

        for words in (
            "标本里的冬天", "重庆自然博物馆主办", "12月5日（周六） 10:00–12:00", "自然博物馆",
            "文星湾 1 号", "看白鹇过冬。", "10 元", "023-63338888", "世界气象日", "重庆图书馆",
        ):  # fmt: skip
            assert words in page.main, words

    def test_it_is_what_the_page_says_once_it_is_published(self, office: FlaskClient):
        submission = make_submission(lecture(description="看白鹇过冬。", fee="10 元"))
        before = read(office, f"/office/reviews/{submission.id}/preview")

        activity = approve(newest(submission), Said(), actor_of(make_officer()), NOW)

        after = read(office, f"/activities/{activity.id}")
        assert text_of(before.all("dl", class_="facts")[0]) == text_of(
            after.all("dl", class_="facts")[0]
        )
        assert before.section("sittings-title") == after.section("sittings-title")
        assert before.section("about-title") == after.section("about-title")

    def test_a_new_venue_and_an_online_one_can_be_looked_at(self, office: FlaskClient):
        place = Place("p1", name="老码头", district=make_district(name="江北区").id, address="1 号")
        submission = make_submission(lecture(places=(place,)), district=place.district)
        online = replace(lecture(), format="online", online_url="https://live.example.org/")
        sittings = tuple(replace(one, place="") for one in online.sittings)
        at_home = make_submission(replace(online, places=(), sittings=sittings))

        assert "老码头" in read(office, f"/office/reviews/{submission.id}/preview").main
        assert "打开线上会场" in read(office, f"/office/reviews/{at_home.id}/preview").main

    def test_looking_changes_nothing(self, office: FlaskClient):
        submission = make_submission(lecture())
        with count_queries(only_select=False) as counted:
            read(office, f"/office/reviews/{submission.id}/preview")
            read(office, f"/office/reviews/{submission.id}")

        verbs = {query.msg[0].split(None, 1)[0] for query in counted.get_queries()}
        assert verbs == {"SELECT"}


def test_the_page_asks_as_often_for_a_large_content(office: FlaskClient):
    def asked(submission: Submission) -> int:
        with count_queries() as counted:
            page_of(office, submission)
        return counted.count

    tie = EditionTie(make_themed_day().id, 2026)
    small = make_submission(lecture(co_organisers=(make_unit().id,), editions=(tie,)))
    venues = [make_venue() for _ in range(3)]
    places = tuple(Place(f"p{number}", venue=v.id) for number, v in enumerate(venues))
    start = datetime(2026, 12, 5, 10)  # noqa: DTZ001  a wall time
    sittings = tuple(
        Sitting(start + timedelta(days=n), start + timedelta(days=n, hours=1), place=f"p{n % 3}")
        for n in range(30)
    )
    units = tuple(make_unit().id for _ in range(3))
    days = tuple(EditionTie(make_themed_day().id, 2026) for _ in range(3))
    large = make_submission(
        lecture(places=places, sittings=sittings, co_organisers=units, editions=days)
    )

    assert asked(large) == asked(small)
