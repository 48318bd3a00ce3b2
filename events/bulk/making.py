"""Generated activities with all that belongs to them, as columns and values. Pure.

What comes out follows from the seed, the number and the day.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from events.activities.timing import Timing, between, whole_days
from events.activities.vocabulary import AUDIENCES, KINDS, Format, SignupMode, Status, UnitRole
from events.bulk import words
from events.bulk.country import Country, Row, stored

ZONE = ZoneInfo("Asia/Shanghai")
_KINDS = (2, 6, 26, 14, 16, 8, 5, 3, 1, 4, 1, 3, 2, 3, 9, 7, 2)
_AUDIENCES = (30, 18, 14, 9, 6, 5, 8, 4, 3, 2, 3, 2)
_AGES = ((None, None), (None, None), (3, 6), (6, 12), (7, 14), (12, 18), (18, None), (60, None))
_HOW_OFTEN = tuple(accumulate((26, 19, 15, 12, 9, 6, 5, 3, 2, 1.3, 1, 1)))
_STEPS = (1, 7, 7, 7, 14)
# Nobody would have signed up here, so this way is left out.
_MODES = (SignupMode.NONE, SignupMode.TELEPHONE, SignupMode.EXTERNAL)
_CLOCKS = tuple(time(hour, minute) for hour in (9, 10, 14, 15, 19) for minute in (0, 30))
_MINUTES = (60, 90, 90, 120, 120, 180)
_LONG = ("exhibition", "touring-exhibition")


@dataclass(frozen=True)
class Made:
    """An activity, and the rows that still lack its id."""

    activity: Row
    audiences: list[Row]
    editions: list[Row]
    units: list[Row]
    occurrences: list[Row]


def make_activity(country: Country, number: int, now: str) -> Made:
    rng = Random(f"{country.seed}/{number}")  # noqa: S311  the same every time, nothing secret
    organiser, region, city = rng.choices(country.units, cum_weights=country.unit_weights)[0]
    kind = rng.choices(list(KINDS), _KINDS)[0]
    format_ = rng.choices(list(Format), (92, 5, 3))[0]
    activity = _activity(rng, kind, format_, now) | {
        "organiser_id": organiser,
        "source_key": f"gen/{country.seed}/{number}",
    }
    venues = [] if format_ is Format.ONLINE else country.venues[city]
    occurrences = _occurrences(rng, country, kind, venues, region, now)
    return Made(
        activity=activity,
        audiences=_audiences(rng),
        editions=_editions(rng, country, occurrences[0]["first_day"]),
        units=_units(rng, country, organiser),
        occurrences=occurrences,
    )


def _activity(rng: Random, kind: str, format_: Format, now: str) -> Row:
    subject = rng.choice(words.SUBJECTS)
    age_from, age_to = rng.choice(_AGES)
    signup = rng.choices(_MODES, (60, 25, 15))[0]
    return {
        "title": _title(rng, subject, kind),
        "description": _description(rng, subject),
        "kind": kind,
        "format": str(format_),
        "age_from": age_from,
        "age_to": age_to,
        "fee": rng.choice(words.FEES),
        "signup_mode": str(signup),
        "signup_phone": "023-0000 0000" if signup is SignupMode.TELEPHONE else "",
        "signup_url": "https://example.org/signup" if signup is SignupMode.EXTERNAL else "",
        "online_url": "" if format_ is Format.ONSITE else "https://example.org/live",
        "is_fictional": True,
        "published_at": now,
        "created_at": now,
        "updated_at": now,
    }


def _title(rng: Random, subject: str, kind: str) -> str:
    lead, angle, word = rng.choice(words.LEADS), rng.choice(words.ANGLES), KINDS[kind]
    return rng.choice(
        (
            f"{lead}{subject}",
            f"{subject}{angle}",
            f"{lead}{subject}：{rng.choice(words.SUBJECTS)}{angle}",
            f"{word}｜{subject}{angle}",
            f"“{lead}{subject}”{word}",
        )
    )


def _description(rng: Random, subject: str) -> str:
    """Three to six sentences."""
    sentences = [
        rng.choice(words.OPENERS),
        *rng.sample(words.MIDDLES, rng.randint(1, 4)),
        rng.choice(words.CLOSERS),
    ]
    place, verb = rng.choice(words.PLACES), rng.choice(words.VERBS)
    return "".join(sentences).format(subject=subject, place=place, verb=verb)


def _audiences(rng: Random) -> list[Row]:
    names = dict.fromkeys(rng.choices(list(AUDIENCES), _AUDIENCES, k=rng.choice((1, 1, 2))))
    return [{"audience": name, "position": place} for place, name in enumerate(names, 1)]


def _editions(rng: Random, country: Country, first_day: str) -> list[Row]:
    """Two in five belong to a themed day of the year they begin in, some of these to two."""
    many = rng.choices((0, 1, 2), (60, 32, 8))[0]
    days = rng.sample(country.themed_days, min(many, len(country.themed_days)))
    year = int(first_day[:4])
    return [{"themed_day_id": d, "year": year, "position": n} for n, d in enumerate(days, 1)]


def _units(rng: Random, country: Country, organiser: int) -> list[Row]:
    """One in six is offered together with another unit."""
    other = rng.choice(country.units)[0]
    if rng.random() > 1 / 6 or other == organiser:
        return []
    return [{"unit_id": other, "role": str(rng.choice(list(UnitRole))), "position": 1}]


def _occurrences(
    rng: Random, country: Country, kind: str, venues: list[tuple[int, int]], region: int, now: str
) -> list[Row]:
    """At one place, mostly; online without any, in the organiser's region."""
    place: tuple[int | None, int] = (None, region)
    if venues:
        place = venues[int(len(venues) * rng.random() ** 2)]
    room = rng.choice(words.ROOMS) if venues else ""
    capacity = rng.choice((None, 20, 30, 40, 60, 100, 200))
    return [
        {
            "uid": f"{UUID(int=rng.getrandbits(128), version=4)}@kepuli",
            "venue_id": place[0],
            "district_id": place[1],
            "place_note": room,
            "capacity": capacity,
            "is_public": True,
            "created_at": now,
            "updated_at": now,
            **_times(timing),
            **_fate(rng, timing),
        }
        for timing in _timings(rng, country, kind)
    ]


