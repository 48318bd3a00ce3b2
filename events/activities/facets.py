"""How many occurrences each further filter would leave: the numbers on the chips, all true.

A key's own choice is left out when its options are counted, because choosing another option
widens it.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from peewee import Case, fn

from events.activities.census.present import present
from events.activities.choosing import Chosen
from events.activities.counting import count, count_by
from events.activities.criteria import DaySpan, when_span
from events.activities.models import Activity, ActivityAudience, Occurrence
from events.activities.offering import offered
from events.activities.on_days import counted_by, is_empty
from events.activities.queries import count_occurrences
from events.activities.scoping import VENUE_FACTS, Scope, condition, fact_of
from events.activities.vocabulary import ACCESS, SIGNUPS, WHENS
from events.finding.queries import find_near
from events.units.areas import Area, read_areas
from events.venues.models import Venue


def count_kinds(chosen: Chosen, span: DaySpan) -> dict[str, int]:
    """Kind -> occurrences of it (one statement)."""
    return _by_activity("kind", Activity.kind, Activity.id, chosen.without("kind").scope, span)


def count_audiences(chosen: Chosen, span: DaySpan) -> dict[str, int]:
    """Audience -> occurrences for it (one statement)."""
    column, key = ActivityAudience.audience, ActivityAudience.activity
    return _by_activity("audience", column, key, chosen.without("audience").scope, span)


def count_formats(chosen: Chosen, span: DaySpan) -> dict[str, int]:
    """Format -> occurrences of it (one statement)."""
    scope = chosen.without("format").scope
    return _by_activity("format", Activity.format, Activity.id, scope, span)


def count_districts(chosen: Chosen, span: DaySpan) -> list[tuple[Area, int]]:
    """Districts to choose from, those with most first, each with all below it (two statements)."""
    counts = count_by("district", Occurrence.district, chosen.without("district").scope, span)
    if not counts:
        return []
    net, picked = read_areas(), [area.id for area in chosen.districts]
    found = [
        (net.by_id[id_], sum(counts[below] for below in net.below([id_])))
        for id_ in offered(counts, picked, net)
    ]
    return sorted(found, key=lambda pair: (-pair[1], pair[0].slug))


def count_signups(chosen: Chosen, span: DaySpan) -> dict[str, int]:
    """How many take sign-ups, or need none (one statement)."""
    return {word: count(replace(chosen.scope, signup=word), span) for word in SIGNUPS}


def count_access(chosen: Chosen, span: DaySpan) -> dict[str, int]:
    """Fact -> occurrences with it and with those chosen already (three statements)."""
    with present.asked(chosen.scope) as census:
        if census:
            return dict.fromkeys(ACCESS, 0) | census.count_by("access", chosen.scope, span)
    if is_empty(span):
        return dict.fromkeys(ACCESS, 0)
    of_venues = [fact for fact in ACCESS if fact in VENUE_FACTS]
    counts = count_by("venue", Occurrence.venue, chosen.scope, span)
    rows: Any = Venue.select(Venue.id, *(fact_of(Venue, fact) for fact in of_venues))
    known = [(counts[id_], facts) for id_, *facts in rows.tuples() if id_ in counts]
    found = {
        fact: sum(some for some, facts in known if facts[place])
        for place, fact in enumerate(of_venues)
    }
    return found | _count_facts(chosen, span)


def _count_facts(chosen: Chosen, span: DaySpan) -> dict[str, int]:
    """The same for what is known of activities."""
    facts = [fact for fact in ACCESS if fact not in VENUE_FACTS]
    counted = _counted_by_activity(chosen.scope, span)
    sums = [
        fn.COALESCE(fn.SUM(Case(None, [(fact_of(Activity, fact), counted.c.count)], 0)), 0)
        for fact in facts
    ]
    query: Any = Activity.select(*sums).join(counted, on=(counted.c.counted_by == Activity.id))
    return {fact: int(n) for fact, n in zip(facts, query.tuples().get(), strict=True)}


def count_radii(chosen: Chosen, span: DaySpan, radii: Collection[int]) -> dict[int, int]:
    """Kilometres -> occurrences so near, of a place that was chosen (two statements)."""
    assert chosen.criteria.near
    far = find_near(*chosen.criteria.near, max(radii))
    within = {km: tuple(id_ for id_ in far if far[id_] <= km) for km in radii}
    with present.asked(chosen.scope) as census:
        if census:
            return census.count_near(chosen.scope, span, within)
    scope = replace(chosen.scope, near=tuple(far))
    counts = count_by("venue", Occurrence.venue, scope, span)
    return {km: sum(counts[id_] for id_ in venues) for km, venues in within.items()}


def _by_activity(
    facet: str, column: Any, activity: Any, scope: Scope, span: DaySpan
) -> dict[str, int]:
    """Counted by activity first: an activity's own facts are looked up once, not per occurrence."""
    with present.asked(scope) as census:
        if census:
            return census.count_by(facet, scope, span)
    if is_empty(span):
        return {}
    counted = _counted_by_activity(scope, span)
    query = (
        activity.model.select(column, fn.SUM(counted.c.count))
        .join(counted, on=(counted.c.counted_by == activity))
        .group_by(column)
    )
    return {word: int(some) for word, some in query.tuples()}


def _counted_by_activity(scope: Scope, span: DaySpan) -> Any:
    which = condition(scope, counting=True)
    return counted_by(Occurrence.activity, which, span).alias("counted")


def count_whens(chosen: Chosen, today: date) -> dict[str, int]:
    """Word of time -> occurrences then (a statement for each of the five words)."""
    free = chosen.without("when").without("from").without("to")
    spans = {when: when_span(when, today) for when in WHENS}
    return {
        when: count_occurrences(free, DaySpan(span.first_day, span.last_day))
        for when, span in spans.items()
    }


def count_without(chosen: Chosen, today: date) -> list[tuple[str, int]]:
    """Each key in use -> how many there would be without it, only where that is some."""
    keys = dict.fromkeys(key for key, _ in chosen.criteria.pairs)
    counts = []
    for key in (key for key in keys if key not in ("within", "sort")):
        wider = chosen.without(key)
        counts.append((key, count_occurrences(wider, wider.criteria.span_ahead(today))))
    return [(key, some) for key, some in counts if some]
