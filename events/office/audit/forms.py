"""What the reader of the audit log asks for."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.datastructures import MultiDict
from wtforms import Form, HiddenField, SelectField

from events.office.audit.queries import Sought
from events.office.audit.sentences import TOPICS
from events.office.forms import Day, Line
from events.office.paging import number_of
from events.text import clean_line
from events.units.models import Unit


class AuditForm(Form):
    """Every field may be empty; one that can't be read asks nothing, and says what is wrong."""

    who = Line(lazy("谁"), 60, required=False)
    unit = SelectField(lazy("哪个单位"), default="")
    group = SelectField(lazy("哪一类"), default="")
    first_day = Day(lazy("从哪天"), required=False)
    last_day = Day(lazy("到哪天"), required=False)
    words = Line(lazy("名称里的字"), 60, required=False)
    topic = HiddenField()
    key = HiddenField()
    person = HiddenField()

    def __init__(self, arguments: "MultiDict[str, str]", units: list[Unit]) -> None:
        super().__init__(arguments)
        self.unit.choices = [("", _("全部")), *((str(unit.id), unit.short_name) for unit in units)]
        self.group.choices = [
            ("", _("全部")),
            *((name, _(words)) for name, words in TOPICS.items()),
        ]

    def sought(self, zone: ZoneInfo) -> Sought:
        """To be asked after `validate`."""
        good = {name: None if field.errors else field.data for name, field in self._fields.items()}
        last: date | None = good["last_day"]
        return Sought(
            who=good["who"] or "",
            person=number_of(good["person"]),
            unit=number_of(good["unit"]),
            group=good["group"] or "",
            topic=clean_line(good["topic"] or ""),
            key=clean_line(good["key"] or ""),
            words=good["words"] or "",
            since=_midnight(good["first_day"], zone),
            until=_midnight(last and last + timedelta(days=1), zone),
        )

    def as_query(self) -> Mapping[str, str]:
        """The same question as the query string of a link."""
        return {name: text for name, text in self._texts().items() if text}

    def _texts(self) -> dict[str, str]:
        return {
            name: data.isoformat() if isinstance(data := field.data, date) else data or ""
            for name, field in self._fields.items()
        }


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day, time(), zone) if day else None
