"""Telephones at the door, in a real browser: what is done with them, and what came of it."""

from playwright.sync_api import Locator, Page, expect

from events.audit import AuditEntry
from events.signups.models import Signup


def status(door: Page) -> Locator:
    return door.locator("[data-status]")


def enter(door: Page, text: str, answer: str) -> None:
    """Type, send, and read the answer."""
    door.fill("#number", text)
    door.press("#number", "Enter")
    expect(door.locator("[data-verdict]")).to_contain_text(answer)


def here() -> set[str]:
    return {one.number for one in Signup.select().where(Signup.checked_in_at.is_null(False))}


def check_ins() -> int:
    return AuditEntry.select().where(AuditEntry.action == "signup.checked_in").count()
