"""A unit or a district of another name: the occurrences that show it are to be rendered anew."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from events.activities.models import Occurrence
from events.units.models import District, Unit
from tests import NOW
from tests.catalogue.small import SmallCatalogue
from tests.conftest import Outcome
from tests.factories import make_activity, make_occurrence, make_venue

Load = Callable[[], Outcome]
LATER = datetime.fromisoformat("2026-11-22T10:00+08:00")


@pytest.fixture
def held(load: Load, at: Any) -> tuple[Occurrence, Occurrence]:
    """In Liuzhou by its association, in Chongqing by the weather bureau; a day goes by."""
    load()
    made = [
        make_occurrence(
            make_activity(organiser=Unit.get(Unit.slug == unit)),
            venue=make_venue(district=District.get(District.slug == district)),
        )
        for unit, district in (("lz-cast", "450200"), ("cq-weather", "500000"))
    ]
    at(LATER.isoformat())
    return made[0], made[1]


def marks(*occurrences: Occurrence) -> list[tuple[int, int, datetime]]:
    rows = [Occurrence.get_by_id(one.id) for one in occurrences]
    return [(row.sequence, row.revision, row.updated_at) for row in rows]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("units", "name: 柳州市科学技术协会", "name: 柳州市科协"),
        ("units", "name_en: Liuzhou Association for Science", "name_en: Liuzhou AST"),
        ("districts", "name: 柳州市", "name: 龙城市"),
    ],
)
def test_another_name_touches_the_occurrences_that_show_it_and_no_others(
    held: tuple[Occurrence, ...], load: Load, small: SmallCatalogue, file: str, old: str, new: str
):
    small.change(file, old, new)
    load()

    assert marks(*held) == [(0, 2, LATER), (0, 1, NOW)]


def test_another_note_or_nothing_new_touches_none(
    held: tuple[Occurrence, ...], load: Load, small: SmallCatalogue
):
    small.change("units", "hosted_by: cq-cast", "note: 一句话")
    load()
    load()

    assert marks(*held) == [(0, 1, NOW), (0, 1, NOW)]


def test_a_name_that_a_person_wrote_stays_and_touches_none(
    held: tuple[Occurrence, ...], load: Load, small: SmallCatalogue
):
    Unit.update(name="人写的名称").where(Unit.slug == "lz-cast").execute()
    small.change("units", "name: 柳州市科学技术协会", "name: 柳州市科协")
    load()

    assert marks(*held) == [(0, 1, NOW), (0, 1, NOW)]
