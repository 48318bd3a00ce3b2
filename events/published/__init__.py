"""The only door for `calendars/`: what is published, in a window, with revisions."""

from events.activities.choosing import Chosen
from events.activities.criteria import Criteria
from events.activities.filters import read_criteria
from events.activities.models import Activity, Occurrence
from events.activities.queries import Coming, OccurrenceRow, occurrence_rows
from events.activities.selecting import Selection
from events.activities.standing import closing, standing
from events.activities.vocabulary import (
    AUDIENCES,
    FORMATS,
    KINDS,
    WHENS,
    Format,
    SignupMode,
    Status,
)
from events.days.editions import EditionRow
from events.days.entries import PublishedEdition, Window
from events.days.models import DateStatus, ThemedDay
from events.published.front import YearAhead, choices, today_and_weekend, year_ahead
from events.published.listings import coming_edition, listed
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
from events.units.models import District, Unit
from events.venues.models import Venue

__all__ = [
    "AUDIENCES",
    "FORMATS",
    "GOOGLE_EVENTS",
    "KINDS",
    "WHENS",
    "Activity",
    "Area",
    "Chosen",
    "Coming",
    "Criteria",
    "DateStatus",
    "District",
    "EditionRow",
    "Format",
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
    "closing",
    "coming_edition",
    "every_occurrence",
    "feed_size",
    "listed",
    "occurrence_rows",
    "of_activity",
    "of_criteria",
    "of_day",
    "of_district",
    "of_occurrence",
    "of_unit",
    "of_venue",
    "read_criteria",
    "standing",
    "today_and_weekend",
    "year_ahead",
]
