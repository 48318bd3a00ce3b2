"""Venues, activities, occurrences, their components. Frozen: imports nothing of ours."""

from peewee import *


def up(migrator, db):
    class District(Model):
        class Meta:
            database = db
            table_name = 'district'

    class Unit(Model):
        class Meta:
            database = db
            table_name = 'unit'

    class ThemedDay(Model):
        class Meta:
            database = db
            table_name = 'themed_day'

    class WorkItem(Model):
        class Meta:
            database = db
            table_name = 'work_item'

    migrator.migrate(migrator.drop_table('component'))  # a store that fills itself again

    class Venue(Model):
        name = CharField(max_length=120)
        name_en = CharField(max_length=200, default='')
        district = ForeignKeyField(District, on_delete='RESTRICT')
        address = CharField(max_length=200, default='')
        latitude = DoubleField(null=True)
        longitude = DoubleField(null=True)
        precision_m = IntegerField(null=True)
        opening = CharField(max_length=200, default='')
        step_free = BooleanField(null=True)
        accessible_toilet = BooleanField(null=True)
        nursing_room = BooleanField(null=True)
        former_names = JSONField(default=list)
        merged_into = ForeignKeyField('self', null=True, on_delete='RESTRICT')
        source_key = CharField(max_length=64, null=True, unique=True)
        created_at = DateTimeField()
        updated_at = DateTimeField()

        class Meta:
            database = db
            table_name = 'venue'
            constraints = [
                Check('(latitude IS NULL) = (longitude IS NULL)', name='venue_place'),
                Check('latitude BETWEEN -90 AND 90', name='venue_latitude'),
                Check('longitude BETWEEN -180 AND 180', name='venue_longitude'),
                Check('precision_m >= 0', name='venue_precision'),
                Check('merged_into_id <> id', name='venue_merged_into_another'),
            ]
    db.create_tables([Venue])

    class Activity(Model):
        title = CharField(max_length=120)
        description = TextField(default='')
        kind = CharField(max_length=24)
        format = CharField(max_length=8, default='onsite')
        organiser = ForeignKeyField(Unit, on_delete='RESTRICT')
        work_item = ForeignKeyField(WorkItem, null=True, on_delete='SET NULL')
        age_from = IntegerField(null=True)
        age_to = IntegerField(null=True)
        audience_note = CharField(max_length=120, default='')
        fee = CharField(max_length=120, default='')
        signup_mode = CharField(max_length=12, default='none')
        signup_phone = CharField(max_length=40, default='')
        signup_url = CharField(max_length=500, default='')
        online_url = CharField(max_length=500, default='')
        sign_language = BooleanField(null=True)
        captions = BooleanField(null=True)
        contact = CharField(max_length=120, default='')
        contact_is_public = BooleanField(default=False)
        picture = CharField(max_length=120, default='')
        picture_alt = CharField(max_length=200, default='')
        timezone = CharField(max_length=64, default='Asia/Shanghai')
        is_fictional = BooleanField(default=False)
        source_key = CharField(max_length=64, null=True, unique=True)
        published_at = DateTimeField(null=True)
        withdrawn_at = DateTimeField(null=True)
        withdrawal_reason = TextField(default='')
        created_at = DateTimeField()
        updated_at = DateTimeField()

        class Meta:
            database = db
            table_name = 'activity'
            constraints = [
                Check("format IN ('onsite', 'online', 'hybrid')", name='activity_format'),
                Check("signup_mode IN ('none', 'telephone', 'external')", name='activity_signup_mode'),
                Check('age_from BETWEEN 0 AND 120', name='activity_age_from'),
                Check('age_to BETWEEN 0 AND 120', name='activity_age_to'),
                Check('age_from <= age_to', name='activity_ages'),
                Check('withdrawn_at IS NULL OR published_at IS NOT NULL', name='activity_withdrawn_after_published'),
            ]
    db.create_tables([Activity])

    class ActivityAudience(Model):
        activity = ForeignKeyField(Activity, on_delete='CASCADE')
        audience = CharField(max_length=24)
        position = IntegerField()

        class Meta:
            database = db
            table_name = 'activity_audience'
            indexes = [(('audience', 'activity'), True)]
    db.create_tables([ActivityAudience])

    class ActivityEdition(Model):
        activity = ForeignKeyField(Activity, on_delete='CASCADE')
        themed_day = ForeignKeyField(ThemedDay, on_delete='RESTRICT', index=False)
        year = IntegerField()
        position = IntegerField()

        class Meta:
            database = db
            table_name = 'activity_edition'
            indexes = [(('themed_day', 'year', 'activity'), True)]
    db.create_tables([ActivityEdition])

    class ActivityUnit(Model):
        activity = ForeignKeyField(Activity, on_delete='CASCADE')
        unit = ForeignKeyField(Unit, on_delete='RESTRICT', index=False)
        role = CharField(max_length=16)
        position = IntegerField()

        class Meta:
            database = db
            table_name = 'activity_unit'
            constraints = [
                Check("role IN ('co-organiser', 'supporter')", name='activity_unit_role'),
            ]
            indexes = [(('unit', 'role', 'activity'), True)]
    db.create_tables([ActivityUnit])

    class Occurrence(Model):
        activity = ForeignKeyField(Activity, on_delete='CASCADE', index=False)
        uid = CharField(max_length=80, unique=True)
        venue = ForeignKeyField(Venue, null=True, on_delete='RESTRICT', index=False)
        district = ForeignKeyField(District, on_delete='RESTRICT', index=False)
        place_note = CharField(max_length=120, default='')
        start = DateTimeField()
        end = DateTimeField()
        all_day = BooleanField(default=False)
        first_day = DateField()
        last_day = DateField()
        capacity = IntegerField(null=True)
        status = CharField(max_length=12, default='scheduled')
        status_reason = CharField(max_length=200, default='')
        moved_from_start = DateTimeField(null=True)
        moved_from_end = DateTimeField(null=True)
        moved_from_venue = ForeignKeyField(Venue, null=True, on_delete='SET NULL', index=False)
        is_public = BooleanField(default=False)
        sequence = IntegerField(default=0)
        revision = IntegerField(default=1)
        created_at = DateTimeField()
        updated_at = DateTimeField()

        class Meta:
            database = db
            table_name = 'occurrence'
            constraints = [
                Check('start < "end"', name='occurrence_times'),
                Check('first_day <= last_day', name='occurrence_days'),
                Check('capacity > 0', name='occurrence_capacity'),
                Check("status IN ('scheduled', 'moved', 'postponed', 'cancelled')", name='occurrence_status'),
                Check('sequence >= 0 AND revision >= 1', name='occurrence_revision'),
                Check('(moved_from_start IS NULL) = (moved_from_end IS NULL)', name='occurrence_moved_from'),
            ]
            indexes = (
                (('activity', 'first_day', 'start'), False),
                (('venue', 'is_public', 'first_day', 'start'), False),
                (('district', 'is_public', 'first_day', 'start'), False),
                (('is_public', 'first_day', 'start', 'activity'), False),
            )

    Occurrence.add_index(Occurrence.index(
        Occurrence.last_day, Occurrence.first_day,
        where=SQL('last_day > first_day'), name='occurrence_running',
    ))
    db.create_tables([Occurrence])

    class HistoryEntry(Model):
        activity = ForeignKeyField(Activity, on_delete='CASCADE')
        occurrence = ForeignKeyField(Occurrence, null=True, on_delete='CASCADE')
        kind = CharField(max_length=16)
        before = JSONField(default=dict)
        after = JSONField(default=dict)
        reason = CharField(max_length=200, default='')
        made_at = DateTimeField()

        class Meta:
            database = db
            table_name = 'history_entry'
    db.create_tables([HistoryEntry])

    class EditionComponent(Model):
        uid = CharField(max_length=80, unique=True)
        look = CharField(max_length=20)
        revision = CharField(max_length=100)
        body = BlobField()

        class Meta:
            database = db
            table_name = 'edition_component'
    db.create_tables([EditionComponent])

    class OccurrenceComponent(Model):
        occurrence_id = IntegerField(primary_key=True)
        look = CharField(max_length=20)
        revision = IntegerField()
        zone = CharField(max_length=64, default='')
        body = BlobField()
        id = None

        class Meta:
            database = db
            table_name = 'occurrence_component'

    OccurrenceComponent.add_index(OccurrenceComponent.index(
        OccurrenceComponent.zone, where=SQL("zone <> ''"), name='occurrence_component_elsewhere',
    ))
    db.create_tables([OccurrenceComponent])

    class DemoMark(Model):
        refreshed_at = DateTimeField()

        class Meta:
            database = db
            table_name = 'demo_mark'
            constraints = [
                Check('id = 1', name='demo_mark_is_one_row'),
            ]
    db.create_tables([DemoMark])


def down(migrator, db):
    migrator.migrate(migrator.drop_table('demo_mark'))
    migrator.migrate(migrator.drop_table('occurrence_component'))
    migrator.migrate(migrator.drop_table('edition_component'))
    migrator.migrate(migrator.drop_table('history_entry'))
    migrator.migrate(migrator.drop_table('occurrence'))
    migrator.migrate(migrator.drop_table('activity_unit'))
    migrator.migrate(migrator.drop_table('activity_edition'))
    migrator.migrate(migrator.drop_table('activity_audience'))
    migrator.migrate(migrator.drop_table('activity'))
    migrator.migrate(migrator.drop_table('venue'))

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
