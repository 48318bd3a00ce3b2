"""Reads of districts, units and groups."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from peewee import JOIN, Expression, fn

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


def served_regions(only: Collection[str] | None = None) -> list[District]:
    """The regions that have units here, then the provinces above them: all, or those of them with
    the codes in `only` (one statement)."""
    with_units = Unit.select(Unit.region).where(Unit.merged_into.is_null())
    city = District.alias()
    above = city.select(city.parent).where(city.id.in_(with_units), city.parent.is_null(False))
    which = District.id.in_(with_units) | District.id.in_(above)
    if only is not None:
        which &= District.slug.in_(list(only))
    return list(District.select().where(which).order_by(District.slug))


def all_regions(besides: District | None = None) -> list[District]:
    """Every district that is not dissolved, and this one (one statement)."""
    stands = District.valid_to.is_null()
    which = stands | (District.id == besides.id) if besides else stands
    return list(District.select().where(which).order_by(District.slug))


def regions_with(ids: Collection[int]) -> dict[int, District]:
    """Districts by id (one statement)."""
    return {row.id: row for row in District.select().where(District.id.in_(list(ids)))}


def units_by_region(
    which: Expression | None = None, most: int | None = None
) -> dict[District, list[Unit]]:
    """Units in protocol order, under their region, all or those that meet the condition; merged
    ones left out (one statement)."""
    grouped: dict[District, list[Unit]] = {}
    query = Unit.select(Unit, District).join(District).where(Unit.merged_into.is_null())
    query = query if which is None else query.where(which)
    for unit in query.order_by(District.slug.desc(), Unit.position, Unit.id).limit(most):
        grouped.setdefault(unit.region, []).append(unit)
    return grouped


def districts_by_region() -> dict[District, list[District]]:
    """The smallest districts that are not dissolved, under the region around them (one
    statement)."""
    rows = {row.id: row for row in all_regions()}
    wholes = {row.parent_id for row in rows.values()}
    grouped: dict[District, list[District]] = {}
    for row in rows.values():
        if row.id not in wholes and row.parent_id in rows:
            grouped.setdefault(rows[row.parent_id], []).append(row)
    return grouped


def get_unit(slug: str) -> Unit:
    """A unit with its region; of a merged one the survivor (one statement, two for a merged).

    Raises NotFound.
    """
    unit = _find_unit(Unit.slug == slug)
    if unit is None:
        raise NotFound(f"没有“{slug}”这个单位，请到“单位”页查找。")
    survivor = _find_unit(Unit.id == unit.merged_into_id) if unit.merged_into_id else None
    return survivor or unit


def _find_unit(which: Expression) -> Unit | None:
    return Unit.select(Unit, District).join(District).where(which).first()


def survivors(ids: Iterable[int]) -> list[int]:
    """The same units, each once, those that were merged as what they became (one statement)."""
    wanted = list(ids)
    merged = Unit.select(Unit.id, Unit.merged_into).where(
        Unit.id.in_(wanted), Unit.merged_into.is_null(False)
    )
    became = {row.id: row.merged_into_id for row in merged}
    return list(dict.fromkeys(became.get(id_) or id_ for id_ in wanted))


def find_meant(name: str, region_id: int, besides: Unit | None = None) -> Unit | None:
    """The unit that a name means in a region, by whichever of its names (one statement)."""
    certain = [NameKind.ALIAS, NameKind.FORMER]
    others = UnitName.select(UnitName.unit).where(UnitName.name == name, UnitName.kind.in_(certain))
    own = (Unit.name == name) | (Unit.short_name == name)
    found = Unit.select().where(
        Unit.region == region_id, Unit.merged_into.is_null(), own | Unit.id.in_(others)
    )
    return found.where(Unit.id != besides.id).first() if besides else found.first()


def names_of(unit: Unit) -> list[UnitName]:
    return list(
        UnitName.select()
        .where(UnitName.unit == unit, UnitName.kind.in_([NameKind.ALIAS, NameKind.FORMER]))
        .order_by(UnitName.kind, UnitName.id)
    )


def groups_of(unit: Unit) -> list[UnitGroup]:
    return list(UnitGroup.select().join(GroupMember).where(GroupMember.unit == unit))


def known_names(region: District, besides: Unit | None = None) -> list[KnownName]:
    """Every name that means a unit in this region: full, short and other names (two statements)."""
    which = (Unit.region == region) & Unit.merged_into.is_null()
    which = which & (Unit.id != besides.id) if besides else which
    units = list(Unit.select().where(which))
    own = [
        KnownName(name, NameKind.ALIAS, unit)
        for unit in units
        for name in (unit.name, unit.short_name)
    ]
    others = UnitName.select(UnitName, Unit).join(Unit).where(which)
    return own + [KnownName(row.name, row.kind, row.unit) for row in others]


def members_by_group(groups: Iterable[int]) -> dict[int, list[Unit]]:
    """Group id -> its known members, in their order (one statement)."""
    rows = (
        GroupMember.select(GroupMember, Unit)
        .join(Unit)
        .where(GroupMember.group.in_(list(groups)))
        .order_by(GroupMember.position)
    )
    found: dict[int, list[Unit]] = defaultdict(list)
    for row in rows:
        found[row.group_id].append(row.unit)
    return found


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
