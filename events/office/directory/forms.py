"""What the office types about a unit."""

import re
from collections.abc import Iterable
from datetime import date

from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form, HiddenField
from wtforms.validators import ValidationError

from events.office.directory.actions import Facts
from events.office.forms import Choice, Day, Line
from events.units.models import District, NameKind, Unit, UnitGroup

KINDS = {
    "government-bureau": _("政府部门"),
    "party-department": _("党委部门"),
    "people-organisation": _("群团组织"),
    "coordination-office": _("议事协调机构的办公室"),
    "leading-group": _("领导小组"),
    "institution": _("事业单位、场馆"),
    "university": _("高等院校"),
    "school": _("中小学、幼儿园"),
    "hospital": _("医疗机构"),
    "society": _("学会、协会"),
    "enterprise": _("企业"),
    "community": _("街道、社区"),
    "other": _("其他"),
}
NAME_KINDS = {
    NameKind.ALIAS: _("别称"),
    NameKind.FORMER: _("曾用名"),
    NameKind.USUAL: _("通称（目录里泛指这类单位的词）"),
    NameKind.DOUBTFUL: _("存疑（常见的笔误）"),
}
_RESERVED = re.compile(r"requests|new|unit-\d+")


def region_choices(regions: Iterable[District]) -> list[tuple[str, str]]:
    """With the code, named in the reader's language."""
    is_english = str(get_locale()) == "en"
    return [
        (
            one.slug,
            f"{one.name_en or one.name} ({one.slug})"
            if is_english
            else f"{one.name}（{one.slug}）",
        )
        for one in regions
    ]


def is_slug(form: Form, field: Line) -> None:
    """A validator: fit for an address and not one of ours, or nothing."""
    if not field.data:
        return
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,63}", field.data):
        raise ValidationError(_("只能用小写字母、数字和连字符，以字母开头，例如 cq-museum。"))
    if _RESERVED.fullmatch(field.data):
        raise ValidationError(_("这个代号留给程序用，请换一个。"))


def facts_of(unit: Unit) -> dict[str, str]:
    """As they are now, for a fresh form."""
    return {
        "short_name": unit.short_name,
        "name_en": unit.name_en,
        "kind": unit.kind,
        "region": unit.region.slug,
        "parent": unit.parent.slug if unit.parent_id else "",
    }


class FactsForm(Form):
    """Choices come with `offer`, because they depend on the unit."""

    short_name = Line(_("简称"), 60)
    name_en = Line(_("英文名"), 200, required=False)
    kind = Choice(_("性质"))
    region = Choice(_("地区"))
    parent = Choice(_("上级单位"))

    def offer(self, kind: str, regions: Iterable[District], parents: Iterable[Unit]) -> None:
        """`kind` is the unit's own, which may be one that only the catalogue knows."""
        self.kind.offer(({kind: kind} | KINDS).items())
        self.region.offer(region_choices(regions))
        self.parent.offer([("", _("没有")), *((one.slug, one.name) for one in parents)])

    def facts(self, regions: Iterable[District], parents: Iterable[Unit]) -> Facts:
        parent = {one.slug: one.id for one in parents}.get(self.parent.data)
        return Facts(
            short_name=self.short_name.data or "",
            name_en=self.name_en.data or "",
            kind=self.kind.data,
            region_id={one.slug: one.id for one in regions}[self.region.data],
            parent_id=parent,
        )


class RenamingForm(Form):
    name = Line(_("新名称（全称）"), 120, id="new-name")
    until_day = Day(_("原名用到哪天"))
    today: date

    def validate_until_day(self, field: Day) -> None:
        if field.data and field.data > self.today:
            raise ValidationError(_("还没到这一天，请到时再改名。"))


class NameForm(Form):
    name = Line(_("名称"), 120, id="other-name")
    kind = Choice(_("是什么名称"), NAME_KINDS.items(), id="other-kind")


class GroupForm(Form):
    group = Choice(_("单位组"))

    def offer(self, groups: Iterable[UnitGroup]) -> None:
        self.group.offer((one.slug, f"{one.full_name}（{one.name}）") for one in groups)


class MergeForm(Form):
    survivor = HiddenField()
    checked = BooleanField(_("我核对过了：这两个就是同一个单位，合并以后不能撤销"))

    def validate_checked(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(_("请先核对，再勾选。"))
