"""What the forms of a public occurrence hold: a reason for the public, how many, a time."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Form, HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from events.activities.timing import TimingRefused
from events.submissions.occurrences.choosing import Reach, Target
from events.submissions.schedule.reading import read_clock, read_day
from events.text import clean_line


def _line(text: str | None) -> str:
    return clean_line(text or "")


class ReasonForm(Form):
    """`sequence` is what the person saw of the occurrence."""

    sequence = HiddenField()
    reach = RadioField(
        _("哪几场"),
        default=Reach.ONE,
        validate_choice=False,
    )
    reason = StringField(
        _("原因，公众会看到"),
        [
            InputRequired(_("请写一句公众看得懂的原因。")),
            Length(max=200, message=_("太长了，最多 %(max)d 个字。")),
        ],
        filters=[_line],
    )

    def validate_reason(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(gettext("请写一句公众看得懂的原因。"))

    def target(self, occurrence_id: int) -> Target:
        text = self.sequence.data or ""
        sequence = int(text) if text.isdecimal() and len(text) < 10 else -1
        is_wide = self.reach.data == Reach.FOLLOWING
        return Target(occurrence_id, sequence, Reach.FOLLOWING if is_wide else Reach.ONE)


class MoveForm(ReasonForm):
    """The new time of the first; of whole days only the days count."""

    day = StringField(_("新的日期"), [InputRequired(_("请写新的日期。"))], filters=[_line])
    start = StringField(_("开始"), filters=[_line])
    last_day = StringField(_("到哪天"), filters=[_line])
    end = StringField(_("结束"), filters=[_line])

    def times(self, all_day: bool) -> tuple[datetime, datetime]:
        """Wall times; raises TextUnread, TimingRefused."""
        first = read_day(self.day.data)
        last = read_day(self.last_day.data) if self.last_day.data else first
        if last < first:
            raise TimingRefused(f"最后一天 {last} 早于第一天 {first}：请核对两个日期。")
        if all_day:
            return _midnight(first), _midnight(last) + timedelta(days=1)
        start = datetime.combine(first, read_clock(self.start.data))
        end = datetime.combine(last, read_clock(self.end.data))
        ends_next_day = not self.last_day.data and end <= start
        return start, end + timedelta(days=1) if ends_next_day else end


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, datetime.min.time())
