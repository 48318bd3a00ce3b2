"""Who runs the door: the people of the unit that offers the activity; to everybody else its
sign-ups don't exist. Who signed up needs no account: the address of the own page is the key."""

from typing import Any

from events.activities.models import Activity, Occurrence
from events.db import LARGEST_ID
from events.errors import NotFound
from events.people.policies import signed_in
from events.signups.models import Signup
from web.policies import Policy

_MISSING = "没有这一场，或者它属于别的单位。请从“工作台”进入。"


def _occurrence_of_mine(occurrence_id: int, **_arguments: Any) -> None:
    _refuse_strangers(Occurrence.id == min(occurrence_id, LARGEST_ID))


def _signup_of_mine(signup_id: int, **_arguments: Any) -> None:
    mine = Signup.select(Signup.occurrence).where(Signup.id == min(signup_id, LARGEST_ID))
    _refuse_strangers(Occurrence.id.in_(mine))


def _refuse_strangers(which: Any) -> None:
    actor = signed_in()
    found = Occurrence.select(Activity.organiser).join(Activity).where(which).tuples().first()
    if found is None or not actor.may_edit(found[0]):
        raise NotFound(_MISSING)


OWN_OCCURRENCE = Policy("own-occurrence", _occurrence_of_mine)
OWN_SIGNUP = Policy("own-signup", _signup_of_mine)
