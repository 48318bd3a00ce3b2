"""Which unit is trusted, and how much of what it publishes is looked at afterwards."""

from flask_babel import lazy_gettext as _
from wtforms import Form, IntegerField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, NumberRange

from events.reviews.trust.queries import find_unit
from events.text import clean_line
from events.units.models import Unit


class TrustForm(Form):
    unit = StringField(
        _("单位"),
        filters=[lambda value: clean_line(value or "")[:200]],
        validators=[DataRequired(_("请写单位的名称。"))],
    )
    sample_percent = IntegerField(
        _("事后抽查百分之几"),
        default=10,
        validators=[
            InputRequired(_("请填 0 到 100 之间的整数。")),
            NumberRange(0, 100, _("请填 0 到 100 之间的整数。")),
        ],
    )
    found: Unit | None = None

    def validate_unit(self, field: StringField) -> None:
        self.found = find_unit(field.data)
        if self.found is None:
            raise ValidationError(_("名录里没有正好叫这个名称的单位，请从提示里选一个全称。"))
