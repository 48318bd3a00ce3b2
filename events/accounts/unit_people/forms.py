"""Inviting an editor into one's unit, and changing what somebody is there."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.fields import SelectChoice

from events.accounts.forms import Form, email_field
from events.people.models import MemberRole


class InviteForm(Form):
    email = email_field(_("对方的邮箱"))


class RoleForm(Form):
    role = RadioField(choices=[SelectChoice(role.value, role.value) for role in MemberRole])
