"""Statements written once: they find what peewee's own would, on each database after the other."""

from peewee import Database

from events.activities.models import Activity, Occurrence
from events.db import open_database
from events.prepared import Prepared
from events.signups.placing import lock
from tests.factories import make_activity, make_occurrence

BY_TITLE: Prepared[Activity] = Prepared(
    lambda title: Activity.select().where(Activity.title == title), "title"
)
OF_ACTIVITY: Prepared[Occurrence] = Prepared(
    lambda title, capacity: (
        Occurrence.select(Occurrence, Activity)
        .join(Activity)
        .where(Occurrence.capacity >= capacity, Activity.title == title)
    ),
    "title",
    "capacity",
)
IN_ORDER: Prepared[Occurrence] = Prepared(
    lambda capacity: (
        Occurrence.select(Occurrence.id, Occurrence.capacity)
        .where(Occurrence.capacity > capacity)
        .order_by(Occurrence.capacity)
    ),
    "capacity",
)
RAISED: Prepared[Occurrence] = Prepared(
    lambda by, least: Occurrence.update(capacity=Occurrence.capacity + by).where(
        Occurrence.capacity >= least
    ),
    "by",
    "least",
)


def test_first_row_is_the_one_that_was_asked_for(db: Database):
    for title in ("彗星", "?", "%s"):
        make_activity(title=title)

    for title in ("彗星", "?", "%s"):
        assert BY_TITLE.first(title).title == title
    assert BY_TITLE.first("流星") is None


def test_values_go_where_their_names_stand_and_joined_rows_come_along(db: Database):
    make_occurrence(make_activity(title="彗星"), capacity=30)

    assert OF_ACTIVITY.first("彗星", 31) is None
    assert OF_ACTIVITY.first("彗星", 30).activity.title == "彗星"


def test_all_rows_and_raw_ones_come_in_the_order_that_was_asked_for(db: Database):
    for capacity in (30, 10, 20):
        make_occurrence(make_activity(title="彗星"), capacity=capacity)

    assert [row.capacity for row in IN_ORDER.all(10)] == [20, 30]
    assert IN_ORDER.raw(10)[1:] == (20,)
    assert IN_ORDER.all(30) == []
    assert IN_ORDER.raw(30) is None


def test_change_tells_how_many_rows_it_changed(db: Database):
    for capacity in (30, 10, 20):
        make_occurrence(make_activity(title="彗星"), capacity=capacity)

    assert RAISED.change(5, 20) == 2
    assert RAISED.change(5, 99) == 0
    assert sorted(row.capacity for row in Occurrence) == [10, 25, 35]


def test_row_is_read_anew_each_time(db: Database):
    occurrence = make_occurrence(capacity=30)
    assert lock(occurrence.id).taken == 0

    Occurrence.update(taken=7).execute()

    assert lock(occurrence.id).taken == 7


def test_what_was_written_for_one_database_is_not_used_for_another(db: Database, tmp_path):
    make_activity(title="彗星")
    assert BY_TITLE.first("彗星")
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}")
    other.create_tables([Activity])

    assert BY_TITLE.first("彗星") is None

    other.close_all()
