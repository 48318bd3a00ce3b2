"""Refusals: what the product says when it can't do what was asked.

Every message is one Chinese sentence that says what is wrong and what to do next; `web/errors.py`
maps each class to an HTTP status and `cli.py` to an exit code, once.
"""

from datetime import timedelta


class EventsError(Exception):
    """The root of all refusals; `message` is fit to be shown to a person."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


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

    def __init__(self, wait: timedelta, message: str = "") -> None:
        self.seconds = max(1, -(-wait // timedelta(seconds=1)))
        minutes = -(-self.seconds // 60)
        words = f"{minutes} 分钟" if self.seconds > 90 else f"{self.seconds} 秒"
        super().__init__(message or f"试得太频繁了，请 {words}后再试。")


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
