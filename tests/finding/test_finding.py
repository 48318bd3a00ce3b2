"""Finding agrees with looking at every occurrence, in whatever way the database goes about it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from random import Random
from typing import Any

import pytest

from events.activities import ordering
from events.activities.actions import withdraw_activity
from events.activities.choosing import Chosen, choose
from events.activities.criteria import Criteria, DaySpan
from events.activities.cursors import Cursor, CursorRefused, read_cursor
from events.activities.facets import (
    count_access,
    count_formats,
    count_kinds,
    count_radii,
    count_signups,
    count_without,
)
from events.activities.models import Occurrence
from events.activities.paging import list_page
from events.activities.queries import OccurrenceRow, count_occurrences, occurrence_rows
from events.activities.scoping import EVERYTHING
from events.activities.selecting import select_occurrences
from events.activities.standing import Stand, standing
from events.activities.vocabulary import FORMATS, SignupMode, Status
from events.finding.queries import distance_km, find_near
from events.finding.words import fold
from tests import NOW
from tests.factories import make_activity, make_district, make_occurrence, make_unit, make_venue
from tests.finding.looking import find, index_all

HERE = (29.56, 106.55)
TODAY = NOW.date()
AHEAD, ALWAYS = DaySpan(TODAY, None), DaySpan(None, None)
KNOWN_FACTS = ("step-free", "nursing-room", "captions")
TOPICS, FORMS = ("流星雨", "火山", "急救", "机器人"), ("讲座", "体验", "开放日")
pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def world() -> list[OccurrenceRow]:
    """Sixty activities round a place, all public occurrences as rows."""
    rng = Random(11)
    region = make_district(name="某市")
    venues = [
        make_venue(
            name=f"第{n}馆",
            district=region,
            latitude=HERE[0] + rng.uniform(-0.5, 0.5) if n else None,
            longitude=HERE[1] + rng.uniform(-0.5, 0.5) if n else None,
            step_free=rng.choice((True, False, None)),
            nursing_room=rng.choice((True, None)),
        )
        for n in range(12)
    ]
    unit = make_unit(name="某局", region=region)
    for n in range(60):
        low = rng.choice((None, 3, 7, 60))
        activity = make_activity(
            title=f"{rng.choice(TOPICS)}{rng.choice(FORMS)}",
            organiser=unit,
            kind=rng.choice(("class", "drill")),
            format=rng.choice(("onsite", "hybrid")) if n % 9 else "online",
            age_from=low,
            age_to=rng.choice((None, (low or 0) + 5)),
            signup_mode=rng.choice((SignupMode.HERE, SignupMode.NONE, SignupMode.TELEPHONE)),
            captions=rng.choice((True, False, None)),
        )
        venue = rng.choice(venues) if n % 9 else None
        for _ in range(rng.randint(1, 3)):
            _random_occurrence(rng, activity, venue)
    hidden = make_occurrence(make_activity(title="流星雨讲座", organiser=unit), venue=venues[1])
    index_all()
    withdraw_activity(hidden.activity, "写错了", NOW)
    return occurrence_rows([row.id for row in Occurrence.select()])


def _random_occurrence(rng: Random, activity: Any, venue: Any) -> None:
    start = datetime.combine(TODAY + timedelta(days=rng.randint(-9, 30)), datetime.min.time())
    start += timedelta(hours=rng.randint(0, 23))
    capacity = rng.choice((None, 5))
    make_occurrence(
        activity,
        start=start,
        end=start + timedelta(hours=rng.choice((1, 2, 80))),
        venue=venue,
        online=venue is None,
        capacity=capacity,
        taken=rng.choice((0, 5)) if capacity else 0,
        status=rng.choice((Status.SCHEDULED, Status.SCHEDULED, Status.CANCELLED)),
        signup_opens_at=rng.choice((None, NOW + timedelta(days=3))),
    )


def far(row: OccurrenceRow) -> float | None:
    venue = row.venue
    if not venue or venue.latitude is None:
        return None
    return distance_km(HERE, venue.latitude, venue.longitude)


def meets(row: OccurrenceRow, criteria: Criteria) -> bool:
    """By the words of docs/calendars.md, looked at one by one."""
    activity, one = row.activity, row.occurrence
    if not one.is_public:
        return False
    text = fold(f"{activity.title} {row.venue.name if row.venue else ''} 某局 某市")
    words = criteria.q.split()
    young, old = activity.age_from or 0, 200 if activity.age_to is None else activity.age_to
    stand = standing(activity, one, NOW).stand
    is_on = one.status in (Status.SCHEDULED, Status.MOVED) and one.end > NOW
    distance = far(row)
    yes = {"step-free": row.venue and row.venue.step_free, "captions": activity.captions}
    yes["nursing-room"] = row.venue and row.venue.nursing_room
    return (
        all(word in text for word in words)
        and (criteria.age is None or young <= criteria.age <= old)
        and (not criteria.format or activity.format in criteria.format)
        and (not criteria.kind or activity.kind in criteria.kind)
        and all(yes[fact] is True for fact in criteria.access)
        and (not criteria.signup or stand is Stand.OPEN or (stand is Stand.ELSEWHERE and is_on))
        and (not criteria.near or (distance is not None and distance <= criteria.radius_km))
    )


def takes_place(row: OccurrenceRow, span: DaySpan) -> bool:
    one = row.occurrence
    return one.last_day >= (span.first_day or date.min) and one.first_day <= (
        span.last_day or date.max
    )


def expected(world: list[OccurrenceRow], criteria: Criteria, span: DaySpan) -> list[int]:
    found = [row for row in world if meets(row, criteria) and takes_place(row, span)]
    by_time = sorted(
        found, key=lambda r: (r.occurrence.first_day, r.occurrence.start, r.occurrence.id)
    )
    if criteria.sort == "distance":
        by_time.sort(key=lambda r: (far(r), r.venue.id))
    return [row.occurrence.id for row in by_time]


ASKED = [
    Criteria(q="流星雨"),
    Criteria(q="讲座 火山"),
    Criteria(q="第3馆"),
    Criteria(q="台风"),
    Criteria(q="某市"),
    Criteria(q="😀"),
    Criteria(age=6),
    Criteria(age=99),
    Criteria(format=("online",)),
    Criteria(format=("hybrid", "online"), kind=("drill",)),
    Criteria(signup="open"),
    Criteria(access=("step-free",)),
    Criteria(access=("captions", "nursing-room", "step-free")),
    Criteria(near=HERE, within=20),
    Criteria(near=HERE, within=1),
    Criteria(near=HERE, within=40, sort="distance"),
    Criteria(q="开放日", near=HERE, within=60, sort="distance", signup="open"),
    Criteria(q="机器人", near=HERE, within=50, age=8, format=("onsite",), access=("step-free",)),
    Criteria(q="某市", signup="open", age=5, kind=("class",)),
]


def listed(chosen: Chosen, span: DaySpan) -> list[int]:
    """What the page shows, page after page by its tokens."""
    return [id_ for page in pages(chosen, span) for id_ in page]


def pages(chosen: Chosen, span: DaySpan) -> Iterator[list[int]]:
    total = count_occurrences(chosen, span)
    listing = list_page(chosen, span, total, 1)
    while True:
        yield [row.occurrence.id for group in listing.groups for row in group.rows]
        if listing.next is None:
            return
        after = read_cursor(listing.next.token)
        listing = list_page(chosen, span, total, 1, after)


@pytest.mark.parametrize("steps", [0, 300], ids=["by the index", "by walking"])
def test_what_is_found_is_what_looking_at_everything_finds(
    world: list[OccurrenceRow], steps: int, monkeypatch: pytest.MonkeyPatch
):
    """Each question in both ways, whatever would be cheaper."""
    monkeypatch.setattr(ordering, "_steps", lambda chosen, wanted: steps)
    monkeypatch.setattr("events.activities.paging.PAGE", 7)
    for asked, span in product(ASKED, (AHEAD, ALWAYS, DaySpan(TODAY, TODAY + timedelta(days=6)))):
        chosen = choose(asked, NOW)
        should = expected(world, asked, span)
        other = replace(chosen, scope=replace(chosen.scope, by_words=not chosen.scope.by_words))

        assert (asked.query, listed(chosen, span)) == (asked.query, should)
        assert (asked.query, count_occurrences(chosen, span)) == (asked.query, len(should))
        assert (asked.query, listed(other, span)) == (asked.query, should)


def test_the_world_has_some_of_everything_asked_for(world: list[OccurrenceRow]):
    """So that the test above compares something."""
    counts = [len(expected(world, asked, AHEAD)) for asked in ASKED]

    assert [asked.query for asked, n in zip(ASKED, counts, strict=True) if not n] == [
        Criteria(q="台风").query,
        Criteria(q="😀").query,
        Criteria(near=HERE, within=1).query,
    ]
    assert max(counts) > 50


def test_the_numbers_beside_the_filters_are_true(world: list[OccurrenceRow]):
    for asked in ASKED:
        chosen = choose(asked, NOW)

        def count(asked: Criteria = asked, **narrower: Any) -> int:
            return len(expected(world, replace(asked, **narrower), AHEAD))

        formats = {word: count(format=(word,)) for word in map(str, FORMATS)}
        assert count_formats(chosen, AHEAD) == {word: n for word, n in formats.items() if n}
        kinds = {word: count(kind=(word,)) for word in ("class", "drill")}
        assert count_kinds(chosen, AHEAD) == {word: n for word, n in kinds.items() if n}
        assert count_signups(chosen, AHEAD) == {"open": count(signup="open")}
        assert {
            fact: n for fact, n in count_access(chosen, AHEAD).items() if fact in KNOWN_FACTS
        } == {fact: count(access=tuple({*asked.access, fact})) for fact in KNOWN_FACTS}
        if asked.near:
            radii = {km: count(within=km) for km in (2, 20, 50)}
            assert count_radii(chosen, AHEAD, (2, 20, 50)) == radii
        for key, number in count_without(chosen, TODAY):
            assert (key, number) == (key, len(expected(world, asked.with_only(key, None), AHEAD)))


def test_a_feed_of_the_same_words_holds_the_same(world: list[OccurrenceRow]):
    asked = Criteria(q="讲座", near=HERE, within=40, age=8)
    selection = select_occurrences(choose(asked), AHEAD, TODAY)

    held = {row.id for part in (selection.running(), selection.coming()) for row in part}

    told = [row.occurrence.id for row in world if row.occurrence.last_day >= TODAY]
    assert held == set(expected(world, asked, ALWAYS)) & set(told)
    assert selection.count() == len(held) > 0


def test_words_of_any_of_its_venues_find_all_occurrences_of_an_activity():
    activity = make_activity(title="巡展")
    here, there = make_venue(name="江北图书馆"), make_venue(name="南山天文台")
    ids = [make_occurrence(activity, venue=venue).id for venue in (here, there)]
    index_all()

    assert find("天文台") == ids


def test_a_feed_of_what_one_can_sign_up_for_has_nothing_that_is_over(world: list[OccurrenceRow]):
    selection = select_occurrences(choose(Criteria(signup="open")), ALWAYS, TODAY)

    assert list(selection.over()) == []
    assert selection.count() > 0


def test_going_on_is_stable_when_something_comes_before(
    world: list[OccurrenceRow], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("events.activities.paging.PAGE", 5)
    chosen = Chosen(Criteria(), EVERYTHING)
    first, second = list(pages(chosen, AHEAD))[:2]
    cursor = list_page(chosen, AHEAD, 99, 1).next
    make_occurrence(world[0].activity, first_day=TODAY - timedelta(days=60), last_day=TODAY)

    listing = list_page(chosen, AHEAD, 99, 1, cursor)

    assert [row.occurrence.id for group in listing.groups for row in group.rows] == second
    assert not set(first) & set(second)


def test_a_token_survives_the_way_through_an_address():
    cursor = Cursor(date(2026, 11, 21), NOW, 17, 3)

    assert read_cursor(cursor.token) == cursor
    assert cursor.token.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(
    "token",
    [
        *("", "x", "1", "=" * 9, "中文", "WzFd", "eyJhIjoxfQ", "A" * 10_000, "' OR 1=1 --", "\x00"),
        # [day, start, id, venue] with one that can't be
        *("WyIyMDI2LTExLTIxIiwgMWU5OTksIDEsIG51bGxd", "WyIyMDI2LTEzLTIxIiwgMSwgMSwgbnVsbF0"),
        *("WyIyMDI2LTExLTIxIiwgMSwgLTUsIG51bGxd", "WyIyMDI2LTExLTIxIiwgMSwgIjEiLCBudWxsXQ"),
    ],
)
def test_what_is_no_token_is_refused_with_a_sentence(token: str):
    with pytest.raises(CursorRefused, match="请从第一页开始看"):
        read_cursor(token)


@pytest.mark.parametrize(
    ("near", "km", "known"),
    [
        ((0, 0), 112, {"一度"}),
        ((0, 0), 111, set()),
        ((90, 0), 1, {"北极"}),
        ((89.99, 179), 100, {"北极"}),
        ((0, 179.9), 50, {"日界线"}),
        ((-90, 0), 100, set()),
        ((29.56, 106.55), 100, set()),
    ],
)
def test_near_knows_poles_and_the_date_line(near: tuple[float, float], km: int, known: set[str]):
    places = {"一度": (0, 1), "北极": (90, 12), "日界线": (0, -179.9), "不明": (None, None)}
    venues = {
        make_venue(name=name, latitude=lat, longitude=lon).id: name
        for name, (lat, lon) in places.items()
    }

    assert {venues[id_] for id_ in find_near(*near, km)} == known


def test_distances_are_those_of_the_globe():
    assert distance_km((29.5630, 106.5516), 24.3264, 109.4281) == pytest.approx(646, abs=3)
    assert distance_km(HERE, *HERE) == 0
