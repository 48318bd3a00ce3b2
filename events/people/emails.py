"""The address by which an account is known."""

from email_validator import EmailNotValidError, validate_email

from events.errors import EventsError
from events.marking import N_
from events.text import clean_line


class EmailRefused(EventsError):
    """What was typed is no address a letter could go to."""


def read_email(text: str) -> str:
    """In lower case and in ASCII, as it is stored; the domain isn't asked whether it exists."""
    try:
        found = validate_email(clean_line(text), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise EmailRefused(N_("这不像一个邮箱地址，请写成 name@example.cn 这样。")) from error
    return str(found.ascii_email).lower()


def known_as(text: str) -> str:
    """What somebody typed to be recognised by: never refused, it just may fit nobody."""
    try:
        return read_email(text)
    except EmailRefused:
        return clean_line(text).lower()


def masked(email: str) -> str:
    """a***@example.org: enough to recognise, too little to write to."""
    name, _at, domain = email.rpartition("@")
    return f"{name[:1]}***@{domain}"
