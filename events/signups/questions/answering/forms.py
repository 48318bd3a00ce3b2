"""The control of each kind of question, and what is typed into it as a JSON value or a sentence."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    Field,
    Form,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import StopValidation
from wtforms.widgets import DateInput, EmailInput, TelInput

from events.people.emails import EmailRefused, read_email
from events.signups.phones import PhoneRefused, read_phone
from events.signups.questions.identity import holds_one
from events.signups.questions.question import Kind, Question, is_asked
from events.text import clean_line, clean_text

LONGEST = {Kind.SHORT: 200, Kind.LONG: 1000}
_DAY = re.compile(r"(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?日?")
_YEARS = range(1900, 2101)


class Answer(Field):
    """What all controls share. `answer` is None where nothing is said, or the question isn't asked
    because of what an earlier one was answered."""

    answer: Any = None

    def __init__(self, question: Question, ids_allowed: bool, **arguments: Any) -> None:
        super().__init__(question.label, **arguments)
        self.question, self.ids_allowed = question, ids_allowed
        if question.is_required:
            self.flags.required = True

    def pre_validate(self, form: Form) -> None:
        self.answer = None
        if not is_asked(self.question, answers_so_far(form)):
            raise StopValidation
        answer = self.read()
        if self.question.is_required and (answer is None or answer is False):
            raise StopValidation(self.missing)
        self.answer = answer

    missing: Any = _("请回答。")

    def read(self) -> Any:
        """Raises StopValidation with a sentence."""
        raise NotImplementedError

    def within(self, count: int, too_few: Any, too_many: Any) -> None:
        least, most = self.question.least, self.question.most
        if least is not None and count < least:
            raise StopValidation(too_few % {"limit": least})
        if most is not None and count > most:
            raise StopValidation(too_many % {"limit": most})


def answers_so_far(form: Form) -> dict[str, Any]:
    """By the keys of the questions; of a form that has been validated, all answers."""
    return {
        field.question.key: field.answer
        for field in form
        if isinstance(field, Answer) and field.answer is not None
    }


def whole_number(text: str) -> int | None:
    """As people write it: 1,200 or １２; None for what isn't one, or has more than nine digits."""
    digits = re.sub(r"[,\s]", "", unicodedata.normalize("NFKC", text)).replace("−", "-")
    return int(digits) if re.fullmatch(r"[+-]?[0-9]{1,9}", digits) else None


class OneLine(Answer, StringField):
    """One clean line."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = clean_line(valuelist[0]) if valuelist else ""

    def read(self) -> str | None:
        text = str(self.data or "")
        if not text:
            return None
        longest = LONGEST[Kind(self.question.kind)]
        if len(text) > longest:
            raise StopValidation(gettext("太长了，最多 %(max)d 个字。", max=longest))
        if not self.ids_allowed and holds_one(text):
            raise StopValidation(_("这里像是身份证号。请不要填写，主办单位不收集证件号码。"))
        self.within(
            len(text), _("太短了，至少 %(limit)d 个字。"), _("太长了，最多 %(limit)d 个字。")
        )
        return text


class Paragraphs(OneLine):
    widget = TextAreaField.widget

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = clean_text(valuelist[0]) if valuelist else ""


class Understood(Answer, StringField):
    """A line that means something other than its words; kept as typed until it is understood."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = clean_line(valuelist[0])[:200] if valuelist else ""

    def read(self) -> Any:
        text = unicodedata.normalize("NFKC", str(self.data or ""))
        return self.understand(text) if text else None

    def understand(self, text: str) -> Any:
        raise NotImplementedError


class Number(Understood):
    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, render_kw={"inputmode": "numeric"}, **more)

    def understand(self, text: str) -> int:
        number = whole_number(text)
        if number is None:
            raise StopValidation(_("请写一个整数，例如 12。"))
        self.within(number, _("最少是 %(limit)d。"), _("最多是 %(limit)d。"))
        return number


class Day(Understood):
    widget = DateInput()

    def understand(self, text: str) -> str:
        found = _DAY.fullmatch(text)
        try:
            day = date(*map(int, found.groups())) if found else None
        except ValueError:
            day = None
        if day is None or day.year not in _YEARS:
            raise StopValidation(_("不是一个存在的日期，请写成 2027-05-15 或 2027年5月15日 这样。"))
        return day.isoformat()


class Phone(Understood):
    widget = TelInput()

    def understand(self, text: str) -> str:
        try:
            return read_phone(text)
        except PhoneRefused as refusal:
            raise StopValidation(refusal.in_words(gettext)) from refusal


class Email(Understood):
    widget = EmailInput()

    def understand(self, text: str) -> str:
        try:
            return read_email(text)
        except EmailRefused as refusal:
            raise StopValidation(refusal.in_words(gettext)) from refusal


class One(Answer, RadioField):
    def __init__(self, question: Question, ids_allowed: bool, **arguments: Any) -> None:
        none = [] if question.is_required else [SelectChoice("", _("不回答"))]
        choices = [*none, *(SelectChoice(words, words) for words in question.choices)]
        super().__init__(question, ids_allowed, choices=choices, default="", **arguments)
        self.type = "RadioField"  # by which pages know how to show it

    def read(self) -> str | None:
        if self.data and self.data not in self.question.choices:
            raise StopValidation(_("请从这几个里选。"))
        return self.data or None


class Several(Answer, SelectMultipleField):
    def __init__(self, question: Question, ids_allowed: bool, **arguments: Any) -> None:
        choices = [SelectChoice(words, words) for words in question.choices]
        super().__init__(question, ids_allowed, choices=choices, **arguments)

    def read(self) -> list[str] | None:
        chosen = set(filter(None, self.data or ()))
        if not chosen:
            return None
        if not chosen <= set(self.question.choices):
            raise StopValidation(_("请从这几个里选。"))
        self.within(len(chosen), _("至少选 %(limit)d 项。"), _("最多选 %(limit)d 项。"))
        return [words for words in self.question.choices if words in chosen]


class Consent(Answer, BooleanField):
    missing = _("请勾选，不同意就不能报名。")

    def read(self) -> bool:
        return bool(self.data)


CONTROLS: dict[str, type[Answer]] = {
    Kind.SHORT: OneLine,
    Kind.LONG: Paragraphs,
    Kind.ONE: One,
    Kind.SEVERAL: Several,
    Kind.NUMBER: Number,
    Kind.DATE: Day,
    Kind.PHONE: Phone,
    Kind.EMAIL: Email,
    Kind.CONSENT: Consent,
}
