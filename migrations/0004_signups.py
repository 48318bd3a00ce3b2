"""Sign-ups: terms, questions, places. Frozen: imports nothing of ours."""

from peewee import *

_COLUMNS = (
    'taken INTEGER NOT NULL DEFAULT 0 CONSTRAINT occurrence_taken '
    'CHECK (taken >= 0 AND (capacity IS NULL OR taken <= capacity))',
    'waiting INTEGER NOT NULL DEFAULT 0 CONSTRAINT occurrence_waiting CHECK (waiting >= 0)',
    'waiting_limit INTEGER NOT NULL DEFAULT 0 '
    'CONSTRAINT occurrence_waiting_limit CHECK (waiting_limit >= 0)',
    'signup_opens_at {instant}',
    'signup_closes_at {instant}',
)


_MODES = "signup_mode IN ('none', 'telephone', 'external')"
_MODES_AND_HERE = "signup_mode IN ('none', 'here', 'telephone', 'external')"


def up(migrator, db):
    _add_columns(db)
    _allow_modes(db, _MODES, _MODES_AND_HERE)

    class Unit(Model):
        class Meta:
            database = db
            table_name = 'unit'

    class ThemedDay(Model):
        class Meta:
            database = db
            table_name = 'themed_day'

    class Activity(Model):
        class Meta:
            database = db
            table_name = 'activity'

    class Occurrence(Model):
        class Meta:
            database = db
            table_name = 'occurrence'

    class Account(Model):
        class Meta:
            database = db
            table_name = 'account'

    class QuestionSet(Model):
        name = CharField(max_length=60)
        form = CharField(max_length=8, default='people')
        unit = ForeignKeyField(Unit, null=True, on_delete='CASCADE')
        themed_day = ForeignKeyField(ThemedDay, null=True, on_delete='CASCADE')
        number = IntegerField(default=1)
        ids_allowed = BooleanField(default=False)
        retired_at = DateTimeField(null=True)
        created_at = DateTimeField()
        updated_at = DateTimeField()

        class Meta:
            database = db
            table_name = 'question_set'
            constraints = [
                Check("form IN ('people', 'class')", name='question_set_form'),
                Check('(unit_id IS NULL) <> (themed_day_id IS NULL)', name='question_set_owner'),
            ]
    db.create_tables([QuestionSet])

    class QuestionSetVersion(Model):
        question_set = ForeignKeyField(QuestionSet, on_delete='CASCADE', index=False)
        number = IntegerField()
        questions = JSONField(default=list)
        made_by = ForeignKeyField(Account, null=True, on_delete='SET NULL')
        made_at = DateTimeField()

        class Meta:
            database = db
            table_name = 'question_set_version'
            indexes = ((('question_set', 'number'), True),)
    db.create_tables([QuestionSetVersion])

    class SignupTerms(Model):
        activity = ForeignKeyField(Activity, unique=True, on_delete='CASCADE')
        form = CharField(max_length=8, default='people')
        question_set = ForeignKeyField(QuestionSet, null=True, on_delete='RESTRICT')
        opens_on = DateField(null=True)
        opens_days_before = IntegerField(null=True)
        opens_time = CharField(max_length=5, default='')
        closes_hours_before = IntegerField(default=0)
        party_limit = IntegerField(default=5)
        phone_limit = IntegerField(null=True)
        needs_approval = BooleanField(default=False)
        ages_only = BooleanField(default=False)
        waiting_limit = IntegerField(default=0)
        strict_order = BooleanField(default=False)
        bring = CharField(max_length=200, default='')

        class Meta:
            database = db
            table_name = 'signup_terms'
            constraints = [
                Check("form IN ('people', 'class')", name='signup_terms_form'),
                Check(
                    'party_limit BETWEEN 1 AND 500 AND (phone_limit IS NULL OR phone_limit >= 1) '
                    'AND waiting_limit >= 0 AND closes_hours_before >= 0',
                    name='signup_terms_limits',
                ),
                Check(
                    'opens_on IS NULL OR opens_days_before IS NULL', name='signup_terms_opening'
                ),
            ]
    db.create_tables([SignupTerms])

    class DayLimit(Model):
        themed_day = ForeignKeyField(ThemedDay, on_delete='CASCADE', index=False)
        year = IntegerField()
        phone_limit = IntegerField()

        class Meta:
            database = db
            table_name = 'day_limit'
            indexes = ((('themed_day', 'year'), True),)
            constraints = [Check('phone_limit >= 1', name='day_limit_phone_limit')]
    db.create_tables([DayLimit])

    class Signup(Model):
        occurrence = ForeignKeyField(Occurrence, on_delete='RESTRICT', index=False)
        number = CharField(max_length=8, unique=True)
        key = CharField(max_length=64, unique=True)
        state = CharField(max_length=12)
        origin = CharField(max_length=8, default='person')
        form = CharField(max_length=8, default='people')
        adults = IntegerField(default=0)
        under_7 = IntegerField(default=0)
        under_14 = IntegerField(default=0)
        under_18 = IntegerField(default=0)
        pupils = IntegerField(default=0)
        party = IntegerField()
        sealed = TextField(default='')
        contact_hash = CharField(max_length=64, null=True, index=True)
        questions = ForeignKeyField(QuestionSetVersion, null=True, on_delete='RESTRICT')
        language = CharField(max_length=2, default='zh')
        consented_at = DateTimeField(null=True)
        consent_digest = CharField(max_length=64, default='')
        offer_expires_at = DateTimeField(null=True)
        told_sequence = IntegerField(default=0)
        kept_sequence = IntegerField(default=0)
        call_since = DateTimeField(null=True)
        note = CharField(max_length=200, default='')
        created_at = DateTimeField()
        updated_at = DateTimeField()
        confirmed_at = DateTimeField(null=True)
        ended_at = DateTimeField(null=True)
        checked_in_at = DateTimeField(null=True)
        erased_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = 'signup'
            indexes = ((('occurrence', 'state', 'id'), False),)
            constraints = [
                Check(
                    "state IN ('pending', 'confirmed', 'waiting', 'offered', 'refused', 'lapsed', "
                    "'cancelled')",
                    name='signup_state',
                ),
                Check("origin IN ('person', 'unit', 'door')", name='signup_origin'),
                Check("form IN ('people', 'class')", name='signup_form'),
                Check(
                    'adults >= 0 AND under_7 >= 0 AND under_14 >= 0 AND under_18 >= 0 '
                    'AND pupils >= 0 AND party BETWEEN 1 AND 500 '
                    'AND party = adults + under_7 + under_14 + under_18 + pupils',
                    name='signup_party',
                ),
                Check(
                    'under_7 + under_14 = 0 OR consented_at IS NOT NULL', name='signup_consent'
                ),
                Check(
                    "(state = 'offered') = (offer_expires_at IS NOT NULL)", name='signup_offer'
                ),
                Check(
                    "checked_in_at IS NULL OR state = 'confirmed'", name='signup_checked_in'
                ),
                Check(
                    "erased_at IS NULL OR (sealed = '' AND contact_hash IS NULL AND note = '')",
                    name='signup_erased',
                ),
            ]
    db.create_tables([Signup])
    db.execute_sql(
        'CREATE UNIQUE INDEX signup_once ON signup (occurrence_id, contact_hash) '
        "WHERE state IN ('pending', 'confirmed', 'waiting', 'offered')"
    )
    db.execute_sql('CREATE INDEX occurrence_with_waiting ON occurrence (start) WHERE waiting > 0')
    db.execute_sql(
        'CREATE INDEX signup_offers ON signup (offer_expires_at) '
        'WHERE offer_expires_at IS NOT NULL'
    )


