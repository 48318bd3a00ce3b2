"""What somebody had typed when it turned out that he or she must sign in first.

It travels through the sign-in page in hidden fields and is then offered for sending once more.
Files can't travel, passwords shall not.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from web.returning import safe_next

MOST_FIELDS = 200
MOST_BYTES = 400_000  # the sign-in form adds its own, and 500 000 is what a form may have
_PREFIX = "kept."


@dataclass(frozen=True)
class Pending:
    """Where to go on after signing in; with `is_form` by sending `fields` there again.

    `is_lost` says that they were too many.
    """

    path: str
    is_form: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    is_lost: bool = False

    @property
    def hidden(self) -> Iterator[tuple[str, str]]:
        """As fields of the sign-in form."""
        yield "next", self.path
        if self.is_form:
            yield "kept", "form"
            yield from ((_PREFIX + name, value) for name, value in self.fields)


def keep(form: "MultiDict[str, str]", path: str) -> Pending:
    """What was sent to `path` too late."""
    fields = tuple(
        (name, value)
        for name, value in form.items(multi=True)
        if name != "csrf_token" and "password" not in name
    )
    size = sum(len(name.encode()) + len(value.encode()) for name, value in fields)
    if len(fields) > MOST_FIELDS or size > MOST_BYTES:
        return Pending("/", is_lost=True)
    return Pending(path, is_form=True, fields=fields)


def read_pending(form: "MultiDict[str, str]", otherwise: str) -> Pending:
    """What the sign-in form carries along; `otherwise` is where to go without a good address."""
    path = safe_next(form.get("next", ""), "")
    if not path:
        return Pending(otherwise)
    if form.get("kept") != "form":
        return Pending(path)
    fields = tuple(
        (name.removeprefix(_PREFIX), value)
        for name, value in form.items(multi=True)
        if name.startswith(_PREFIX)
    )
    return Pending(path, is_form=True, fields=fields[:MOST_FIELDS])
