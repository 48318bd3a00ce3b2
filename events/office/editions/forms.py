"""What the office types about an edition."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form
from wtforms.validators import ValidationError

from events.days.actions import Source
from events.days.deadlines import Deadlines
from events.days.recurrence import Span
from events.office.forms import Day, Line, Lines, is_address

THEME, BLOCK = 200, 60  # characters
PHONE_LIMIT = 100


class SourceForm(Form):
    """Who says so; nothing is decided without."""

    source = Line(_("依据"), 200)
    url = Line(_("依据的网址"), 500, required=False)

    def validate_url(self, field: Line) -> None:
        is_address(self, field)

    @property
    def basis(self) -> Source:
        return Source(self.source.data or "", self.url.data or None)


class ConfirmationForm(SourceForm):
    source = Line(_("第二个依据"), 200, required=False)

    @property
    def second(self) -> Source | None:
        """None when the office itself stands by the days."""
        text = self.source.data or self.url.data
        return Source(text, self.url.data or None) if text else None


class DaysForm(SourceForm):
    first_day = Day(_("第一天"))
    last_day = Day(_("最后一天"))

    def validate_last_day(self, field: Day) -> None:
        first = self.first_day.data
        if field.data and first and field.data < first:
            raise ValidationError(_("早于第一天，请核对。"))

    @property
    def span(self) -> Span:
        assert self.first_day.data  # validated
        return Span(self.first_day.data, self.last_day.data or self.first_day.data)


class AnnouncementForm(DaysForm):
    last_day = Day(_("最后一天"), required=False)
    launch_only = BooleanField(_("只公布了启动日，还不知道哪天结束"))
    theme = Line(_("当年的主题"), THEME, required=False)

    def validate_last_day(self, field: Day) -> None:
        super().validate_last_day(field)
        if field.data is None and not field.errors and not self.launch_only.data:
            raise ValidationError(_("请填写最后一天，或者勾选“只公布了启动日”。"))

    @property
    def span(self) -> Span:
        assert self.first_day.data  # validated
        last = None if self.launch_only.data else self.last_day.data
        return Span(self.first_day.data, last or self.first_day.data)


class CancellationForm(Form):
    reason = Line(_("公众会看到的原因"), 200)


class ThemesForm(Form):
    themes = Lines(_("主题，每行一条"), THEME, 10)


class BlocksForm(Form):
    blocks = Lines(_("板块，每行一个"), BLOCK, 30)


class PhoneLimitForm(Form):
    """Empty without a limit."""

    phone_limit = Line(_("同一个手机号最多报几场"), 10, required=False)

    def validate_phone_limit(self, field: Line) -> None:
        if field.data and self.limit is None:
            raise ValidationError(
                _("请写 1 到 %(most)d 之间的整数，不限就空着。", most=PHONE_LIMIT)
            )

    @property
    def limit(self) -> int | None:
        text = self.phone_limit.data or ""
        number = int(text) if text.isascii() and text.isdigit() else 0
        return number if 1 <= number <= PHONE_LIMIT else None


class DeadlinesForm(Form):
    submission_opens = Day(_("申报第一天"), required=False)
    submission_closes = Day(_("申报最后一天"), required=False)
    report_due = Day(_("总结最后一天"), required=False)

    @property
    def deadlines(self) -> Deadlines:
        values: dict[str, Any] = self.data
        return Deadlines(**values)
