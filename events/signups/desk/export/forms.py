"""Which sign-ups to take along, and why with whole numbers."""

from flask_babel import lazy_gettext as _
from wtforms import Form, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from events.signups.desk.listing import Pile
from events.signups.desk.signup.forms import refuse_contact
from events.signups.joining.fields.forms import Line

PILES = (
    SelectChoice(Pile.LIVE, _("有效的")),
    SelectChoice(Pile.CONFIRMED, _("已确认")),
    SelectChoice(Pile.PENDING, _("待审核")),
    SelectChoice(Pile.WAITING, _("候补")),
    SelectChoice(Pile.OFFERED, _("待接受")),
    SelectChoice(Pile.CALL, _("要打电话")),
    SelectChoice(Pile.OVER, _("已取消或没成")),
)


class ExportForm(Form):
    pile = SelectField(_("哪些报名"), [InputRequired()], choices=PILES, default=Pile.LIVE)
    reason = Line(_("要完整电话的原因"), 200, required=False)
    validate_reason = refuse_contact
