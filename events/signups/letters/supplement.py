"""What is added to a letter about a sign-up when it leaves; also, that it need not leave."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from peewee import JOIN

from events.activities.models import Activity, Occurrence
from events.activities.standing import takes_place
from events.notifications.models import Message
from events.notifications.rendering import Outdated, Supplement
from events.signups.farewell import FAREWELL
from events.signups.letters.facts import facts_of, link_of
from events.signups.letters.invitation import Method, Site, invitation
from events.signups.models import LIVE, Signup, State
from events.signups.own.standing import is_live
from events.units.models import Unit
from events.venues.models import Venue

# The states in which a letter of a kind still says what is so; any other kind always does.
_TRUE_IN = {
    "signup-confirmed": (State.CONFIRMED,),
    "signup-pending": (State.PENDING,),
    "signup-waiting": (State.WAITING,),
    "signup-offered": (State.OFFERED,),
    "signup-lapsed": (State.LAPSED,),
    "signup-cancelled": (State.CANCELLED,),
    FAREWELL: (State.CANCELLED,),
    "signup-refused": (State.REFUSED,),
    "signup-changed": LIVE,
    "signup-moved": LIVE,
    "signup-off": LIVE,
    "signup-reminder": (State.CONFIRMED,),
}
_ABOUT_OCCURRENCE = ("signup-moved", "signup-off", "signup-reminder")
_INVITING = ("signup-confirmed", "signup-changed", "signup-moved")
_ENDING = ("signup-cancelled", "signup-refused", "signup-off", FAREWELL)


def supplement(message: Message, site: Site, now: datetime) -> Supplement:
    """(At most four statements.) Raises Outdated."""
    if "signups" in message.params:
        return _list(_read(message.params["signups"]), site)
    asked = [message.params.get("signup")]
    signup = next(iter(_read(asked, is_erased=message.kind == FAREWELL)), None)
    if signup is None or not _is_still_so(message, signup, now):
        raise Outdated
    method = _method(message.kind, signup)
    calendar = invitation(signup, method, site, message.email) if method else b""
    return Supplement(facts_of(signup, site), calendar, method)


def _list(signups: Sequence[Signup], site: Site) -> Supplement:
    """Of whom has asked for the way to all of them."""
    if not signups:
        raise Outdated
    return Supplement({"found": [link_of(signup, site) for signup in signups]})


def _read(ids: Sequence[int | None], is_erased: bool = False) -> list[Signup]:
    """With all that a letter says of them; of those that were erased only the farewell."""
    query = (
        Signup.select(Signup, Occurrence, Activity, Unit, Venue)
        .join(Occurrence)
        .join(Activity)
        .join(Unit, on=(Activity.organiser == Unit.id), attr="organiser")
        .switch(Occurrence)
        .join(Venue, JOIN.LEFT_OUTER, on=(Occurrence.venue == Venue.id), attr="venue")
    )
    which = Signup.id.in_(ids), Signup.erased_at.is_null(not is_erased)
    return list(query.where(*which).order_by(Signup.id))


def _is_still_so(message: Message, signup: Signup, now: datetime) -> bool:
    kind = message.kind
    if message.params.get("sequence", signup.told_sequence) < signup.told_sequence:
        return False
    if signup.state in LIVE and not is_live(signup, now):
        return False
    if kind == "signup-reminder" and not _is_tomorrow(signup.occurrence, now):
        return False
    if kind in _ABOUT_OCCURRENCE and takes_place(signup.occurrence) != (kind != "signup-off"):
        return False
    return kind not in _TRUE_IN or signup.state in _TRUE_IN[kind]


def _is_tomorrow(occurrence: Occurrence, now: datetime) -> bool:
    """By the calendar of the place; a reminder may have waited for the mail server."""
    today = now.astimezone(ZoneInfo(occurrence.activity.timezone)).date()
    return occurrence.first_day - today == timedelta(days=1)


def _method(kind: str, signup: Signup) -> str:
    """An entry is for who has, or had, a place for certain; one that is postponed leaves the
    calendar until it has a date again, because nobody is to come on the old one."""
    if kind in _ENDING and signup.confirmed_at:
        return Method.CANCEL
    return Method.REQUEST if kind in _INVITING and signup.state == State.CONFIRMED else ""
