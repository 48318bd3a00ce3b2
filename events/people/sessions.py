"""Browsers that are signed in. The cookie holds a random token, the database only its hash."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from events.db import database
from events.people.actors import Actor
from events.people.models import (
    Account,
    Appointment,
    LoginSession,
    MemberRole,
    Membership,
    OfficeRole,
)
from events.units.areas import read_areas

LASTS = timedelta(days=14)  # without a visit
_SEEN_EVERY = timedelta(minutes=5)


def hash_token(token: str) -> str:
    """What is stored of a token; enough for random ones, which nobody can guess by trying."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(account: Account, agent: str, now: datetime) -> str:
    """Sign a browser in and return the token for its cookie."""
    token = secrets.token_urlsafe(32)
    LoginSession.create(
        account=account,
        token_hash=hash_token(token),
        agent=agent[:200],
        created_at=now,
        seen_at=now,
        expires_at=now + LASTS,
    )
    return token


def find_actor(token: str, today: date, now: datetime) -> Actor | None:
    """Whom the token signs in, with what he or she may do today (three or four statements)."""
    session = (
        LoginSession.select(LoginSession, Account)
        .join(Account)
        .where(
            LoginSession.token_hash == hash_token(token),
            LoginSession.revoked_at.is_null(),
            LoginSession.expires_at > now,
            Account.disabled_at.is_null(),
        )
        .first()
    )
    if session is None:
        return None
    if now - session.seen_at > _SEEN_EVERY:
        _prolong(session, now)
    return _actor(session.account, session.id, today)


def close_session(session_id: int, now: datetime) -> None:
    """Sign the browser out; nothing happens where it already is."""
    LoginSession.update(revoked_at=now).where(
        LoginSession.id == session_id, LoginSession.revoked_at.is_null()
    ).execute()


def end_sessions(account_id: int, now: datetime, but: int | None = None) -> int:
    """Sign all browsers of an account out, except the session `but`; returns how many."""
    live = (LoginSession.revoked_at.is_null()) & (LoginSession.expires_at > now)
    return (
        LoginSession.update(revoked_at=now)
        .where(LoginSession.account == account_id, live, LoginSession.id != (but or 0))
        .execute()
    )


def _prolong(session: LoginSession, now: datetime) -> None:
    with database.atomic():
        LoginSession.update(seen_at=now, expires_at=now + LASTS).where(
            LoginSession.id == session.id, LoginSession.revoked_at.is_null()
        ).execute()


def _actor(account: Account, session_id: int, today: date) -> Actor:
    member = Membership.select().where(Membership.account == account)
    holds = Appointment.until_day.is_null() | (Appointment.until_day >= today)
    posts = list(Appointment.select().where(Appointment.account == account, holds))
    reviews = [post for post in posts if post.role == OfficeRole.REVIEWER]
    everywhere = any(post.district_id is None for post in reviews)
    limits = [post.district_id for post in reviews if post.district_id is not None]
    return Actor(
        account_id=account.id,
        name=account.name,
        email=account.email,
        language=account.language,
        session_id=session_id,
        units={row.unit_id: MemberRole(row.role) for row in member},
        roles=frozenset(OfficeRole(post.role) for post in posts),
        districts=None if everywhere else frozenset(read_areas().below(limits) if limits else ()),
    )
