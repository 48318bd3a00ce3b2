"""`kepuli generate`: plausible, the same from the same seed, more from another."""

from collections import Counter
from datetime import timedelta
from statistics import mean
from typing import Any

import pytest
from peewee import Database, fn

from events import changes
from events.activities.models import (
    Activity,
    ActivityAudience,
    ActivityEdition,
    ActivityUnit,
    Occurrence,
)
from events.activities.vocabulary import AUDIENCES, KINDS
from events.changes import Change
from events.db import BaseModel
from events.units.models import District, Unit
from events.venues.models import Venue
from tests import NOW
from tests.conftest import Outcome, Program
from tests.factories import make_district, make_themed_day

TODAY = NOW.date()
TABLES: tuple[type[BaseModel], ...] = (
    District, Unit, Venue, Activity, ActivityAudience, ActivityEdition, ActivityUnit, Occurrence,
)  # fmt: skip


@pytest.fixture
def catalogue(db: Database) -> None:
    """Two cities, one with districts, a province above it, three themed days."""
    province = make_district(level="province")
    city = make_district(slug="500000", name="重庆市", level="municipality", parent=province)
    for name in ("渝中区", "江北区"):
        make_district(name=name, parent=city)
    make_district(slug="450200", name="柳州市", level="prefecture")
    for number in range(3):
        make_themed_day(slug=f"day-{number}")


def everything() -> dict[str, list[dict[str, Any]]]:
    return {model.__name__: list(model.select().order_by(model.id).dicts()) for model in TABLES}


def generate(kepuli: Program, count: int = 200, seed: int = 1) -> str:
    said = kepuli("generate", "--activities", str(count), "--seed", str(seed))
    assert (said.exit_code, said.stderr) == (0, "")
    return said.stdout


@pytest.mark.usefixtures("catalogue")
def test_it_says_what_it_made_and_records_one_change(kepuli: Program):
    before = changes.current().number

    said = generate(kepuli)

    assert f"已生成 200 个活动、{Occurrence.select().count()} 场" in said
    assert "每秒" in said
    assert changes.current().number == before + 1
    [change] = Change.select().where(Change.position > before)
    assert (change.topic, change.key) == ("activity", "gen/1")


@pytest.mark.usefixtures("catalogue")
def test_what_it_makes_is_plausible(kepuli: Program):
    generate(kepuli)

    activities = list(Activity.select())
    assert (len(activities), Unit.select().count(), Venue.select().count()) == (200, 5, 8)
    assert all(a.is_fictional and a.is_public and a.organiser_id for a in activities)
    assert {a.source_key for a in activities} == {f"gen/1/{n}" for n in range(1, 201)}
    assert {a.kind for a in activities} <= set(KINDS)
    assert len({a.kind for a in activities}) > 8
    assert len({a.title for a in activities}) > 190
    assert all(3 <= a.description.count("。") + a.description.count("？") <= 7 for a in activities)
    assert not any("{" in a.description for a in activities)
    formats = Counter(a.format for a in activities)
    assert formats["onsite"] > 160
    assert formats["online"] > 0

    audiences = Counter(row.activity_id for row in ActivityAudience.select())
    assert len(audiences) == 200
    assert set(audiences.values()) == {1, 2}
    assert {row.audience for row in ActivityAudience.select()} <= set(AUDIENCES)
    tied = Counter(row.activity_id for row in ActivityEdition.select())
    assert 50 < len(tied) < 110
    assert set(tied.values()) == {1, 2}


@pytest.mark.usefixtures("catalogue")
def test_its_occurrences_are_spread_as_in_life(kepuli: Program):
    generate(kepuli)

    occurrences = list(Occurrence.select(Occurrence, Venue).left_outer_join(Venue))
    per_activity = Counter(row.activity_id for row in occurrences)
    statuses = Counter(row.status for row in occurrences)
    weekend = sum(row.first_day.weekday() >= 5 for row in occurrences)
    assert len(per_activity) == 200
    assert max(per_activity.values()) <= 12
    assert 2 < mean(per_activity.values()) < 4.5
    assert min(row.first_day for row in occurrences) >= TODAY - timedelta(days=120)
    assert max(row.first_day for row in occurrences) <= TODAY + timedelta(days=400)
    assert weekend / len(occurrences) > 0.4
    assert 0 < statuses["moved"] < 40
    assert 0 < statuses["cancelled"] < 40
    assert all((row.moved_from_start is not None) == (row.status == "moved") for row in occurrences)
    assert any(row.all_day and row.last_day > row.first_day for row in occurrences)
    assert all(row.is_public and row.start < row.end for row in occurrences)
    assert all(row.venue.district_id == row.district_id for row in occurrences if row.venue_id)


