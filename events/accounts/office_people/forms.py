"""An appointment as the office fills it in."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from events.accounts.forms import Form, clean
from events.people.models import Account, OfficeRole
from events.units.models import District

_OFFICE_ROLES = [
    SelectChoice(OfficeRole.REVIEWER.value, _("审核员")),
    SelectChoice(OfficeRole.OFFICE.value, _("纲要办")),
    SelectChoice(OfficeRole.AUDITOR.value, _("审计员（只看）")),
]
_ADMINISTRATOR = SelectChoice(OfficeRole.ADMINISTRATOR.value, _("管理员"))


class AppointForm(Form):
    role = RadioField(_("职务"))
    district = SelectField(_("审核哪个区县"), filters=[clean])
    stand_in_for = SelectField(_("代理谁"), filters=[clean])
    until_day = DateField(_("到哪一天为止"), validators=[Optional()])

    def __init__(
        self, formdata: Any, *,
        holders: Iterable[Account], districts: Iterable[District], with_administrator: bool,
    ) -> None:  # fmt: skip
        super().__init__(formdata)
        self.role.choices = office_roles(with_administrator)
        self.district.choices = district_choices(districts)
        self.stand_in_for.choices = [
            SelectChoice("", _("不是代理")),
            *(SelectChoice(str(account.id), account.name) for account in holders),
        ]


def office_roles(with_administrator: bool) -> list[SelectChoice]:
    return [*_OFFICE_ROLES, _ADMINISTRATOR] if with_administrator else _OFFICE_ROLES


def district_choices(districts: Iterable[District]) -> list[SelectChoice]:
    return [
        SelectChoice("", _("全部区县")),
        *(SelectChoice(row.slug, row.name) for row in districts),
    ]
