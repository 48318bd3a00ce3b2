"""What nobody needs any more goes; what somebody may still want stays."""

from datetime import timedelta

from peewee import Database

from events import clock
from events.people.attempts import count_failure
from events.people.models import Attempt, LinkKind, LoginSession, OneTimeLink
from events.people.one_time import make_link, use_link
from events.people.sessions import close_session, open_session
from events.people.tidying import tidy
from tests.factories import make_account

DAY = timedelta(days=1)


def test_used_and_expired_links_go_and_those_still_good_stay(db: Database):
    now = clock.now()
    make_link(LinkKind.INVITATION, "old@example.org", now - 7 * DAY)
    make_link(LinkKind.INVITATION, "new@example.org", now - 6 * DAY)
    used, _ = make_link(LinkKind.INVITATION, "used@example.org", now)
    use_link(used, now)

    assert tidy(now) == 2
    assert [link.email for link in OneTimeLink.select()] == ["new@example.org"]


def test_sessions_go_thirty_days_after_they_ended(db: Database):
    now, account = clock.now(), make_account()
    for agent, opened in (("ended", now - 45 * DAY), ("just ended", now - 43 * DAY), ("live", now)):
        open_session(account, agent, opened)
    open_session(account, "revoked", now - 40 * DAY)
    revoked = LoginSession.get(LoginSession.agent == "revoked")
    close_session(revoked.id, now - 31 * DAY)

    assert tidy(now) == 2
    assert {row.agent for row in LoginSession.select()} == {"just ended", "live"}


def test_failures_go_once_nothing_of_them_counts(db: Database):
    now = clock.now()
    count_failure("password", "old@example.org", now - 2 * DAY)
    count_failure("password", "new@example.org", now)

    assert tidy(now) == 1
    assert Attempt.get().last_at == now


def test_there_is_nothing_to_tidy_a_second_time(db: Database):
    count_failure("password", "old@example.org", clock.now() - 2 * DAY)

    assert [tidy(clock.now()), tidy(clock.now())] == [1, 0]
