"""A question set, as its owner begins and names it."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length

from events.days.models import ThemedDay
from events.signups.models import FormKind
from events.signups.questions.actions import LONGEST_NAME
from events.text import clean_line

FORMS = {FormKind.PEOPLE: _("公众报名"), FormKind.CLASS: _("学校班级报名")}


def line(label: Any, most: int, *validators: Any) -> StringField:
    """One clean line of at most so many characters."""
    too_long = Length(max=most, message=_("太长了，最多 %(max)d 个字。"))
    return StringField(label, [*validators, too_long], filters=[clean])


def clean(value: str | None) -> str:
    return clean_line(value or "")


def _name() -> StringField:
    return line(_("名称"), LONGEST_NAME, DataRequired(_("请填写。")))


class DescriptionForm(Form):
    """`ids_allowed` is the office's; a unit has no say in it."""

    name = _name()
    ids_allowed = BooleanField(_("可以问证件号码"))


class BeginningForm(Form):
    name = _name()
    form = RadioField(
        _("给谁报名用"),
        choices=[SelectChoice(str(kind), words) for kind, words in FORMS.items()],
        default=FormKind.PEOPLE,
        invalid_choice_message=_("请从这几个里选。"),
    )


class DayBeginningForm(BeginningForm):
    """What the office begins is a themed day's."""

    day = SelectField(
        _("主题日"),
        [DataRequired(_("请选一个主题日。"))],
        invalid_choice_message=_("请从列表里选一个。"),
    )

    def __init__(self, formdata: Any, days: Iterable[ThemedDay]) -> None:
        super().__init__(formdata)
        self.day.choices = [SelectChoice("", _("请选择"))]
        self.day.choices += [SelectChoice(day.slug, day.name) for day in days]
