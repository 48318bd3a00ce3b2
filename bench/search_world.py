"""The questions of bench/search.py, and the naive statement they are compared with."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

from peewee import SqliteDatabase

from events import clock, schema
from events.activities.actions import Sitting, Ties, publish_activity
from events.activities.census.present import present
from events.activities.choosing import choose
from events.activities.criteria import Criteria
from events.activities.indexing.actions import index_activities, rebuild_index
from events.activities.models import Activity
from events.activities.options import Options, find_options
from events.activities.queries import count_occurrences, find_occurrences
from events.activities.scoping import EVERYTHING
from events.activities.timing import whole_days
from events.bulk.making import ZONE
from events.bulk.writing import generate
from events.catalogue.commands import DATA
from events.catalogue.loading import load_catalogue
from events.db import database, open_database
from events.finding.models import Search, SearchTerm
from events.units.models import Unit
from events.venues.models import Venue

LIMIT = 40
PLACES = {"no place": None, "dense": (29.56, 106.55), "sparse": (24.33, 109.41)}
FILTERS: dict[str, dict[str, Any]] = {
    "all": {},
    "narrow": {"age": 8, "signup": "open", "access": ("step-free",), "when": "month"},
}

# What one would write without an index of words or places; the words are those of the index.
NAIVE = """
SELECT o.id FROM occurrence o
JOIN activity a ON a.id = o.activity_id JOIN search s ON s.id = a.id
LEFT JOIN venue v ON v.id = o.venue_id
WHERE o.is_public AND o.last_day >= {first} AND o.first_day <= {last} {words} {place} {narrow}
ORDER BY o.first_day, o.start, o.id LIMIT 40
"""
NEAR = """
AND v.latitude IS NOT NULL AND 12742.0 * asin(sqrt(
  power(sin(radians(v.latitude - {lat}) / 2), 2)
  + cos(radians({lat})) * cos(radians(v.latitude)) * power(sin(radians(v.longitude - {lon}) / 2), 2)
)) <= {km}
"""
NARROW = """
AND (a.age_from IS NULL OR a.age_from <= 8) AND (a.age_to IS NULL OR a.age_to >= 8) AND v.step_free
AND o.status IN ('scheduled', 'moved') AND a.signup_mode <> 'here' AND o."end" > {now}
"""


@dataclass(frozen=True)
class Answered:
    """`times` in milliseconds."""

    answers: list[Any]
    times: list[float]


def open_world(url: str, activities: int) -> None:
    """Filled, unless it is."""
    open_database(url)
    schema.migrate()
    load_catalogue(DATA, clock.now())
    if not Activity.select().exists():
        for _written in generate(activities, 1, clock.now()):
            pass


def ask_all(rounds: int, alone: int, naive: int) -> list[dict[str, Any]]:
    """The figures of each class of question: naively and by the database alone, then with a
    census."""
    asked = dict(_classes(rounds))
    plain = {name: _ask_naively(questions[:naive]) for name, questions in asked.items()}
    _find(next(iter(asked.values()))[0])  # the first warms up
    apart = {name: _ask_alone(questions[:alone], plain[name]) for name, questions in asked.items()}
    present.make()
    return [
        {"name": name, **_ask(questions, plain[name]), **apart[name]}
        for name, questions in asked.items()
    ]


def _classes(rounds: int) -> Iterator[tuple[str, list[Criteria]]]:
    for rarity, some in _words_by_rarity().items():
        for place, near in PLACES.items():
            for filters, more in FILTERS.items():
                if (rarity, place) != ("no words", "no place"):
                    rng = Random(f"{rarity}/{place}")
                    questions = [_question(rng, some, near, more) for _ in range(rounds)]
                    yield f"{rarity}, {place}, {filters}", questions


def _words_by_rarity() -> dict[str, list[str]]:
    """Chinese words of two characters and more, by which part of all activities has them."""
    counts = {row.term: row.count for row in SearchTerm.select()}
    every = counts.pop("")
    known = [(term, n / every) for term, n in sorted(counts.items()) if _is_word(term)]
    rare = [term for term, share in known if share <= 0.002]
    middling = [term for term, share in known if 0.005 <= share <= 0.03]
    common = [term for term, share in known if share >= 0.1]
    return {
        "no words": [""], "rare": rare, "middling": middling, "common": common,
        "two common": [f"{a} {b}" for a, b in pairwise(common)],
        "rare and common": [f"{a} {common[0]}" for a in rare],
    }  # fmt: skip


def _is_word(term: str) -> bool:
    return len(term) > 1 and all("\u4e00" <= one <= "\u9fff" for one in term)


def _question(
    rng: Random, some: list[str], near: tuple[float, float] | None, more: dict[str, Any]
) -> Criteria:
    """Within 2 to 30 km of somewhere near the centre."""
    place: dict[str, Any] = {}
    if near:
        lat, lon = (round(one + rng.uniform(-0.05, 0.05), 2) for one in near)
        place = {"near": (lat, lon), "within": rng.choice((2, 5, 10, 20, 30))}
    return Criteria(q=rng.choice(some), **place, **more)


def _find(criteria: Criteria) -> list[int]:
    now, today = clock.now(), clock.today(ZONE)
    return find_occurrences(choose(criteria, now), criteria.span_ahead(today), LIMIT)


def _find_and_count(criteria: Criteria) -> tuple[list[int], Options]:
    """All that the list's page needs, but for the rows themselves."""
    today = clock.today(ZONE)
    chosen, span = choose(criteria, clock.now()), criteria.span_ahead(today)
    count_occurrences(chosen, span)
    return find_occurrences(chosen, span, LIMIT), find_options(chosen, span, today)


