"""When sign-up is open, as typed: wall times of the place."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateTimeLocalField, Form, ValidationError

_YEARS = range(2000, 2100)


class Moment(DateTimeLocalField):
    """A wall time or None; what can't be read stays as it was typed."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(
                gettext("不是一个存在的时间，请写成 2027-05-15 09:00 这样。")
            ) from None

    def pre_validate(self, form: Form) -> None:
        if self.data and self.data.year not in _YEARS:
            raise ValidationError(gettext("年份不对，请核对。"))


class HoursForm(Form):
    opens = Moment(_("开放"), format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
    closes = Moment(_("截止"), format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])

    def instants(self, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
        return _instant(self.opens.data, zone), _instant(self.closes.data, zone)


def wall(instant: datetime | None, zone: ZoneInfo) -> Any:
    """As the form shows it."""
    return instant and instant.astimezone(zone).replace(tzinfo=None)


def _instant(typed: datetime | None, zone: ZoneInfo) -> datetime | None:
    return typed and typed.replace(tzinfo=zone).astimezone(UTC)
