"""Each verb on activities and occurrences: SEQUENCE, revision, history, change log, refusals."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from events import changes
from events.activities.actions import (
    MOST_OCCURRENCES,
    Sitting,
    Ties,
    TooManyOccurrences,
    publish_activity,
    retitle_activity,
    tie,
    withdraw_activity,
)
from events.activities.models import (
    Activity,
    ActivityAudience,
    ActivityEdition,
    ActivityUnit,
    HistoryEntry,
    Occurrence,
)
from events.activities.occurrences import (
    cancel_occurrence,
    move_occurrence,
    postpone_occurrence,
    reinstate_occurrence,
    relocate_occurrence,
)
from events.activities.recording import touch_districts, touch_units
from events.activities.timing import Timing, between, whole_days
from events.changes import Change
from events.errors import InvalidTransition
from tests import NOW
from tests.factories import (
    make_activity,
    make_district,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
)

LATER = NOW + timedelta(hours=1)
CHINA = ZoneInfo("Asia/Shanghai")
pytestmark = pytest.mark.usefixtures("db")


def timing(start: str, end: str) -> Timing:
    return between(datetime.fromisoformat(start), datetime.fromisoformat(end), CHINA)


SUNDAY = timing("2026-11-29T14:00", "2026-11-29T15:30")


@pytest.fixture
def occurrence() -> Occurrence:
    """Saturday 28 November 2026, from ten to twelve."""
    venue = make_venue(name="市科技馆")
    return make_occurrence(make_activity(title="看月亮"), venue=venue, place_note="三楼")


def fresh(occurrence: Occurrence) -> Occurrence:
    return Occurrence.get_by_id(occurrence.id)


def marks(occurrence: Occurrence) -> tuple[str, int, int, bool]:
    row = fresh(occurrence)
    return row.status, row.sequence, row.revision, row.updated_at == LATER


def recorded() -> list[tuple[str, str]]:
    return [(row.topic, row.key) for row in Change.select().order_by(Change.position)]


def history() -> list[tuple[str, int | None, dict[str, Any], dict[str, Any], str]]:
    return [
        (row.kind, row.occurrence_id, row.before, row.after, row.reason)
        for row in HistoryEntry.select().order_by(HistoryEntry.id)
    ]


def refusal(verb: Callable[..., Any], *arguments: object) -> str:
    """The sentence of a step that is refused; it leaves no trace."""
    before = list(Occurrence.select().dicts()), history(), changes.current()
    with pytest.raises(InvalidTransition) as refused:
        verb(*arguments)
    assert (list(Occurrence.select().dicts()), history(), changes.current()) == before
    return refused.value.message


# One occurrence


def test_a_move_raises_sequence_and_keeps_what_was_promised_first(occurrence: Occurrence):
    bystander = make_occurrence(occurrence.activity)
    first = occurrence.start, occurrence.end

    move_occurrence(occurrence, SUNDAY, "大雾", LATER)
    moved = move_occurrence(occurrence, timing("2026-12-06T14:00", "2026-12-06T15:30"), "雪", LATER)

    assert marks(occurrence) == ("moved", 2, 3, True)
    assert (moved.moved_from_start, moved.moved_from_end) == first
    assert (moved.first_day, moved.last_day) == (date(2026, 12, 6), date(2026, 12, 6))
    assert moved.status_reason == "雪"
    assert recorded() == [("occurrence", str(occurrence.id))] * 2
    assert marks(bystander) == ("scheduled", 0, 1, False)
    assert history() == [
        (
            "moved",
            occurrence.id,
            {"start": "2026-11-28T02:00:00+00:00", "end": "2026-11-28T04:00:00+00:00"},
            {
                "start": "2026-11-29T06:00:00+00:00",
                "end": "2026-11-29T07:30:00+00:00",
                "all_day": False,
            },
            "大雾",
        ),
        (
            "moved",
            occurrence.id,
            {"start": "2026-11-29T06:00:00+00:00", "end": "2026-11-29T07:30:00+00:00"},
            {
                "start": "2026-12-06T06:00:00+00:00",
                "end": "2026-12-06T07:30:00+00:00",
                "all_day": False,
            },
            "雪",
        ),
    ]


def test_a_clock_time_may_become_whole_days(occurrence: Occurrence):
    days = whole_days(date(2026, 12, 5), date(2026, 12, 6), CHINA)

    moved = move_occurrence(occurrence, days, "改为开放日", LATER)

    assert (moved.all_day, moved.first_day, moved.last_day) == (
        True,
        date(2026, 12, 5),
        date(2026, 12, 6),
    )


def test_a_relocation_takes_the_venues_district_and_keeps_the_first_venue(occurrence: Occurrence):
    old, hall = occurrence.venue, make_venue(name="图书馆")
    park = make_venue(name="湿地公园")

    relocate_occurrence(occurrence, hall, "一楼", "检修", LATER)
    moved = relocate_occurrence(occurrence, park, "", "天气好", LATER)

    assert marks(occurrence) == ("moved", 2, 3, True)
    assert (moved.venue_id, moved.district_id, moved.place_note) == (park.id, park.district_id, "")
    assert moved.moved_from_venue_id == old.id
    assert [entry[2:4] for entry in history()] == [
        ({"venue": "市科技馆"}, {"venue": "图书馆"}),
        ({"venue": "图书馆"}, {"venue": "湿地公园"}),
    ]


def test_an_online_occurrence_may_get_a_place():
    occurrence = make_occurrence(online=True)
    venue = make_venue()

    moved = relocate_occurrence(occurrence, venue, "", "改到现场", LATER)

    assert (moved.venue_id, moved.moved_from_venue_id) == (venue.id, None)
    assert history()[0][2] == {"venue": ""}


def test_another_room_of_the_same_venue_is_a_relocation(occurrence: Occurrence):
    relocate_occurrence(occurrence, occurrence.venue, "五楼", "人多", LATER)

    assert fresh(occurrence).place_note == "五楼"


def test_postponed_then_moved_has_a_time_again(occurrence: Occurrence):
    postpone_occurrence(occurrence, "等通知", LATER)
    assert marks(occurrence) == ("postponed", 1, 2, True)

    move_occurrence(occurrence, SUNDAY, "定了", LATER)
    assert marks(occurrence) == ("moved", 2, 3, True)
    assert [entry[0] for entry in history()] == ["postponed", "moved"]


def test_cancelled_then_reinstated_is_as_it_was_before(occurrence: Occurrence):
    times = occurrence.start, occurrence.end, occurrence.venue_id

    cancel_occurrence(occurrence, "暴雨", LATER)
    assert marks(occurrence) == ("cancelled", 1, 2, True)
    assert fresh(occurrence).status_reason == "暴雨"

    back = reinstate_occurrence(occurrence, "雨停了", LATER)
    assert marks(occurrence) == ("scheduled", 2, 3, True)
    assert (back.start, back.end, back.venue_id) == times
    assert [(entry[0], entry[4]) for entry in history()] == [
        ("cancelled", "暴雨"),
        ("reinstated", "雨停了"),
    ]
    assert recorded() == [("occurrence", str(occurrence.id))] * 2


def test_what_was_moved_before_it_was_cancelled_is_moved_when_reinstated(occurrence: Occurrence):
    move_occurrence(occurrence, SUNDAY, "大雾", LATER)
    cancel_occurrence(occurrence, "暴雨", LATER)

    assert reinstate_occurrence(occurrence, "雨停了", LATER).status == "moved"


def test_steps_that_change_nothing_are_refused(occurrence: Occurrence):
    same = timing("2026-11-28T10:00", "2026-11-28T12:00")

    assert "本来就在这个时间" in refusal(move_occurrence, occurrence, same, "x", LATER)
    assert "本来就在市科技馆" in refusal(
        relocate_occurrence, occurrence, occurrence.venue, "三楼", "x", LATER
    )
    assert "不用恢复" in refusal(reinstate_occurrence, occurrence, "x", LATER)
    postpone_occurrence(occurrence, "等通知", LATER)
    assert "已经延期" in refusal(postpone_occurrence, occurrence, "x", LATER)


def test_what_is_cancelled_can_only_be_reinstated(occurrence: Occurrence):
    cancel_occurrence(occurrence, "暴雨", LATER)

    for verb, arguments in (
        (move_occurrence, (SUNDAY,)),
        (relocate_occurrence, (make_venue(), "")),
        (postpone_occurrence, ()),
        (cancel_occurrence, ()),
    ):
        assert "先恢复" in refusal(verb, occurrence, *arguments, "x", LATER)


def test_what_is_withdrawn_can_not_be_changed_any_more(occurrence: Occurrence):
    withdraw_activity(occurrence.activity, "写错了", LATER)

    for verb, arguments in (
        (move_occurrence, (SUNDAY,)),
        (relocate_occurrence, (make_venue(), "")),
        (postpone_occurrence, ()),
        (cancel_occurrence, ()),
        (reinstate_occurrence, ()),
    ):
        assert "撤下" in refusal(verb, occurrence, *arguments, "x", LATER)


def test_a_verb_works_on_what_is_stored_and_not_on_what_was_read_before(occurrence: Occurrence):
    stale = fresh(occurrence)
    move_occurrence(occurrence, SUNDAY, "大雾", LATER)

    cancel_occurrence(stale, "暴雨", LATER)

    assert marks(occurrence) == ("cancelled", 2, 3, True)
    assert fresh(occurrence).first_day == date(2026, 11, 29)


# A whole activity


def new_activity(**fields: Any) -> Activity:
    fields = {"title": "看月亮", "kind": "lecture", "organiser": make_unit()} | fields
    return Activity(**fields)


def test_published_with_its_ties_and_occurrences_in_one_change():
    day, helper, sponsor = make_themed_day(), make_unit(), make_unit()
    venue = make_venue()
    ties = Ties(
        editions=((day.id, 2026), (day.id, 2027), (day.id, 2026)),
        audiences=("family", "public", "family"),
        co_organisers=(helper.id,),
        supporters=(sponsor.id, helper.id),
    )

    activity = publish_activity(
        new_activity(), ties, [Sitting(SUNDAY, venue, "三楼", 30), Sitting(SUNDAY)], LATER
    )

    here, online = Occurrence.select().order_by(Occurrence.id)
    assert activity.is_public
    assert activity.published_at == activity.created_at == activity.updated_at == LATER
    assert recorded() == [("activity", str(activity.id))]
    assert (here.venue_id, here.district_id, here.place_note, here.capacity) == (
        venue.id,
        venue.district_id,
        "三楼",
        30,
    )
    assert (online.venue_id, online.district_id) == (None, activity.organiser.region_id)
    assert here.is_public
    assert online.is_public
    assert here.uid != online.uid
    assert (here.sequence, here.revision, here.status) == (0, 1, "scheduled")
    assert ties_of(activity) == {
        "editions": [(1, day.id, 2026), (2, day.id, 2027)],
        "audiences": [(1, "family"), (2, "public")],
        "units": [
            (1, helper.id, "co-organiser"),
            (2, sponsor.id, "supporter"),
            (3, helper.id, "supporter"),
        ],
    }
    assert history() == []


def ties_of(activity: Activity) -> dict[str, list[tuple[Any, ...]]]:
    columns: dict[str, tuple[Any, ...]] = {
        "editions": (ActivityEdition.position, ActivityEdition.themed_day, ActivityEdition.year),
        "audiences": (ActivityAudience.position, ActivityAudience.audience),
        "units": (ActivityUnit.position, ActivityUnit.unit, ActivityUnit.role),
    }
    return {
        name: sorted(
            fields[0].model.select(*fields).where(fields[0].model.activity == activity).tuples()
        )
        for name, fields in columns.items()
    }


def test_more_than_a_year_of_occurrences_is_refused_and_leaves_nothing():
    with pytest.raises(TooManyOccurrences, match="367"):
        publish_activity(new_activity(), Ties(), [Sitting(SUNDAY)] * (MOST_OCCURRENCES + 1), LATER)

    assert not Activity.select().exists()


def test_ties_are_put_in_place_of_the_old_ones_and_those_of_others_stay():
    activity, other = make_activity(), make_activity()

    tie(activity, Ties(audiences=("elderly",)))

    assert ties_of(activity)["audiences"] == [(1, "elderly")]
    assert ties_of(other)["audiences"] == [(1, "public")]


def test_another_title_reaches_every_occurrence_and_stands_in_the_history(occurrence: Occurrence):
    activity, bystander = occurrence.activity, make_occurrence()
    second = make_occurrence(activity)

    retitle_activity(activity, "看星星", LATER)

    assert Activity.get_by_id(activity.id).title == "看星星"
    assert marks(occurrence) == marks(second) == ("scheduled", 0, 2, True)
    assert marks(bystander) == ("scheduled", 0, 1, False)
    assert history() == [("retitled", None, {"title": "看月亮"}, {"title": "看星星"}, "")]
    assert recorded() == [("activity", str(activity.id))]
    assert "本来就叫" in refusal(retitle_activity, activity, "看星星", LATER)


def test_withdrawn_with_all_its_occurrences_and_no_others(occurrence: Occurrence):
    bystander = make_occurrence()

    withdraw_activity(occurrence.activity, "内容有误", LATER)

    activity = Activity.get_by_id(occurrence.activity_id)
    assert (activity.withdrawn_at, activity.withdrawal_reason) == (LATER, "内容有误")
    assert not fresh(occurrence).is_public
    assert fresh(bystander).is_public
    assert marks(occurrence) == ("scheduled", 1, 2, True)
    assert recorded() == [("activity", str(activity.id))]
    assert "不用撤下" in refusal(withdraw_activity, activity, "再一次", LATER)


# Names of others


def test_a_unit_with_another_name_touches_what_it_organises_or_helps_with():
    unit = make_unit()
    own = make_occurrence(make_activity(organiser=unit))
    helped = make_occurrence(make_activity(co_organisers=(unit,)))
    bystander = make_occurrence()

    assert touch_units([unit.id], LATER) == 2

    assert marks(own) == marks(helped) == ("scheduled", 0, 2, True)
    assert marks(bystander) == ("scheduled", 0, 1, False)
    assert touch_units([], LATER) == 0


def test_a_district_with_another_name_touches_what_takes_place_there():
    district = make_district()
    there = make_occurrence(venue=make_venue(district=district))
    elsewhere = make_occurrence()

    assert touch_districts([district.id], LATER) == 1

    assert marks(there) == ("scheduled", 0, 2, True)
    assert marks(elsewhere) == ("scheduled", 0, 1, False)
