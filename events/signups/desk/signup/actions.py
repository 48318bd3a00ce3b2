"""Looking behind the mask of one sign-up, and remarks about it."""

from datetime import datetime

from events import audit
from events.db import database
from events.errors import Gone
from events.signups.desk.reading import contact_of
from events.signups.models import Signup
from events.signups.people import Contact
from events.signups.placing import fresh
from events.signups.recording import note


def reveal(signup: Signup, reason: str, by: audit.By, now: datetime) -> Contact | None:
    """How to reach somebody, with a reason that stays written down; None where it was erased."""
    contact = contact_of(signup)
    if contact is None:
        return None
    with database.atomic():
        note(by, "signup.revealed", signup, now, reason=reason)
    return contact


def annotate(signup: Signup, remark: str, by: audit.By, now: datetime) -> Signup:
    """What the unit wants to remember of it, in place of what it noted before. It is shown to whom
    it is about when he asks for his data, and goes with them. Raises Gone."""
    with database.atomic():
        signup, _occurrence = fresh(signup)
        if signup.erased_at is not None:
            raise Gone("这份报名的个人信息已经删除，不能再写备注。")
        if signup.note != remark:
            signup.note = remark
            signup.save()
            note(by, "signup.annotated", signup, now)
    return signup
