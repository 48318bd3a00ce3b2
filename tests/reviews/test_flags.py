"""What stands out in a content: found where it is meant, not where it only looks like it."""

from datetime import date, datetime, timedelta

import pytest

from events.reviews.flags import Facts, Flag, find_flags
from events.submissions.content import Content, Place, Sitting

START = datetime(2026, 12, 5, 10)  # noqa: DTZ001  a wall time


def flags_of(description: str = "", **fields: object) -> tuple[Flag, ...]:
    content = Content(title="标本里的冬天", kind="lecture", description=description, **fields)  # type: ignore[arg-type]
    return find_flags(content, Facts())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("加李老师微信lilaoshi报名", "微信lilaoshi"),
        ("加 ＶＸ：abc_123", "vx:abc_123"),
        ("电话 138 0000 1234", "138 0000 1234"),
        ("咨询023-63338888转8003", "023-63338888"),
        ("请写信到 a.b@example.org", "@example.org"),
        ("进QQ群：12345678", "qq群:12345678"),
    ],
)
def test_contact_details_in_the_text_are_found(text: str, found: str):
    assert flags_of(text) == (Flag("contact", found),)


@pytest.mark.parametrize(
    "text",
    [
        "关注微信公众号“重庆科普”看预告",
        "在微信小程序里看直播",
        "条码 6913800001234567 已失效",
        "2026-12-05 10:00，第 1.5.2 版",
        "圆周率是 3.14159265358979",
    ],
)
def test_what_only_looks_like_contact_details_is_none(text: str):
    assert flags_of(text) == ()


def test_contact_details_are_found_in_every_free_text():
    for field in ("audience_note", "fee", "picture_alt", "change_reason"):
        assert flags_of(**{field: "打 13800001234"}) == (Flag("contact", "13800001234"),)
    place = Place("p1", venue=1, note="到了打 13800001234")
    assert flags_of(places=(place,)) == (Flag("contact", "13800001234"),)


def test_the_telephone_to_sign_up_with_is_where_it_belongs():
    assert flags_of(signup_mode="telephone", signup_phone="023-63338888") == ()


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("报名见 https://wj.example.com/s/17 。", "wj.example.com"),
        ("看example.cn的介绍", "example.cn"),
        ("见 HTTP://WWW.Example.ORG/a", "example.org"),
        ("见 https://gov.cn.example.com/", "gov.cn.example.com"),
    ],
)
def test_a_link_elsewhere_is_found(text: str, host: str):
    assert flags_of(text) == (Flag("link", host),)


def test_a_link_to_an_authority_is_none():
    assert flags_of("见 https://kjj.cq.gov.cn/zwgk 和 www.gov.cn") == ()


def test_a_host_the_unit_has_used_before_is_none():
    content = Content("冬天", "lecture", signup_url="https://www.cqstm.example/book")

    assert find_flags(content, Facts()) == (Flag("link", "cqstm.example"),)
    assert find_flags(content, Facts(hosts=frozenset({"cqstm.example"}))) == ()


def test_an_address_that_is_none_has_no_host():
    assert flags_of(signup_url="https://[") == ()


def test_asking_for_childrens_data_is_found_together_with_signing_up():
    assert flags_of("报名请提供孩子姓名和学校") == (Flag("minors", "孩子姓名"),)
    assert flags_of("携带身份证入场") == (Flag("minors", "身份证"),)
    assert flags_of("孩子姓名怎么起才好听？一场关于汉字的讲座") == ()


def test_more_than_five_hundred_at_one_time_is_a_crowd():
    def of(*capacities: int) -> tuple[Flag, ...]:
        together = [Sitting(START, START + timedelta(hours=1), capacity=n) for n in capacities]
        return flags_of(sittings=tuple(together))

    assert of(500) == ()
    assert of(501) == (Flag("crowd", "501"),)
    assert of(300, 300) == (Flag("crowd", "600"),)


def test_three_hundred_on_each_of_two_days_is_no_crowd():
    days = [START, START + timedelta(days=1)]
    sittings = tuple(Sitting(day, day + timedelta(hours=1), capacity=300) for day in days)

    assert flags_of(sittings=sittings) == ()


def test_more_than_sixty_sittings_are_many():
    def of(count: int) -> tuple[Flag, ...]:
        days = [START + timedelta(days=number) for number in range(count)]
        return flags_of(sittings=tuple(Sitting(day, day + timedelta(hours=1)) for day in days))

    assert of(60) == ()
    assert of(61) == (Flag("many", "61"),)


def test_facts_become_flags_in_their_own_words():
    content = Content("冬天", "lecture", sittings=(Sitting(START, START + timedelta(hours=1)),))
    facts = Facts(
        is_first=True,
        answer_by=date(2026, 12, 5),
        twins=2,
        warnings=("场馆周六闭馆。", "同时另有一场。"),
    )

    assert find_flags(content, facts) == (
        Flag("first"),
        Flag("twin", "2"),
        Flag("soon"),
        Flag("schedule", "场馆周六闭馆。"),
        Flag("schedule", "同时另有一场。"),
    )


def test_what_begins_after_the_answer_is_due_is_not_soon():
    content = Content("冬天", "lecture", sittings=(Sitting(START, START + timedelta(hours=1)),))

    assert find_flags(content, Facts(answer_by=date(2026, 12, 4))) == ()


def test_a_long_find_is_shortened():
    [flag] = flags_of("见 https://" + "a" * 60 + ".example.com/")

    assert flag == Flag("link", "a" * 30 + "…")


@pytest.mark.parametrize("text", ["a" * 5000, "微" * 5000, "1" * 5000, "a." * 2500, "@a" * 2500])
def test_no_text_takes_long(text: str):
    assert len(flags_of(text)) <= 2
