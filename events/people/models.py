"""Accounts, what they may do, and how they are let in."""

from enum import StrEnum

from peewee import CharField, ForeignKeyField, IntegerField, JSONField

from events.db import BaseModel, DayField, UTCDateTimeField
from events.units.models import District, Unit


class MemberRole(StrEnum):
    """In one unit. An owner also invites its editors and answers for what they do."""

    EDITOR = "editor"
    OWNER = "owner"


class OfficeRole(StrEnum):
    """For the whole site; a reviewer's reach may be one district and what lies below it."""

    OFFICE = "office"
    REVIEWER = "reviewer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class LinkKind(StrEnum):
    INVITATION = "invitation"
    RESET = "reset"


class Account(BaseModel):
    """A person who signs in. `email` is stored in lower case. Without `password_hash` nobody can
    sign in with it yet. `disabled_at` shuts it and ends its sessions."""

    email = CharField(max_length=254, unique=True)
    name = CharField(max_length=60)
    language = CharField(max_length=2, default="zh")
    password_hash = CharField(max_length=200, default="")
    totp_secret = CharField(max_length=64, null=True)
    totp_step = IntegerField(default=0)  # of the last code taken, so that none counts twice
    recovery_hashes = JSONField(default=list)
    disabled_at = UTCDateTimeField(null=True)
    created_at = UTCDateTimeField()
    updated_at = UTCDateTimeField()


class Membership(BaseModel):
    """An account works for a unit."""

    account = ForeignKeyField(Account, backref="memberships", on_delete="CASCADE", index=False)
    account_id: int
    unit = ForeignKeyField(Unit, backref="people", on_delete="CASCADE")
    unit_id: int
    role = CharField(max_length=16)
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("account", "unit"), True),)


class Appointment(BaseModel):
    """An office role. `district` limits a reviewer to it and what lies below; None is everywhere.

    `until_day` is the last day it holds, inclusive; `stand_in_for` says whose place it takes.
    """

    account = ForeignKeyField(Account, backref="appointments", on_delete="CASCADE")
    account_id: int
    role = CharField(max_length=16)
    district = ForeignKeyField(District, null=True, on_delete="RESTRICT")
    district_id: int | None
    until_day = DayField(null=True)
    stand_in_for = ForeignKeyField(Account, null=True, on_delete="SET NULL")
    stand_in_for_id: int | None
    created_at = UTCDateTimeField()


class LoginSession(BaseModel):
    """A browser that is signed in. The cookie holds the token, the table only its hash."""

    account = ForeignKeyField(Account, backref="sessions", on_delete="CASCADE")
    account_id: int
    token_hash = CharField(max_length=64, unique=True)
    agent = CharField(max_length=200, default="")
    created_at = UTCDateTimeField()
    seen_at = UTCDateTimeField()
    expires_at = UTCDateTimeField()
    revoked_at = UTCDateTimeField(null=True)


class OneTimeLink(BaseModel):
    """A link sent by mail or printed once: an invitation or a new password. Used once, expires.

    What an invitation will give: a role in `unit`, or an office role in `district`.
    """

    kind = CharField(max_length=16)
    token_hash = CharField(max_length=64, unique=True)
    email = CharField(max_length=254)
    account = ForeignKeyField(Account, null=True, backref="links", on_delete="CASCADE")
    account_id: int | None
    unit = ForeignKeyField(Unit, null=True, on_delete="CASCADE")
    unit_id: int | None
    district = ForeignKeyField(District, null=True, on_delete="CASCADE")
    district_id: int | None
    role = CharField(max_length=16, default="")
    until_day = DayField(null=True)
    made_by = ForeignKeyField(Account, null=True, on_delete="SET NULL", backref="made_links")
    made_by_id: int | None
    created_at = UTCDateTimeField()
    expires_at = UTCDateTimeField()
    used_at = UTCDateTimeField(null=True)


class Attempt(BaseModel):
    """How often something went wrong lately, by a hash of what was tried; slows down, never locks.

    The next try counts from `free_at` on.
    """

    key_hash = CharField(max_length=64, unique=True)
    count = IntegerField(default=0)
    last_at = UTCDateTimeField(index=True)
    free_at = UTCDateTimeField()