@pytest.mark.usefixtures("catalogue")
def test_it_takes_place_in_the_catalogues_cities_and_in_fictional_ones(kepuli: Program):
    generate(kepuli, 900)

    made = [row for row in District.select() if row.slug.startswith("gen-")]
    where = {slug for (slug,) in District.select(District.slug).join(Occurrence).tuples()}
    assert all("虚构" in row.note for row in made)
    assert len({row.name for row in made if row.parent_id is None}) == 4
    assert any(slug.startswith("gen-") for slug in where)
    assert not all(slug.startswith("gen-") for slug in where)
    assert District.get(District.level == "province").slug not in where
    assert Unit.select().count() == 15
    assert Venue.select().count() == 22
    assert all(abs(v.latitude) < 60 and 90 < v.longitude < 135 for v in Venue.select())
    assert len({unit.name for unit in Unit.select()}) == 15
    assert len({venue.name for venue in Venue.select()}) == 22


@pytest.mark.usefixtures("catalogue")
def test_the_same_seed_on_the_same_day_makes_the_same_rows(kepuli: Program, at: Any):
    generate(kepuli, 60)
    first = everything()
    for model in reversed(TABLES):
        if model is not District:
            model.delete().execute()

    at("2026-11-21T19:30+08:00")
    generate(kepuli, 60)

    assert [without_ids(rows) for rows in everything().values()] == [
        without_ids(rows) for rows in first.values()
    ]


def without_ids(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ids = ("id", "activity", "venue", "organiser", "unit")
    return [{key: value for key, value in row.items() if key not in ids} for row in rows]


@pytest.mark.usefixtures("catalogue")
def test_another_seed_adds_and_the_same_seed_is_refused(kepuli: Program):
    generate(kepuli, 60)
    first = everything()
    generate(kepuli, 60, seed=2)
    both = everything()

    assert Activity.select().count() == 120
    assert len({row.uid for row in Occurrence.select()}) == Occurrence.select().count()
    for name, rows in first.items():
        assert both[name][: len(rows)] == rows, name
    assert both["District"] == first["District"]
    assert [a["title"] for a in both["Activity"][60:]] != [a["title"] for a in first["Activity"]]

    again = kepuli("generate", "--activities", "60", "--seed", "1")
    assert again == Outcome(1, "", "种子 1 已经生成过，请换一个种子再加一批。\n")
    assert everything() == both


@pytest.mark.usefixtures("catalogue")
def test_rows_made_by_hand_go_on_getting_ids_of_their_own(kepuli: Program):
    generate(kepuli, 5)
    highest = Activity.select(fn.MAX(Activity.id)).scalar()

    activity = Activity.get()
    Activity.insert(
        title="手写的", kind="lecture", organiser=activity.organiser_id,
        created_at=NOW, updated_at=NOW,
    ).execute()  # fmt: skip

    assert Activity.get(Activity.title == "手写的").id > highest


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--activities", "0"), "1 到 2000000"),
        (("--activities", "2000001"), "1 到 2000000"),
        (("--activities", "-5"), "1 到 2000000"),
        (("--activities", "many"), "many"),
        (("--activities", "9" * 5000), "1 到 2000000"),
        (("--activities", "5", "--seed", "-1"), "种子"),
        (("--activities", "5", "--seed", "9999999999"), "种子"),
    ],
)
def test_impossible_numbers_are_refused(kepuli: Program, arguments: tuple[str, ...], said: str):
    before = everything()

    outcome = kepuli("generate", *arguments)

    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert said in outcome.stderr
    assert len(outcome.stderr.splitlines()) == 1
    assert len(outcome.stderr) < 100
    assert everything() == before


@pytest.mark.usefixtures("db")
def test_without_a_catalogue_it_is_refused(kepuli: Program):
    make_district()

    outcome = kepuli("generate", "--activities", "5")

    assert outcome == Outcome(1, "", "数据库里还没有目录，请先运行 kepuli catalogue load。\n")
    assert not Activity.select().exists()
