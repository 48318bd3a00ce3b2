"""Links that are used once and expire: invitations, and those that set a new password.

The table holds the hash of the token; whoever asks for the link learns the token once.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from events.errors import Gone
from events.people.models import LinkKind, OneTimeLink
from events.people.sessions import hash_token

LASTS = {LinkKind.INVITATION: timedelta(days=7), LinkKind.RESET: timedelta(hours=2)}
_SENTENCES = {
    LinkKind.INVITATION: "这个邀请已经用过、过期或者撤回了，请邀请您的人再发一次。",
    LinkKind.RESET: "这个链接已经用过或者过期了，请在登录页重新申请。",
}


def make_link(kind: LinkKind, email: str, now: datetime, **fields: Any) -> tuple[OneTimeLink, str]:
    """The link and its token; part of a transaction."""
    token = secrets.token_urlsafe(32)
    link = OneTimeLink.create(
        kind=kind,
        email=email,
        token_hash=hash_token(token),
        created_at=now,
        expires_at=now + LASTS[kind],
        **fields,
    )
    return link, token


def renew_link(link: OneTimeLink, now: datetime) -> str:
    """Another token for it, which ends the one before; part of a transaction."""
    token = secrets.token_urlsafe(32)
    lasts = LASTS[LinkKind(link.kind)]
    OneTimeLink.update(token_hash=hash_token(token), expires_at=now + lasts).where(
        OneTimeLink.id == link.id
    ).execute()
    return token


def get_link(kind: LinkKind, token: str, now: datetime) -> OneTimeLink:
    """Raises Gone, in the same words, for tokens used, expired, taken back or made up."""
    link = OneTimeLink.get_or_none(
        OneTimeLink.token_hash == hash_token(token),
        OneTimeLink.kind == kind,
        OneTimeLink.used_at.is_null(),
        OneTimeLink.expires_at > now,
    )
    if link is None:
        raise Gone(_SENTENCES[kind])
    return link


def use_link(link: OneTimeLink, now: datetime) -> None:
    """Part of a transaction; raises Gone if it was used meanwhile."""
    used = (
        OneTimeLink.update(used_at=now)
        .where(
            OneTimeLink.id == link.id,
            OneTimeLink.token_hash == link.token_hash,
            OneTimeLink.used_at.is_null(),
            OneTimeLink.expires_at > now,
        )
        .execute()
    )
    if not used:
        raise Gone(_SENTENCES[LinkKind(link.kind)])
