"""Who joins in: co-organisers and supporters, typed by name."""

from functools import cached_property

from flask_babel import gettext
from wtforms import Field, ValidationError

from events.submissions.partners.queries import find_units, nearest_names, unit_names
from events.submissions.sheets.forms import Lines, Sheet
from events.units.models import Unit

MOST_UNITS = 20


class Partners(Sheet):
    """A form that has both lists; it declares them where it wants them."""

    co_organisers: Lines
    supporters: Lines

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Typed name -> unit, of both lists."""
        typed = (self.co_organisers.data or [], self.supporters.data or [])
        names = {name for names in typed for name in names[:MOST_UNITS]}
        return find_units(names, self.setting.unit) if names else {}

    @property
    def known_names(self) -> list[str]:
        """To choose from while typing."""
        return unit_names(self.setting.unit)

    def partner_ids(self) -> dict[str, tuple[int, ...]]:
        return {
            role: tuple(dict.fromkeys(self.units[name].id for name in self[role].data or ()))
            for role in ("co_organisers", "supporters")
        }

    def validate_co_organisers(self, field: Field) -> None:
        self._check(field)

    def validate_supporters(self, field: Field) -> None:
        self._check(field)
        co_organisers = self.co_organisers.data or ()
        both = {self.units[name].id for name in co_organisers if name in self.units}
        for name in field.data or ():
            if self.units[name].id in both:
                raise ValidationError(gettext("“%(name)s”已经是协办单位了。", name=name))

    def _check(self, field: Field) -> None:
        names = field.data or ()
        if len(names) > MOST_UNITS:
            raise ValidationError(gettext("最多写 %(count)d 个单位。", count=MOST_UNITS))
        for name in names:
            if name not in self.units:
                raise ValidationError(_unknown(name, self.setting.unit))
            if self.units[name].id == self.setting.unit.id:
                raise ValidationError(gettext("主办单位就是本单位，不用再写。"))


def _unknown(name: str, unit: Unit) -> str:
    """It isn't in the directory, or several units of other regions have it."""
    near = gettext("、").join(nearest_names(name, unit))
    if near:
        return gettext("名录里没有“%(name)s”，您要写的是不是%(near)s？", name=name[:40], near=near)
    return gettext("名录里没有“%(name)s”，请写单位的全称。", name=name[:40])
