"""The second step: codes of the half minute, and spare ones."""

from datetime import timedelta

import pyotp
import pytest

from events import clock
from events.people.codes import (
    address_for_app,
    hash_recovery_code,
    is_recovery_code,
    new_recovery_codes,
    new_secret,
    step_of,
)

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_at(seconds: int) -> str:
    return pyotp.TOTP(SECRET).at(clock.now() + timedelta(seconds=seconds))


@pytest.mark.parametrize(("seconds", "difference"), [(0, 0), (-30, -1), (30, 1)])
def test_the_code_of_now_and_of_its_neighbours_is_taken_with_its_step(
    seconds: int, difference: int
):
    present = int(clock.now().timestamp()) // 30

    assert step_of(code_at(seconds), SECRET, clock.now()) == present + difference


@pytest.mark.parametrize("seconds", [-60, 60, 3600])
def test_a_code_of_another_time_is_not_taken(seconds: int):
    assert step_of(code_at(seconds), SECRET, clock.now()) is None


@pytest.mark.parametrize("code", ["", "12345", "0000000", "零零零零零零", "\0", "x" * 100_000])
def test_what_is_no_code_is_not_taken(code: str):
    assert step_of(code, SECRET, clock.now()) is None


def test_secrets_differ_and_the_app_is_told_whose_it_is():
    assert new_secret() != new_secret()
    assert len(new_secret()) == 32
    address = address_for_app(SECRET, "lin@example.org")
    assert address.startswith("otpauth://totp/")
    assert SECRET in address
    assert "lin%40example.org" in address


def test_recovery_codes_differ_and_fit_however_they_are_copied():
    codes = new_recovery_codes()

    assert len(set(codes)) == 10
    one = codes[0]
    assert is_recovery_code(one)
    assert hash_recovery_code(one.lower().replace("-", " ")) == hash_recovery_code(one)
    assert not is_recovery_code("123456")
