"""Finding, counting and facets agree with looking at every row; days have sharp edges."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from playhouse.test_utils import count_queries

from events.activities.actions import withdraw_activity
from events.activities.choosing import Chosen, choose
from events.activities.criteria import Criteria, DaySpan, when_span
from events.activities.facets import (
    count_audiences,
    count_districts,
    count_kinds,
    count_whens,
    count_without,
)
from events.activities.models import Activity, ActivityAudience, ActivityEdition, Occurrence
from events.activities.places import merge_venues
from events.activities.queries import (
    Withdrawn,
    count_occurrences,
    find_occurrences,
    get_activity,
    get_occurrence,
    occurrence_rows,
)
from events.errors import NotFound
from events.published import activities_part
from events.units.models import District, Unit
from events.venues.models import Venue
from tests import NOW
from tests.factories import (
    make_activity,
    make_district,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
)

TODAY = NOW.date()
KINDS, AUDIENCES = ("lecture", "class", "exhibition"), ("public", "family", "elderly")
ALWAYS = DaySpan(None, None)
pytestmark = pytest.mark.usefixtures("db")


@dataclass
class Facts:
    """An occurrence as the random world meant it, in words and days."""

    id: int
    start: datetime
    first_day: date
    last_day: date
    district: str
    city: str
    venue: int | None
    kind: str
    audiences: tuple[str, ...]
    organisers: tuple[str, ...]
    days: tuple[str, ...]

    def meets(self, criteria: Criteria) -> bool:
        """Values of one key are alternatives, keys hold together."""
        has: dict[str, tuple[Any, ...]] = {
            "day": self.days,
            "unit": self.organisers,
            "district": (self.district, self.city),
            "venue": (self.venue,),
            "kind": (self.kind,),
            "audience": self.audiences,
        }
        return all(
            not set(getattr(criteria, key)).isdisjoint(values)
            for key, values in has.items()
            if getattr(criteria, key)
        )

    def touches(self, span: DaySpan) -> bool:
        first, last = span.first_day or date.min, span.last_day or date.max
        return self.first_day <= last and self.last_day >= first and first <= last


@pytest.fixture
def world() -> list[Facts]:
    """Two cities of two districts, four units, six venues, thirty activities, some not public."""
    rng = Random(7)
    cities = [make_district(slug=f"city-{n}") for n in (1, 2)]
    districts = [
        make_district(slug=f"{city.slug}-{n}", parent=city) for city in cities for n in (1, 2)
    ]
    units = [make_unit(slug=f"unit-of-{n}", region=cities[n % 2]) for n in range(4)]
    venues = [make_venue(district=rng.choice(districts)) for _ in range(6)]
    days = [make_themed_day(slug=f"day-of-{n}") for n in range(3)]
    found = [fact for _ in range(30) for fact in _random_activity(rng, units, venues, days)]
    hidden = make_occurrence(make_activity(organiser=units[0]), venue=venues[0])
    withdraw_activity(hidden.activity, "写错了", NOW)
    return found


def _random_activity(
    rng: Random, units: list[Unit], venues: list[Venue], days: list[Any]
) -> list[Facts]:
    kind, organiser = rng.choice(KINDS), rng.choice(units)
    helpers = [unit for unit in units if unit is not organiser and rng.random() < 0.2]
    audiences = tuple(sorted(rng.sample(AUDIENCES, rng.randint(1, 2))))
    tied = rng.sample(days, rng.choice((0, 0, 1, 2)))
    activity = make_activity(
        kind=kind,
        organiser=organiser,
        audiences=audiences,
        co_organisers=tuple(helpers),
        supporters=(units[0],),
        days=tuple((day, 2026) for day in tied),
    )
    return [
        _random_occurrence(rng, activity, rng.choice([*venues, None]), audiences, helpers, tied)
        for _ in range(rng.randint(1, 4))
    ]


def _random_occurrence(
    rng: Random, activity: Activity, venue: Venue | None, audiences: tuple[str, ...],
    helpers: list[Unit], tied: list[Any],
) -> Facts:  # fmt: skip
    start = datetime.combine(TODAY + timedelta(days=rng.randint(-20, 40)), datetime.min.time())
    start += timedelta(hours=rng.randint(0, 23))
    length = timedelta(hours=rng.choice((1, 2, 30, 24 * 15)))
    row = make_occurrence(
        activity, start=start, end=start + length, venue=venue, online=venue is None
    )
    district = venue.district if venue else activity.organiser.region
    return Facts(
        id=row.id,
        start=start,
        first_day=start.date(),
        last_day=(start + length - timedelta(microseconds=1)).date(),
        district=district.slug,
        city=(district.parent or district).slug,
        venue=venue.id if venue else None,
        kind=activity.kind,
        audiences=audiences,
        organisers=(activity.organiser.slug, *(unit.slug for unit in helpers)),
        days=tuple(day.slug for day in tied),
    )


CHOICES: dict[str, dict[str, Any]] = {
    "all": {},
    "one kind": {"kind": ("lecture",)},
    "two kinds": {"kind": ("class", "lecture")},
    "an audience": {"audience": ("family",)},
    "two audiences": {"audience": ("elderly", "family")},
    "a city": {"district": ("city-1",)},
    "a district": {"district": ("city-1-2",)},
    "a city and a district": {"district": ("city-1", "city-2-1")},
    "a unit": {"unit": ("unit-of-1",)},
    "two units": {"unit": ("unit-of-1", "unit-of-3")},
    "a themed day": {"day": ("day-of-0",)},
    "much at once": {"kind": ("class", "lecture"), "audience": ("family",), "unit": ("unit-of-0",)},
    "a day in a city": {"day": ("day-of-0", "day-of-1"), "district": ("city-2",)},
    "unknown": {"unit": ("nobody",)},
}
SPANS = {
    "always": ALWAYS,
    "from today": DaySpan(TODAY, None),
    "until today": DaySpan(None, TODAY),
    "today": DaySpan(TODAY, TODAY),
    "two weeks": DaySpan(TODAY - timedelta(days=3), TODAY + timedelta(days=10)),
    "long ago": DaySpan(date(2020, 1, 1), date(2020, 12, 31)),
    "backwards": DaySpan(TODAY, TODAY - timedelta(days=1)),
}


def expected(world: list[Facts], criteria: Criteria, span: DaySpan) -> list[Facts]:
    meant = [fact for fact in world if fact.meets(criteria) and fact.touches(span)]
    return sorted(meant, key=lambda fact: (fact.start, fact.id))


def test_finding_and_counting_agree_with_looking_at_every_row(world: list[Facts]):
    for name, fields in CHOICES.items():
        criteria = Criteria(**fields)
        chosen = choose(criteria)
        for when, span in SPANS.items():
            meant = [fact.id for fact in expected(world, criteria, span)]
            assert find_occurrences(chosen, span, limit=500) == meant, (name, when)
            assert count_occurrences(chosen, span) == len(meant), (name, when)


def test_pages_of_a_list_are_its_parts(world: list[Facts]):
    span = SPANS["from today"]
    whole = find_occurrences(choose(Criteria()), span, limit=500)

    pages = [find_occurrences(choose(Criteria()), span, 7, offset) for offset in range(0, 500, 7)]

    assert [id_ for page in pages for id_ in page] == whole
    assert len(whole) == len(set(whole)) > 20


@pytest.mark.parametrize("many", [0, 10_000])
def test_activities_are_walked_through_in_parts(world: list[Facts], many: int):
    activity = {row.id: row.activity_id for row in Occurrence.select()}
    for name, fields in CHOICES.items():
        criteria = Criteria(**fields)
        for when, span in SPANS.items():
            found: list[int] = []
            following: str | None = "0"
            while following:
                part = activities_part(choose(criteria), span, int(following), 5, many)
                found += [row.activity.id for row in part.rows]
                following = part.next

            meant = {activity[fact.id] for fact in expected(world, criteria, span)}
            assert found == sorted(meant), (name, when)


def test_each_facet_says_what_choosing_it_would_give(world: list[Facts]):
    span = SPANS["two weeks"]
    for name, fields in CHOICES.items():
        chosen = choose(Criteria(**fields))

        assert count_kinds(chosen, span) == by_value(world, chosen, span, "kind", KINDS), name
        assert count_audiences(chosen, span) == by_value(
            world, chosen, span, "audience", AUDIENCES
        ), name
        for district, count in count_districts(chosen, span):
            only = chosen.criteria.with_only("district", district.slug)
            assert count == len(expected(world, only, span)) > 0, (name, district.slug)


def by_value(
    world: list[Facts], chosen: Chosen, span: DaySpan, key: str, values: tuple[str, ...]
) -> dict[str, int]:
    counts = {
        value: len(expected(world, chosen.criteria.with_only(key, value), span)) for value in values
    }
    return {value: count for value, count in counts.items() if count}


def test_every_district_with_something_is_among_the_facets(world: list[Facts]):
    span = SPANS["two weeks"]

    found = [district.slug for district, _ in count_districts(choose(Criteria()), span)]

    assert {fact.district for fact in expected(world, Criteria(), span)} <= set(found)
    assert len(found) == len(set(found))


def test_words_of_time_say_what_choosing_them_would_give(world: list[Facts]):
    chosen = choose(Criteria(kind=("lecture",), when="today", last_day=TODAY))

    spans = {when: when_span(when, TODAY) for when in ("today", "tomorrow", "weekend", "month")}
    counts = count_whens(chosen, TODAY)

    for when, span in spans.items():
        days = DaySpan(span.first_day, span.last_day)
        assert counts[when] == len(expected(world, Criteria(kind=("lecture",)), days)), when


def test_each_key_that_could_be_dropped_says_what_that_would_give(world: list[Facts]):
    criteria = Criteria(kind=("lecture",), unit=("nobody",), audience=("family",), last_day=TODAY)

    dropped = dict(count_without(choose(criteria), TODAY))

    without_unit = replace(criteria, unit=())
    assert dropped == {"unit": len(expected(world, without_unit, DaySpan(TODAY, TODAY)))}
    assert dropped["unit"] > 0


# Days


def ids(span: DaySpan, **criteria: Any) -> list[int]:
    return find_occurrences(choose(Criteria(**criteria)), span, limit=100)


def day(text: str) -> DaySpan:
    return DaySpan(date.fromisoformat(text), date.fromisoformat(text))


def test_what_begins_before_dawn_belongs_to_the_local_day():
    early = make_occurrence(start=datetime(2026, 11, 29, 0, 30)).id  # noqa: DTZ001
    late = make_occurrence(start=datetime(2026, 11, 28, 21, 59)).id  # noqa: DTZ001

    assert ids(day("2026-11-28")) == [late]
    assert ids(day("2026-11-29")) == [early]


def test_what_runs_for_days_is_found_on_each_of_them_once():
    long = make_occurrence(first_day=date(2026, 11, 27), last_day=date(2026, 11, 29)).id
    short = make_occurrence(first_day=date(2026, 11, 28)).id

    assert ids(day("2026-11-26")) == []
    assert ids(day("2026-11-27")) == [long]
    assert ids(day("2026-11-28")) == [long, short]
    assert ids(day("2026-11-29")) == [long]
    assert ids(day("2026-11-30")) == []
    assert ids(DaySpan(date(2026, 11, 1), date(2026, 12, 31))) == [long, short]


def test_until_midnight_is_not_the_next_day():
    row = make_occurrence(
        start=datetime(2026, 11, 28, 22),  # noqa: DTZ001
        end=datetime(2026, 11, 29),  # noqa: DTZ001
    )

    assert ids(day("2026-11-28")) == [row.id]
    assert ids(day("2026-11-29")) == []


def test_an_activity_elsewhere_is_on_its_own_days():
    activity = make_activity(timezone="America/New_York")
    row = make_occurrence(activity, start=datetime(2026, 11, 28, 20))  # noqa: DTZ001

    assert ids(day("2026-11-28")) == [row.id]
    assert row.start.isoformat() == "2026-11-29T01:00:00+00:00"


# What criteria mean


def test_a_dissolved_district_means_its_successor_and_all_below_it():
    new = make_district(slug="new")
    below = make_district(slug="new-1", parent=new)
    make_district(slug="old", successor="new")
    here, there = make_occurrence(venue=make_venue(district=below)), make_occurrence()

    assert ids(ALWAYS, district=("old",)) == [here.id]
    assert ids(ALWAYS, district=(there.district.slug,)) == [there.id]


def test_a_themed_day_means_also_the_one_that_took_over():
    new = make_themed_day(slug="new-day")
    make_themed_day(slug="old-day", successor=new)
    row = make_occurrence(make_activity(days=((new, 2026),)))
    make_occurrence()

    assert ids(ALWAYS, day=("old-day",)) == [row.id]


def test_a_merged_venue_means_its_survivor():
    double, survivor = make_venue(), make_venue()
    row = make_occurrence(venue=double)
    make_occurrence()
    merge_venues(double, survivor, NOW)

    assert ids(ALWAYS, venue=(double.id,)) == ids(ALWAYS, venue=(survivor.id,)) == [row.id]


def test_what_names_nothing_known_finds_nothing_and_is_told():
    make_occurrence()
    chosen = choose(Criteria(day=("x",), unit=("y",), district=("z",), venue=(999_999_999,)))

    assert chosen.unknown == (
        ("day", "x"), ("unit", "y"), ("district", "z"), ("venue", "999999999"),
    )  # fmt: skip
    for key, value in (("day", "x"), ("unit", "y"), ("district", "z"), ("venue", 999_999_999)):
        assert ids(ALWAYS, **{key: (value,)}) == [], key


# Rows


def test_rows_come_in_the_order_asked_for_with_all_that_belongs_to_them():
    first, second = make_themed_day(), make_themed_day(subject="sky")
    activity = make_activity(audiences=("elderly", "public"), days=((second, 2026), (first, 2026)))
    one, two = make_occurrence(activity), make_occurrence(online=True)

    rows = occurrence_rows([two.id, one.id, 999_999_999])

    assert [row.occurrence for row in rows] == [two, one]
    assert (rows[0].venue, rows[0].day, rows[0].subject) == (None, None, None)
    assert (rows[1].audiences, rows[1].day) == (("elderly", "public"), second)
    assert rows[1].subject == "sky"
    assert rows[1].venue == one.venue
    assert rows[1].organiser == activity.organiser


@pytest.mark.parametrize("get", [get_activity, get_occurrence])
@pytest.mark.parametrize("number", [0, -1, 999_999_999, 2**31, 2**63, 10**18])
def test_a_number_that_nothing_has_is_not_found(get: Callable[[int], Any], number: int):
    make_occurrence()

    with pytest.raises(NotFound):
        get(number)


def test_what_was_withdrawn_is_gone_and_what_was_never_public_is_not_found():
    withdrawn, draft = make_occurrence(), make_occurrence(make_activity(published_at=None))
    withdraw_activity(withdrawn.activity, "写错了", NOW)

    for get, public, hidden in (
        (get_activity, withdrawn.activity_id, draft.activity_id),
        (get_occurrence, withdrawn.id, draft.id),
    ):
        with pytest.raises(Withdrawn, match="已撤下"):
            get(public)
        with pytest.raises(NotFound):
            get(hidden)
    assert ids(ALWAYS) == []


def statements(call: Callable[..., Any], *arguments: Any) -> int:
    with count_queries() as counted:
        call(*arguments)
    return int(counted.count)


def test_more_rows_take_no_more_statements():
    venue, day_ = make_venue(), make_themed_day()
    activity = make_activity(days=((day_, 2026),), co_organisers=(make_unit(),))
    criteria = Criteria(
        day=(day_.slug,), district=(venue.district.slug,), unit=(activity.organiser.slug,)
    )

    def counts() -> dict[str, int]:
        chosen, span = choose(criteria), DaySpan(TODAY, None)
        found = find_occurrences(chosen, span, 100)
        return {
            "choose": statements(choose, criteria),
            "find": statements(find_occurrences, chosen, span, 100),
            "count": statements(count_occurrences, chosen, span),
            "rows": statements(occurrence_rows, found),
            "kinds": statements(count_kinds, chosen, span),
            "audiences": statements(count_audiences, chosen, span),
            "districts": statements(count_districts, chosen, span),
            "whens": statements(count_whens, chosen, TODAY),
            "activity": statements(get_activity, activity.id),
        }

    make_occurrence(activity, venue=venue)
    few = counts()
    for _ in range(5):
        make_occurrence(activity, venue=venue)
        make_occurrence(make_activity(days=((day_, 2026),)), venue=make_venue())

    assert counts() == few
    assert all(1 <= number <= 10 for number in few.values()), few


def test_the_random_world_has_all_that_is_to_be_told_apart(world: list[Facts]):
    assert Occurrence.select().count() == len(world) + 1
    assert District.select().count() >= 6
    assert {row.audience for row in ActivityAudience.select()} == set(AUDIENCES)
    assert ActivityEdition.select().count() > 5
    assert any(fact.first_day < fact.last_day for fact in world)
    assert any(fact.venue is None for fact in world)
    assert min(Counter(fact.kind for fact in world).values()) > 5
