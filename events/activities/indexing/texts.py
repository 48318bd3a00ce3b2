"""What an activity can be found by: its own words, and the names of whom and what it belongs to."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from peewee import JOIN

from events.activities.models import (
    Activity,
    ActivityAudience,
    ActivityEdition,
    ActivityUnit,
    Occurrence,
)
from events.activities.vocabulary import AUDIENCES, KINDS
from events.days.models import ThemedDay
from events.finding.words import name_terms, text_terms, title_terms
from events.units.areas import read_areas
from events.units.models import Unit
from events.venues.models import Venue

Found = Iterator[tuple[int, Collection[str]]]

_UNIT = (Unit.name, Unit.short_name, Unit.name_en)


def read_terms(ids: Collection[int]) -> dict[int, set[str]]:
    """Activity id -> its terms, none for those that aren't public (six statements)."""
    terms: dict[int, set[str]] = {id_: set() for id_ in ids}
    public = (Activity.published_at.is_null(False)) & Activity.withdrawn_at.is_null()
    rows: Any = Activity.select(Activity.id).where(Activity.id.in_(ids), public)
    shown = [id_ for (id_,) in rows.tuples()]
    for read in (_own, _units, _audiences, _days, _places):
        for id_, found in read(shown):
            terms[id_].update(found)
    return terms


def _own(ids: Collection[int]) -> Found:
    columns = (Activity.id, Activity.title, Activity.kind)
    more = (Activity.description, Activity.audience_note)
    rows: Any = Activity.select(*columns, *more, *_UNIT).join(Unit).where(Activity.id.in_(ids))
    for id_, title, kind, description, note, *unit in rows.tuples():
        yield id_, title_terms(title)
        yield id_, text_terms(f"{KINDS.get(kind, '')} {description} {note}")
        yield id_, _names(unit)


def _units(ids: Collection[int]) -> Found:
    """Co-organisers and supporters."""
    rows: Any = ActivityUnit.select(ActivityUnit.activity, *_UNIT).join(Unit)
    for id_, *unit in rows.where(ActivityUnit.activity.in_(ids)).tuples():
        yield id_, _names(unit)


def _audiences(ids: Collection[int]) -> Found:
    rows: Any = ActivityAudience.select(ActivityAudience.activity, ActivityAudience.audience)
    for id_, audience in rows.where(ActivityAudience.activity.in_(ids)).tuples():
        yield id_, name_terms(AUDIENCES.get(audience, ""))


def _days(ids: Collection[int]) -> Found:
    columns = (ActivityEdition.activity, ThemedDay.name, ThemedDay.name_en, ThemedDay.aliases)
    rows: Any = ActivityEdition.select(*columns).join(ThemedDay)
    for id_, name, name_en, aliases in rows.where(ActivityEdition.activity.in_(ids)).tuples():
        yield id_, _names((name, name_en, *aliases))


def _places(ids: Collection[int]) -> Found:
    """Venues, and districts with all that they lie in."""
    net = read_areas()
    around: dict[int, set[str]] = defaultdict(set)
    columns = (Occurrence.activity, Occurrence.district, Occurrence.place_note)
    rows: Any = Occurrence.select(*columns, Venue.name, Venue.name_en).join(Venue, JOIN.LEFT_OUTER)
    rows = rows.where(Occurrence.activity.in_(ids)).distinct()
    for id_, district, note, name, name_en in rows.tuples():
        if district not in around:
            areas = (net.by_id[one] for one in net.above(district))
            around[district] = {name for area in areas for name in (area.name, area.name_en)}
        yield id_, _names((name or "", name_en or "", *around[district]))
        yield id_, text_terms(note)


def _names(names: Collection[str]) -> set[str]:
    return set().union(*map(name_terms, names))
