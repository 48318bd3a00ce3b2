"""Controls that several forms of the office share: clean text, days, links, choices."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _
from wtforms import DateField, Field, Form, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from events.days.forms import YEARS
from events.text import clean_line, clean_text


class Line(StringField):
    """One clean line of at most `most` characters; "" when nothing was typed."""

    def __init__(self, label: Any, most: int, required: bool = True, **arguments: Any) -> None:
        too_long = _("太长了，最多 %(max)d 个字。")
        validators = [DataRequired(_("请填写。"))] if required else []
        super().__init__(label, [*validators, Length(max=most, message=too_long)], **arguments)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = clean_line(valuelist[0]) if valuelist else ""


class Lines(TextAreaField):
    """At most `count` clean lines of at most `most` characters, as a tuple; empty ones left out."""

    def __init__(self, label: Any, most: int, count: int, **arguments: Any) -> None:
        super().__init__(label, **arguments)
        self.most, self.count = most, count

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        lines = clean_text(valuelist[0]).split("\n") if valuelist else []
        self.data = tuple(dict.fromkeys(filter(None, map(clean_line, lines))))

    def pre_validate(self, form: Form) -> None:
        if len(self.data) > self.count:
            raise ValidationError(_("最多 %(count)s 行。", count=self.count))
        for line in self.data:
            if len(line) > self.most:
                raise ValidationError(
                    _("“%(start)s…”太长了，每行最多 %(max)s 个字。", start=line[:20], max=self.most)
                )

    def _value(self) -> str:
        return "\n".join(self.data or ())


class Paragraphs(TextAreaField):
    """Clean text of several lines, at most `most` characters."""

    def __init__(self, label: Any, most: int, required: bool = True, **arguments: Any) -> None:
        too_long = _("太长了，最多 %(max)d 个字。")
        validators = [DataRequired(_("请填写。"))] if required else []
        super().__init__(label, [*validators, Length(max=most, message=too_long)], **arguments)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = clean_text(valuelist[0]) if valuelist else ""


class Day(DateField):
    """A date; None when nothing was typed. What can't be read stays as it was typed."""

    def __init__(self, label: Any, required: bool = True, **arguments: Any) -> None:
        super().__init__(label, **arguments)
        self.required = required
        if required:
            self.flags.required = True

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data, text = None, clean_line(valuelist[0]) if valuelist else ""
        if not text:
            return
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise ValueError(_("不是一个存在的日期，请写成 2027-05-15 这样。")) from None
        if day.year not in YEARS:
            raise ValueError(_("年份不对，请核对。"))
        self.data = day

    def pre_validate(self, form: Form) -> None:
        if self.required and self.data is None and not self.process_errors:
            raise ValidationError(_("请填写日期。"))


class Choice(SelectField):
    """One of several (value, words) pairs, known from the start or offered later. Where "" is one
    of them, nothing need be chosen."""

    def __init__(self, label: Any, pairs: Iterable[tuple[str, Any]] = (), **arguments: Any) -> None:
        super().__init__(label, **arguments)
        self.offer(pairs)

    def offer(self, pairs: Iterable[tuple[str, Any]]) -> None:
        self.choices = [SelectChoice(value, words) for value, words in pairs]
        self.flags.required = all(choice.value for choice in self.choices)

    def pre_validate(self, form: Form) -> None:
        if self.data not in {choice.value for choice in self.choices}:
            raise ValidationError(_("请从列表里选一个。"))


def is_address(form: Form, field: Field) -> None:
    """A validator: a page on the web, or nothing."""
    try:
        parts = urlsplit(field.data)
        is_right = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_right = False
    if field.data and not is_right:
        raise ValidationError(_("不是网址，请写成 https:// 开头的完整网址。"))
