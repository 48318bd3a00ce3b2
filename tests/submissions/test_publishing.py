"""A revision becomes what the public sees: pages, occurrences, calendars, the unit's own file."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from peewee import Database

from events import clock
from events.activities.models import Activity, ActivityEdition, HistoryEntry, Occurrence
from events.audit import PROGRAM, AuditEntry
from events.errors import InvalidTransition
from events.notifications.models import Message
from events.submissions.content import Content, EditionTie, Place, Sitting
from events.submissions.models import Decision, Review, Revision, State, Submission
from events.submissions.published import content_of
from events.submissions.publishing import publish
from events.venues.models import Venue
from tests.factories import (
    make_account,
    make_content,
    make_district,
    make_occurrence,
    make_revision,
    make_submission,
    make_themed_day,
    make_unit,
    make_venue,
)
from tests.pages.reading import PageText
from tests.signing_in import browser_of

AT_TEN = datetime(2026, 12, 5, 10)  # noqa: DTZ001  a wall time


def sitting(days: int = 0, **fields: object) -> Sitting:
    start = AT_TEN + timedelta(days=days)
    return Sitting(**{"start": start, "end": start + timedelta(hours=2), "place": "p1"} | fields)


def publish_newest(submission: Submission) -> Activity:
    newest = Revision.get(
        Revision.submission == submission, Revision.number == submission.revision_number
    )
    return publish(submission, newest, PROGRAM, clock.now())


def hand_in(submission: Submission, content: Content) -> Submission:
    """The next revision of a published submission, waiting for an answer."""
    number = submission.revision_number + 1
    make_revision(submission, content, number=number)
    Submission.update(state=State.SUBMITTED, revision_number=number).where(
        Submission.id == submission.id
    ).execute()
    return Submission.get_by_id(submission.id)


def occurrences() -> list[Occurrence]:
    return list(Occurrence.select().order_by(Occurrence.start))


def entries(client: FlaskClient, activity: Activity) -> dict[str, tuple[str, int, datetime]]:
    """UID -> status, sequence and start, as a calendar program reads them."""
    feed = client.get(f"/calendars/activities/{activity.id}.ics")
    return {
        str(e["UID"]): (str(e["STATUS"]), int(e["SEQUENCE"]), e.start)
        for e in Calendar.from_ical(feed.data).events
    }


def test_a_first_revision_becomes_a_public_activity_with_its_occurrences(client: FlaskClient):
    venue = make_venue(name="城南科技馆")
    content = make_content(
        title="看云识天气",
        description="带一双眼睛来。",
        places=(Place("p1", venue=venue.id, note="三楼"),),
        sittings=(sitting(capacity=30), sitting(7)),
    )
    submission = make_submission(content)

    activity = publish_newest(submission)

    page = client.get(f"/activities/{activity.id}").text
    assert "看云识天气" in page
    assert "带一双眼睛来。" in page
    assert "城南科技馆" in page
    assert [(o.venue_id, o.place_note, o.capacity, o.is_public) for o in occurrences()] == [
        (venue.id, "三楼", 30, True),
        (venue.id, "三楼", None, True),
    ]
    assert len(entries(client, activity)) == 2


def test_what_is_published_reads_back_as_the_same_content(db: Database):
    day = make_themed_day()
    unit, friend, helper = make_unit(), make_unit(), make_unit()
    content = make_content(
        editions=(EditionTie(day.id, 2026, "主场活动"),),
        audiences=("family", "public"),
        co_organisers=(friend.id,),
        supporters=(helper.id,),
        age_from=6,
        captions=True,
        signup_mode="telephone",
        signup_phone="023-6000 0000",
        places=(
            Place("p1", venue=make_venue().id),
            Place("p2", venue=make_venue().id, note="院子"),
        ),
        sittings=(
            sitting(capacity=9),
            sitting(1, place="p2"),
            Sitting(datetime(2026, 12, 8), datetime(2026, 12, 10), all_day=True, place="p1"),  # noqa: DTZ001
        ),
    )

    activity = publish_newest(make_submission(content, unit=unit))

    public = content_of(activity)
    uids = [o.uid for o in occurrences()]
    named = tuple(replace(s, uid=uid) for s, uid in zip(content.sittings, uids, strict=True))
    assert public == replace(content, sittings=named)
    assert ActivityEdition.get().block == "主场活动"


def test_a_new_place_becomes_a_venue_and_the_draft_knows_it_from_then_on(db: Database):
    district = make_district()
    place = Place(
        "p1", name="新社区科普站", district=district.id, address="一号", latitude=29.5,
        longitude=106.5,
    )  # fmt: skip
    submission = make_submission(make_content(places=(place,), sittings=(sitting(),)))

    activity = publish_newest(submission)

    venue = Venue.get(Venue.name == "新社区科普站")
    assert (venue.district_id, venue.latitude, venue.longitude) == (district.id, 29.5, 106.5)
    assert content_of(activity).places == (Place("p1", venue=venue.id),)
    assert publish_again_unchanged(submission) == [venue.id]


def publish_again_unchanged(submission: Submission) -> list[int]:
    """Venues after the published content was handed in once more: no second one is made."""
    fresh = Submission.get_by_id(submission.id)
    publish_newest(hand_in(fresh, content_of(fresh.activity)))
    return [venue.id for venue in Venue.select().where(Venue.name == "新社区科普站")]


def test_a_merged_venue_stands_for_its_survivor(db: Database):
    survivor = make_venue()
    double = make_venue(merged_into=survivor)
    content = make_content(places=(Place("p1", venue=double.id),), sittings=(sitting(),))

    publish_newest(make_submission(content))

    assert occurrences()[0].venue_id == survivor.id


def test_a_merged_unit_stands_for_its_survivor(db: Database):
    survivor = make_unit()
    double = make_unit(merged_into=survivor)

    activity = publish_newest(make_submission(make_content(co_organisers=(double.id,))))

    assert content_of(activity).co_organisers == (survivor.id,)


def test_the_next_revision_moves_relocates_adds_and_cancels_one_sitting_each(client: FlaskClient):
    old, new = make_venue(), make_venue(name="城北礼堂")
    content = make_content(
        places=(Place("p1", venue=old.id),), sittings=tuple(sitting(days) for days in range(4))
    )
    submission = make_submission(content)
    activity = publish_newest(submission)
    before = entries(client, activity)
    stays, moves, relocates, goes = (o.uid for o in occurrences())
    public = content_of(activity)
    s0, s1, s2, _ = public.sittings
    changed = replace(
        public,
        places=(*public.places, Place("p2", venue=new.id)),
        sittings=(
            s0,
            replace(s1, start=s1.start.replace(hour=14), end=s1.end.replace(hour=16)),
            replace(s2, place="p2"),
            sitting(9),
        ),
        change_reason="讲师改了行程",
    )

    publish_newest(hand_in(Submission.get_by_id(submission.id), changed))

    after = entries(client, activity)
    [added] = after.keys() - before.keys()
    assert after[stays] == before[stays]
    assert after[moves] == ("CONFIRMED", 1, before[moves][2].replace(hour=14))
    assert after[relocates] == ("CONFIRMED", 1, before[relocates][2])
    assert after[goes][:2] == ("CANCELLED", 1)
    assert after[added][:2] == ("CONFIRMED", 0)
    page = client.get(f"/activities/{activity.id}").text
    assert "城北礼堂" in page
    assert page.count("讲师改了行程") >= 3


def test_a_sitting_that_goes_online_says_so_in_the_history(client: FlaskClient):
    activity_of = make_submission(make_content())
    activity = publish_newest(activity_of)
    public = content_of(activity)
    online = replace(
        public,
        format="online",
        online_url="https://example.org/live",
        places=(),
        sittings=tuple(replace(s, place="") for s in public.sittings),
        change_reason="暴雨",
    )

    publish_newest(hand_in(Submission.get_by_id(activity_of.id), online))

    assert occurrences()[0].venue_id is None
    assert "换到线上" in client.get(f"/activities/{activity.id}").text


def test_what_is_over_is_not_cancelled_by_being_left_out(db: Database):
    content = make_content(
        places=(Place("p1", venue=make_venue().id),),
        sittings=(sitting(-60), sitting()),
    )
    submission = make_submission(content)
    public = content_of(publish_newest(submission))

    publish_newest(
        hand_in(Submission.get_by_id(submission.id), replace(public, sittings=public.sittings[1:]))
    )

    assert [o.status for o in occurrences()] == ["scheduled", "scheduled"]


def test_another_title_stands_in_the_history_and_another_text_reaches_the_feed(client: FlaskClient):
    submission = make_submission(make_content(title="旧名"))
    activity = publish_newest(submission)
    changed = replace(content_of(activity), title="新名", description="换了一段话")

    publish_newest(hand_in(Submission.get_by_id(submission.id), changed))

    assert [(h.kind, h.before, h.after) for h in HistoryEntry.select()] == [
        ("retitled", {"title": "旧名"}, {"title": "新名"})
    ]
    feed = client.get(f"/calendars/activities/{activity.id}.ics").text
    assert "新名" in feed
    assert "换了一段话" in feed


def test_publishing_is_recorded_and_told_to_the_people_of_the_unit(db: Database):
    unit = make_unit()
    editor = make_account(editor_of=(unit,))
    make_account(editor_of=(unit,), disabled_at=clock.now())
    make_account(editor_of=(make_unit(),))
    submission = make_submission(unit=unit)

    activity = publish_newest(submission)

    assert [(r.decision, r.revision.number) for r in Review.select()] == [(Decision.PUBLISHED, 1)]
    entry = AuditEntry.get()
    assert (entry.action, entry.topic, entry.key) == (
        "submission.published", "submission", str(submission.id)
    )  # fmt: skip
    assert (entry.unit_id, entry.revision) == (unit.id, 1)
    assert [(m.kind, m.key, m.email) for m in Message.select()] == [
        ("submission-published", f"{submission.id}/1", editor.email)
    ]
    fresh = Submission.get_by_id(submission.id)
    assert (fresh.state, fresh.activity_id) == (State.PUBLISHED, activity.id)


@pytest.mark.parametrize("state", [s for s in State if s not in (State.SUBMITTED, State.PUBLISHED)])
def test_only_what_is_in_review_can_be_published(db: Database, state: State):
    submission = make_submission(state=state)

    with pytest.raises(InvalidTransition):
        publish_newest(submission)

    assert not Activity.select().exists()


def test_an_older_revision_cannot_be_published(db: Database):
    submission = make_submission(make_content(title="第一稿"))
    hand_in(submission, make_content(title="第二稿"))
    first = Revision.get(Revision.number == 1)

    with pytest.raises(InvalidTransition):
        publish(submission, first, PROGRAM, clock.now())

    assert not Activity.select().exists()


def test_what_was_withdrawn_from_the_public_does_not_come_back(db: Database):
    submission = make_submission()
    activity = publish_newest(submission)
    Activity.update(withdrawn_at=clock.now()).execute()
    again = hand_in(Submission.get_by_id(submission.id), content_of(activity))

    with pytest.raises(InvalidTransition, match="已经撤下"):
        publish_newest(again)

    assert Submission.get_by_id(submission.id).state == State.SUBMITTED


def test_what_changed_in_public_by_itself_is_what_the_unit_goes_on_from(app: Flask):
    """An occurrence added by the demonstration or moved by a command is not undone by an edit."""
    unit = make_unit()
    submission = make_submission(unit=unit)
    activity = publish_newest(submission)
    added = make_occurrence(activity, start=datetime(2026, 12, 30, 10))  # noqa: DTZ001
    browser = browser_of(app, make_account(editor_of=(unit,)))
    path = f"/workspace/submissions/{submission.id}/schedule"
    page = PageText(browser.get(path).text)

    assert f"{added.first_day}" in page.html
    assert "共 2 场" in page.main
