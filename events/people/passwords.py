"""Passwords: which are taken, how they are kept, whether one fits.

Length is what makes a password hard to guess; rules about kinds of characters only make people
write `Password1!`.
"""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from events.errors import EventsError
from events.people.common_passwords import COMMON

SHORTEST, LONGEST = 10, 200
# OWASP's parameters for argon2id: the library's own take 64 MiB a try, which is what a small server
# has for ten people who sign in at once.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Of nothing anybody knows: an account that isn't there takes as long as one that is.
_NOBODYS = (
    "$argon2id$v=19$m=19456,t=2,p=1"
    "$yYQ/3kmanLKG2wuX+Mmv6w$SnKpzYadzh0PlJNsalmHacPKwOSjvDfrxG6YLmNF2D4"
)


class PasswordRefused(EventsError):
    """A new password that can't be taken."""


def check_new_password(password: str, email: str) -> None:
    """Raises PasswordRefused for one that is too short, too long or too easy to guess."""
    plain = _normal(password)
    name = email.partition("@")[0]
    if len(plain) < SHORTEST:
        raise PasswordRefused(f"密码太短，至少 {SHORTEST} 个字；可以用几个不相干的词连起来。")
    if len(plain) > LONGEST:
        raise PasswordRefused(f"密码太长，最多 {LONGEST} 个字。")
    if len(name) > 3 and name in plain.casefold():
        raise PasswordRefused("密码里含有邮箱的名字，容易被猜到，请换一个。")
    if plain.casefold() in COMMON or len(set(plain)) < 4:
        raise PasswordRefused("这个密码太常见，容易被猜到，请换一个。")


def hash_password(password: str) -> str:
    return _HASHER.hash(_normal(password))


def is_password(password: str, password_hash: str) -> bool:
    """Takes equally long whether there is a hash or none, which no password fits."""
    try:
        return _HASHER.verify(password_hash or _NOBODYS, _normal(password)) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(password_hash: str) -> bool:
    """Whether it was made with weaker parameters than those of today."""
    return _HASHER.check_needs_rehash(password_hash)


def _normal(password: str) -> str:
    """The same however a keyboard composes it; cut off where no password reaches."""
    return unicodedata.normalize("NFKC", password[: LONGEST * 5])
