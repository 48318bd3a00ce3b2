"""Switching the second step on and off."""

from flask_babel import lazy_gettext as _
from wtforms import StringField

from events.accounts.forms import Form, needed, password_field


class CodesOnForm(Form):
    code = StringField(
        _("应用里显示的 6 位动态码"),
        [needed(_("请填动态码。"))],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "10"},
    )
    password = password_field(_("现在的密码"))


class CodesOffForm(Form):
    password = password_field(_("现在的密码"))
