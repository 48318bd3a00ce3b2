"""Who can be written to: whoever gave an address, where the site sends letters at all.

`open_post` is called at start, like `keys.open_keyring`.
"""

import logging

from events.signups.keys import SealedWithOtherKey, keyring
from events.signups.models import Signup

logger = logging.getLogger(__name__)

_has_post = [True]


def open_post(has_server: bool) -> None:
    _has_post[:] = [has_server]


def has_post() -> bool:
    return _has_post[0]


def address_of(signup: Signup) -> str:
    """Where to write; "" where that can't be known, also because no key opens it."""
    try:
        return keyring().unseal(signup.sealed).email if signup.sealed else ""
    except SealedWithOtherKey:
        logger.error("sign-up %d can't be opened: wrong data key?", signup.id)
        return ""


def is_written_to(signup: Signup) -> bool:
    return bool(has_post() and address_of(signup))
