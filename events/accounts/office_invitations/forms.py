"""Whom the office invites, and as what."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, RadioField, SelectField, ValidationError
from wtforms.fields import SelectChoice

from events.accounts.forms import Form, clean, email_field
from events.accounts.office_people.forms import district_choices, office_roles
from events.people.models import MemberRole
from events.units.models import District, Unit

_OWNER = SelectChoice(MemberRole.OWNER.value, _("单位负责人"))


class InviteForm(Form):
    """`unit` is for an owner, `district` for a reviewer."""

    email = email_field(_("对方的邮箱"))
    role = RadioField(_("请对方做什么"))
    unit = SelectField(_("哪个单位"), filters=[clean])
    district = SelectField(_("审核哪个区县"), filters=[clean])

    def __init__(
        self, formdata: Any, *,
        units: Iterable[Unit], districts: Iterable[District], with_administrator: bool,
    ) -> None:  # fmt: skip
        super().__init__(formdata)
        self.role.choices = [_OWNER, *office_roles(with_administrator)]
        self.unit.choices = [
            SelectChoice("", _("请选择")),
            *(SelectChoice(unit.slug, unit.name) for unit in units),
        ]
        self.district.choices = district_choices(districts)

    def validate_role(self, field: Field) -> None:
        if field.data == MemberRole.OWNER and not self.unit.data:
            raise ValidationError(_("请负责人时，要选单位。"))
