"""What people change about their own account."""

from datetime import datetime

from events import audit
from events.db import LARGEST_ID, database
from events.errors import NotFound
from events.people.actors import Actor
from events.people.models import Account, LoginSession
from events.people.sessions import close_session, end_sessions


def describe_oneself(by: Actor, name: str, language: str, now: datetime) -> None:
    """Name, and the language of letters."""
    with database.atomic():
        Account.update(name=name, language=language, updated_at=now).where(
            Account.id == by.account_id
        ).execute()
        audit.write(by, "account.described", "account", by.account_id, now, name=name)


def end_session(by: Actor, session_id: int, now: datetime) -> None:
    """Sign one of one's own browsers out; raises NotFound for anybody else's."""
    mine = LoginSession.account == by.account_id
    known = session_id <= LARGEST_ID and (
        LoginSession.select().where(mine, LoginSession.id == session_id).exists()
    )
    if not known:
        raise NotFound("没有这个登录，请刷新页面。")
    with database.atomic():
        close_session(session_id, now)
        _audit(by, 1, now)


def end_other_sessions(by: Actor, now: datetime) -> int:
    """Sign all of one's browsers out but this one; returns how many."""
    with database.atomic():
        ended = end_sessions(by.account_id, now, by.session_id)
        _audit(by, ended, now)
    return ended


def _audit(by: Actor, count: int, now: datetime) -> None:
    audit.write(by, "session.revoked", "account", by.account_id, now, name=by.name, count=count)
