"""The first schema. Frozen: models here are copies and import nothing of ours."""

import datetime

from peewee import *

def up(migrator, db):
    class Change(Model):
        position = IntegerField(unique=True)
        topic = CharField(max_length=32)
        key = CharField(max_length=200)
        changed_at = DateTimeField()
        class Meta:
            database = db
            table_name = 'change'
    db.create_tables([Change])

    class ChangeCounter(Model):
        position = IntegerField(default=0)
        changed_at = DateTimeField()
        class Meta:
            database = db
            table_name = 'change_counter'
            constraints = [
                Check('id = 1', name='change_counter_is_one_row'),
            ]
    db.create_tables([ChangeCounter])
    ChangeCounter.create(position=0, changed_at=datetime.datetime(2026, 1, 1))

    class Component(Model):
        uid = CharField(max_length=80)
        variant = CharField(max_length=16, default='')
        revision = CharField(max_length=120)
        body = BlobField()
        class Meta:
            database = db
            table_name = 'component'
            indexes = ((('uid', 'variant'), True),)
    db.create_tables([Component])

    class DayOff(Model):
        day = DateField(unique=True)
        kind = CharField(max_length=8)
        name = CharField(max_length=60)
        name_en = CharField(max_length=60, default='')
        class Meta:
            database = db
            table_name = 'day_off'
            constraints = [
                Check("kind IN ('off', 'working')", name='day_off_kind'),
            ]
    db.create_tables([DayOff])

    class District(Model):
        slug = CharField(unique=True, max_length=32)
        code = CharField(null=True, max_length=6)
        name = CharField(max_length=60)
        name_en = CharField(max_length=120, default='')
        level = CharField(max_length=16)
        parent = ForeignKeyField('self', null=True, on_delete='RESTRICT')
        valid_from = DateField(null=True)
        valid_to = DateField(null=True)
        successor = CharField(null=True, max_length=32)
        note = TextField(default='')
        note_en = TextField(default='')
        loaded = JSONField(default=dict)
        class Meta:
            database = db
            table_name = 'district'
    db.create_tables([District])

    class ThemedDay(Model):
        slug = CharField(unique=True, max_length=64)
        name = CharField(max_length=60)
        name_en = CharField(max_length=120)
        aliases = JSONField(default=list)
        kind = CharField(max_length=16)
        scope = CharField(max_length=16)
        region = ForeignKeyField(District, null=True, on_delete='RESTRICT')
        subject = CharField(max_length=16)
        summary = CharField(max_length=200)
        summary_en = CharField(max_length=400)
        purpose = TextField(default='')
        purpose_en = TextField(default='')
        basis = TextField(default='')
        basis_en = TextField(default='')
        first_year = IntegerField(null=True)
        organisers = JSONField(default=list)
        usual_units = JSONField(default=list)
        predictability = CharField(max_length=16)
        rule = CharField(null=True, max_length=500)
        duration_days = IntegerField(null=True)
        rule_words = TextField(default='')
        rule_words_en = TextField(default='')
        rule_note = TextField(default='')
        rule_note_en = TextField(default='')
        notice_months = JSONField(default=list)
        parent = ForeignKeyField('self', null=True, on_delete='RESTRICT')
        offset_days = IntegerField(null=True)
        solar_term = CharField(null=True, max_length=8)
        regional_rules = JSONField(default=list)
        valid_from = IntegerField(null=True)
        valid_to = IntegerField(null=True)
        successor = ForeignKeyField('self', null=True, on_delete='RESTRICT')
        source = TextField(default='')
        position = IntegerField(default=0)
        sequence = IntegerField(default=0)
        loaded = JSONField(default=dict)
        created_at = DateTimeField()
        updated_at = DateTimeField()
        class Meta:
            database = db
            table_name = 'themed_day'
            constraints = [
                Check("kind IN ('day', 'week', 'month', 'campaign')", name='themed_day_kind'),
                Check("predictability IN ('fixed', 'computed', 'announced', 'derived', 'regional-rule', 'astronomical', 'open')", name='themed_day_predictability'),
                Check('valid_to >= valid_from', name='themed_day_validity'),
                Check('duration_days > 0', name='themed_day_duration'),
            ]
    db.create_tables([ThemedDay])

    class Edition(Model):
        themed_day = ForeignKeyField(ThemedDay, on_delete='CASCADE')
        year = IntegerField()
        first_day = DateField(index=True, null=True)
        last_day = DateField(null=True)
        end_known = BooleanField(default=True)
        date_status = CharField(max_length=16)
        confidence = CharField(max_length=1, default='')
        ordinal = IntegerField(null=True)
        themes = JSONField(default=list)
        date_text = CharField(max_length=60, default='')
        precision = CharField(max_length=16, default='')
        sources = JSONField(default=list)
        note = TextField(default='')
        note_en = TextField(default='')
        spans = JSONField(default=list)
        host_city = CharField(max_length=60, default='')
        figures = JSONField(default=list)
        moved_from_first_day = DateField(null=True)
        moved_from_last_day = DateField(null=True)
        cancel_reason = CharField(max_length=200, default='')
        sequence = IntegerField(default=0)
        loaded = JSONField(default=dict)
        created_at = DateTimeField()
        updated_at = DateTimeField()
        class Meta:
            database = db
            table_name = 'edition'
            constraints = [
                Check("date_status IN ('predicted', 'announced', 'confirmed', 'cancelled')", name='edition_date_status'),
                Check('last_day >= first_day', name='edition_last_day'),
                Check('(first_day IS NULL) = (last_day IS NULL)', name='edition_both_days'),
                Check('sequence >= 0', name='edition_sequence'),
            ]
            indexes = ((('themed_day', 'year'), True),)
    db.create_tables([Edition])

    class UnitGroup(Model):
        slug = CharField(unique=True, max_length=64)
        name = CharField(max_length=60)
        full_name = CharField(max_length=200)
        full_name_en = CharField(max_length=200, default='')
        region = ForeignKeyField(District, on_delete='RESTRICT')
        phrases = JSONField(default=list)
        complete = BooleanField(default=False)
        note = TextField(default='')
        loaded = JSONField(default=dict)
        class Meta:
            database = db
            table_name = 'unit_group'
    db.create_tables([UnitGroup])

    class Unit(Model):
        slug = CharField(unique=True, max_length=64)
        name = CharField(max_length=120)
        name_en = CharField(max_length=200, default='')
        short_name = CharField(max_length=60)
        kind = CharField(max_length=32)
        region = ForeignKeyField(District, on_delete='RESTRICT')
        hosted_by = CharField(null=True, max_length=64)
        note = TextField(default='')
        position = IntegerField(default=0)
        loaded = JSONField(default=dict)
        updated_at = DateTimeField()
        class Meta:
            database = db
            table_name = 'unit'
    db.create_tables([Unit])

    class GroupMember(Model):
        group = ForeignKeyField(UnitGroup, on_delete='CASCADE')
        unit = ForeignKeyField(Unit, on_delete='CASCADE')
        position = IntegerField()
        class Meta:
            database = db
            table_name = 'group_member'
            indexes = ((('group', 'unit'), True),)
    db.create_tables([GroupMember])

    class WorkPlan(Model):
        region = ForeignKeyField(District, on_delete='RESTRICT')
        year = IntegerField()
        title = CharField(max_length=200)
        issuer = CharField(max_length=120, default='')
        issued_on = DateField(null=True)
        source = CharField(max_length=400, default='')
        everyone = ForeignKeyField(UnitGroup, null=True, on_delete='RESTRICT')
        digest = CharField(max_length=64, default='')
        imported_at = DateTimeField()
        updated_at = DateTimeField()
        class Meta:
            database = db
            table_name = 'work_plan'
            indexes = ((('region', 'year', 'title'), True),)
    db.create_tables([WorkPlan])

    class WorkItem(Model):
        plan = ForeignKeyField(WorkPlan, on_delete='CASCADE')
        position = IntegerField()
        number = IntegerField()
        section_path = JSONField(default=list)
        title = TextField()
        units_text = TextField(default='')
        everyone = BooleanField(default=False)
        open_ended = BooleanField(default=False)
        line = IntegerField(null=True)
        mentions = JSONField(default=list)
        class Meta:
            database = db
            table_name = 'work_item'
            indexes = ((('plan', 'position'), True),)
    db.create_tables([WorkItem])

    class ItemDay(Model):
        item = ForeignKeyField(WorkItem, on_delete='CASCADE')
        themed_day = ForeignKeyField(ThemedDay, on_delete='RESTRICT')
        position = IntegerField()
        class Meta:
            database = db
            table_name = 'item_day'
            indexes = ((('item', 'themed_day'), True),)
    db.create_tables([ItemDay])

    class Responsibility(Model):
        item = ForeignKeyField(WorkItem, on_delete='CASCADE')
        unit = ForeignKeyField(Unit, null=True, on_delete='RESTRICT')
        group = ForeignKeyField(UnitGroup, null=True, on_delete='RESTRICT')
        name = CharField(max_length=120)
        role = CharField(max_length=16)
        position = IntegerField()
        class Meta:
            database = db
            table_name = 'responsibility'
            constraints = [
                Check('unit_id IS NULL OR group_id IS NULL', name='responsibility_unit_or_group'),
                Check("role IN ('lead', 'supporting', 'responsible')", name='responsibility_role'),
            ]
            indexes = ((('item', 'position'), True),)
    db.create_tables([Responsibility])

    class SolarTerm(Model):
        day = DateField(unique=True)
        name = CharField(max_length=8)
        name_en = CharField(max_length=40)
        class Meta:
            database = db
            table_name = 'solar_term'
    db.create_tables([SolarTerm])

    class UnitName(Model):
        unit = ForeignKeyField(Unit, on_delete='CASCADE')
        name = CharField(max_length=120)
        kind = CharField(max_length=16)
        class Meta:
            database = db
            table_name = 'unit_name'
            constraints = [
                Check("kind IN ('alias', 'former', 'usual', 'doubtful')", name='unit_name_kind'),
            ]
            indexes = ((('unit', 'name', 'kind'), True), (('name',), False))
    db.create_tables([UnitName])

    class UsualUnit(Model):
        themed_day = ForeignKeyField(ThemedDay, on_delete='CASCADE')
        unit = ForeignKeyField(Unit, on_delete='CASCADE')
        role = CharField(max_length=16)
        position = IntegerField()
        class Meta:
            database = db
            table_name = 'usual_unit'
            indexes = ((('themed_day', 'unit'), True),)
    db.create_tables([UsualUnit])


def down(migrator, db):
    migrator.migrate(migrator.drop_table('usual_unit'))
    migrator.migrate(migrator.drop_table('unit_name'))
    migrator.migrate(migrator.drop_table('solar_term'))
    migrator.migrate(migrator.drop_table('responsibility'))
    migrator.migrate(migrator.drop_table('item_day'))
    migrator.migrate(migrator.drop_table('work_item'))
    migrator.migrate(migrator.drop_table('work_plan'))
    migrator.migrate(migrator.drop_table('group_member'))
    migrator.migrate(migrator.drop_table('unit'))
    migrator.migrate(migrator.drop_table('unit_group'))
    migrator.migrate(migrator.drop_table('edition'))
    migrator.migrate(migrator.drop_table('themed_day'))
    migrator.migrate(migrator.drop_table('district'))
    migrator.migrate(migrator.drop_table('day_off'))
    migrator.migrate(migrator.drop_table('component'))
    migrator.migrate(migrator.drop_table('change_counter'))
    migrator.migrate(migrator.drop_table('change'))
