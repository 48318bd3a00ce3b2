"""The two secrets of a subscription. Pure.

The token opens the page where it is changed; the key that follows from it is in the address of
the feed. Calendar programs, their servers and the family get the feed, and with it no way to
change anything: from the key nobody can go back to the token.
"""

import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256


def new_token() -> str:
    return secrets.token_urlsafe(32)


def feed_key(token: str) -> str:
    digest = sha256(b"kepuli feed\0" + token.encode()).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
