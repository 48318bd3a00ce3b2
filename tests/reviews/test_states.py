"""Whatever people do in whatever order: nothing becomes public that nobody allowed has looked at,
and nothing gets into a state that its history does not explain."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.activities.models import Activity
from events.errors import EventsError
from events.people.actors import Actor
from events.people.models import OfficeRole
from events.reviews import actions
from events.reviews.actions import Said
from events.reviews.reach import may_review
from events.submissions import taking_back
from events.submissions.actions import drop_changes, save_step
from events.submissions.handing_in import hand_in
from events.submissions.models import Decision, Review, Revision, State, Submission, Trust
from tests import NOW
from tests.factories import make_account, make_submission, make_unit, make_venue
from tests.pages.reading import PageText
from tests.reviews.desk import actor_of, lecture, make_officer
from tests.signing_in import browser_of

LEGAL = {
    State.DRAFT: {State.SUBMITTED, State.PUBLISHED, State.WITHDRAWN},
    State.SUBMITTED: set(State) - {State.SUBMITTED},
    State.RETURNED: {State.SUBMITTED, State.PUBLISHED, State.WITHDRAWN},
    State.PUBLISHED: set(State) - {State.REFUSED},
    State.REFUSED: {State.WITHDRAWN},
    State.WITHDRAWN: set(),
}
SHANGHAI = ZoneInfo("Asia/Shanghai")
PUBLISHING = (Decision.PUBLISHED, Decision.TRUSTED)
UNIT_STEPS = (
    *("edit", "drop changes", "hand in", "take back", "give up", "take down"),
    *("trust", "distrust"),
)
ANSWERS = ("publication", "return", "refusal", "handover", "sample", "correction")
PEOPLE = ("officer", "reviewer", "elsewhere", "auditor", "owner", "colleague", "stranger")
ABLE = ("officer", "reviewer")

Steps = list[tuple[str, str]]
STEPS = st.lists(
    st.one_of(
        st.sampled_from([("unit", step) for step in UNIT_STEPS] + [("unit", "hand in")] * 4),
        st.tuples(st.sampled_from(PEOPLE + ABLE * 3), st.sampled_from(ANSWERS)),
    ),
    min_size=20,
    max_size=60,
)


@dataclass
class World:
    """One unit's file, and everybody who might lay hands on it, each signed in."""

    app: Flask
    through_pages: bool = True
    desks: dict[str, FlaskClient] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    token: dict[str, str] = field(default_factory=dict)
    numbers: "count[int]" = field(default_factory=count)

    def __post_init__(self) -> None:
        self.venue, self.unit = make_venue(), make_unit()
        people = {
            "officer": make_officer(),
            "reviewer": make_account(districts=(self.venue.district,)),
            "elsewhere": make_account(districts=(make_venue().district,)),
            "auditor": make_account(roles=(OfficeRole.AUDITOR,)),
            "owner": make_account(owner_of=(self.unit,)),
            "colleague": make_account(
                editor_of=(self.unit,), roles=(OfficeRole.REVIEWER,), name="自己审自己"
            ),
            "stranger": make_account(owner_of=(make_unit(),)),
        }
        for name, account in people.items():
            self.actors[name] = actor_of(account)
            self.desks[name] = browser_of(self.app, account)
            page = PageText(self.desks[name].get("/account").text)
            self.token[name] = page.all("input", name="csrf_token")[0].attributes["value"]

    def begin(self) -> None:
        """A draft that nobody has handed in."""
        Trust.delete().execute()
        self.submission = make_submission(
            lecture(self.venue, title="草稿"),
            unit=self.unit, state=State.DRAFT, revision_number=0, draft={},
        )  # fmt: skip
        Revision.delete().where(Revision.submission == self.submission).execute()

    def fresh(self) -> Submission:
        return Submission.get_by_id(self.submission.id)

    def do(self, who: str, step: str) -> None:
        if who != "unit":
            answer = self.answer if self.through_pages else self.answer_directly
            answer(who, step)
            return
        by, now = self.fresh(), NOW
        owner = self.actors["owner"]
        verbs: dict[str, Callable[[], object]] = {
            "edit": lambda: save_step(
                by, "text", {"description": str(next(self.numbers))}, by.version, now
            ),
            "hand in": lambda: hand_in(by, self.content(), owner, now, SHANGHAI),
            "drop changes": lambda: drop_changes(by, owner, now),
            "take back": lambda: taking_back.take_back(by, owner, now),
            "give up": lambda: taking_back.give_up(by, owner, now),
            "take down": lambda: taking_back.take_down(by, "不办了", owner, now),
            "trust": lambda: Trust.get_or_create(
                unit=self.unit, defaults={"given_at": now, "sample_percent": 100}
            ),
            "distrust": lambda: Trust.delete().execute(),
        }
        with suppress(EventsError):  # a refusal is an answer too
            verbs[step]()

    def content(self):
        return lecture(self.venue, title=f"第{next(self.numbers)}种写法")

    def answer(self, who: str, what: str) -> None:
        shown = Revision.select().where(Revision.submission == self.submission)
        newest = shown.order_by(Revision.number.desc()).first()
        response = self.desks[who].post(
            f"/office/reviews/{self.submission.id}/{what}",
            data={
                "csrf_token": self.token[who],
                "revision": newest.number if newest else 1,
                "digest": newest.digest if newest else "0" * 64,
                "note": "一句话",
                "to": str(self.actors["reviewer"].account_id),
            },
            headers={"Referer": "https://localhost/account"},
        )
        allowed = (303, 404, 409, 422) if who in ABLE else (404,)
        assert response.status_code in allowed, (who, what, response.status_code)

    def answer_directly(self, who: str, what: str) -> None:
        """As the pages do it, policy included, without the pages."""
        by, said = self.actors[who], Said("一句话")
        fresh = self.fresh()
        revision = Revision.get_or_none(submission=fresh, number=fresh.revision_number)
        if revision is None or not may_review(by, fresh):
            return
        verbs: dict[str, Callable[[], object]] = {
            "publication": lambda: actions.approve(revision, said, by, NOW),
            "return": lambda: actions.return_for_changes(revision, said, by, NOW),
            "refusal": lambda: actions.refuse(revision, said, by, NOW),
            "handover": lambda: actions.pass_on(revision, self.actors["reviewer"], "看", by, NOW),
            "sample": lambda: actions.note_sample(revision, by, NOW),
            "correction": lambda: actions.ask_for_correction(revision, said, by, NOW),
        }
        with suppress(EventsError):
            verbs[what]()

    def check(self, before: Submission) -> None:
        after = self.fresh()
        if before.state != after.state:
            assert State(after.state) in LEGAL[State(before.state)], (before.state, after.state)
        reviews = list(
            Review.select(Review, Revision).join(Revision).where(Review.submission == after)
        )
        published = [review for review in reviews if review.decision in PUBLISHING]
        self.check_public(after, published)
        self.check_answers(after, reviews)

    def check_public(self, after: Submission, published: list[Review]) -> None:
        """What the public sees is the revision that was published last, by somebody allowed."""
        assert (after.activity_id is None) == (not published)
        able = {self.actors[name].account_id for name in ABLE}
        for review in published:
            trusted = review.decision == Decision.TRUSTED
            assert review.made_by_id in ({self.actors["owner"].account_id} if trusted else able)
        if published:
            last = max(published, key=lambda review: review.id)
            activity = Activity.get_by_id(after.activity_id)
            assert activity.title == last.revision.content["title"]
            assert activity.is_public == (after.state != State.WITHDRAWN)

    def check_answers(self, after: Submission, reviews: list[Review]) -> None:
        decided = [
            review for review in reviews
            if review.decision not in (Decision.PASSED, Decision.SAMPLED)
        ]  # fmt: skip
        newest = [r for r in decided if r.revision.number == after.revision_number]
        if after.state == State.SUBMITTED:
            assert newest == []
        if after.state in (State.RETURNED, State.REFUSED):
            assert newest[-1].decision == after.state
        if after.state == State.PUBLISHED:
            assert any(review.decision in PUBLISHING for review in decided)
        assert len(Activity.select().where(Activity.organiser == self.unit)) <= (
            Submission.select().where(Submission.activity.is_null(False)).count()
        )


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


def walk(world: World, steps: Steps) -> None:
    world.begin()
    for who, step in steps:
        before = world.fresh()
        world.do(who, step)
        world.check(before)


@given(steps=STEPS)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_through_the_pages_nothing_becomes_public_unseen(world: World, steps: Steps):
    walk(world, steps)


@pytest.mark.engine("sqlite")
@given(steps=STEPS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_thousands_of_steps_nothing_becomes_public_unseen(world: World, steps: Steps):
    world.through_pages = False
    walk(world, steps)