def _add_columns(db):
    """Written out: peewee's own way would rebuild the table on SQLite and lose its CHECKs."""
    instant = 'DATETIME' if isinstance(db, SqliteDatabase) else 'TIMESTAMP'
    for column in _COLUMNS:
        db.execute_sql('ALTER TABLE occurrence ADD COLUMN ' + column.format(instant=instant))


def _allow_modes(db, old, new):
    """SQLite keeps a CHECK only in the table's text, and lets that be changed (lang_altertable §7)."""
    if not isinstance(db, SqliteDatabase):
        db.execute_sql('ALTER TABLE activity DROP CONSTRAINT activity_signup_mode')
        db.execute_sql(f'ALTER TABLE activity ADD CONSTRAINT activity_signup_mode CHECK ({new})')
        return
    version = db.execute_sql('PRAGMA schema_version').fetchone()[0]
    db.execute_sql('PRAGMA writable_schema = ON')
    db.execute_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'activity'",
        (old, new),
    )
    db.execute_sql(f'PRAGMA schema_version = {version + 1}')
    db.execute_sql('PRAGMA writable_schema = OFF')


def down(migrator, db):
    db.execute_sql("UPDATE activity SET signup_mode = 'none' WHERE signup_mode = 'here'")
    _allow_modes(db, _MODES_AND_HERE, _MODES)
    for table in (
        'signup', 'day_limit', 'signup_terms', 'question_set_version', 'question_set',
    ):
        migrator.migrate(migrator.drop_table(table))
    db.execute_sql('DROP INDEX occurrence_with_waiting')
    for column in reversed(_COLUMNS):
        db.execute_sql(f'ALTER TABLE occurrence DROP COLUMN {column.split()[0]}')