def _ask(questions: list[Criteria], plain: Answered) -> dict[str, float]:
    """With a census that knows nothing of these words and places, but what day it is: the forty,
    then, forgotten again, the forty and all numbers."""
    _forget(questions[-1])
    found = _timed(_find, questions)
    _refuse_others(questions, found, plain)
    _forget(questions[-1])
    counted = _timed(_find_and_count, questions)
    return {
        "found": round(statistics.mean(map(len, found.answers))),
        "median": statistics.median(found.times),
        "p99": _p99(found.times),
        "counted_median": statistics.median(counted.times),
        "counted_p99": _p99(counted.times),
    }


def _ask_alone(questions: list[Criteria], plain: Answered) -> dict[str, float]:
    """The database without a census, as in a process that has just begun."""
    found = _timed(_find, questions)
    _refuse_others(questions, found, plain)
    return {
        "alone": statistics.median(found.times or [0]),
        "naive": statistics.median(plain.times or [0]),
    }


def _forget(question: Criteria) -> None:
    """What was counted before; then what all questions need is found by asking one."""
    with present.asked(EVERYTHING) as census:
        assert census
        census.moved(census.position)
    _find_and_count(replace(question, q="", near=None, within=None))


def _refuse_others(questions: list[Criteria], found: Answered, plain: Answered) -> None:
    for question, ours, naively in zip(questions, found.answers, plain.answers, strict=False):
        assert ours == naively, f"the naive query finds others: {question.query}"


def _p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]


def _clock() -> float:
    """CPU of this process, which is SQLite's, too; a server works elsewhere: there by the clock."""
    return time.perf_counter() if _pg() else time.process_time()


def _timed(work: Callable[[Criteria], Any], questions: list[Criteria]) -> Answered:
    answers, times = [], []
    for question in questions:
        begun = _clock()
        answers.append(work(question))
        times.append((_clock() - begun) * 1000)
    return Answered(answers, times)


def _ask_naively(questions: list[Criteria]) -> Answered:
    today = clock.today(ZONE)
    return _timed(lambda one: _find_naively(one, today), questions)


def _find_naively(criteria: Criteria, today: date) -> list[int]:
    span = criteria.span_ahead(today)
    sought = choose(Criteria(q=criteria.q)).scope.q
    words = "".join(f" AND ({_any(group)})" for group in (sought.groups if sought else ()))
    near = criteria.near
    place = NEAR.format(lat=near[0], lon=near[1], km=criteria.within) if near else ""
    now = f"'{clock.now():%Y-%m-%d %H:%M:%S}'"
    sql = NAIVE.format(
        first=f"'{span.first_day}'",
        last=f"'{span.last_day or date.max}'",
        words=words,
        place=place,
        narrow=NARROW.format(now=now) if criteria.age else "",
    )
    return [id_ for (id_,) in database.execute_sql(sql.replace("%", "%%") if _pg() else sql, ())]


def _any(group: tuple[tuple[str, ...], ...]) -> str:
    like = "' ' || s.terms || ' ' LIKE '% {} %'"
    return " OR ".join("(" + " AND ".join(map(like.format, one)) + ")" for one in group)


def _pg() -> bool:
    return not isinstance(database.obj, SqliteDatabase)


def index_costs() -> dict[str, float]:
    """Made anew from nothing, its size, and its part of publishing an activity."""
    publish, publish_index = _publishing()
    with database.atomic():
        Search.delete().execute()
        SearchTerm.delete().execute()
    begun = _clock()
    rows = sum(rebuild_index())
    return {
        "rows": rows,
        "terms": SearchTerm.select().count(),
        "seconds": _clock() - begun,
        "megabytes": _size() / 1e6,
        "publish": publish,
        "publish_index": publish_index,
    }


def _publishing() -> tuple[float, float]:
    """Medians; what is measured is taken back."""
    unit, venue = Unit.select().first(), Venue.select().where(Venue.latitude.is_null(False)).first()
    timing, now = whole_days(date(2027, 5, 1), date(2027, 5, 1), ZONE), clock.now()
    whole, part = [], []
    for number in range(30):
        activity = Activity(title=f"第{number}次走近火山", kind="lecture", organiser=unit)
        with database.atomic() as transaction:
            begun = _clock()
            publish_activity(
                activity, Ties(audiences=("family",)), [Sitting(timing, venue)] * 3, now
            )
            whole.append((_clock() - begun) * 1000)
            Search.delete().where(Search.id == activity.id).execute()
            begun = _clock()
            index_activities([activity.id])
            part.append((_clock() - begun) * 1000)
            transaction.rollback()
    return statistics.median(whole), statistics.median(part)


def _size() -> int:
    if _pg():
        names = "('search'), ('search_words'), ('search_term')"
        sql = f"SELECT SUM(pg_total_relation_size(name::regclass)) FROM (VALUES {names}) t(name)"
    else:
        sql = "SELECT SUM(pgsize) FROM dbstat WHERE name LIKE '%search%'"
    [size] = database.execute_sql(sql).fetchone()
    return int(size)
