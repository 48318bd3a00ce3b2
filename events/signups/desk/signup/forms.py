"""What the unit's forms about one sign-up hold."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Form, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from events.signups.desk.reasons import holds_contact
from events.signups.joining.fields.forms import Line


class ReasonForm(Form):
    reason = Line(_("原因"), 200, autocomplete="off")


def refuse_contact(_form: Form, field: Any) -> None:
    """Of a reason that the audit keeps for good."""
    if holds_contact(field.data or ""):
        raise ValidationError(gettext("理由会一直留在操作记录里，请不要写姓名和电话。"))


class KeptReasonForm(Form):
    reason = Line(_("原因"), 200, autocomplete="off")
    validate_reason = refuse_contact


class RemarkForm(Form):
    remark = Line(_("备注"), 200, required=False, autocomplete="off")


class TransferForm(Form):
    """`places` are pairs of an occurrence's id and what it is called."""

    occurrence = SelectField(
        _("换到哪一场"), [InputRequired(_("请选一场。"))], validate_choice=False
    )

    def offer(self, places: Iterable[tuple[int, str]]) -> None:
        self.occurrence.choices = [SelectChoice(str(id_), words) for id_, words in places]

    def validate_occurrence(self, field: Any) -> None:
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(gettext("请从列表里选一场。"))
