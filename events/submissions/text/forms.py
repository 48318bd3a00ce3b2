"""The step with the text and the picture."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, TextAreaField, ValidationError
from wtforms.validators import DataRequired

from events.submissions.sheets.forms import Sheet, at_most, short, text
from events.submissions.typed import text_of


class TextAndPicture(Sheet):
    step = "text"
    kept = ("picture",)

    description = TextAreaField(
        _("活动介绍"), [DataRequired(_("请写几句介绍。")), at_most(5000)], filters=[text]
    )
    picture_alt = short(_("图片里有什么"), 200)

    @property
    def picture(self) -> str:
        """The name of the stored picture."""
        return text_of(self.draft, "text", "picture")

    def validate_picture_alt(self, field: Field) -> None:
        if self.picture and not field.data:
            raise ValidationError(gettext("请用一句话说出图片里有什么，给看不见图片的人听。"))

    def values(self) -> dict[str, Any]:
        return {
            "description": self.description.data,
            "picture": self.picture,
            "picture_alt": self.picture_alt.data if self.picture else "",
        }
