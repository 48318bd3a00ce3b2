"""What the forms of all steps share: each reads its step of a draft, right or wrong, at any time,
and says in sentences of ours what is wrong."""

import re
from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, Form, SelectField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, StopValidation, ValidationError

from events.submissions.readings import Problem, Reading, Setting
from events.submissions.typed import Draft, Typed, clean_typed
from events.text import clean_line, clean_text

LONGEST_LINK = 500
_LINK = re.compile(r"https?://[^\s/@:]+\.[^\s/@:]+(:\d{1,5})?([/?#]\S*)?", re.IGNORECASE)


class Sheet(Form):
    """A step's form. `kept` are fields of the step that no control types, such as a file's name."""

    step: ClassVar[str]
    kept: ClassVar[tuple[str, ...]] = ()

    def __init__(self, draft: Draft, setting: Setting) -> None:
        self.draft, self.setting = draft, setting
        super().__init__(MultiDict(self.typed))

    @property
    def typed(self) -> Mapping[str, Any]:
        return self.draft.get(self.step, {})

    @property
    def is_empty(self) -> bool:
        return not any(self.typed.values())

    @property
    def kinds(self) -> dict[str, bool]:
        """Field name -> whether it holds several texts."""
        return {field.name: isinstance(field, SelectMultipleField | Lines) for field in self}

    def typed_from(self, posted: MultiDict[str, str]) -> Typed:
        """The fields of this form out of what was posted, and what it keeps."""
        kept = {name: self.typed.get(name, "") for name in self.kept}
        return {**clean_typed(dict(posted.lists()), self.kinds), **kept}

    @property
    def left_out(self) -> Collection[str]:
        """Names of fields that don't count, because of what others say."""
        return ()

    def validate(self, extra_validators: Any = None) -> bool:
        """Whatever stands in fields that don't count is right."""
        super().validate(extra_validators)
        for name in self.left_out:
            self[name].errors = ()
        return not self.errors

    def words(self) -> list[tuple[str, str]]:
        """(label, what was typed or chosen) of each field that counts and says something."""
        counting = [field for field in self if field.name not in self.left_out]
        pairs = [(str(field.label.text), _words(field)) for field in counting]
        return [(label, words) for label, words in pairs if words]

    def reading(self) -> Reading:
        if self.validate():
            return Reading(self.values(), is_empty=self.is_empty)
        problems = [
            Problem(field.id, f"{field.label.text}：{' '.join(map(str, field.errors))}")
            for field in self
            if field.errors
        ]
        return Reading(problems=tuple(problems), is_empty=self.is_empty)

    def values(self) -> dict[str, Any]:
        """Fields of `Content`; only of a form without problems."""
        raise NotImplementedError


class Lines(Field):
    """Several short texts, each in a control of its own; two empty ones wait for more."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = [line for value in valuelist if (line := clean_line(value))]

    @property
    def controls(self) -> list[tuple[str, str]]:
        """(id, text) of each control; the label leads to the first."""
        texts = [*(self.data or ()), "", ""]
        return [(f"{self.id}-{n}" if n else self.id, text) for n, text in enumerate(texts)]


def _words(field: Field) -> str:
    if isinstance(field, SelectField):
        return gettext("、").join(
            choice.label for choice in field.iter_choices() if choice.selected and choice.value
        )
    if isinstance(field, BooleanField):
        return gettext("是") if field.data else ""
    return gettext("、").join(field.data or ()) if isinstance(field, Lines) else field.data


def line(value: str | None) -> str:
    return clean_line(value or "")


def text(value: str | None) -> str:
    return clean_text(value or "")


def short(label: Any, most: int, *validators: Any) -> StringField:
    """One line of at most so many characters."""
    return StringField(label, [*validators, at_most(most)], filters=[line])


def at_most(count: int) -> Length:
    return Length(max=count, message=_("太长了，最多 %(max)d 个字。"))


def whole(label: Any, least: int, most: int) -> StringField:
    """A whole number, or nothing."""
    return StringField(label, [_between(least, most)], filters=[line])


def number_in(text: str) -> int | None:
    """None for what is no plain whole number, and for nothing."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def link(label: Any) -> StringField:
    return StringField(label, [at_most(LONGEST_LINK), _address], filters=[line])


def said(words: Mapping[Any, str], empty: Any = None) -> list[SelectChoice]:
    """The words of a closed list as choices, in the reader's language."""
    first = [] if empty is None else [SelectChoice("", str(empty))]
    return first + [SelectChoice(str(value), gettext(word)) for value, word in words.items()]


def _between(least: int, most: int) -> Any:
    def check(_form: Form, field: Field) -> None:
        number = number_in(field.data)
        if field.data and (number is None or not least <= number <= most):
            raise StopValidation(
                gettext("请写 %(least)d 到 %(most)d 之间的整数。", least=least, most=most)
            )

    return check


def _address(_form: Form, field: Field) -> None:
    if 0 < len(field.data) <= LONGEST_LINK and not _LINK.fullmatch(field.data):
        raise ValidationError(_("这不是网址，请写成 https:// 开头的完整网址。"))
