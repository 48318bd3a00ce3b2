"""A mistake in `activities.yaml` is a sentence with its line, and nothing is written."""

from pathlib import Path

import pytest
from peewee import Database

from events import changes, clock
from events.activities.models import Activity
from events.days.recurrence import Predictability
from events.demo.loading import load_demo
from events.demo.placing import ZONE
from events.demo.refreshing import refresh_demo
from events.errors import RecordsInvalid
from events.venues.models import Venue
from tests.factories import make_district, make_themed_day, make_unit

SMALL = """\
units:
  - slug: frog-museum
    name: 青蛙博物馆
    name_en: Frog Museum
    short_name: 青蛙馆
    kind: institution
    region: pond
venues:
  - key: pond-side
    name: 池塘边
    name_en: Pond Side
    district: pond
    latitude: 29.5
    longitude: 106.5
    precision_m: 100
activities:
  - key: jumping
    title: 跳远
    description: 一起跳。
    kind: competition
    format: onsite
    organiser: frog-museum
    supporters: [toad-office]
    venue: pond-side
    audiences: [family]
    signup_mode: telephone
    signup_phone: 023-0000 0000
    sittings:
      - rule: FREQ=WEEKLY;BYDAY=SA
        times: 09:00-10:00
        changes:
          - which: FREQ=MONTHLY;BYDAY=2SA
            kind: moved
            days: 1
            reason: 下雨
  - key: croaking
    title: 合唱
    description: 一起唱。
    kind: lecture
    format: online
    organiser: toad-office
    online_url: https://example.org/croak
    themed_days: [frog-day]
    audiences: [public]
    sittings:
      - offset_days: 0
        weekday: saturday
"""
MISTAKES = [
    ("slug: frog-museum", "slug: Frog", 2, "只能用小写字母"),
    ("kind: institution", "kind: pond", 6, "之一"),
    ("region: pond", "region: lake", 7, "指向的地区“lake”不存在"),
    ("district: pond", "district: lake", 12, "指向的地区“lake”不存在"),
    ("latitude: 29.5", "latitude: 95", 13, "应为 -90 到 90 之间的度数"),
    ("    longitude: 106.5\n", "", 13, "经度和纬度要一起写"),
    ("kind: competition", "kind: race", 20, "之一"),
    ("organiser: frog-museum", "organiser: fly", 22, "指向的单位“fly”不存在"),
    ("[toad-office]", "[fly]", 23, "里的单位“fly”不存在"),
    ("    venue: pond-side\n", "", 17, "现场的活动要写 venue"),
    ("venue: pond-side", "venue: lake", 24, "指向的场馆“lake”不存在"),
    ("[family]", "[frogs]", 25, "里的对象“frogs”不存在"),
    ("    signup_phone: 023-0000 0000\n", "", 26, "这样报名要写 signup_phone"),
    ("signup_mode: telephone", "signup_mode: external", 26, "这样报名要写 signup_url"),
    ("signup_mode: telephone", "signup_mode: here", 26, "每一场都要写 capacity"),
    ("signup_phone:", "terms: {party_limit: 2}\n    signup_phone:", 27, "才写 terms"),
    ("signup_phone:", "terms: {party_limit: 0}\n    signup_phone:", 27, "应为 1 到 500"),
    ("signup_phone:", "terms: 2\n    signup_phone:", 27, "有一项不是"),
    ("BYDAY=SA", "BYDAY=XX", 29, "应写成 FREQ=WEEKLY;BYDAY=SA"),
    ("FREQ=WEEKLY;BYDAY=SA", "FREQ=YEARLY", 29, "应写成 FREQ=WEEKLY;BYDAY=SA"),
    ("- rule: FREQ=WEEKLY;BYDAY=SA", "- offset_days: 3", 29, "平常的活动按 rule 排"),
    ("09:00-10:00", "9 点", 30, "应写成 09:30-11:30"),
    ("09:00-10:00", "09:00-25:00", 30, "应写成 09:30-11:30"),
    ("- which: FREQ=MONTHLY;BYDAY=2SA\n            kind", "- kind", 32, "要用 which 写明"),
    ("which:", "on:", 32, "没有“True”这一栏"),
    ("kind: moved", "kind: relocated", 33, "换地点要写 venue"),
    ("            days: 1\n", "", 33, "改期要写 days 或 times"),
    ("            reason: 下雨\n", "", 32, "缺少“reason”"),
    ("key: croaking", "key: jumping", 36, "与第 17 行重复"),
    ("format: online", "format: hybrid", 36, "现场的活动要写 venue"),
    ("    online_url: https://example.org/croak\n", "", 40, "线上的活动要写 online_url"),
    ("[frog-day]", "[toad-day]", 43, "里的主题日“toad-day”不存在"),
    ("weekday: saturday", "weekday: sat", 47, "之一"),
    ("      - offset_days: 0\n        weekday: saturday\n", "      []\n", 45, "至少写一场"),
    ("audiences: [public]", "age_from: 9\n    age_to: 6", 44, "age_from 大于 age_to"),
]  # fmt: skip


@pytest.fixture
def folder(db: Database, tmp_path: Path) -> Path:
    """A marked database with what the small file leans on."""
    make_unit(slug="toad-office", region=make_district(slug="pond"))
    rule = "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1"
    fixed = {"predictability": Predictability.FIXED, "rule": rule, "duration_days": 7}
    make_themed_day(slug="frog-day", **fixed)
    load_demo(tmp_path, clock.now())
    return tmp_path


def refresh(folder: Path, text: str) -> None:
    (folder / "activities.yaml").write_text(text, encoding="utf-8")
    refresh_demo(folder, clock.now(), ZONE)


def test_the_small_file_is_right(folder: Path):
    refresh(folder, SMALL)

    jumping, croaking = Activity.select().order_by(Activity.id)
    assert (jumping.occurrences.count(), croaking.occurrences.count()) == (13, 1)
    assert croaking.occurrences.get().first_day.isoformat() == "2026-12-05"
    assert croaking.occurrences.get().district.slug == "pond"


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize(("right", "wrong", "line", "sentence"), MISTAKES)
def test_a_mistake_is_said_with_its_line_and_nothing_is_written(
    folder: Path, right: str, wrong: str, line: int, sentence: str
):
    before = changes.current()
    assert right in SMALL

    with pytest.raises(RecordsInvalid) as refused:
        refresh(folder, SMALL.replace(right, wrong, 1))

    said = refused.value.mistakes
    assert [one for one in said if one.startswith(f"activities.yaml:{line}：") and sentence in one]
    assert changes.current() == before
    assert Activity.select().count() == Venue.select().count() == 0


def test_a_missing_file_is_one_sentence(folder: Path):
    with pytest.raises(RecordsInvalid, match=r"activities\.yaml:1：没有这个文件"):
        refresh_demo(folder, clock.now(), ZONE)
