"""A question to units, as the office types it."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form
from wtforms.validators import ValidationError

from events.days.questions import Wording
from events.office.forms import Choice, Line, Lines

KINDS = {
    "text": _("一行字"),
    "long": _("一段话"),
    "number": _("数字"),
    "yes-no": _("是或否"),
    "choice": _("几项里选一项"),
}


class QuestionForm(Form):
    label = Line(_("问什么"), 120)
    help = Line(_("给填的人的说明"), 200, required=False)
    kind = Choice(_("怎么答"), KINDS.items())
    choices = Lines(_("可以选的，每行一项"), 60, 20)
    is_required = BooleanField(_("必须回答"))

    def validate_choices(self, field: Lines) -> None:
        if self.kind.data == "choice" and len(field.data) < 2:
            raise ValidationError(_("“几项里选一项”至少要写两项。"))
        if self.kind.data != "choice" and field.data:
            raise ValidationError(_("只有“几项里选一项”才写可以选的，请改“怎么答”或者删掉。"))

    @property
    def wording(self) -> Wording:
        return Wording(
            label=self.label.data or "",
            kind=self.kind.data,
            help=self.help.data or "",
            choices=self.choices.data,
            is_required=self.is_required.data,
        )
