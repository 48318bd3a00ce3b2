"""The index says what the data say, whatever happens to them; every change is found at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from peewee import Database

from events.activities.actions import Sitting, Ties, publish_activity, retitle_activity
from events.activities.actions import withdraw_activity as withdraw
from events.activities.indexing.checking import check_index
from events.activities.models import Activity
from events.activities.occurrences import cancel_occurrence, relocate_occurrence
from events.activities.places import correct_venue, merge_venues, rename_venue
from events.activities.timing import whole_days
from events.audit import PROGRAM
from events.finding.models import Search, SearchTerm
from events.office.directory.actions import Facts, correct_unit, rename_unit
from events.office.directory.merging import merge_units
from events.submissions.models import Revision, State, Submission
from events.submissions.publishing import publish
from events.units.models import Unit
from tests import NOW
from tests.factories import (
    make_activity,
    make_content,
    make_district,
    make_occurrence,
    make_revision,
    make_themed_day,
    make_unit,
    make_venue,
)
from tests.finding.looking import find, index_all, titles
from tests.submissions.publishing import published

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def region():
    return make_district(name="重庆市", name_en="Chongqing")


@pytest.fixture
def stars(region: object) -> Activity:
    """A lecture by two units at the 天文台 in 南岸区, for 航天日."""
    venue = make_venue(name="南山天文台", district=make_district(name="南岸区", parent=region))
    day = make_themed_day(name="中国航天日", aliases=["航天日"])
    activity = make_activity(
        title="仰望流星雨",
        description="带上毯子，一起数流星。",
        organiser=make_unit(name="重庆市天文学会", short_name="市天文学会", region=region),
        co_organisers=(make_unit(name="重庆市气象局", short_name="市气象局", region=region),),
        audiences=("family",),
        days=((day, 2026),),
    )
    make_occurrence(activity, venue=venue, place_note="东门集合")
    make_occurrence(
        make_activity(title="急救课堂", kind="class"), venue=make_venue(name="江北图书馆")
    )
    index_all()
    return activity


@pytest.mark.parametrize(
    "typed",
    [
        *("流星雨", "毯子", "讲座", "家庭", "天文学会", "市气象局", "航天日", "南山天文台", "雨"),
        *("tianwentai", "twt", "南岸", "重庆", "chongqing", "东门", "流星 南岸 家庭"),
    ],
)
def test_an_activity_is_found_by_all_that_its_page_says(stars: Activity, typed: str):
    assert titles(typed) == {"仰望流星雨"}


@pytest.mark.parametrize("typed", ["急救 流星", "台风", "流星雨雪", "jiangbei twt"])
def test_every_word_must_be_there(stars: Activity, typed: str):
    assert find(typed) == []


def venue_of(activity: Activity):
    return activity.occurrences[0].venue


CHANGES: dict[str, tuple[Callable[[Activity], object], str, str]] = {
    "retitled": (lambda a: retitle_activity(a, "银河之夜", NOW), "银河", "流星雨"),
    "relocated": (
        lambda a: relocate_occurrence(
            a.occurrences[0], make_venue(name="缙云山气象站"), "北坡", "修路", NOW
        ),
        "缙云山 北坡",
        "天文台",
    ),
    "venue renamed": (lambda a: rename_venue(venue_of(a), "南山观星园", NOW), "观星", "天文台"),
    "venue corrected": (
        lambda a: correct_venue(venue_of(a), NOW, district=make_district(name="巴南区")),
        "巴南区",
        "南岸区",
    ),
    "venues merged": (
        lambda a: merge_venues(venue_of(a), make_venue(name="科普活动中心"), NOW),
        "科普 中心",
        "天文台",
    ),
    "unit renamed": (
        lambda a: rename_unit(a.organiser, "重庆市宇航学会", date(2026, 1, 1), PROGRAM, NOW),
        "宇航",
        "cqstwxh",
    ),
    "unit corrected": (
        lambda a: correct_unit(a.organiser, facts(a.organiser, short_name="星友会"), PROGRAM, NOW),
        "星友",
        "stwxh",
    ),
    "units merged": (
        lambda a: merge_units(
            a.organiser, make_unit(name="重庆市科学馆", region=a.organiser.region), PROGRAM, NOW
        ),
        "科学馆",
        "天文学会",
    ),
}


def facts(unit: Unit, **changed: object) -> Facts:
    now = Facts(unit.short_name, unit.name_en, unit.kind, unit.region_id, unit.parent_id)
    return replace(now, **changed)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_found_at_once_and_what_was_is_no_longer(stars: Activity, change: str):
    make, new, old = CHANGES[change]

    make(stars)

    assert check_index() == []
    assert titles(new) == {"银河之夜" if change == "retitled" else "仰望流星雨"}
    assert titles(old) == set()


def test_what_takes_place_online_is_found_where_its_organiser_is(stars: Activity):
    online = make_activity(title="云上课堂", organiser=stars.organiser)
    make_occurrence(online, online=True)
    index_all()
    liuzhou = make_district(name="柳州市")

    correct_unit(stars.organiser, facts(stars.organiser, region_id=liuzhou.id), PROGRAM, NOW)

    assert check_index() == []
    assert titles("柳州 课堂") == {"云上课堂"}


def test_an_activity_is_found_from_its_publication_on(stars: Activity):
    new = Activity(title="深海直播", kind="online-quiz", organiser=stars.organiser)
    timing = whole_days(date(2026, 12, 1), date(2026, 12, 2), NOW.tzinfo)

    publish_activity(new, Ties(audiences=("elderly",)), [Sitting(timing)], NOW)

    assert check_index() == []
    assert titles("深海 老年人") == {"深海直播"}


def test_what_was_withdrawn_is_in_the_index_no_more(stars: Activity):
    withdraw(stars, "写错了", NOW)

    assert check_index() == []
    assert not Search.get_or_none(Search.id == stars.id)
    assert titles("天文台") == set()


def test_a_submission_is_found_once_published_by_what_was_agreed_last(stars: Activity):
    submission = published(stars.organiser, make_content(title="火山模型"))
    assert titles("火山 模型") == {"火山模型"}
    old = make_content(title="不该找到的草稿")
    content = replace(old, title="地震模型", change_reason="换题")
    make_revision(submission, content, number=2)
    changed = {"state": State.SUBMITTED, "revision_number": 2}
    Submission.update(changed).where(Submission.id == submission.id).execute()
    assert titles("地震") == set()

    newest = Revision.get(Revision.submission == submission, Revision.number == 2)
    publish(Submission.get_by_id(submission.id), newest, PROGRAM, NOW)

    assert check_index() == []
    assert (titles("火山"), titles("地震 模型")) == (set(), {"地震模型"})


def test_after_many_changes_in_any_order_the_index_is_right(stars: Activity):
    rng = Random(3)
    venue, unit = venue_of(stars), stars.organiser
    sitting = stars.occurrences[0]
    for number in range(30):
        name = f"{rng.choice('春夏秋冬')}{rng.choice('日月星云')}第{number}次"
        rng.choice(
            (
                lambda name=name: retitle_activity(stars, name, NOW),
                lambda name=name: rename_venue(venue, name, NOW),
                lambda name=name: rename_unit(unit, name, date(2026, 1, 1), PROGRAM, NOW),
                lambda name=name: relocate_occurrence(
                    sitting, make_venue(name=name), name, "原因", NOW
                ),
            )
        )()
    cancel_occurrence(sitting, "下雨", NOW)

    assert check_index() == []


@pytest.mark.filled
def test_the_demonstration_is_indexed_as_it_is_loaded():
    assert check_index() == [
        "索引还没有建完：服务运行时会自动补齐，也可以现在运行 kepuli search rebuild。"
    ]
    assert find("科普")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        ("UPDATE search SET terms = 'x' WHERE id = (SELECT MIN(id) FROM search)", "1 个活动的索引"),
        ("DELETE FROM search WHERE id = (SELECT MIN(id) FROM search)", "1 个活动的索引"),
        ("INSERT INTO search (id, terms) VALUES (99999, 'x y')", "1 个已经没有的活动"),
        ("UPDATE search_term SET count = count + 1 WHERE term = '流星雨'", "计数不对"),
        ("DELETE FROM search_state", "还没有建完"),
    ],
)
def test_the_check_sees_what_somebody_did_behind_our_back_and_the_index_can_be_filled_again(
    stars: Activity, db: Database, spoil: str, sentence: str
):
    db.execute_sql(spoil)

    assert any(sentence in problem for problem in check_index())


def test_counts_are_those_of_the_rows(stars: Activity):
    counts = {row.term: row.count for row in SearchTerm.select()}

    assert counts[""] == Search.select().count() == 2
    assert (counts["流星雨"], counts["讲座"]) == (1, 1)

    withdraw(stars, "写错了", NOW)

    assert {row.term: row.count for row in SearchTerm.select()}.get("流星雨") is None


def test_a_refused_change_leaves_the_index_alone(stars: Activity, db: Database):
    with db.atomic() as transaction:
        retitle_activity(stars, "银河之夜", NOW)
        transaction.rollback()

    assert check_index() == []
    assert titles("流星雨") == {"仰望流星雨"}
