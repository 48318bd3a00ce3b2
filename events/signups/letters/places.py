"""Where an occurrence takes place, as a letter says it. Pure."""

from events.activities.models import Occurrence


def place_of(occurrence: Occurrence, language: str) -> str:
    """Venue, room and address; without a venue it is online, where that is public the address."""
    venue = occurrence.venue if occurrence.venue_id else None
    if venue is None:
        return " ".join(filter(None, [occurrence.activity.online_url, occurrence.place_note]))
    name = venue.name_en if language == "en" and venue.name_en else venue.name
    return " ".join(filter(None, [name, occurrence.place_note, venue.address]))
