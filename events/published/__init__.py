"""The only door for `calendars/`: what is published, in a window, with revisions."""

from events.activities.choosing import Chosen, choose
from events.activities.criteria import KEYS, Criteria
from events.activities.daily import DayCounts
from events.activities.filters import read_criteria
from events.activities.models import Activity, Occurrence
from events.activities.queries import Coming, OccurrenceRow, occurrence_rows
from events.activities.selecting import Selection
from events.activities.standing import closing, standing
from events.activities.vocabulary import (
    ACCESS,
    AUDIENCES,
    FORMATS,
    KINDS,
    SIGNUPS,
    WHENS,
    Format,
    SignupMode,
    Status,
)
from events.days.editions import EditionRow
from events.days.entries import PublishedEdition, Window
from events.days.models import DateStatus, DayOff, ThemedDay
from events.days.queries import DaysOff
from events.published.front import (
    YearAhead,
    choices,
    districts_ahead,
    today_and_weekend,
    year_ahead,
)
from events.published.listings import coming_edition, listed
from events.published.on_days import Around, Few, around, counts_on_days, few_on_days
from events.published.picking import of_known_picks, of_picks
from events.published.publications import (
    GOOGLE_EVENTS,
    Picked,
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
from events.subscriptions.fetching import fetch_picks
from events.subscriptions.picks import Pick, Picks, read_picks
from events.units.areas import Area
from events.units.models import District, Unit
from events.venues.models import Venue

__all__ = [
    "ACCESS",
    "AUDIENCES",
    "FORMATS",
    "GOOGLE_EVENTS",
    "KEYS",
    "KINDS",
    "SIGNUPS",
    "WHENS",
    "Activity",
    "Area",
    "Around",
    "Chosen",
    "Coming",
    "Criteria",
    "DateStatus",
    "DayCounts",
    "DayOff",
    "DaysOff",
    "District",
    "EditionRow",
    "Few",
    "Format",
    "Occurrence",
    "OccurrenceRow",
    "Pick",
    "Picked",
    "Picks",
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
    "around",
    "choices",
    "choose",
    "closing",
    "coming_edition",
    "counts_on_days",
    "districts_ahead",
    "every_occurrence",
    "feed_size",
    "fetch_picks",
    "few_on_days",
    "listed",
    "occurrence_rows",
    "of_activity",
    "of_criteria",
    "of_day",
    "of_district",
    "of_known_picks",
    "of_occurrence",
    "of_picks",
    "of_unit",
    "of_venue",
    "read_criteria",
    "read_picks",
    "standing",
    "today_and_weekend",
    "year_ahead",
]
