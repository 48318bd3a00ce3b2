"""Generated activities into the database: chunk by chunk, since there may be millions of rows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from random import Random

from events import changes
from events.activities.indexing.actions import index_activities
from events.activities.models import (
    Activity,
    ActivityAudience,
    ActivityEdition,
    ActivityUnit,
    Occurrence,
)
from events.bulk.cities import missing_districts, read_cities
from events.bulk.country import Country, Row, stored, unit_rows, venue_rows
from events.bulk.making import ZONE, Made, make_activity
from events.bulk.rows import analyze, insert_rows, prepare_connection, reserve_ids
from events.days.models import ThemedDay
from events.db import BaseModel, database
from events.errors import InvalidTransition
from events.units.models import District, Unit
from events.venues.models import Venue

_CHUNK = 2000


def generate(count: int, seed: int, now: datetime) -> Iterator[Counter[str]]:
    """Write `count` activities; yields, by table, what each transaction has written.

    One change is recorded at the end. Raises InvalidTransition when there is no catalogue, or the
    seed was used before.
    """
    _refuse(seed)
    prepare_connection()
    today = now.astimezone(ZONE).date()
    midnight = stored(datetime.combine(today, time(), ZONE).astimezone(UTC))
    with database.atomic():
        written = _add_cities(max(4, count // 1000))
        country, settled = _settle(count, seed, today, midnight)
    yield written + settled
    for first in range(1, count + 1, _CHUNK):
        numbers = range(first, min(first + _CHUNK, count + 1))
        made = [make_activity(country, number, midnight) for number in numbers]
        with database.atomic():
            written = _write(made)
            index_activities(one.activity["id"] for one in made)
        yield written
    analyze()
    with database.atomic():
        changes.record("activity", f"gen/{seed}", now)


def _refuse(seed: int) -> None:
    if not (District.select().exists() and ThemedDay.select().exists()):
        raise InvalidTransition("数据库里还没有目录，请先运行 kepuli catalogue load。")
    if Venue.select().where(Venue.source_key == f"gen/{seed}/v0").exists():
        raise InvalidTransition(f"种子 {seed} 已经生成过，请换一个种子再加一批。")


def _add_cities(count: int) -> Counter[str]:
    cities, quarters = missing_districts(count)
    written = insert_rows(District, cities)
    ids = {row.slug: row.id for row in District.select(District.slug, District.id)}
    below = [row | {"parent_id": ids[city]} for city, row in quarters]
    return written + insert_rows(District, below)


def _settle(count: int, seed: int, today: date, now: str) -> tuple[Country, Counter[str]]:
    """Units and venues, and what activities need to know of them."""
    rng = Random(f"{seed}/country")  # noqa: S311  the same every time, nothing secret
    cities = read_cities()
    units = unit_rows(rng, seed, cities, max(5, count // 60), now)
    venues = venue_rows(rng, seed, cities, {city for city, _ in units}, max(8, count // 40), now)
    _number(Unit, [row for _, row in units])
    _number(Venue, [row for _, row in venues])
    country = Country(
        seed=seed,
        today=today,
        units=[(row["id"], row["region_id"], city) for city, row in units],
        venues=_by_city(venues),
        themed_days=[day.id for day in ThemedDay.select().order_by(ThemedDay.id)],
    )
    written = insert_rows(Unit, [row for _, row in units])
    return country, written + insert_rows(Venue, [row for _, row in venues])


def _by_city(venues: Sequence[tuple[int, Row]]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for city, row in venues:
        found.setdefault(city, []).append((row["id"], row["district_id"]))
    return found


def _write(made: Sequence[Made]) -> Counter[str]:
    _number(Activity, [one.activity for one in made])
    return (
        insert_rows(Activity, [one.activity for one in made])
        + insert_rows(ActivityAudience, _children(made, "audiences"))
        + insert_rows(ActivityEdition, _children(made, "editions"))
        + insert_rows(ActivityUnit, _children(made, "units"))
        + insert_rows(Occurrence, _children(made, "occurrences"))
    )


def _number(model: type[BaseModel], rows: Sequence[Row]) -> None:
    for row, id_ in zip(rows, reserve_ids(model, len(rows)), strict=True):
        row["id"] = id_


def _children(made: Sequence[Made], name: str) -> list[Row]:
    return [row | {"activity_id": one.activity["id"]} for one in made for row in getattr(one, name)]
