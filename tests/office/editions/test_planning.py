"""Themes, blocks and deadlines of an edition, and the list that says what is missing."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events.audit import AuditEntry
from events.days.models import DateStatus, Edition, ThemedDay
from events.submissions.content import EditionTie
from tests.factories import (
    make_activity,
    make_content,
    make_district,
    make_edition,
    make_submission,
    make_themed_day,
    make_unit,
)
from tests.office.editions.conftest import PAGE, fresh
from tests.pages.reading import PageText, text_of
from tests.signing_in import post

SOON = "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=10"  # seven weeks after today


def typed(client: FlaskClient, name: str) -> str:
    [area] = PageText(client.get(PAGE).text).all("textarea", name=name)
    return "".join(area.texts).strip()


def test_the_themes_are_what_stands_in_the_box_one_to_a_line(office: FlaskClient, edition: Edition):
    edition.themes = [{"text": "旧的", "note": "通知第一条"}, {"text": "不要了"}]
    edition.save()
    assert typed(office, "themes").split() == ["旧的", "不要了"]

    post(office, f"{PAGE}/themes", {"themes": " 新的\r\n\r\n旧的\n旧的 "}, page=PAGE)

    assert fresh(edition).themes == [{"text": "新的"}, {"text": "旧的", "note": "通知第一条"}]
    assert fresh(edition).sequence == 0
    assert [theme["text"] for theme in AuditEntry.get().details["themes"]] == ["新的", "旧的"]

    post(office, f"{PAGE}/themes", {"themes": ""}, page=PAGE)
    assert fresh(edition).themes == []


def test_a_theme_can_be_written_before_anybody_knows_the_days(office: FlaskClient, week: ThemedDay):
    post(office, f"{PAGE}/themes", {"themes": "看见星星"}, page=PAGE)

    edition = Edition.get()
    assert (edition.first_day, edition.date_status) == (None, DateStatus.PREDICTED)
    assert "看见星星" in office.get("/days/star-week").text


@pytest.mark.parametrize(
    ("noun", "lines", "sentence"),
    [
        ("themes", ["长" * 201], "每行最多 200 个字"),
        ("themes", [str(n) for n in range(11)], "最多 10 行"),
        ("blocks", ["长" * 61], "每行最多 60 个字"),
        ("blocks", [str(n) for n in range(31)], "最多 30 行"),
    ],
)
def test_too_long_and_too_many_is_refused_and_kept_in_the_box(
    office: FlaskClient, edition: Edition, noun: str, lines: list[str], sentence: str
):
    answer = post(office, f"{PAGE}/{noun}", {noun: "\n".join(lines)}, page=PAGE)

    page = PageText(answer.text)
    assert answer.status_code == 422
    assert sentence in page.main
    assert "".join(page.all("textarea", name=noun)[0].texts).split() == lines
    assert (fresh(edition).themes, fresh(edition).blocks) == ([], [])


def test_blocks_are_stored_clean_and_once(office: FlaskClient, edition: Edition):
    text = "系列主场活动\n\0‮‮\n<b>{{7*7}}</b>\n系列主场活动\n𠀀😀"

    post(office, f"{PAGE}/blocks", {"blocks": text}, page=PAGE)

    assert fresh(edition).blocks == ["系列主场活动", "<b>{{7*7}}</b>", "𠀀😀"]
    assert "<b>{{7*7}}" not in office.get(PAGE).text
    assert AuditEntry.get().action == "edition.divided"


GOOD = {
    "submission_opens": "2027-03-01",
    "submission_closes": "2027-05-01",
    "report_due": "2027-06-30",
}


def test_deadlines_are_set_changed_and_taken_away(office: FlaskClient, edition: Edition):
    post(office, f"{PAGE}/deadlines", GOOD, page=PAGE)

    row = fresh(edition)
    assert (row.submission_opens, row.submission_closes, row.report_due) == (
        date(2027, 3, 1),
        date(2027, 5, 1),
        date(2027, 6, 30),
    )
    assert AuditEntry.get().details["submission_closes"] == "2027-05-01"

    post(office, f"{PAGE}/deadlines", GOOD | {"submission_opens": ""}, page=PAGE)
    assert fresh(edition).submission_opens is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"submission_opens": "2027-05-02"}, "申报在 2027-05-01 截止，却在 2027-05-02 才开始"),
        ({"submission_closes": "2027-05-23"}, "已经过了最后一天 2027-05-22"),
        (
            {"submission_opens": "2027-05-23", "submission_closes": ""},
            "那时已经过了最后一天 2027-05-22",
        ),
        ({"report_due": "2027-05-14"}, "那时还没到第一天 2027-05-15"),
        ({"report_due": "2030-01-01"}, "离 2027 年太远"),
        ({"report_due": "2027-02-30"}, "不是一个存在的日期"),
    ],
)
def test_deadlines_that_make_no_sense_are_refused_and_kept_in_the_form(
    office: FlaskClient, edition: Edition, wrong: dict[str, str], sentence: str
):
    answer = post(office, f"{PAGE}/deadlines", GOOD | wrong, page=PAGE)

    page = PageText(answer.text)
    name, value = next(iter(wrong.items()))
    assert answer.status_code == 422
    assert sentence in page.main
    assert page.all("input", name=name)[0].attributes["value"] == value
    assert fresh(edition).report_due is None


def test_a_report_may_not_be_due_before_the_units_have_handed_in(
    office: FlaskClient, edition: Edition
):
    form = {"submission_closes": "2027-05-20", "report_due": "2027-05-19"}

    answer = post(office, f"{PAGE}/deadlines", form, page=PAGE)

    assert (answer.status_code, "申报却在 2027-05-20 才截止" in answer.text) == (422, True)


def test_a_move_that_leaves_the_deadlines_behind_is_pointed_out(
    office: FlaskClient, edition: Edition
):
    post(office, f"{PAGE}/deadlines", GOOD, page=PAGE)
    form = {"first_day": "2027-04-01", "last_day": "2027-04-05", "source": "通知"}

    post(office, f"{PAGE}/move", form, page=PAGE)

    assert "期限对不上了" in PageText(office.get(PAGE).text).section("deadlines-title")


# The list


@pytest.fixture
def line(office: FlaskClient) -> Callable[..., str]:
    """`line("观星周")`: what the list says of a themed day, or ""."""

    def line(name: str, query: str = "") -> str:
        page = PageText(office.get(f"/office/editions{query}").text)
        found = [text_of(li) for ol in page.all("ol", class_="rows") for li in _items(page, ol)]
        return next((text for text in found if text.startswith(name)), "")

    def _items(page: PageText, ol: object) -> list:
        return [li for li in page.all("li") if li.parent is ol]

    return line


def test_the_list_says_of_each_day_what_is_decided_and_what_is_registered(
    line: Callable[..., str], week: ThemedDay, edition: Edition
):
    make_activity(days=((week, 2027),))
    make_activity(days=((week, 2026),))
    make_activity(days=((week, 2027),), published_at=None)
    make_submission(make_content(editions=(EditionTie(week.id, 2027),)))
    Edition.update(submission_closes=date(2027, 5, 1)).execute()

    assert line("观星周") == (
        "观星周 2027年5月15日—22日 已公布 申报到2027年5月1日（周六） 1 个活动，1 份在审"
    )


def test_what_is_missing_is_said_two_months_before_and_not_earlier(line: Callable[..., str]):
    guessed = make_themed_day(name="猜的日", rule=SOON)
    make_themed_day(name="早着的日", rule="FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=10")
    make_themed_day(name="定了的日", rule=SOON, predictability="fixed")
    make_themed_day(name="各地的日", predictability="regional-rule")

    assert "日期还没公布" in line("猜的日")
    assert "申报期限还没定" in line("猜的日")
    assert "申报期限还没定" in line("定了的日")
    assert "日期还没公布" not in line("定了的日")
    assert "不到两个月" not in line("早着的日")
    assert "等通知" in line("各地的日")
    assert [bool(line(name, "?missing=1")) for name in ("猜的日", "定了的日", "早着的日")] == [
        True,
        True,
        False,
    ]

    make_edition(
        themed_day=guessed, first_day=date(2027, 1, 12), submission_closes=date(2027, 1, 5)
    )
    assert line("猜的日", "?missing=1") == ""


def test_a_cancelled_edition_lacks_nothing(line: Callable[..., str]):
    day = make_themed_day(name="取消的日")
    make_edition(themed_day=day, first_day=date(2026, 12, 5), date_status=DateStatus.CANCELLED)

    assert "已取消" in line("取消的日")
    assert "不到两个月" not in line("取消的日")


def test_each_region_s_own_rule_leads_to_a_page_without_decisions(line: Callable[..., str]):
    region = make_district(slug="500000", name="重庆市")
    make_unit(region=region)
    make_themed_day(
        name="爱鸟周",
        predictability="regional-rule",
        regional_rules=[{"region": "500000", "rule": SOON}],
    )

    assert "2027年1月10日" in line("爱鸟周")
    assert "不到两个月" not in line("爱鸟周")


def test_the_list_asks_as_often_for_many_days_as_for_one(office: FlaskClient):
    counts = []
    for number in (1, 2):
        for _ in range(number):
            day = make_themed_day()
            make_edition(themed_day=day, first_day=date(2027, 5, 15))
            make_activity(days=((day, 2027),))
            make_submission(make_content(editions=(EditionTie(day.id, 2027),)))
        with count_queries() as counted:
            assert office.get("/office/editions").status_code == 200
        counts.append(counted.count)

    assert counts[0] == counts[1]


def test_an_unknown_filter_is_refused_in_a_sentence(office: FlaskClient):
    assert office.get("/office/editions?missing=2").status_code == 400
