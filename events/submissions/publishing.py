"""A revision becomes what the public sees. The only way there, whoever decides it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from events import audit, changes
from events.activities.actions import Ties, publish_activity, tie
from events.activities.indexing.actions import index_activities
from events.activities.models import Activity, Occurrence
from events.activities.recording import hold, touch
from events.activities.recording import note as remember
from events.audit import By
from events.db import database
from events.errors import InvalidTransition
from events.notifications.actions import tell
from events.people.members import people_of
from events.submissions.capacity.resized import as_resized
from events.submissions.content import Content, from_json
from events.submissions.drafts import draft_of
from events.submissions.models import Decision, Review, Revision, State, Submission
from events.submissions.published import content_of, fields_of
from events.submissions.renewing import (
    renew_occurrences,
    settle_places,
    sittings_of,
)
from events.submissions.signup.promises import broken_promises
from events.submissions.signup.settling import settle_terms
from events.units.queries import survivors


def publish(
    submission: Submission,
    revision: Revision,
    by: By,
    now: datetime,
    decision: Decision = Decision.PUBLISHED,
    note: str = "",
    comments: Sequence[Mapping[str, str]] = (),
) -> Activity:
    """Exactly this revision is public from now on.

    Raises InvalidTransition when it isn't the newest any more, somebody has decided already, or
    people have signed up meanwhile for what it takes away.
    """
    with database.atomic():
        changes.take_turn()
        submission = _claim(submission, revision)
        public = submission.activity
        if public:
            hold(Occurrence.activity == public)
        content = as_resized(from_json(revision.content), revision, submission.activity_id)
        activity = _renew(public, content, now) if public else _begin(submission, content, now)
        _settle(submission, activity, now)
        Review.create(
            submission=submission,
            revision=revision,
            decision=decision,
            note=note,
            comments=list(comments),
            made_by=by.account_id,
            made_at=now,
        )
        _say(submission, revision, by, now, decision, note)
    return activity


def _claim(submission: Submission, revision: Revision) -> Submission:
    """As it is now; whoever else would take it back or answer it waits, and then comes too late."""
    claimed = (
        Submission.update(version=Submission.version + 1)
        .where(
            Submission.id == submission.id,
            Submission.state == State.SUBMITTED,
            Submission.revision_number == revision.number,
        )
        .execute()
    )
    if not claimed:
        raise InvalidTransition(
            "这份申报刚刚有了变化（改过、撤回或者别人已经处理），请看过最新的内容再决定。"
        )
    return Submission.get_by_id(submission.id)


def _begin(submission: Submission, content: Content, now: datetime) -> Activity:
    activity = Activity(organiser=submission.unit_id, **fields_of(content))
    places = settle_places(content, now)
    publish_activity(activity, _ties(content), sittings_of(content, places), now)
    settle_terms(activity, content.terms, now)
    return activity


def _renew(activity: Activity, content: Content, now: datetime) -> Activity:
    """The public rows become the content; what differs is noted, and its occurrences shown anew."""
    if not activity.is_public:
        raise InvalidTransition(f"“{activity.title}”已经撤下，不能再发布；请复制成一份新的申报。")
    for sentence in broken_promises(activity, content, now):
        raise InvalidTransition(sentence)
    if activity.title != content.title:
        old, new = {"title": activity.title}, {"title": content.title}
        remember(activity, None, "retitled", old, new, content.change_reason, now)
    for name, value in fields_of(content).items():
        setattr(activity, name, value)
    activity.updated_at = now
    activity.save()
    tie(activity, _ties(content))
    touch(Occurrence.activity == activity, now)
    renew_occurrences(activity, content, settle_places(content, now), now)
    settle_terms(activity, content.terms, now)
    index_activities([activity.id])
    changes.record("activity", str(activity.id), now)
    return activity


def _settle(submission: Submission, activity: Activity, now: datetime) -> None:
    """The file goes on from what is public, whose occurrences and venues have their names now."""
    submission.activity = activity
    submission.state = State.PUBLISHED
    submission.handler = None
    submission.draft = draft_of(content_of(activity))
    submission.updated_at = now
    submission.save()


def _ties(content: Content) -> Ties:
    return Ties(
        editions=tuple((tied.day, tied.year) for tied in content.editions),
        blocks={(tied.day, tied.year): tied.block for tied in content.editions},
        audiences=content.audiences,
        co_organisers=tuple(survivors(content.co_organisers)),
        supporters=tuple(survivors(content.supporters)),
    )


def _say(
    submission: Submission, revision: Revision, by: By, now: datetime,
    decision: Decision, note: str,
) -> None:  # fmt: skip
    audit.write(
        by,
        "submission.published",
        "submission",
        submission.id,
        now,
        name=submission.title,
        unit_id=submission.unit_id,
        revision=revision.number,
        decision=decision,
        activity=submission.activity_id,
    )
    tell(
        people_of(submission.unit_id),
        "submission-published",
        f"{submission.id}/{revision.number}",
        now,
        submission_id=submission.id,
        title=submission.title,
        unit=submission.unit.name,
        activity_id=submission.activity_id,
        note=note,
    )
