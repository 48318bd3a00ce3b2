"""A sentence for reviewers, and for which answer it is meant."""

from flask_babel import lazy_gettext as _
from wtforms import Form, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from events.submissions.models import Decision
from events.text import clean_text

TEXT_MOST = 300


class ReasonForm(Form):
    decision = SelectField(
        _("用在"),
        choices=[
            SelectChoice(Decision.RETURNED.value, _("退回修改")),
            SelectChoice(Decision.REFUSED.value, _("不予发布")),
            SelectChoice(Decision.PUBLISHED.value, _("通过并发布")),
        ],
        validators=[InputRequired(_("请选一个。"))],
    )
    text = TextAreaField(
        _("话"),
        filters=[lambda value: clean_text(value or "")],
        validators=[
            DataRequired(_("请写一句话。")),
            Length(max=TEXT_MOST, message=_("最多 %(max)d 字，请精简一些。")),
        ],
    )
