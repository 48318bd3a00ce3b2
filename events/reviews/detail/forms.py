"""What a reviewer types: words for the unit, comments at fields, which revision it is about."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    Field,
    Form,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length

from events.people.actors import Actor
from events.reviews.actions import Said
from events.reviews.models import ReviewReason
from events.reviews.telling import FIELDS
from events.text import clean_text

NOTE_MOST, COMMENT_MOST = 2000, 500


def _clean(value: str | None) -> str:
    return clean_text(value or "")


def _number(value: Any) -> int | None:
    """Of a choice; None for anything that is none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def _at_most(count: int) -> Length:
    return Length(max=count, message=_("最多 %(max)d 字，请精简一些。"))


class AnswerForm(Form):
    """All answers share it: the button that is pressed says which one it is. It also has a
    `comment_at` each field that `telling` tells."""

    revision = StringField(filters=[_clean])
    digest = StringField(filters=[_clean])
    note = TextAreaField(_("给单位的话"), filters=[_clean], validators=[_at_most(NOTE_MOST)])
    reasons = SelectMultipleField(_("常用的话"), coerce=_number, validate_choice=False)
    to = SelectField(_("转给"), coerce=_number, validate_choice=False)

    def comment_at(self, field: str) -> Field:
        return self[f"comment_{field}"]

    @property
    def shown(self) -> tuple[int, str]:
        """The number and the digest of the revision the page showed; (0, …) means none."""
        return _number(self.revision.data) or 0, self.digest.data or ""

    def said(self, reasons: list[ReviewReason]) -> Said:
        """The note, with the reasons ticked below it, and the comments that say something."""
        ticked = [row.text for row in reasons if row.id in (self.reasons.data or [])]
        note = "\n".join(filter(None, [self.note.data, *ticked]))
        typed = {field: self.comment_at(field).data for field in FIELDS}
        return Said(note, {field: text for field, text in typed.items() if text})

    def chosen(self, colleagues: Iterable[Actor]) -> Actor | None:
        return next((one for one in colleagues if one.account_id == self.to.data), None)


_WithComments = type(
    "_WithComments",
    (AnswerForm,),
    {
        f"comment_{field}": TextAreaField(
            _(label), filters=[_clean], validators=[_at_most(COMMENT_MOST)]
        )
        for field, label in FIELDS.items()
    },
)


def read_answer(typed: Any = None) -> AnswerForm:
    """As it was sent, or empty."""
    form: AnswerForm = _WithComments(typed)
    return form
