"""The step with the questions of the editions' offices; its fields come from the database."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, Form, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Optional

from events.days.models import EditionQuestion
from events.marking import N_
from events.submissions.content import Answer
from events.submissions.readings import Setting
from events.submissions.sheets.forms import Sheet, at_most, line, text
from events.submissions.typed import Draft

YES, NO = N_("是"), N_("否")


class Questions(Sheet):
    step = "questions"
    asked: Sequence[EditionQuestion] = ()

    def field_of(self, question: EditionQuestion) -> Field:
        return self[name_of(question)]

    def values(self) -> dict[str, Any]:
        answers = [
            Answer(question.id, question.label, self.field_of(question).data)
            for question in self.asked
            if self.field_of(question).data
        ]
        return {"answers": tuple(answers)}


def question_sheet(asked: Sequence[EditionQuestion], draft: Draft, setting: Setting) -> Questions:
    """The form that asks these."""

    class Asked(Questions):
        pass

    for question in asked:
        setattr(Asked, name_of(question), _field(question))
    Asked.asked = asked
    return Asked(draft, setting)


def name_of(question: EditionQuestion) -> str:
    return f"q{question.id}"


def _field(question: EditionQuestion) -> Any:
    needed = DataRequired(_("请回答。")) if question.is_required else Optional()
    if question.kind in ("choice", "yes-no"):
        words = [YES, NO] if question.kind == "yes-no" else [str(word) for word in question.choices]
        none = [] if question.is_required else [SelectChoice("", gettext("不回答"))]
        return RadioField(
            question.label,
            [needed],
            choices=none
            + [SelectChoice(word, gettext(word) if word in (YES, NO) else word) for word in words],
            default="",
            invalid_choice_message=_("请从这几个里选。"),
        )
    if question.kind == "long":
        return TextAreaField(question.label, [needed, at_most(2000)], filters=[text])
    number = [_number] if question.kind == "number" else []
    return StringField(question.label, [needed, at_most(200), *number], filters=[line])


def _number(_form: Form, field: Field) -> None:
    digits = field.data.replace(",", "").replace("，", "")
    if not (digits.isdecimal() and len(digits) <= 9):
        raise ValidationError(_("请写一个整数，例如 120。"))
