"""Letters are queued in the transaction of what they tell; a job sends them later."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from events.notifications.models import Message
from events.people.models import Account

COALESCE = timedelta(minutes=30)  # how long what is not urgent waits for more of the same


def tell(
    accounts: Iterable[Account], kind: str, key: str, now: datetime, *,
    group_key: str = "", not_before: datetime | None = None, **params: Any,
) -> None:  # fmt: skip
    """One letter to each; part of a transaction. Who was told of `kind` and `key` before is not
    told again. `params` are JSON values, for the templates mail/<kind>.txt and .html.
    """
    for account in accounts:
        write_letter(
            account.email, kind, key, now, account=account, language=account.language,
            group_key=group_key, not_before=not_before, **params,
        )  # fmt: skip


def write_letter(
    email: str, kind: str, key: str, now: datetime, *,
    account: Account | None = None, language: str = "zh",
    group_key: str = "", not_before: datetime | None = None, **params: Any,
) -> None:  # fmt: skip
    """One letter to an address that need not have an account yet; part of a transaction."""
    Message.insert(
        kind=kind,
        key=key,
        group_key=group_key,
        account=account,
        email=email,
        language=language,
        params=params,
        not_before=not_before or now,
        created_at=now,
    ).on_conflict_ignore().execute()
