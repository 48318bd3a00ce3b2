"""What somebody types who wants a unit taken in, and what the office answers."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form
from wtforms.validators import ValidationError

from events.office.directory.forms import KINDS, is_slug, region_choices
from events.office.directory.requests.actions import Wish
from events.office.forms import Choice, Line, Paragraphs
from events.people.emails import EmailRefused, read_email
from events.units.actions import NewUnit
from events.units.models import District, Unit
from events.units.queries import find_meant


class WishForm(Form):
    """Choices of regions come with `offer`; `parent` is found by its name."""

    name = Line(_("单位全称"), 120)
    kind = Choice(_("性质"), KINDS.items())
    region = Choice(_("所在地区"))
    parent = Line(_("上级单位的全称"), 120, required=False)
    contact_name = Line(_("您的姓名"), 60)
    contact_email = Line(_("您的邮箱"), 254)
    note = Paragraphs(_("为什么要加入"), 1000)
    differs = BooleanField(_("都不是，继续申请"))
    parent_unit: Unit | None = None

    def offer(self, regions: Iterable[District]) -> None:
        self.regions = {region.slug: region for region in regions}
        self.region.offer([("", _("请选择")), *region_choices(self.regions.values())])
        self.region.flags.required = True

    @property
    def chosen_region(self) -> District | None:
        return self.regions.get(self.region.data)

    def validate_region(self, field: Choice) -> None:
        if not field.data:
            raise ValidationError(_("请从列表里选一个。"))

    def validate_parent(self, field: Line) -> None:
        region = self.chosen_region
        while field.data and region and self.parent_unit is None:
            self.parent_unit = find_meant(field.data, region.id)
            region = region.parent
        if field.data and self.parent_unit is None:
            raise ValidationError(_("名录里没有这个单位，请写全称，或者留空，写在理由里。"))

    def validate_contact_email(self, field: Line) -> None:
        try:
            field.data = read_email(field.data or "")
        except EmailRefused as refusal:
            raise ValidationError(refusal.message) from None

    @property
    def wish(self) -> Wish:
        assert self.chosen_region  # validated
        return Wish(
            name=self.name.data or "",
            kind=self.kind.data,
            region_id=self.chosen_region.id,
            parent_id=self.parent_unit.id if self.parent_unit else None,
            contact_name=self.contact_name.data or "",
            contact_email=self.contact_email.data or "",
            note=self.note.data or "",
        )


class AcceptanceForm(Form):
    name = Line(_("单位全称"), 120)
    short_name = Line(_("简称"), 60)
    name_en = Line(_("英文名"), 200, required=False)
    slug = Line(_("代号（用在网址里）"), 64, required=False)
    invites = BooleanField(_("同时写信邀请申请人当这个单位的负责人"))

    def validate_slug(self, field: Line) -> None:
        is_slug(self, field)

    def new_unit(self, kind: str, region_id: int, parent_id: int | None) -> NewUnit:
        return NewUnit(
            name=self.name.data or "",
            short_name=self.short_name.data or "",
            name_en=self.name_en.data or "",
            slug=self.slug.data or "",
            kind=kind,
            region_id=region_id,
            parent_id=parent_id,
        )


class RefusalForm(Form):
    answer = Line(_("不能加入的原因，会写信告诉申请人"), 200)
