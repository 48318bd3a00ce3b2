"""The form of somebody who has lost the way to his sign-up."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, Form, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from events.people.emails import EmailRefused, read_email
from events.signups.keys import NUMBER_LENGTH, read_number
from events.signups.phones import PhoneRefused, read_phone
from events.text import clean_line


def _clean(text: str | None) -> str:
    return clean_line(text or "")


class FindForm(Form):
    """A telephone number or an address, and the number of the pass where it is known."""

    known_by = StringField(
        _("报名时填的手机号或邮箱"),
        [
            DataRequired(_("请填写。")),
            Length(max=254, message=_("太长了，最多 %(max)d 个字。")),
        ],
        filters=[_clean],
        render_kw={"autocomplete": "tel", "enterkeyhint": "next"},
    )
    number = StringField(
        _("编号"), filters=[_clean], render_kw={"autocomplete": "off", "enterkeyhint": "go"}
    )

    contact = ""  # as it is stored

    def validate_known_by(self, field: Field) -> None:
        try:
            self.contact = (read_email if "@" in field.data else read_phone)(field.data)
        except (EmailRefused, PhoneRefused) as refusal:
            raise ValidationError(refusal.in_words(gettext)) from refusal

    def validate_number(self, field: Field) -> None:
        if field.data and len(read_number(field.data)) != NUMBER_LENGTH:
            raise ValidationError(
                gettext("编号是 %(count)d 位字母和数字，例如 7F3K 2MNP。", count=NUMBER_LENGTH)
            )
