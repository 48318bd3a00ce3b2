"""An occurrence held for signing up, with what is to be known of it."""

from dataclasses import dataclass

from events.activities.models import ActivityEdition, Occurrence
from events.days.models import ThemedDay
from events.prepared import Prepared
from events.signups.models import DayLimit
from events.signups.placing import lock
from events.signups.queries import terms_of
from events.signups.terms import Terms

_DAY_LIMITS: Prepared[DayLimit] = Prepared(
    lambda activity: (
        DayLimit.select(DayLimit, ThemedDay)
        .join(ThemedDay)
        .switch(DayLimit)
        .join(
            ActivityEdition,
            on=(ActivityEdition.themed_day == DayLimit.themed_day)
            & (ActivityEdition.year == DayLimit.year),
        )
        .where(ActivityEdition.activity == activity)
    ),
    "activity",
)


@dataclass(frozen=True)
class Held:
    """`day_limits` are those of the editions that the activity belongs to."""

    occurrence: Occurrence
    terms: Terms
    day_limits: list[DayLimit]


def hold(occurrence_id: int) -> Held:
    """As it is until the transaction ends (four statements); raises NotFound."""
    return with_terms(lock(occurrence_id))


def with_terms(occurrence: Occurrence) -> Held:
    """Of one that is locked (two statements)."""
    activity = occurrence.activity_id
    return Held(occurrence, terms_of(activity), _DAY_LIMITS.all(activity))
