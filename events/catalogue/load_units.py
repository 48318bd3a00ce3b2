"""Districts, units and groups of the catalogue."""

from events.catalogue.keeping import Keeper, referred_first, values_of
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
        values = values_of(
            record, ("name", "name_en", "short_name", "kind", "hosted_by"), ("note",)
        )
        values |= {"region_id": regions[record["region"]], "position": position}
        keeper.keep("unit", record["slug"], row, values)
        _names(keeper, row, record)


def _names(keeper: Keeper, unit: Unit, record: Record) -> None:
    """The other names of a unit: as the catalogue has them, because nobody edits them."""
    wanted = {(name, kind) for kind, key in _NAME_KINDS.items() for name in record.get(key, [])}
    stored = {(row.name, row.kind): row for row in unit.names}
    for key in stored.keys() - wanted:
        stored[key].delete_instance()
    for name, kind in sorted(wanted - stored.keys()):
        UnitName.create(unit=unit, name=name, kind=kind)
    if stored.keys() != wanted:
        keeper.count("unit_name", unit.slug, is_new=not stored)


def load_groups(keeper: Keeper, records: list[Record]) -> None:
    regions = {row.slug: row.id for row in District.select(District.slug, District.id)}
    units = {row.slug: row for row in Unit.select(Unit.slug, Unit.id)}
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
        _members(keeper, row, [units[slug] for slug in record.get("members", [])])


def _members(keeper: Keeper, group: UnitGroup, units: list[Unit]) -> None:
    """Who is in a group, in protocol order: as the catalogue has it, because nobody edits it."""
    wanted = [unit.id for unit in dict.fromkeys(units)]
    in_group = GroupMember.select().where(GroupMember.group == group)
    stored = [row.unit_id for row in in_group.order_by(GroupMember.position)]
    if stored == wanted:
        return
    GroupMember.delete().where(GroupMember.group == group).execute()
    for position, unit_id in enumerate(wanted):
        GroupMember.create(group=group, unit=unit_id, position=position)
    keeper.count("group_member", group.slug, is_new=not stored)
