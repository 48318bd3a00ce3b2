"""What a letter about a sign-up says of it: read when the letter leaves, so true then."""

from datetime import datetime
from typing import Any

from events.activities.models import Occurrence
from events.signups.keys import keyring
from events.signups.letters.invitation import Site
from events.signups.letters.places import place_of
from events.signups.models import Signup, State
from events.signups.queries import ahead_of, terms_of


def facts_of(signup: Signup, site: Site) -> dict[str, Any]:
    """Parameters of the templates mail/signup-*.txt; instants stay instants, to be said there."""
    occurrence = signup.occurrence
    activity = occurrence.activity
    page = page_of(signup, site)
    return {
        "title": activity.title,
        "organiser": activity.organiser.name,
        "contact": activity.contact if activity.contact_is_public else "",
        **_times_of(occurrence),
        "place": place_of(occurrence, signup.language),
        "status": occurrence.status if occurrence.is_public else "withdrawn",
        "because": occurrence.status_reason or activity.withdrawal_reason,
        "state": signup.state,
        "party": signup.party,
        "number": signup.number,
        "ahead": ahead_of(signup) if signup.state == State.WAITING else 0,
        "expires_at": signup.offer_expires_at,
        "bring": terms_of(activity.id).bring,
        "page": page,
        "cancel_page": f"{page}/cancellation/new",
        "activity_page": f"{site.base_url}/activities/{activity.id}",
    }


def link_of(signup: Signup, site: Site) -> dict[str, Any]:
    """What a list of sign-ups says of each."""
    return {
        "title": signup.occurrence.activity.title,
        "page": page_of(signup, site),
        **_times_of(signup.occurrence),
    }


def page_of(signup: Signup, site: Site) -> str:
    return f"{site.base_url}/signups/{keyring().token_of(signup.number)}"


def _times_of(occurrence: Occurrence) -> dict[str, datetime | str | None]:
    return {
        "zone": occurrence.activity.timezone,
        "start": occurrence.start,
        "end": occurrence.end,
        "moved_from_start": occurrence.moved_from_start,
        "moved_from_end": occurrence.moved_from_end,
    }
