"""Two rows were the same unit: everything that points to the loser points to the survivor.

What is frozen stays as it was written: revisions and the audit name units by number, and whoever
reads them asks `survivors`. Trust is not inherited, it is given anew.
"""

from datetime import datetime
from typing import Any

from peewee import Field, ForeignKeyField

from events.activities.indexing.actions import index_units
from events.activities.models import Activity, ActivityUnit
from events.activities.recording import touch_units
from events.activities.vocabulary import UnitRole
from events.audit import By
from events.days.models import UsualUnit
from events.db import database
from events.errors import InvalidTransition
from events.office.directory.queries import belongings_of
from events.office.models import UnitRequest
from events.people.memberships import join_unit
from events.people.models import Membership, OneTimeLink
from events.plans.models import Responsibility
from events.signups.models import QuestionSet
from events.submissions.models import Submission, Trust, UnitDefaults
from events.units.actions import note, open_unit
from events.units.models import GroupMember, NameKind, Unit, UnitName
from events.units.parents import units_above


def merge_units(loser: Unit, survivor: Unit, by: By, now: datetime) -> Unit:
    """The loser's address goes on answering, and so do those that led to it before.

    Raises InvalidTransition for one and the same, for two regions, for one merged already.
    """
    with database.atomic():
        loser, survivor = open_unit(loser), open_unit(survivor)
        _refuse(loser, survivor)
        counted = vars(belongings_of(loser))
        touch_units([loser.id], now)
        _hand_over_activities(loser, survivor)
        index_units([survivor.id])
        _hand_over_people(loser, survivor, by, now)
        _hand_over_work(loser, survivor)
        _hand_over_places(loser, survivor)
        _hand_over_names(loser, survivor)
        loser.merged_into, loser.parent, loser.updated_at = survivor, None, now
        loser.save()
        note(loser, "merged", by, now, into=survivor.slug, **counted)
        return note(survivor, "took-over", by, now, loser=loser.slug, loser_name=loser.name)


def _refuse(loser: Unit, survivor: Unit) -> None:
    if loser == survivor:
        raise InvalidTransition("一个单位不能并入它自己，请另选一个。")
    if loser.region_id != survivor.region_id:
        raise InvalidTransition(
            f"“{loser.name}”和“{survivor.name}”不在同一个地区，请先把地区改成一样的，再合并。"
        )


def _hand_over_activities(loser: Unit, survivor: Unit) -> None:
    """Nobody joins an activity twice, nor one of its own."""
    _hand_over(Activity.organiser, loser, survivor)
    _hand_over(ActivityUnit.unit, loser, survivor, ActivityUnit.activity, ActivityUnit.role)
    joined = ActivityUnit.unit == survivor
    own = Activity.select(Activity.id).where(Activity.organiser == survivor)
    ActivityUnit.delete().where(joined, ActivityUnit.activity.in_(own)).execute()
    rows = ActivityUnit.select().where(joined, ActivityUnit.role == UnitRole.CO_ORGANISER)
    supports = ActivityUnit.role == UnitRole.SUPPORTER
    shared = [row.activity_id for row in rows]
    ActivityUnit.delete().where(joined, supports, ActivityUnit.activity.in_(shared)).execute()


def _hand_over_people(loser: Unit, survivor: Unit, by: By, now: datetime) -> None:
    """Whoever worked for both keeps the role that may do more."""
    for member in Membership.select().where(Membership.unit == loser).order_by(Membership.id):
        join_unit(by, member.account, survivor.id, member.role, now)
        member.delete_instance()
    _hand_over(OneTimeLink.unit, loser, survivor)


def _hand_over_work(loser: Unit, survivor: Unit) -> None:
    """Submissions, what is asked of it, what it would otherwise type each time."""
    _hand_over(Submission.unit, loser, survivor)
    _hand_over(Responsibility.unit, loser, survivor)
    _hand_over(UsualUnit.unit, loser, survivor, UsualUnit.themed_day)
    if UnitDefaults.get_or_none(UnitDefaults.unit == survivor):
        UnitDefaults.delete().where(UnitDefaults.unit == loser).execute()
    _hand_over(UnitDefaults.unit, loser, survivor)
    _hand_over(QuestionSet.unit, loser, survivor)
    Trust.delete().where(Trust.unit == loser).execute()


def _hand_over_places(loser: Unit, survivor: Unit) -> None:
    """Groups, and the hierarchy: a survivor from below the loser takes its place first."""
    _hand_over(GroupMember.unit, loser, survivor, GroupMember.group)
    if loser.id in units_above(survivor.id):
        survivor.parent = loser.parent
        survivor.save()
    Unit.update(parent=survivor).where(Unit.parent == loser, Unit.id != survivor.id).execute()
    _hand_over(Unit.merged_into, loser, survivor)
    Unit.update(hosted_by=survivor.slug).where(Unit.hosted_by == loser.slug).execute()
    _hand_over(UnitRequest.parent, loser, survivor)
    _hand_over(UnitRequest.unit, loser, survivor)


def _hand_over_names(loser: Unit, survivor: Unit) -> None:
    """By all its names the survivor is meant now, by its former ones, too."""
    _hand_over(UnitName.unit, loser, survivor, UnitName.name, UnitName.kind)
    certain = UnitName.kind.in_([NameKind.ALIAS, NameKind.FORMER])
    known = {row.name for row in survivor.names.where(certain)}
    own = [survivor.name, survivor.short_name]
    for name in dict.fromkeys([loser.name, loser.short_name]):
        if name not in {*known, *own}:
            UnitName.create(unit=survivor, name=name, kind=NameKind.ALIAS)
    aliases = UnitName.kind == NameKind.ALIAS
    UnitName.delete().where(UnitName.unit == survivor, aliases, UnitName.name == own[0]).execute()


def _hand_over(field: ForeignKeyField, loser: Unit, survivor: Unit, *same: Field) -> None:
    """What pointed to the loser points to the survivor; a row of which the survivor has the like,
    equal in `same`, is dropped."""
    model: Any = field.model
    if same:
        like = set(model.select(*same).where(field == survivor).tuples())
        for row in model.select(model.id, *same).where(field == loser).tuples():
            if row[1:] in like:
                model.delete_by_id(row[0])
    model.update({field: survivor.id}).where(field == loser).execute()
