"""A draft goes to the office; that of a trusted unit to the public."""

from datetime import datetime
from zoneinfo import ZoneInfo

from events import audit
from events.audit import By
from events.db import database
from events.errors import InvalidTransition
from events.notifications.actions import tell
from events.people.members import people_of
from events.submissions.actions import EDITABLE, DraftChanged, refuse_closed
from events.submissions.comparing import say_the_same
from events.submissions.content import Content
from events.submissions.deadlines import closed_editions
from events.submissions.models import Decision, Revision, Sample, State, Submission, Trust
from events.submissions.published import content_of
from events.submissions.publishing import publish
from events.submissions.signup.promises import broken_promises
from events.venues.models import Venue


def hand_in(
    submission: Submission, content: Content, by: By, now: datetime, office: ZoneInfo
) -> Submission:
    """Ask the office to publish this content of the draft; a trusted unit's is public at once.

    Raises DraftChanged when the draft isn't the one that was read, InvalidTransition when nothing
    is new, people have signed up for what it takes away, or an edition takes no activities on this
    day of the `office`'s calendar.
    """
    with database.atomic():
        _lock(submission, content, now)
        fresh = Submission.get_by_id(submission.id)
        public = content_of(fresh.activity) if fresh.activity else None
        if public and say_the_same(public, content):
            raise InvalidTransition("和公众现在看到的一模一样，不用再提交；要改什么请先改好。")
        for sentence in broken_promises(fresh.activity, content, now) if fresh.activity else ():
            raise InvalidTransition(sentence)
        for sentence in closed_editions(content, public, now.astimezone(office).date()):
            raise InvalidTransition(sentence)
        revision = Revision.create(
            submission=fresh,
            number=fresh.revision_number,
            content=content.as_json(),
            digest=content.digest,
            made_by=by.account_id,
            made_at=now,
        )
        _say(fresh, by, now)
        if trust := Trust.get_or_none(Trust.unit == fresh.unit_id):
            publish(fresh, revision, by, now, decision=Decision.TRUSTED)
            _sample(revision, trust.sample_percent, now)
    return Submission.get_by_id(submission.id)


def _lock(submission: Submission, content: Content, now: datetime) -> None:
    """In review from now on, if the draft is still the one that was read."""
    locked = (
        Submission.update(
            state=State.SUBMITTED,
            revision_number=Submission.revision_number + 1,
            title=content.title,
            first_day=content.first_day,
            district=_district(content, submission),
            submitted_at=now,
            updated_at=now,
        )
        .where(
            Submission.id == submission.id,
            Submission.version == submission.version,
            Submission.state.in_(EDITABLE),
        )
        .execute()
    )
    if not locked:
        fresh = Submission.get_by_id(submission.id)
        refuse_closed(fresh)
        raise DraftChanged(fresh)


def _district(content: Content, submission: Submission) -> int | None:
    """Of the first place; the unit's own where there is none."""
    place = next(iter(content.places), None)
    if place is None:
        return submission.unit.region_id
    return Venue.get_by_id(place.venue).district_id if place.venue else place.district


def _say(submission: Submission, by: By, now: datetime) -> None:
    audit.write(
        by,
        "submission.submitted",
        "submission",
        submission.id,
        now,
        name=submission.title,
        unit_id=submission.unit_id,
        revision=submission.revision_number,
    )
    tell(
        people_of(submission.unit_id),
        "submission-submitted",
        f"{submission.id}/{submission.revision_number}",
        now,
        submission_id=submission.id,
        title=submission.title,
        unit=submission.unit.name,
        by=by.name,
    )


def _sample(revision: Revision, percent: int, now: datetime) -> None:
    """The content itself decides which ones are looked at, so nobody can choose them."""
    if int(revision.digest[:8], 16) % 100 < percent:
        Sample.create(
            submission_id=revision.submission_id, revision_number=revision.number, made_at=now
        )
