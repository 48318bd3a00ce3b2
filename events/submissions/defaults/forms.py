"""What a unit would otherwise type in each new submission."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, RadioField, SelectMultipleField

from events.activities.vocabulary import AUDIENCES
from events.submissions.partners.forms import Partners
from events.submissions.sheets.forms import Lines, link, said, short, whole
from events.submissions.signup.forms import MODES, check_phone
from events.submissions.signup.terms.forms import LONGEST_BRING, MOST

BASICS = ("audiences", "audience_note", "fee", "co_organisers", "supporters")
TERMS = ("closes_hours_before", "party_limit", "waiting_limit", "bring", "needs_approval")
SIGNUP = ("signup_mode", "signup_phone", "signup_url", *TERMS, "contact", "contact_is_public")


class Defaults(Partners):
    """Everything may stay empty. Its one step holds the fields of two."""

    step = "defaults"

    audiences = SelectMultipleField(
        _("适合谁"),
        choices=lambda: said(AUDIENCES),
        invalid_choice_message=_("没有“%(value)s”这一类，请从列表里选。"),
    )
    audience_note = short(_("对参加者的要求"), 120)
    fee = short(_("费用"), 120)
    co_organisers = Lines(_("协办单位"))
    supporters = Lines(_("支持单位"))
    signup_mode = RadioField(
        _("怎样报名"),
        choices=lambda: said(MODES, _("每次再选")),
        default="",
        invalid_choice_message=_("请从这几种里选。"),
    )
    signup_phone = short(_("报名电话"), 40)
    signup_url = link(_("报名网址"))
    closes_hours_before = whole(_("开始前几小时截止"), 0, MOST["closes_hours_before"])
    party_limit = whole(_("每份最多几人"), 1, MOST["party_limit"])
    waiting_limit = whole(_("每场候补最多几人"), 0, MOST["waiting_limit"])
    bring = short(_("请带什么"), LONGEST_BRING)
    needs_approval = BooleanField(_("每份都要我们同意才算报上"))
    contact = short(_("联系人和电话"), 120)
    contact_is_public = BooleanField(_("公开联系方式，公众在活动页上能看到"))

    def validate_signup_phone(self, field: Field) -> None:
        if field.data:
            check_phone(field)

    def as_draft(self) -> dict[str, Any]:
        """The two steps as a new draft starts with them."""
        return {
            "basics": {name: self.typed.get(name, "") for name in BASICS},
            "signup": {name: self.typed.get(name, "") for name in SIGNUP},
        }
