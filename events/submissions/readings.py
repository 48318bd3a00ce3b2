"""What the form has read of one step of a draft: values for the content, or what is wrong. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from events.submissions.content import Content
from events.units.models import Unit


@dataclass(frozen=True)
class Setting:
    """What reading needs to know beside the typed text. `public` is what the public sees now."""

    unit: Unit
    zone: ZoneInfo
    now: datetime
    public: Content | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field of a step, in a sentence; `field` is the id of its control."""

    field: str
    text: str


@dataclass(frozen=True)
class Reading:
    """One step as read: `values` are fields of `Content`. Warnings may be left as they are."""

    values: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    is_empty: bool = False
