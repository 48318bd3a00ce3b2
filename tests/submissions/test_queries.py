"""Lists of submissions, as the workspace shows them."""

from playhouse.test_utils import count_queries

from events.submissions.models import Decision, Review, Revision, State
from events.submissions.queries import count_by_state, newest_reviews, submissions_of
from events.units.models import Unit
from tests.factories import clock, make_edition, make_submission, make_themed_day
from tests.submissions.filling import full_draft, make_draft
from tests.submissions.publishing import published


def test_a_unit_s_submissions_with_all_that_a_list_says(unit: Unit, at):
    day = make_themed_day(name="世界气象日")
    make_edition(themed_day=day, year=2027)
    draft = make_draft(
        unit, full_draft(title="草稿", editions=[f"{day.id}-2027", "坏的", "999-2027"])
    )
    at("2026-11-21T11:00+08:00")
    public = published(unit)
    make_submission()
    make_submission(unit=unit, state=State.WITHDRAWN)

    rows = submissions_of(unit.id)

    assert [(row.id, row.title, row.state) for row in rows] == [
        (public.id, public.title, State.PUBLISHED),
        (draft.id, "草稿", State.DRAFT),
    ]
    assert rows[1].days == ((day, 2027),)
    assert (rows[0].is_public, rows[0].activity_id) == (True, public.activity_id)
    assert (rows[1].is_public, rows[1].review) == (False, None)
    assert rows[0].review
    assert rows[0].review.decision == Decision.PUBLISHED
    assert [row.id for row in submissions_of(unit.id, [State.DRAFT])] == [draft.id]
    assert [row.id for row in submissions_of(unit.id, limit=1, offset=1)] == [draft.id]


def test_every_state_is_counted(unit: Unit):
    make_draft(unit)
    make_draft(unit)
    make_submission(unit=unit, state=State.RETURNED)
    make_submission(state=State.RETURNED)

    counted = count_by_state(unit.id)

    assert counted == dict.fromkeys(State, 0) | {State.DRAFT: 2, State.RETURNED: 1}


def test_of_several_answers_the_newest_counts_but_passing_on_is_none(unit: Unit):
    submission = make_submission(unit=unit)
    for decision in (Decision.TAKEN_BACK, Decision.RETURNED, Decision.PASSED):
        Review.create(
            submission=submission,
            revision=Revision.get(),
            decision=decision,
            note=decision,
            made_at=clock.now(),
        )

    assert newest_reviews([submission.id])[submission.id].note == "returned"
    assert newest_reviews([]) == {}


def test_a_hundred_are_read_with_as_many_statements_as_one(unit: Unit):
    def grow(count: int) -> int:
        for _ in range(count):
            day = make_themed_day()
            make_draft(unit, full_draft(editions=[f"{day.id}-2027"]))
        with count_queries() as counted:
            assert len(submissions_of(unit.id)) >= count
        return counted.count

    assert (grow(1), grow(20)) == (3, 3)
