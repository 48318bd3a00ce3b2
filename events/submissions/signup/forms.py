"""The step about signing up: how, with whom, and where an online activity is found."""

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, RadioField, ValidationError
from wtforms.validators import DataRequired

from events.activities.vocabulary import N_, Format, SignupMode
from events.submissions.sheets.forms import Sheet, link, said, short
from events.submissions.typed import text_of

MODES = {
    SignupMode.NONE: N_("无需报名，直接参加"),
    SignupMode.TELEPHONE: N_("打电话报名"),
    SignupMode.EXTERNAL: N_("到我们的网页报名"),
}


class Signup(Sheet):
    step = "signup"

    signup_mode = RadioField(
        _("怎样报名"),
        [DataRequired(_("请选一种报名方式。"))],
        choices=lambda: said(MODES),
        default="",
        invalid_choice_message=_("请从这几种里选。"),
    )
    signup_phone = short(_("报名电话"), 40)
    signup_url = link(_("报名网址"))
    online_url = link(_("线上参加的网址"))
    contact = short(_("联系人和电话"), 120)
    contact_is_public = BooleanField(_("公开联系方式，公众在活动页上能看到"))

    @property
    def is_online(self) -> bool:
        return text_of(self.draft, "basics", "format") in (Format.ONLINE, Format.HYBRID)

    def validate_signup_phone(self, field: Field) -> None:
        if self.signup_mode.data != SignupMode.TELEPHONE:
            return
        if not field.data:
            raise ValidationError(gettext("选了打电话报名，请写电话。"))
        check_phone(field)

    def validate_signup_url(self, field: Field) -> None:
        if self.signup_mode.data == SignupMode.EXTERNAL and not field.data:
            raise ValidationError(gettext("选了到网页报名，请写网址。"))

    def validate_online_url(self, field: Field) -> None:
        is_blind = not field.data and self.signup_mode.data == SignupMode.NONE
        if is_blind and text_of(self.draft, "basics", "format") == Format.ONLINE:
            raise ValidationError(gettext("线上活动又不用报名，公众就得从这里进：请写网址。"))

    def values(self) -> dict[str, Any]:
        """Only what belongs to the mode that was chosen."""
        mode = self.signup_mode.data
        return {
            "signup_mode": mode,
            "signup_phone": self.signup_phone.data if mode == SignupMode.TELEPHONE else "",
            "signup_url": self.signup_url.data if mode == SignupMode.EXTERNAL else "",
            "online_url": self.online_url.data if self.is_online else "",
            "contact": self.contact.data,
            "contact_is_public": bool(self.contact.data) and self.contact_is_public.data,
        }


def check_phone(field: Field) -> None:
    """Digits and what stands between them; several numbers and extensions too."""
    is_clean = re.fullmatch(r"[\d\s+()（）\-－—–转至或，,、;；/]*", field.data)
    if not is_clean or len(re.sub(r"\D", "", field.data)) < 5:
        raise ValidationError(gettext("请写成 023-60313777 这样的电话号码。"))
