"""One's own account: who one is."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.fields import SelectChoice

from events.accounts.forms import Form, name_field


class DescribeForm(Form):
    name = name_field(_("姓名"))
    language = RadioField(
        _("邮件用的语言"), choices=[SelectChoice("zh", "中文"), SelectChoice("en", "English")]
    )
