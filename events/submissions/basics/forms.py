"""The first step: what it is, for whom, and what it belongs to."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired

from events.activities.vocabulary import AUDIENCES, FORMATS, KINDS
from events.marking import N_
from events.submissions.basics.queries import (
    Offer,
    offered_editions,
    offered_items,
    read_tie,
)
from events.submissions.partners.forms import Partners
from events.submissions.readings import Setting
from events.submissions.sheets.forms import Lines, line, said, short
from events.submissions.typed import Draft, texts_of

OLDEST = 120
MOST_EDITIONS = 20


def known(label: Any) -> SelectField:
    """Yes, no, or nobody knows yet."""
    return SelectField(
        label,
        default="",
        choices=lambda: said({"": N_("还不确定"), "yes": N_("有"), "no": N_("没有")}),
        invalid_choice_message=_("请从这几个里选。"),
    )


class Basics(Partners):
    step = "basics"

    title = short(_("标题"), 120, DataRequired(_("请写标题。")))
    kind = SelectField(
        _("形式"),
        [DataRequired(_("请选一种形式。"))],
        choices=lambda: said(KINDS, _("请选择")),
        default="",
        invalid_choice_message=_("没有这种形式，请从列表里选。"),
    )
    format = SelectField(
        _("现场还是线上"),
        [DataRequired(_("请选现场、线上，或者两样都有。"))],
        choices=lambda: said(FORMATS, _("请选择")),
        default="",
        invalid_choice_message=_("请从列表里选。"),
    )
    editions = SelectMultipleField(_("属于哪些主题日"), choices=[], validate_choice=False)
    work_item = SelectField(
        _("落实工作要点的哪一条"),
        default="",
        invalid_choice_message=_("没有这一条，请从列表里选。"),
    )
    audiences = SelectMultipleField(
        _("适合谁"),
        [DataRequired(_("请至少选一样。"))],
        choices=lambda: said(AUDIENCES),
        invalid_choice_message=_("没有“%(value)s”这一类，请从列表里选。"),
    )
    age_from = StringField(_("最小年龄"), filters=[line])
    age_to = StringField(_("最大年龄"), filters=[line])
    audience_note = short(_("对参加者的要求"), 120)
    fee = short(_("费用"), 120)
    co_organisers = Lines(_("协办单位"))
    supporters = Lines(_("支持单位"))
    sign_language = known(_("手语翻译"))
    captions = known(_("字幕"))

    def __init__(self, draft: Draft, setting: Setting) -> None:
        super().__init__(draft, setting)
        chosen = texts_of(draft, "basics", "editions")[:MOST_EDITIONS]
        self.ties = [tie for text in chosen if (tie := read_tie(text))]
        self.offers = offered_editions(setting, self.ties)
        self.editions.choices = [SelectChoice(offer.value, offer.name) for offer in self.offers]
        items = offered_items(setting.unit, setting.public.work_item if setting.public else None)
        self.work_item.choices = [SelectChoice("", gettext("不属于哪一条"))] + [
            SelectChoice(str(row.id), f"{row.number}　{row.title[:60]}") for row in items
        ]

    @property
    def chosen_offers(self) -> list[Offer]:
        return [offer for offer in self.offers if offer.value in (self.editions.data or ())]

    def validate_editions(self, field: Field) -> None:
        if len(field.data or ()) > MOST_EDITIONS:
            raise ValidationError(gettext("最多选 %(count)d 届。", count=MOST_EDITIONS))
        if len(self.ties) < len(field.data or ()) or len(self.chosen_offers) < len(self.ties):
            raise ValidationError(gettext("有一届已经没有了，请重新选。"))
        for offer in self.chosen_offers:
            if not offer.is_open:
                raise ValidationError(
                    gettext("“%(name)s”已经过去、取消或者不再有了，请换一个。", name=offer.name)
                )
        keys = [(tie.day, tie.year) for tie in self.ties]
        if len(set(keys)) < len(keys):
            raise ValidationError(gettext("同一届只能选一项：整届，或者其中一个板块。"))

    def validate_age_from(self, field: Field) -> None:
        _check_age(field)

    def validate_age_to(self, field: Field) -> None:
        _check_age(field)
        first, last = _age(self.age_from.data), _age(field.data)
        if first is not None and last is not None and last < first:
            raise ValidationError(gettext("最大年龄比最小年龄还小，请核对。"))

    def values(self) -> dict[str, Any]:
        ages = {name: _age(self[name].data) for name in ("age_from", "age_to")}
        same = ("title", "kind", "format", "audience_note", "fee")
        known = {name: _KNOWN[self[name].data] for name in ("sign_language", "captions")}
        return (
            {name: self[name].data for name in same}
            | ages
            | self.partner_ids()
            | known
            | {
                "editions": tuple(self.ties),
                "work_item": int(self.work_item.data) if self.work_item.data else None,
                "audiences": tuple(dict.fromkeys(self.audiences.data)),
            }
        )


_KNOWN = {"yes": True, "no": False, "": None}


def _age(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 4 and int(text) <= OLDEST else None


def _check_age(field: Field) -> None:
    if field.data and _age(field.data) is None:
        raise ValidationError(gettext("请写 0 到 %(oldest)d 之间的整数，或者空着。", oldest=OLDEST))
