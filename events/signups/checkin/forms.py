"""What is typed at the door: whom to look for, and how many came without a sign-up."""

import secrets
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Form, HiddenField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from events.signups.checkin.walking_in import KEY_LENGTH
from events.signups.joining.fields.forms import Count
from events.signups.terms import PARTY_LIMIT
from events.text import clean_line


def _clean(text: str | None) -> str:
    return clean_line(text or "")


class SearchForm(Form):
    number = StringField(
        _("编号、姓名或手机后四位"),
        [
            InputRequired(_("请写编号、姓名或手机后四位。")),
            Length(max=60, message=_("太长了，最多 %(max)d 个字。")),
        ],
        filters=[_clean],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "enterkeyhint": "go"},
    )

    def validate_number(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(gettext("请写编号、姓名或手机后四位。"))


class WalkInForm(Form):
    """`key` makes sending the same form twice harmless."""

    key = HiddenField(
        default=lambda: secrets.token_urlsafe(16),
        filters=[_clean],
        validators=[
            InputRequired(_("这一页不完整，请刷新以后再登记。")),
            Length(max=KEY_LENGTH, message=_("这一页不完整，请刷新以后再登记。")),
        ],
    )
    adults = Count(_("成人"), default=1)
    children = Count(_("孩子"), default=0)

    def validate_adults(self, field: Any) -> None:
        if not field.data and not self.children.data and not self.children.errors:
            raise ValidationError(gettext("请写来了几个人，至少 1 人。"))
        if (field.data or 0) + (self.children.data or 0) > PARTY_LIMIT:
            words = gettext("一次最多登记 %(most)d 人，人多请分几次。", most=PARTY_LIMIT)
            raise ValidationError(words)
