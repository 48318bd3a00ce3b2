"""Keys for what is personal: it is stored encrypted, and recognised by a keyed hash.

`open_keyring` is called at start, like `db.open_database`. The first key is in use; older ones
still open what they closed, until `kepuli signups rekey` has written everything anew.
"""

import base64
import hmac
import json
import secrets
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from events.errors import EventsError, NotFound
from events.marking import N_
from events.signups.people import Contact

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is read as something else
NUMBER_LENGTH = 8
_MAC_LENGTH = 32  # a token has 40 characters, which logs never show


class SealedWithOtherKey(EventsError):
    """None of the keys opens it."""


class Keyring:
    """`secrets_` as the settings hold them, newest first; each gives a key for every purpose."""

    def __init__(self, secrets_: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(_fernet_key(one)) for one in secrets_])
        self._hash_keys = [_derive(one, "contact") for one in secrets_]
        self._token_keys = [_derive(one, "token") for one in secrets_]

    def seal(self, contact: Contact) -> str:
        text = json.dumps(contact.as_json(), ensure_ascii=False, separators=(",", ":"))
        return self._fernet.encrypt(text.encode()).decode()

    def unseal(self, sealed: str) -> Contact:
        """Raises SealedWithOtherKey."""
        try:
            values: dict[str, Any] = json.loads(self._fernet.decrypt(sealed.encode()))
        except InvalidToken as error:
            raise SealedWithOtherKey(
                "报名人的资料打不开：现在的数据密钥不是当初加密用的那一把，"
                "请把原来的密钥放回 KEPULI_DATA_KEY 或 data_key 文件。"
            ) from error
        return Contact(**values)

    def hash_contact(self, known_by: str) -> str:
        return self.hashes_of(known_by)[0]

    def hashes_of(self, known_by: str) -> list[str]:
        """By every key, newest first: what was signed up before a change of keys is found, too."""
        text = known_by.encode()
        return [hmac.digest(key, text, "sha256").hex() for key in self._hash_keys]

    def marks_of(self, contact: Contact) -> dict[str, str | None]:
        """The columns that recognise a contact, by the newest key."""
        known_by, email = contact.is_known_by, contact.email
        return {
            "contact_hash": self.hash_contact(known_by) if known_by else None,
            "email_hash": self.hash_contact(email) if email else "",
        }

    def token_of(self, number: str) -> str:
        """What leads to a sign-up's own page: its number, signed."""
        return number + _mac(self._token_keys[0], number)

    def number_in(self, token: str) -> str:
        """The number of a token that we have signed; raises NotFound."""
        number, mac = token[:NUMBER_LENGTH], token[NUMBER_LENGTH:]
        known = (_mac(key, number) for key in self._token_keys)
        if not any(hmac.compare_digest(one.encode(), mac.encode()) for one in known):
            raise NotFound(
                N_("这个报名链接不对，可能没有复制全。请打开确认信里的链接，或用“找回我的报名”。")
            )
        return number


_read_secrets: list[Callable[[], Sequence[str]]] = []


def open_keyring(read: Callable[[], Sequence[str]]) -> None:
    """Where the secrets are read when somebody needs them: most commands never do."""
    _read_secrets[:] = [read]
    keyring.cache_clear()


@cache
def keyring() -> Keyring:
    return Keyring(_read_secrets[0]())


def new_number() -> str:
    """What stands on a pass: 39 bits at random."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(NUMBER_LENGTH))


def read_number(text: str) -> str:
    """A number as people type it, with spaces, small letters or the prefix of the QR code."""
    plain = text.upper().removeprefix("KEPULI:")
    return "".join(character for character in plain if character.isalnum())


def _mac(key: bytes, number: str) -> str:
    digest = hmac.digest(key, number.encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:24]).decode()[:_MAC_LENGTH]


def _derive(secret: str, purpose: str) -> bytes:
    """A secret is random already, so one keyed hash is enough to part its purposes."""
    return hmac.digest(secret.encode(), f"kepuli/{purpose}".encode(), "sha256")


def _fernet_key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(_derive(secret, "sealing"))
