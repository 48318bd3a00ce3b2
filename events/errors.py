"""Refusals: what the product says when it can't do what was asked.

Every message is one Chinese sentence that says what is wrong and what to do next; one that is
marked for translation reads in the visitor's language (`web/language.py`). `web/errors.py` maps
each class to an HTTP status and `cli.py` to an exit code, once.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from events.marking import N_


class EventsError(Exception):
    """The root of all refusals; `message` is fit to be shown to a person.

    It is the `sentences`, with `values` in their blanks (`%(name)s`) where there are any.
    """

    def __init__(self, *sentences: str, **values: Any) -> None:
        self.sentences, self.values = sentences, values
        self.message = self.in_words(str)
        super().__init__(self.message)

    def in_words(self, say: Callable[[str], str], between: str = "") -> str:
        """The sentences as `say` puts them into a language."""
        words = between.join(map(say, self.sentences))
        return words % self.values if self.values else words


class NotFound(EventsError):
    """Nothing is known under this name or number."""


class NotAllowed(EventsError):
    """Somebody else may do this, this person may not."""


class Gone(EventsError):
    """It was here, and was taken away on purpose."""


class InvalidTransition(EventsError):
    """The thing is in a state from which this step is not possible."""


class TooOften(EventsError):
    """Tried too often lately; `seconds` is how long to wait, at least one."""

    in_seconds = N_("试得太频繁了，请 %(wait)d 秒后再试。")
    in_minutes = N_("试得太频繁了，请 %(wait)d 分钟后再试。")

    def __init__(self, wait: timedelta, message: str = "") -> None:
        self.seconds = max(1, -(-wait // timedelta(seconds=1)))
        is_long = self.seconds > 90
        sentence = self.in_minutes if is_long else self.in_seconds
        wait_for = -(-self.seconds // 60) if is_long else self.seconds
        super().__init__(message or sentence, wait=wait_for)


class PlanUnreadable(EventsError):
    """A work plan, or a proposal made from one, can't be read; `line` is 1-based or None."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message if line is None else f"第 {line} 行：{message}")
        self.line = line


class RecordsInvalid(EventsError):
    """A data file has mistakes; `mistakes` are sentences that begin with file:line."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


class DatabaseUnavailable(EventsError):
    """The database can't be opened or is of another version."""


class Misconfigured(EventsError):
    """A KEPULI_ setting can't be used as it is."""
