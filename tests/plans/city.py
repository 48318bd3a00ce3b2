"""Two cities with a Science Association each, two themed days, and a notice of the first city."""

from events.units.models import District, GroupMember, NameKind, Unit, UnitGroup, UnitName
from tests.factories import make_district, make_themed_day, make_unit

NOTICE = """\
2026年重庆市科普工作要点

一、重点工作

1.办好科普日。组织展览和讲座。（市科协、市教委等）

2.办好观星周。一起看星星。（各责任单位）

3.送科学下乡。（牵头单位：市科委；配合单位：重庆市气象局、市汽象局、青禾镇）

重庆市科普工作办公室
2026年3月1日
"""


def make_cities() -> None:
    chongqing = make_district(slug="500000", name="重庆市")
    liuzhou = make_district(slug="450200", name="柳州市")
    cast = named_unit(chongqing, "cq-cast", "重庆市科学技术协会", "市科协", alias="科协")
    education = named_unit(chongqing, "cq-education", "重庆市教育委员会", "市教育委")
    named_unit(chongqing, "cq-science", "重庆市科学技术局", "市科技局", former="市科委")
    named_unit(chongqing, "cq-weather", "重庆市气象局", "市气象局", doubtful="市汽象局")
    named_unit(liuzhou, "lz-cast", "柳州市科学技术协会", "市科协", alias="科协")
    group = UnitGroup.create(
        slug="cq-all", name="各责任单位", full_name="重庆市各责任单位", region=chongqing
    )
    for position, unit in enumerate((cast, education)):
        GroupMember.create(group=group, unit=unit, position=position)
    make_themed_day(slug="science-day", name="全国科普日", aliases=["科普日"])
    make_themed_day(slug="star-week", name="观星周")


def named_unit(region: District, slug: str, name: str, short_name: str, **others: str) -> Unit:
    """A unit with other names by their kind: `alias=…`, `former=…`, `doubtful=…`."""
    unit = make_unit(region=region, slug=slug, name=name, short_name=short_name)
    for kind, other in others.items():
        UnitName.create(unit=unit, name=other, kind=NameKind(kind))
    return unit
