"""Asking for a new password, and changing one's own."""

from flask_babel import lazy_gettext as _
from wtforms import StringField

from events.accounts.forms import Form, NewPasswordForm, needed, password_field


class AskForm(Form):
    """Like the sign-in form it checks no address: every answer is the same."""

    email = StringField(
        _("邮箱"),
        [needed(_("请写上邮箱。"))],
        render_kw={"type": "email", "autocomplete": "username", "inputmode": "email"},
    )


class ChangePasswordForm(NewPasswordForm):
    old_password = password_field(_("现在的密码"))
