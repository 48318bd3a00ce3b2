"""The public's form with what only the unit says."""

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, ValidationError

from events.activities.models import Activity
from events.signups.joining.forms import signup_form
from events.signups.models import QuestionSetVersion
from events.signups.terms import Terms

_KEY = re.compile(r"[\w-]{16,48}", re.ASCII)


def entry_form(activity: Activity, terms: Terms, version: QuestionSetVersion | None) -> type[Any]:
    """The form's class. `key` was made with the page."""
    base: Any = signup_form(activity, terms, version)

    class EntryForm(base):
        key = HiddenField()
        may_wait = BooleanField(_("没有名额就放进候补"))

        def validate_key(self, field: Any) -> None:
            if not _KEY.fullmatch(field.data or ""):
                raise ValidationError(gettext("这张表打开得不完整，请重新打开再填。"))

    return EntryForm
