"""A question of a set, as its owner types it."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, ValidationError

from events.signups.questions.answering.forms import LONGEST, whole_number
from events.signups.questions.question import CHOOSING, LIMITED, Kind, Question
from events.signups.questions.sets.forms import clean, line
from events.text import clean_line, clean_text

KINDS = {
    Kind.SHORT: _("一行字"),
    Kind.LONG: _("一段话"),
    Kind.ONE: _("几项里选一项"),
    Kind.SEVERAL: _("几项里选几项"),
    Kind.NUMBER: _("数字"),
    Kind.DATE: _("日期"),
    Kind.PHONE: _("电话"),
    Kind.EMAIL: _("邮箱"),
    Kind.CONSENT: _("勾选同意"),
}
LONGEST_CHOICE, CHOICES = 60, range(2, 21)


class Choices(TextAreaField):
    """Clean lines as a tuple, empty ones left out."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        lines = clean_text(valuelist[0]).split("\n") if valuelist else []
        self.data = tuple(filter(None, map(clean_line, lines)))

    def _value(self) -> str:
        return "\n".join(self.data or ())

    def pre_validate(self, form: Form) -> None:
        if any(len(line) > LONGEST_CHOICE for line in self.data):
            raise ValidationError(gettext("每行最多 %(max)d 个字。", max=LONGEST_CHOICE))
        if len(set(self.data)) < len(self.data):
            raise ValidationError(_("有两行是一样的，请删掉一行。"))


class Limit(StringField):
    """`number` is None where nothing was typed."""

    number: int | None = None

    def pre_validate(self, form: Form) -> None:
        self.number = whole_number(self.data or "")
        if self.number is None and clean_line(self.data or ""):
            raise ValidationError(_("请写一个整数，例如 12。"))


class QuestionForm(Form):
    label = line(_("问什么"), 120, DataRequired(_("请填写。")))
    kind = SelectField(
        _("怎么答"),
        [DataRequired(_("请从列表里选一个。"))],
        choices=[SelectChoice(str(kind), words) for kind, words in KINDS.items()],
        invalid_choice_message=_("请从列表里选一个。"),
    )
    reason = line(_("为什么问"), 80, DataRequired(_("请写明为什么问，报名的人会看到。")))
    help = line(_("给填的人的说明"), 200)
    is_required = BooleanField(_("必须回答"))
    choices = Choices(_("可以选的，每行一项"))
    shown_if = SelectField(
        _("什么时候问"), filters=[clean], invalid_choice_message=_("请从列表里选一个。")
    )
    least = Limit(_("至少"), render_kw={"inputmode": "numeric"})
    most = Limit(_("最多"), render_kw={"inputmode": "numeric"})

    def __init__(self, formdata: Any, earlier: Iterable[Question], **arguments: Any) -> None:
        """`earlier` are the questions that this one may hang on."""
        super().__init__(formdata, **arguments)
        self.shown_if.choices = [SelectChoice("", _("每次都问"))]
        self.shown_if.choices += [
            SelectChoice(f"{one.key}:{answer}", _words(one, answer))
            for one in earlier
            for answer in one.possible
        ]

    def validate_choices(self, field: Choices) -> None:
        if self.kind.data not in CHOOSING:
            if field.data:
                raise ValidationError(_("只有“几项里选”才写可以选的，请改“怎么答”或者删掉。"))
        elif len(field.data) not in CHOICES:
            raise ValidationError(
                gettext("要写 %(least)d 至 %(most)d 项。", least=CHOICES[0], most=CHOICES[-1])
            )

    def validate_least(self, field: Limit) -> None:
        self._check_limit(field)

    def validate_most(self, field: Limit) -> None:
        self._check_limit(field)
        least, most = self.least.number, field.number
        if least is not None and most is not None and least > most:
            raise ValidationError(_("“最多”不能小于“至少”。"))

    def _check_limit(self, field: Limit) -> None:
        if field.number is None:
            return
        if self.kind.data not in LIMITED:
            raise ValidationError(_("这种回答没有多少之分，请空着。"))
        if self.kind.data != Kind.NUMBER and not 1 <= field.number <= self._largest:
            raise ValidationError(gettext("要在 1 至 %(most)d 之间。", most=self._largest))

    @property
    def _largest(self) -> int:
        if self.kind.data == Kind.SEVERAL:
            return max(len(self.choices.data), 1)
        return LONGEST[self.kind.data]

    def question(self, key: str = "") -> Question:
        """Of a form that was found right."""
        after, _colon, answer = self.shown_if.data.partition(":")
        return Question(
            key=key,
            kind=self.kind.data,
            label=self.label.data,
            reason=self.reason.data,
            help=self.help.data,
            is_required=self.is_required.data,
            choices=self.choices.data,
            shown_if=(after, answer) if after else None,
            least=self.least.number,
            most=self.most.number,
        )


def typed_of(question: Question) -> dict[str, Any]:
    """A question as its form shows it."""
    return question.as_json() | {"shown_if": ":".join(question.shown_if or ())}


def _words(question: Question, answer: str) -> str:
    if question.kind == Kind.CONSENT:
        return gettext("勾选了“%(question)s”", question=question.label)
    return gettext("“%(question)s”答“%(answer)s”", question=question.label, answer=answer)
