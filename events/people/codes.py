"""The second step of signing in: codes of an app that change every half minute, and spare ones."""

import hashlib
import secrets
from datetime import datetime

import pyotp

_SECONDS = 30
_SPARE = 10


def new_secret() -> str:
    return pyotp.random_base32()


def address_for_app(secret: str, email: str) -> str:
    """What the QR code holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="科普历")


def step_of(code: str, secret: str, now: datetime) -> int | None:
    """Of which half minute it is the code, the present one or its neighbours; None if of none."""
    present = int(now.timestamp()) // _SECONDS
    for step in (present, present - 1, present + 1):
        expected = pyotp.TOTP(secret).generate_otp(step)
        if secrets.compare_digest(expected.encode(), code.encode()):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """For the day the telephone is lost; 60 bits each, in groups that can be copied by hand."""
    return ["-".join(_group() for _ in range(3)) for _ in range(_SPARE)]


def hash_recovery_code(code: str) -> str:
    return hashlib.sha256(_bare(code).encode()).hexdigest()


def is_recovery_code(text: str) -> bool:
    """By its length, so that six digits are never looked for among them."""
    return len(_bare(text)) == 12


def _bare(code: str) -> str:
    return code.replace("-", "").replace(" ", "").upper()


def _group() -> str:
    return "".join(secrets.choice("ABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(4))
