"""The only door for `calendars/`: what is published, in a window, with revisions."""

from events.activities.choosing import Chosen
from events.activities.criteria import Criteria
from events.activities.filters import read_criteria
from events.activities.models import Activity, Occurrence
from events.activities.queries import OccurrenceRow, occurrence_rows
from events.activities.selecting import Selection
from events.activities.vocabulary import (
    ACCESS,
    AUDIENCES,
    FORMATS,
    KINDS,
    SIGNUPS,
    WHENS,
    SignupMode,
    Status,
)
from events.days.editions import EditionRow
from events.days.entries import PublishedEdition, Window
from events.days.models import DateStatus, ThemedDay
from events.published.front import (
    YearAhead,
    choices,
    districts_ahead,
    today_and_weekend,
    year_ahead,
)
from events.published.publications import (
    GOOGLE_EVENTS,
    Publication,
    all_editions,
    every_occurrence,
    feed_size,
    of_activity,
    of_criteria,
    of_day,
    of_district,
    of_occurrence,
    of_unit,
    of_venue,
)
from events.units.areas import Area
from events.units.models import Unit
from events.venues.models import Venue

__all__ = [
    "ACCESS",
    "AUDIENCES",
    "FORMATS",
    "GOOGLE_EVENTS",
    "KINDS",
    "SIGNUPS",
    "WHENS",
    "Activity",
    "Area",
    "Chosen",
    "Criteria",
    "DateStatus",
    "EditionRow",
    "Occurrence",
    "OccurrenceRow",
    "Publication",
    "PublishedEdition",
    "Selection",
    "SignupMode",
    "Status",
    "ThemedDay",
    "Unit",
    "Venue",
    "Window",
    "YearAhead",
    "all_editions",
    "choices",
    "districts_ahead",
    "every_occurrence",
    "feed_size",
    "occurrence_rows",
    "of_activity",
    "of_criteria",
    "of_day",
    "of_district",
    "of_occurrence",
    "of_unit",
    "of_venue",
    "read_criteria",
    "today_and_weekend",
    "year_ahead",
]
