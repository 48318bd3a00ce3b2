"""Districts, units and groups of the catalogue. A unit that was merged is left alone for good."""

from events.catalogue.keeping import Keeper, referred_first, values_of
from events.catalogue.merge import merge_list
from events.records.files import Record
from events.units.models import District, GroupMember, NameKind, Unit, UnitGroup, UnitName

_NAME_KINDS = {
    NameKind.ALIAS: "aliases",
    NameKind.FORMER: "former_names",
    NameKind.DOUBTFUL: "doubtful_aliases",
    NameKind.USUAL: "usual_as",
}


def load_districts(keeper: Keeper, records: list[Record]) -> None:
    columns = ("code", "name", "name_en", "level", "valid_from", "valid_to", "successor")
    rows = {row.slug: row for row in District.select()}
    for record in referred_first(records, ("parent",)):
        row = rows.setdefault(record["slug"], District(slug=record["slug"]))
        values = values_of(record, columns, ("note", "note_en"))
        values |= {"parent_id": rows[record["parent"]].id if "parent" in record else None}
        keeper.keep("district", record["slug"], row, values)


def load_units(keeper: Keeper, records: list[Record]) -> None:
    regions = {row.slug: row.id for row in District.select(District.slug, District.id)}
    rows = {row.slug: row for row in Unit.select()}
    for position, record in enumerate(records):
        row = rows.get(record["slug"]) or Unit(slug=record["slug"])
        if row.merged_into_id:
            continue
        values = values_of(
            record, ("name", "name_en", "short_name", "kind", "hosted_by"), ("note",)
        )
        values |= {"region_id": regions[record["region"]], "position": position}
        keeper.keep("unit", record["slug"], row, values)
        _names(keeper, row, record)


def _names(keeper: Keeper, unit: Unit, record: Record) -> None:
    """The other names of a unit; those that people added or took away are kept so."""
    wanted = sorted(
        [name, kind] for kind, key in _NAME_KINDS.items() for name in record.get(key, [])
    )
    rows = {(row.name, row.kind): row for row in unit.names}
    stored = sorted([name, kind] for name, kind in rows)
    merged = merge_list(stored, unit.loaded.get("names", stored), wanted)
    for name, kind in rows.keys() - {(name, kind) for name, kind in merged}:
        rows[name, kind].delete_instance()
    for name, kind in merged:
        if (name, kind) not in rows:
            UnitName.create(unit=unit, name=name, kind=kind)
    if merged != stored:
        keeper.count("unit_name", unit.slug, is_new=not stored)
    if unit.loaded.get("names") != wanted:
        unit.loaded = unit.loaded | {"names": wanted}
        unit.save()


def load_groups(keeper: Keeper, records: list[Record]) -> None:
    regions = {row.slug: row.id for row in District.select(District.slug, District.id)}
    rows = Unit.select(Unit.slug, Unit.id, Unit.merged_into)
    units = {row.slug: row.merged_into_id or row.id for row in rows}
    for record in records:
        row = UnitGroup.get_or_none(UnitGroup.slug == record["slug"]) or UnitGroup(
            slug=record["slug"]
        )
        values = values_of(record, ("name", "full_name", "full_name_en"), ("note",))
        values |= {
            "region_id": regions[record["region"]],
            "phrases": record.get("phrases", []),
            "complete": record.get("complete", False),
        }
        keeper.keep("group", record["slug"], row, values)
        _members(keeper, row, units, record.get("members", []))


def _members(keeper: Keeper, group: UnitGroup, units: dict[str, int], wanted: list[str]) -> None:
    """Who is in a group, in protocol order; whom people added or took away is kept so."""
    in_group = GroupMember.select().where(GroupMember.group == group)
    stored = [row.unit_id for row in in_group.order_by(GroupMember.position)]
    said = group.loaded.get("members")
    before = stored if said is None else _ids(units, said)
    merged = merge_list(stored, before, _ids(units, wanted))
    if said != wanted:
        group.loaded = group.loaded | {"members": wanted}
        group.save()
    if merged == stored:
        return
    GroupMember.delete().where(GroupMember.group == group).execute()
    for position, unit_id in enumerate(merged):
        GroupMember.create(group=group, unit=unit_id, position=position)
    keeper.count("group_member", group.slug, is_new=not stored)


def _ids(units: dict[str, int], slugs: list[str]) -> list[int]:
    return list(dict.fromkeys(units[slug] for slug in slugs if slug in units))
