"""What the reader found in a notice: plain values, ready to be shown, checked and confirmed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

LEAD = "lead"
SUPPORTING = "supporting"
RESPONSIBLE = "responsible"


@dataclass(frozen=True)
class ReadingWarning:
    """One Chinese sentence about one place; `line` is 1-based in the text as it was given."""

    line: int
    message: str

    def as_json(self) -> dict[str, Any]:
        return {"line": self.line, "message": self.message}


@dataclass(frozen=True)
class ItemReading:
    """One numbered item; `roles` runs parallel to `units`, None where no label says a role."""

    number: int
    section_path: tuple[str, ...]
    title: str
    units_text: str | None
    units: tuple[str, ...]
    roles: tuple[str | None, ...]
    everyone: bool
    open_ended: bool
    themed_days: tuple[str, ...]
    event_series: tuple[str, ...]
    line: int
    warnings: tuple[ReadingWarning, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "section_path": list(self.section_path),
            "title": self.title,
            "units_text": self.units_text,
            "units": list(self.units),
            "roles": list(self.roles),
            "everyone": self.everyone,
            "open_ended": self.open_ended,
            "themed_days": list(self.themed_days),
            "event_series": list(self.event_series),
            "line": self.line,
            "warnings": [warning.as_json() for warning in self.warnings],
        }


@dataclass(frozen=True)
class PlanReading:
    """A whole notice; None means the text does not say, and then a warning asks for it."""

    title: str | None
    year: int | None
    region: str | None
    issuer: str | None
    issued_on: date | None
    items: tuple[ItemReading, ...]
    warnings: tuple[ReadingWarning, ...]

    @property
    def all_warnings(self) -> tuple[ReadingWarning, ...]:
        """The document's warnings, then those of its items."""
        return (*self.warnings, *(warning for item in self.items for warning in item.warnings))

    def as_json(self) -> dict[str, Any]:
        """The object printed by `kepuli plans read FILE --json` (dates in ISO form)."""
        return {
            "title": self.title,
            "year": self.year,
            "region": self.region,
            "issuer": self.issuer,
            "issued_on": self.issued_on.isoformat() if self.issued_on else None,
            "items": [item.as_json() for item in self.items],
            "warnings": [warning.as_json() for warning in self.warnings],
        }
