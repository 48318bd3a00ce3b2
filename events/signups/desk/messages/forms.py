"""What the form of a message holds."""

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Form, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from events.db import LARGEST_ID
from events.signups.desk.messages.actions import MOST_WORDS, Group
from events.text import clean_line, clean_text

MOST_CHOSEN = 200
_KEY = re.compile(r"[\w-]{16,64}", re.ASCII)

GROUPS = (
    SelectChoice(Group.HOLDING, _("有名额的（已确认和待接受）")),
    SelectChoice(Group.WAITING, _("候补的")),
    SelectChoice(Group.PENDING, _("待审核的")),
    SelectChoice(Group.LIVE, _("以上全部")),
    SelectChoice(Group.CHOSEN, _("在名单里勾选的")),
)


class MessageForm(Form):
    """`chosen` are the ticked sign-ups, `key` the preview's, `count` how many it showed, typed."""

    group = RadioField(
        _("发给谁"), choices=GROUPS, default=Group.HOLDING, validators=[InputRequired()]
    )
    words = TextAreaField(
        _("写给他们的话"),
        [
            InputRequired(_("请写要告诉他们的话。")),
            Length(max=MOST_WORDS, message=_("太长了，最多 %(max)d 个字。")),
        ],
        filters=[lambda text: clean_text(text or "")],
    )
    key = HiddenField(default="")
    count = StringField(_("人数"), filters=[lambda text: clean_line(text or "")])

    def __init__(self, *arguments: Any, chosen: list[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        numbers = [int(text) for text in chosen if text.isascii() and text.isdecimal()]
        self.chosen = [one for one in dict.fromkeys(numbers) if one <= LARGEST_ID][:MOST_CHOSEN]
        self.count.flags.required = True  # where it is asked at all
        if not self.chosen:
            self.group.choices = [one for one in GROUPS if one.value is not Group.CHOSEN]

    @property
    def to(self) -> Group:
        return Group(self.group.data)

    @property
    def has_key(self) -> bool:
        return bool(_KEY.fullmatch(self.key.data or ""))

    def validate_words(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(gettext("请写要告诉他们的话。"))
