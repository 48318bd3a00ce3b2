"""Signing up through the queue of an occurrence, and having the links of lost sign-ups sent."""

from datetime import datetime

from events.activities.standing import Stand, standing
from events.commits import Overloaded, committer
from events.db import database
from events.errors import DatabaseUnavailable, EventsError
from events.marking import N_
from events.notifications.actions import write_letter
from events.signups.actions import HOLDER, sign_up
from events.signups.holding import hold
from events.signups.joining.queries import Offer, live_of_contact
from events.signups.keys import keyring
from events.signups.models import Signup
from events.signups.queries import count_waiting, find_by_key
from events.signups.refusals import PlacesGone
from events.signups.wishes import Wish


class Unsaved(EventsError):
    """Nothing is known to be stored; the same form may be sent again. `seconds` until then."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


def ask(wish: Wish, offer: Offer, now: datetime) -> Signup:
    """As `sign_up`; whom that could only refuse does not stand in the queue.

    Raises what that raises, and Unsaved.
    """
    if gone := _gone_early(wish, offer, now):
        return _made_meanwhile(wish, gone)
    try:
        return committer.run(
            wish.occurrence_id, hold, lambda held: sign_up(wish, held, HOLDER, now)
        )
    except Overloaded as crowd:
        raise Unsaved(crowd.message, 5) from crowd
    except DatabaseUnavailable as trouble:
        raise Unsaved(
            N_("系统暂时无法保存，您的名额没有变化。请几分钟后再提交一次，您填的内容还在。"), 60
        ) from trouble
    except TimeoutError as silence:
        raise Unsaved(
            N_("还没有等到结果。请再提交一次：同一份表单不会报两次，报上了就会显示您的凭证。"), 5
        ) from silence


def _gone_early(wish: Wish, offer: Offer, now: datetime) -> PlacesGone | None:
    """By the places of a moment ago: who would be too late now would be so later."""
    stand = standing(offer.activity, offer.occurrence, now).stand
    is_gone = stand == Stand.FULL or (stand == Stand.WAITING and not wish.may_wait)
    if offer.terms.needs_approval or not is_gone:
        return None
    return PlacesGone(0, count_waiting(wish.occurrence_id) if stand == Stand.WAITING else None)


def _made_meanwhile(wish: Wish, gone: PlacesGone) -> Signup:
    """The form may have been sent twice at once, and have taken the last place the first time. That
    a number has a sign-up is not said: to ask costs nothing here, so anybody could."""
    if made := find_by_key(wish.key):
        return made
    raise gone


def send_links(known_by: str, language: str, now: datetime) -> None:
    """Write the links of all sign-ups that still count to the address that was given with them."""
    found = live_of_contact(known_by, now)
    emails = {signup.id: keyring().unseal(signup.sealed).email for signup in found}
    with database.atomic():
        for email in sorted(set(filter(None, emails.values()))):
            write_letter(
                email, "signup-found", f"found/{int(now.timestamp())}", now, language=language,
                signups=[signup.id for signup in found if emails[signup.id] == email],
            )  # fmt: skip
