"""What each CHECK of the migrations keeps out, by its name."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from events.activities.models import ActivityUnit, Occurrence
from events.changes import ChangeCounter
from events.days.models import DayOff, EditionQuestion
from events.demo.models import DemoMark
from events.notifications.models import Message
from events.office.models import UnitRequest
from events.people.models import Appointment, Membership, OneTimeLink
from events.plans.models import Responsibility
from events.reviews.models import Batch
from events.signups.models import DayLimit, QuestionSet, Signup
from events.submissions.models import Review, Revision, Submission, Trust
from events.subscriptions.models import Subscription
from events.units.models import UnitGroup, UnitName
from events.venues.models import Venue
from tests import NOW
from tests.factories import (
    make_account,
    make_activity,
    make_bookable,
    make_content,
    make_district,
    make_edition,
    make_occurrence,
    make_revision,
    make_signup,
    make_submission,
    make_themed_day,
    make_unit,
    make_venue,
    make_work_item,
)


def responsibility(**fields: object) -> None:
    Responsibility.create(**{"item": make_work_item(), "name": "市科协", "position": 1} | fields)


def both_unit_and_group() -> None:
    group = UnitGroup.create(slug="g", name="各单位", full_name="各单位", region=make_district())
    responsibility(role="lead", unit=make_unit(), group=group)


def changed_occurrence(**fields: object) -> None:
    """What the verbs would not let through."""
    Occurrence.update(fields).where(Occurrence.id == make_occurrence().id).execute()


def changed_signup(**fields: object) -> None:
    Signup.update(fields).where(Signup.id == make_signup().id).execute()


def question_set(**fields: object) -> None:
    QuestionSet.create(
        **{"name": "课前了解", "unit": make_unit(), "created_at": NOW, "updated_at": NOW} | fields
    )


def review(**fields: object) -> None:
    revision = Revision.get(Revision.submission == make_submission())
    values = {"submission": revision.submission, "revision": revision, "made_at": NOW}
    Review.create(**values | fields)


def subscription(**fields: object) -> None:
    values = {"feed_hash": "x", "picks": "q=%E8%9B%99", "made_at": NOW, "used_day": NOW.date()}
    Subscription.create(**values | fields)


VIOLATIONS: dict[str, Callable[[], object]] = {
    "change_counter_is_one_row": lambda: ChangeCounter.create(changed_at=NOW),
    "day_off_kind": lambda: DayOff.create(day=date(2026, 10, 1), kind="maybe", name="国庆节"),
    "themed_day_kind": lambda: make_themed_day(kind="year"),
    "themed_day_predictability": lambda: make_themed_day(predictability="certain"),
    "themed_day_validity": lambda: make_themed_day(valid_from=2025, valid_to=2024),
    "themed_day_duration": lambda: make_themed_day(rule="FREQ=YEARLY", duration_days=0),
    "edition_date_status": lambda: make_edition(date_status="held"),
    "edition_last_day": lambda: make_edition(last_day=date(2026, 9, 18)),
    "edition_both_days": lambda: make_edition(last_day=None),
    "edition_sequence": lambda: make_edition(sequence=-1),
    "responsibility_unit_or_group": both_unit_and_group,
    "responsibility_role": lambda: responsibility(role="helper"),
    "unit_name_kind": lambda: UnitName.create(unit=make_unit(), name="科协", kind="nickname"),
    "venue_place": lambda: make_venue(latitude=29.5),
    "venue_latitude": lambda: make_venue(latitude=90.1, longitude=0),
    "venue_longitude": lambda: make_venue(latitude=0, longitude=-180.1),
    "venue_precision": lambda: make_venue(precision_m=-1),
    "venue_merged_into_another": lambda: Venue.update(merged_into=make_venue().id).execute(),
    "activity_format": lambda: make_activity(format="mixed"),
    "activity_signup_mode": lambda: make_activity(signup_mode="fax"),
    "activity_age_from": lambda: make_activity(age_from=-1),
    "activity_age_to": lambda: make_activity(age_to=121),
    "activity_ages": lambda: make_activity(age_from=12, age_to=6),
    "activity_withdrawn_after_published": lambda: make_activity(
        published_at=None, withdrawn_at=NOW
    ),
    "activity_unit_role": lambda: ActivityUnit.create(
        activity=make_activity(), unit=make_unit(), role="organiser", position=1
    ),
    "occurrence_times": lambda: changed_occurrence(end=datetime(2026, 11, 28, tzinfo=UTC)),
    "occurrence_days": lambda: changed_occurrence(last_day=date(2026, 11, 27)),
    "occurrence_capacity": lambda: make_occurrence(capacity=0),
    "occurrence_status": lambda: make_occurrence(status="held"),
    "occurrence_taken": lambda: changed_occurrence(capacity=4, taken=5),
    "occurrence_waiting": lambda: changed_occurrence(waiting=-1),
    "occurrence_waiting_limit": lambda: changed_occurrence(waiting_limit=-1),
    "occurrence_revision": lambda: make_occurrence(revision=0),
    "occurrence_moved_from": lambda: make_occurrence(moved_from_start=NOW),
    "question_set_form": lambda: question_set(form="crowd"),
    "question_set_owner": lambda: question_set(themed_day=make_themed_day()),
    "signup_terms_form": lambda: make_bookable(terms={"form": "crowd"}),
    "signup_terms_limits": lambda: make_bookable(terms={"party_limit": 0}),
    "signup_terms_opening": lambda: make_bookable(
        terms={"opens_on": date(2026, 11, 1), "opens_days_before": 7}
    ),
    "day_limit_phone_limit": lambda: DayLimit.create(
        themed_day=make_themed_day(), year=2026, phone_limit=0
    ),
    "signup_state": lambda: changed_signup(state="dreaming"),
    "signup_origin": lambda: changed_signup(origin="heaven"),
    "signup_form": lambda: changed_signup(form="crowd"),
    "signup_party": lambda: changed_signup(party=2),
    "signup_consent": lambda: changed_signup(adults=0, under_14=1),
    "signup_offer": lambda: changed_signup(offer_expires_at=NOW),
    "signup_checked_in": lambda: changed_signup(state="cancelled", checked_in_at=NOW),
    "signup_erased": lambda: changed_signup(erased_at=NOW),
    "signup_email_erased": lambda: changed_signup(
        erased_at=NOW, sealed="", contact_hash=None, note="", email_hash="x"
    ),
    "account_email": lambda: make_account(email="Somebody@example.org"),
    "membership_role": lambda: Membership.create(
        account=make_account(), unit=make_unit(), role="guest", created_at=NOW
    ),
    "appointment_role": lambda: Appointment.create(
        account=make_account(), role="king", created_at=NOW
    ),
    "one_time_link_kind": lambda: OneTimeLink.create(
        kind="gift", token_hash="x", email="a@example.org", created_at=NOW, expires_at=NOW
    ),
    "message_state": lambda: Message.create(
        kind="k", key="1", email="a@example.org", state="lost", not_before=NOW, created_at=NOW
    ),
    "edition_question_kind": lambda: EditionQuestion.create(
        edition=make_edition(), label="人数", kind="file"
    ),
    "submission_state": lambda: make_submission(state="asleep"),
    "submission_published": lambda: make_submission(state="published"),
    "submission_version": lambda: (
        Submission.update(version=-1).where(Submission.id == make_submission().id).execute()
    ),
    "revision_number": lambda: make_revision(make_submission(), make_content(), number=0),
    "review_decision": lambda: review(decision="shrugged"),
    "trust_sample": lambda: Trust.create(unit=make_unit(), sample_percent=101, given_at=NOW),
    "batch_ended_once": lambda: Batch.create(made_at=NOW, due_at=NOW, done_at=NOW, undone_at=NOW),
    "unit_request_state": lambda: UnitRequest.create(
        name="新单位", kind="museum", region=make_district(), state="lost", requested_at=NOW
    ),
    "subscription_picks": lambda: subscription(ended_at=NOW),
    "demo_mark_is_one_row": lambda: DemoMark.create(id=2, refreshed_at=NOW),
}
