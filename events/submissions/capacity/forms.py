"""How many places an occurrence has."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form, StringField, ValidationError

from events.submissions.schedule.rows import RowRefused, read_capacity
from events.text import clean_line


class CapacityForm(Form):
    """Empty is no limit. `places` is what was understood."""

    capacity = StringField(_("名额（人）"), filters=[lambda text: clean_line(text or "")])
    places: int | None = None

    def validate_capacity(self, field: Any) -> None:
        try:
            self.places = read_capacity(field.data)
        except RowRefused as refusal:
            raise ValidationError(refusal.message) from refusal