def _timings(rng: Random, country: Country, kind: str) -> list[Timing]:
    """A series of days at the same hour, or one stretch of whole days."""
    first = rng.choices(range(len(country.days)), cum_weights=country.day_weights)[0]
    if rng.random() < (0.6 if kind in _LONG else 0.01):
        first_day = country.days[first]
        return [whole_days(first_day, first_day + timedelta(days=rng.randint(0, 60)), ZONE)]
    often, step = rng.choices(range(1, 13), cum_weights=_HOW_OFTEN)[0], rng.choice(_STEPS)
    clock, length = rng.choice(_CLOCKS), timedelta(minutes=rng.choice(_MINUTES))
    return [_sitting(day, clock, length) for day in country.days[first::step][:often]]


def _sitting(day: date, clock: time, length: timedelta) -> Timing:
    start = datetime.combine(day, clock)
    return between(start, start + length, ZONE)


def _times(timing: Timing) -> Row:
    return {
        "start": stored(timing.start),
        "end": stored(timing.end),
        "all_day": timing.all_day,
        "first_day": timing.first_day.isoformat(),
        "last_day": timing.last_day.isoformat(),
    }


def _fate(rng: Random, timing: Timing) -> Row:
    """Two in a hundred were moved by a week, two are cancelled."""
    chance = rng.random()
    if chance > 0.04:
        return {}
    told = {"sequence": 1, "revision": 2}
    if chance > 0.02:
        reason = rng.choice(words.CANCELLED_BECAUSE)
        return told | {"status": str(Status.CANCELLED), "status_reason": reason}
    week = timedelta(days=7)
    return told | {
        "status": str(Status.MOVED),
        "status_reason": rng.choice(words.MOVED_BECAUSE),
        "moved_from_start": stored(timing.start - week),
        "moved_from_end": stored(timing.end - week),
    }
