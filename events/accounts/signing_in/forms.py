"""Signing in: address and password, then perhaps a code."""

from flask_babel import lazy_gettext as _
from wtforms import StringField

from events.accounts.forms import Form, needed, password_field


class SignInForm(Form):
    """The address is not checked: a wrong one is nobody's, and is answered like a wrong
    password."""

    email = StringField(
        _("邮箱"),
        [needed(_("请写上邮箱。"))],
        render_kw={"type": "email", "autocomplete": "username", "inputmode": "email"},
    )
    password = password_field(_("密码"))


class CodeForm(Form):
    code = StringField(
        _("动态码"),
        [needed(_("请填动态码。"))],
        render_kw={"autocomplete": "one-time-code", "maxlength": "20"},
    )
