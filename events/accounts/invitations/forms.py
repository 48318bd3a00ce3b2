"""What somebody who was invited fills in."""

from typing import Any

from flask_babel import lazy_gettext as _

from events.accounts.forms import NewPasswordForm, name_field


class OpenAccountForm(NewPasswordForm):
    name = name_field(_("姓名"))

    def __init__(self, formdata: Any, email: str) -> None:
        super().__init__(formdata, email)
        self.password.label.text = _("密码")
        self.password_again.label.text = _("再写一遍密码")
