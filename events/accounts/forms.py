"""What the forms about accounts share: fields that clean what is typed, errors in words."""

from typing import Any

import wtforms
from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from wtforms import Field, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from events.people.emails import EmailRefused, read_email
from events.people.passwords import PasswordRefused, check_new_password
from events.text import clean_line


class Form(wtforms.Form):
    """WTForms' own sentences, too, are in the reader's language."""

    class Meta:
        @property
        def locales(self) -> list[str]:
            return [str(get_locale())]


def needed(words: Any) -> DataRequired:
    """Something is left once it has been cleaned."""
    return DataRequired(words)


def name_field(label: Any) -> StringField:
    return StringField(
        label,
        [needed(_("请写上姓名。")), Length(max=60, message=_("姓名最多 60 个字。"))],
        filters=[clean],
        render_kw={"autocomplete": "name"},
    )


def email_field(label: Any, autocomplete: str = "off") -> StringField:
    """The address as it is stored, once `is_email` has seen it."""
    kind = {"type": "email", "autocomplete": autocomplete, "inputmode": "email"}
    return StringField(
        label, [needed(_("请写上邮箱。")), _is_email], filters=[clean], render_kw=kind
    )


def password_field(label: Any, autocomplete: str = "current-password") -> PasswordField:
    return PasswordField(label, [needed(_("请填密码。"))], render_kw={"autocomplete": autocomplete})


class NewPasswordForm(Form):
    """A new password, twice; what is wrong with it depends on whose it is."""

    password = password_field(_("新密码"), "new-password")
    password_again = password_field(_("再写一遍新密码"), "new-password")

    def __init__(self, formdata: Any, email: str, **fields: Any) -> None:
        super().__init__(formdata, **fields)
        self.email = email

    def validate_password(self, field: Field) -> None:
        try:
            check_new_password(field.data, self.email)
        except PasswordRefused as refusal:
            raise ValidationError(refusal.message) from refusal

    def validate_password_again(self, field: Field) -> None:
        if field.data != self.password.data:
            raise ValidationError(_("两次写的密码不一样，请再写一遍。"))


def clean(text: str | None) -> str:
    """One clean line, also of a field that was not sent at all."""
    return clean_line(text or "")


def _is_email(_form: wtforms.Form, field: Field) -> None:
    try:
        field.data = read_email(field.data)
    except EmailRefused as refusal:
        raise ValidationError(refusal.message) from refusal
