"""Reads of districts, units and groups."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from peewee import JOIN, fn

from events.errors import NotFound
from events.units.models import District, GroupMember, NameKind, Unit, UnitGroup, UnitName


@dataclass(frozen=True)
class KnownName:
    """A name that means a unit inside one region."""

    name: str
    kind: str
    unit: Unit


@dataclass(frozen=True)
class DistrictRow:
    """A district and those around it; `before` are the dissolved ones that became part of it."""

    district: District
    parent: District | None
    successor: District | None
    below: tuple[District, ...]
    before: tuple[District, ...]


def get_region(slug: str) -> District:
    """A district by slug (GB/T code, or our id); raises NotFound."""
    region = District.get_or_none(District.slug == slug)
    if region is None:
        raise NotFound(f"没有代码为“{slug}”的地区，请用六位区划代码，例如 500000（重庆市）。")
    return region


def get_district(slug: str, today: date) -> DistrictRow:
    """A district with those around it in the tree (two statements); raises NotFound."""
    district = get_region(slug)
    near = District.select().where(
        (District.id == district.parent_id)
        | (District.slug == district.successor)
        | (District.successor == slug)
        | (District.parent == district)
    )
    rows = list(near.order_by(District.slug))
    return DistrictRow(
        district=district,
        parent=next((row for row in rows if row.id == district.parent_id), None),
        successor=next((row for row in rows if row.slug == district.successor), None),
        below=tuple(
            row
            for row in rows
            if row.parent_id == district.id and (row.valid_to is None or row.valid_to > today)
        ),
        before=tuple(row for row in rows if row.successor == slug),
    )


def served_regions() -> list[District]:
    """The regions that have units here, then the provinces above them (one statement)."""
    with_units = Unit.select(Unit.region)
    city = District.alias()
    above = city.select(city.parent).where(city.id.in_(with_units), city.parent.is_null(False))
    return list(
        District.select()
        .where(District.id.in_(with_units) | District.id.in_(above))
        .order_by(District.slug)
    )


def regions_with(ids: Collection[int]) -> dict[int, District]:
    """Districts by id (one statement)."""
    return {row.id: row for row in District.select().where(District.id.in_(list(ids)))}


def units_by_region() -> dict[District, list[Unit]]:
    """All units in protocol order, under their region (one statement)."""
    grouped: dict[District, list[Unit]] = {}
    query = Unit.select(Unit, District).join(District).order_by(District.slug.desc(), Unit.position)
    for unit in query:
        grouped.setdefault(unit.region, []).append(unit)
    return grouped


def get_unit(slug: str) -> Unit:
    """A unit with its region (one statement); raises NotFound."""
    unit = Unit.select(Unit, District).join(District).where(Unit.slug == slug).first()
    if unit is None:
        raise NotFound(f"没有“{slug}”这个单位，请到“单位”页查找。")
    return unit


def names_of(unit: Unit) -> list[UnitName]:
    return list(
        UnitName.select()
        .where(UnitName.unit == unit, UnitName.kind.in_([NameKind.ALIAS, NameKind.FORMER]))
        .order_by(UnitName.kind, UnitName.id)
    )


def groups_of(unit: Unit) -> list[UnitGroup]:
    return list(UnitGroup.select().join(GroupMember).where(GroupMember.unit == unit))


def known_names(region: District) -> list[KnownName]:
    """Every name that means a unit in this region: full, short and other names (two statements)."""
    units = list(Unit.select().where(Unit.region == region))
    own = [
        KnownName(name, NameKind.ALIAS, unit)
        for unit in units
        for name in (unit.name, unit.short_name)
    ]
    others = UnitName.select(UnitName, Unit).join(Unit).where(Unit.region == region)
    return own + [KnownName(row.name, row.kind, row.unit) for row in others]


def groups_in(region: District) -> list[UnitGroup]:
    return list(UnitGroup.select().where(UnitGroup.region == region))


def groups_by_region() -> dict[int, list[tuple[UnitGroup, int]]]:
    """Region id -> its groups with the number of known members (one statement)."""
    counted = fn.COUNT(GroupMember.id).alias("member_count")
    query = (
        UnitGroup.select(UnitGroup, counted)
        .join(GroupMember, JOIN.LEFT_OUTER)
        .group_by(UnitGroup)
        .order_by(UnitGroup.slug)
    )
    grouped: dict[int, list[tuple[UnitGroup, int]]] = {}
    for group in query:
        grouped.setdefault(group.region_id, []).append((group, group.member_count))
    return grouped
