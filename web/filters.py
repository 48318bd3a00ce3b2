"""Reading a query string: known keys with known values, everything else with a word about it."""

from collections.abc import Collection, Iterable, Mapping

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from events.errors import EventsError
from web.preferences import CHOICES


class QueryRefused(EventsError):
    """A filter has a value that can't be meant; the message names it and what is possible."""


class ParametersRefused(QueryRefused):
    """For programs: the message is in the reader's language, `parameters` are the keys meant."""

    def __init__(self, message: str, parameters: Collection[str]) -> None:
        super().__init__(message)
        self.parameters = tuple(parameters)


def read_query(
    arguments: "MultiDict[str, str]", allowed: Mapping[str, Collection[str]]
) -> dict[str, str]:
    """The known keys and their values, the first where one is repeated; empty ones are left out.

    Raises QueryRefused for a value that is not allowed.
    """
    chosen = {}
    for key, values in allowed.items():
        value = arguments.get(key, "")
        if not value:
            continue
        if value not in values:
            shown = value if len(value) <= 40 else value[:40] + "…"
            possible = "、".join(list(values)[:12])
            raise QueryRefused(f"“{key}={shown}”看不懂，可以是 {possible}。")
        chosen[key] = value
    return chosen


def unknown_keys(arguments: "MultiDict[str, str]", allowed: Collection[str]) -> list[str]:
    """Keys that mean nothing here, for the note that they were ignored."""
    return [key for key in arguments if key not in allowed and key not in CHOICES]


def unknown_values(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Sentences about filters whose values name what isn't there."""
    sentences = {
        "day": _("没有代号为“%(value)s”的主题日。"),
        "unit": _("没有代号为“%(value)s”的单位。"),
        "district": _("没有代码为“%(value)s”的区县。"),
        "venue": _("没有编号为“%(value)s”的场馆。"),
    }
    return [sentences[key] % {"value": value} for key, value in pairs]
