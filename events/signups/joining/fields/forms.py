"""The controls of a sign-up: short lines, a telephone number, an address, how many come."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, Form, IntegerField, StringField
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import EmailInput, NumberInput, TelInput, TextInput

from events.people.emails import EmailRefused, read_email
from events.signups.phones import PhoneRefused, read_phone
from events.signups.questions.identity import holds_one
from events.signups.reach import has_post
from events.signups.terms import PARTY_LIMIT
from events.text import clean_line

_LONGEST_CONTACT = 254


class Line(StringField):
    """One clean line of at most `most` characters, without numbers of identity cards."""

    def __init__(
        self, label: Any, most: int, required: bool = True, autocomplete: str = "off",
        **arguments: Any,
    ) -> None:  # fmt: skip
        too_long = _("太长了，最多 %(max)d 个字。")
        needed = [DataRequired(_("请填写。"))] if required else []
        checks = [*needed, Length(max=most, message=too_long), _has_no_id]
        super().__init__(label, checks, render_kw=_render(autocomplete), **arguments)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = clean_line(valuelist[0]) if valuelist else ""


class _Contact(StringField):
    """Kept as it was typed; `read` is what is understood of it, "" for nothing."""

    read = ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = clean_line(valuelist[0]) if valuelist else ""

    def pre_validate(self, form: Form) -> None:
        self.read = ""
        if len(self.data or "") > _LONGEST_CONTACT:
            raise ValidationError(_("太长了，最多 %(max)d 个字。") % {"max": _LONGEST_CONTACT})
        try:
            self.read = self.understand(self.data) if self.data else ""
        except (PhoneRefused, EmailRefused) as refusal:
            raise ValidationError(refusal.in_words(gettext)) from refusal

    def understand(self, text: str) -> str:
        raise NotImplementedError


class Phone(_Contact):
    widget = TelInput()

    def __init__(self, **arguments: Any) -> None:
        super().__init__(_("手机号"), render_kw=_render("tel"), **arguments)
        self.flags.required = True  # unless there is an address

    def understand(self, text: str) -> str:
        return read_phone(text)


class Email(_Contact):
    widget = EmailInput()

    def __init__(self, **arguments: Any) -> None:
        super().__init__(_("邮箱"), render_kw=_render("email"), **arguments)

    @property
    def hint(self) -> str:
        """What it is good for."""
        if has_post():
            return str(gettext("没有短信，填邮箱才能收到确认和变动通知"))
        return str(gettext("这个网站现在不发信；没有手机号才需要填"))

    def understand(self, text: str) -> str:
        return read_email(text)


class Count(IntegerField):
    """How many people; nothing typed is none. What is no number stays as it was typed, which a
    number's control would not show."""

    def __init__(self, label: Any, least: int = 0, **arguments: Any) -> None:
        render = {"min": least, "max": PARTY_LIMIT, "inputmode": "numeric", "autocomplete": "off"}
        super().__init__(label, render_kw=render, **arguments)
        self.least = least

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = 0
        text = unicodedata.normalize("NFKC", clean_line(valuelist[0])) if valuelist else ""
        if not text:
            return
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise ValueError(self._sentence())
        self.data = int(text)

    def pre_validate(self, form: Form) -> None:
        if not self.process_errors and not self.least <= (self.data or 0) <= PARTY_LIMIT:
            raise ValidationError(self._sentence())

    def _sentence(self) -> str:
        words = gettext("请填 %(least)d 到 %(most)d 的整数。", least=self.least, most=PARTY_LIMIT)
        return str(words)

    def _value(self) -> str:
        if self.process_errors and self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def widget(self, field: "Count", **attributes: Any) -> Any:
        """Of a class, what WTForms calls with the field."""
        return (TextInput() if field.process_errors else NumberInput())(field, **attributes)


def _render(autocomplete: str) -> dict[str, str]:
    keyboards = {"tel": "tel", "email": "email"}
    return {
        "autocomplete": autocomplete,
        "inputmode": keyboards.get(autocomplete, "text"),
        "enterkeyhint": "next",
    }


def _has_no_id(_form: Form, field: Field) -> None:
    if holds_one(field.data or ""):
        raise ValidationError(_("这里像是身份证号。请不要填写，主办单位不收集证件号码。"))
