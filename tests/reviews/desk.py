"""What tests of the office's desk share: who sits there, and how an answer is given."""

from datetime import datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from events.people.actors import Actor
from events.people.models import Account, OfficeRole
from events.people.sessions import find_actor, open_session
from events.submissions.content import Content, Place, Sitting
from events.submissions.models import Revision, State, Submission
from events.venues.models import Venue
from tests import NOW
from tests.factories import make_account, make_activity, make_revision, make_venue
from tests.pages.reading import PageText
from tests.signing_in import post


def make_officer(**fields: Any) -> Account:
    return make_account(roles=(OfficeRole.OFFICE,), **{"name": "林审核"} | fields)


def actor_of(account: Account) -> Actor:
    """What the account may do today."""
    found = find_actor(open_session(account, "a test", NOW), NOW.date(), NOW)
    assert found is not None
    return found


def lecture(venue: Venue | None = None, day: int = 5, **fields: Any) -> Content:
    """Two hours from ten on that day of December, a known venue, nothing that stands out."""
    start = datetime(2026, 12, day, 10)  # noqa: DTZ001  a wall time
    defaults = {
        "title": "标本里的冬天",
        "kind": "lecture",
        "audiences": ("public",),
        "places": (Place("p1", venue=(venue or make_venue()).id),),
        "sittings": (Sitting(start, start + timedelta(hours=2), place="p1", capacity=120),),
    }
    return Content(**defaults | fields)


def make_known(submission: Submission) -> None:
    """Its unit has had something in public before, so that it is no first one."""
    make_activity(organiser=submission.unit)


def newest(submission: Submission) -> Revision:
    fresh = Submission.get_by_id(submission.id)
    return Revision.get(submission=fresh, number=fresh.revision_number)


def hand_in_again(submission: Submission, content: Content) -> Revision:
    """A further revision, in review."""
    fresh = Submission.get_by_id(submission.id)
    revision = make_revision(fresh, content, number=fresh.revision_number + 1)
    fresh.state, fresh.revision_number, fresh.title = (
        State.SUBMITTED,
        revision.number,
        content.title,
    )
    fresh.save()
    return revision


def answer(
    client: FlaskClient, submission: Submission, what: str, shown: Revision | None = None,
    **typed: Any,
) -> TestResponse:  # fmt: skip
    """As from the page of that revision, the newest unless told otherwise; `what` ends the
    address."""
    shown = shown or newest(submission)
    page = f"/office/reviews/{submission.id}"
    named = {"revision": shown.number, "digest": shown.digest}
    return post(client, f"{page}/{what}", named | typed, page="/account")


def state_of(submission: Submission) -> str:
    return Submission.get_by_id(submission.id).state


def read(client: FlaskClient, path: str = "/office/reviews") -> PageText:
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return PageText(response.text)
