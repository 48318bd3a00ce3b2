"""The step about signing up: how, with whom, and where an online activity is found."""

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired

from events.activities.vocabulary import Format, SignupMode
from events.marking import N_
from events.signups.models import FormKind
from events.signups.terms import Terms
from events.submissions.readings import Setting
from events.submissions.sheets.forms import line, link, said, short, whole
from events.submissions.signup.terms.forms import FORMS, LONGEST_BRING, MOST, OPENINGS, WithTerms
from events.submissions.signup.terms.typed import OPENS_NOW
from events.submissions.typed import Draft, text_of

MODES = {
    SignupMode.NONE: N_("无需报名，直接参加"),
    SignupMode.HERE: N_("在这里报名"),
    SignupMode.TELEPHONE: N_("打电话报名"),
    SignupMode.EXTERNAL: N_("到我们的网页报名"),
}


class Signup(WithTerms):
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
    form = RadioField(
        _("给谁报名"),
        [DataRequired(_("请选给谁报名。"))],
        choices=lambda: said(FORMS),
        default=FormKind.PEOPLE,
        invalid_choice_message=_("请从这几种里选。"),
    )
    opens = RadioField(
        _("什么时候开放报名"),
        [DataRequired(_("请选什么时候开放报名。"))],
        choices=lambda: said(OPENINGS),
        default=OPENS_NOW,
        invalid_choice_message=_("请从这几种里选。"),
    )
    opens_on = StringField(_("开放日期"), filters=[line])
    opens_days_before = whole(_("提前几天开放"), 0, MOST["opens_days_before"])
    opens_time = StringField(_("当天几点开放"), filters=[line])
    closes_hours_before = whole(_("开始前几小时截止"), 0, MOST["closes_hours_before"])
    party_limit = whole(_("每份最多几人"), 1, MOST["party_limit"])
    waiting_limit = whole(_("每场候补最多几人"), 0, MOST["waiting_limit"])
    bring = short(_("请带什么"), LONGEST_BRING)
    question_set = SelectField(
        _("另外问什么"),
        default="",
        invalid_choice_message=_("这套问题已经停用，或者是别的主题日的，请另选。"),
    )
    phone_limit = whole(_("同一个手机号最多报几场"), 1, MOST["phone_limit"])
    needs_approval = BooleanField(_("每份都要我们同意才算报上"))
    ages_only = BooleanField(_("只收“基本信息”里写的年龄的孩子"))
    strict_order = BooleanField(_("候补严格按先后，人数合不合适都等前面的人"))
    online_url = link(_("线上参加的网址"))
    contact = short(_("联系人和电话"), 120)
    contact_is_public = BooleanField(_("公开联系方式，公众在活动页上能看到"))

    def __init__(self, draft: Draft, setting: Setting) -> None:
        super().__init__(draft, setting)
        self.question_set.choices = self.question_choices()
        for name in ("signup_phone", "signup_url", "opens_on", "opens_days_before"):
            self[name].flags.required = True  # wherever they count

    @property
    def is_online(self) -> bool:
        return text_of(self.draft, "basics", "format") in (Format.ONLINE, Format.HYBRID)

    @property
    def left_out(self) -> set[str]:
        """What belongs to another mode, and what other terms leave without meaning."""
        others = (names for mode, names in _OF_MODE.items() if mode != self.signup_mode.data)
        return {*self.unused_terms(), *(name for names in others for name in names)}

    def validate_signup_phone(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(gettext("选了打电话报名，请写电话。"))
        check_phone(field)

    def validate_signup_url(self, field: Field) -> None:
        if not field.data:
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
            "terms": self.terms() if mode == SignupMode.HERE else None,
            "online_url": self.online_url.data if self.is_online else "",
            "contact": self.contact.data,
            "contact_is_public": bool(self.contact.data) and self.contact_is_public.data,
        }


_OF_MODE = {
    SignupMode.TELEPHONE: ("signup_phone",),
    SignupMode.EXTERNAL: ("signup_url",),
    SignupMode.HERE: ("opens", *Terms.__dataclass_fields__),
}


def check_phone(field: Field) -> None:
    """Digits and what stands between them; several numbers and extensions too."""
    is_clean = re.fullmatch(r"[\d\s+()（）\-－—–转至或，,、;；/]*", field.data)
    if not is_clean or len(re.sub(r"\D", "", field.data)) < 5:
        raise ValidationError(gettext("请写成 023-60313777 这样的电话号码。"))
