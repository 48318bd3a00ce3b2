"""A venue renamed, merged, corrected: what is held there follows, the rest stays."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from events import changes
from events.activities.models import Occurrence
from events.activities.occurrences import relocate_occurrence
from events.activities.places import correct_venue, merge_venues, rename_venue
from events.changes import Change
from events.errors import InvalidTransition
from events.venues.models import Venue
from events.venues.queries import all_venues, get_venue, get_very_venue
from tests import NOW
from tests.factories import make_district, make_occurrence, make_venue

LATER = NOW + timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def hall() -> Venue:
    return make_venue(name="市科技馆", district=make_district(name="渝中区"))


def fresh(row: Any) -> Any:
    return type(row).get_by_id(row.id)


def marks(occurrence: Occurrence) -> tuple[int, int, bool]:
    row = fresh(occurrence)
    return row.sequence, row.revision, row.updated_at == LATER


def recorded() -> list[tuple[str, str]]:
    return [(row.topic, row.key) for row in Change.select().order_by(Change.position)]


def refusal(verb: Callable[..., Any], *arguments: Any, **named: Any) -> str:
    """The sentence of a step that is refused; it leaves no trace."""

    def everything() -> Any:
        return list(Venue.select().dicts()), list(Occurrence.select().dicts()), changes.current()

    before = everything()
    with pytest.raises(InvalidTransition) as refused:
        verb(*arguments, **named)
    assert everything() == before
    return refused.value.message


def test_a_new_name_keeps_the_old_ones_and_reaches_the_occurrences(hall: Venue):
    there, elsewhere = make_occurrence(venue=hall), make_occurrence()

    rename_venue(hall, "科学中心", LATER)
    renamed = rename_venue(hall, "重庆科学中心", LATER)

    assert (renamed.name, renamed.former_names) == ("重庆科学中心", ["市科技馆", "科学中心"])
    assert fresh(hall).updated_at == LATER
    assert marks(there) == (0, 3, True)
    assert marks(elsewhere) == (0, 1, False)
    assert recorded() == [("venue", str(hall.id))] * 2


def test_a_name_that_comes_back_is_no_former_name_any_more(hall: Venue):
    rename_venue(hall, "科学中心", LATER)

    assert rename_venue(hall, "市科技馆", LATER).former_names == ["科学中心"]
    assert "本来就叫" in refusal(rename_venue, hall, "市科技馆", LATER)


def test_what_was_held_at_a_double_is_held_at_the_survivor(hall: Venue):
    double = make_venue(name="重庆科技馆")
    there, here, elsewhere = (make_occurrence(venue=v) for v in (double, hall, make_venue()))

    survivor = merge_venues(double, hall, LATER)

    moved = fresh(there)
    assert survivor == hall
    assert (moved.venue_id, moved.district_id) == (hall.id, hall.district_id)
    assert (moved.status, moved.moved_from_venue_id) == ("scheduled", None)
    assert marks(there) == (0, 2, True)
    assert marks(here) == marks(elsewhere) == (0, 1, False)
    assert fresh(double).merged_into_id == hall.id
    assert get_venue(double.id) == hall
    assert get_very_venue(double.id) == double
    assert double not in all_venues()
    assert recorded() == [("venue", str(double.id))]


def test_what_had_been_merged_into_a_double_leads_to_the_survivor_at_once(hall: Venue):
    first, second = make_venue(), make_venue()

    merge_venues(first, second, LATER)
    merge_venues(second, hall, LATER)

    assert fresh(first).merged_into_id == fresh(second).merged_into_id == hall.id


def test_a_venue_is_not_merged_into_itself_or_through_another(hall: Venue):
    double, third = make_venue(name="旧馆"), make_venue()
    merge_venues(double, hall, LATER)
    make_occurrence(venue=third)

    assert "它自己" in refusal(merge_venues, hall, hall, LATER)
    assert f"并入 {hall.id} 号" in refusal(merge_venues, third, double, LATER)
    assert f"并入 {hall.id} 号" in refusal(merge_venues, double, third, LATER)
    assert "旧馆" in refusal(rename_venue, double, "新馆", LATER)
    assert "旧馆" in refusal(correct_venue, double, LATER, address="一路 1 号")


def test_another_district_is_also_that_of_the_occurrences(hall: Venue):
    there, elsewhere = make_occurrence(venue=hall), make_occurrence()
    district, before = make_district(name="江北区"), elsewhere.district_id

    correct_venue(hall, LATER, district=district, address="一路 1 号")

    assert (fresh(hall).district_id, fresh(hall).address) == (district.id, "一路 1 号")
    assert fresh(there).district_id == district.id
    assert fresh(elsewhere).district_id == before
    assert marks(there) == (0, 2, True)
    assert recorded() == [("venue", str(hall.id))]


def test_facts_may_become_unknown_again(hall: Venue):
    correct_venue(hall, LATER, step_free=True, latitude=29.5, longitude=106.5, precision_m=20)
    correct_venue(
        hall, LATER, step_free=None, latitude=None, longitude=None, precision_m=None, opening="全天"
    )

    row = fresh(hall)
    assert (row.step_free, row.latitude, row.longitude, row.opening) == (None, None, None, "全天")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"latitude": 29.5}, "纬度和经度"),
        ({"longitude": 106.5}, "纬度和经度"),
        ({"latitude": 91.0, "longitude": 0.0}, "地球"),
        ({"latitude": 106.5, "longitude": 29.5}, "地球"),
        ({"latitude": float("nan"), "longitude": 1.0}, "地球"),
        ({"address": ""}, "没有改动"),
        ({}, "没有改动"),
    ],
)
def test_facts_that_can_not_be_are_refused(fields: dict[str, Any], said: str, hall: Venue):
    make_occurrence(venue=hall)

    assert said in refusal(correct_venue, hall, LATER, **fields)


def test_name_and_past_are_not_corrected_on_the_side(hall: Venue):
    for fields in ({"name": "x"}, {"merged_into": hall}, {"former_names": []}):
        with pytest.raises(TypeError):
            correct_venue(hall, LATER, **fields)

    assert fresh(hall).name == "市科技馆"


def test_where_it_was_first_meant_to_be_stays_to_be_seen_after_a_merger(hall: Venue):
    old = make_venue(name="旧馆")
    occurrence = make_occurrence(venue=old)
    relocate_occurrence(occurrence, make_venue(), "", "检修", NOW)

    merge_venues(old, hall, LATER)

    assert fresh(occurrence).moved_from_venue_id == old.id
