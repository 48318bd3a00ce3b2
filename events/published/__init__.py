"""The only door for `calendars/`: what is published, in a window, with revisions."""

from events.activities.choosing import Chosen, choose
from events.activities.criteria import KEYS, Criteria
from events.activities.daily import DayCounts
from events.activities.filters import read_criteria
from events.activities.models import Activity, Occurrence
from events.activities.programme import arrange
from events.activities.queries import Coming, OccurrenceRow, get_activity, occurrence_rows
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
from events.days.queries import DaysOff, get_day
from events.published.addresses import (
    ADDRESSES,
    Address,
    activity_addresses,
    activity_of_occurrence,
    last_activity_id,
    slug_of_day,
    slug_of_unit,
)
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
    "ADDRESSES",
    "AUDIENCES",
    "FORMATS",
    "GOOGLE_EVENTS",
    "KEYS",
    "KINDS",
    "SIGNUPS",
    "WHENS",
    "Activity",
    "Address",
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
    "activity_addresses",
    "activity_of_occurrence",
    "all_editions",
    "around",
    "arrange",
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
    "get_activity",
    "get_day",
    "last_activity_id",
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
    "slug_of_day",
    "slug_of_unit",
    "read_picks",
    "standing",
    "today_and_weekend",
    "year_ahead",
]
