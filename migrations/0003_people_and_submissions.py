"""People, submissions and reviews, the outbox, the audit. Frozen: imports nothing of ours."""

from peewee import *

_UNCHANGEABLE = '审计记录只能添加'  # what the database answers to an UPDATE or DELETE

_COLUMNS = (
    ('unit', 'parent_id INTEGER REFERENCES unit (id) ON DELETE RESTRICT'),
    ('unit', 'merged_into_id INTEGER REFERENCES unit (id) ON DELETE RESTRICT'),
    ('unit_name', 'until_day DATE'),
    ('edition', 'submission_opens DATE'),
    ('edition', 'submission_closes DATE'),
    ('edition', 'report_due DATE'),
    ('edition', "blocks {json} NOT NULL DEFAULT '[]'"),
    ('activity', "answers {json} NOT NULL DEFAULT '[]'"),
    ('activity_edition', "block VARCHAR(60) NOT NULL DEFAULT ''"),
)


def up(migrator, db):
    _add_columns(db)

    class Unit(Model):
        class Meta:
            database = db
            table_name = 'unit'

    class District(Model):
        class Meta:
            database = db
            table_name = 'district'

    class Edition(Model):
        class Meta:
            database = db
            table_name = 'edition'

    class Activity(Model):
        class Meta:
            database = db
            table_name = 'activity'

    class AuditEntry(Model):
        made_at = DateTimeField(index=True)
        actor_id = IntegerField(null=True, index=True)
        actor_name = CharField(max_length=60, default='')
        action = CharField(max_length=40, index=True)
        topic = CharField(max_length=32)
        key = CharField(max_length=200)
        name = CharField(max_length=200, default='')
        unit_id = IntegerField(null=True, index=True)
        revision = IntegerField(null=True)
        details = JSONField(default=dict)

        class Meta:
            database = db
            table_name = 'audit_entry'
            indexes = ((('topic', 'key'), False),)
    db.create_tables([AuditEntry])

    class Account(Model):
        email = CharField(max_length=254, unique=True)
        name = CharField(max_length=60)
        language = CharField(max_length=2, default="zh")
        password_hash = CharField(max_length=200, default="")
        totp_secret = CharField(max_length=64, null=True)
        totp_step = IntegerField(default=0)
        recovery_hashes = JSONField(default=list)
        disabled_at = DateTimeField(null=True)
        created_at = DateTimeField()
        updated_at = DateTimeField()

        class Meta:
            database = db
            table_name = 'account'
            constraints = [
                Check('email = lower(email)', name='account_email'),
            ]
    db.create_tables([Account])

    class Membership(Model):
        account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
        unit = ForeignKeyField(Unit, on_delete="CASCADE")
        role = CharField(max_length=16)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = 'membership'
            constraints = [
                Check("role IN ('editor', 'owner')", name='membership_role'),
            ]
            indexes = ((("account", "unit"), True),)
    db.create_tables([Membership])

    class Appointment(Model):
        account = ForeignKeyField(Account, on_delete="CASCADE")
        role = CharField(max_length=16)
        district = ForeignKeyField(District, null=True, on_delete="RESTRICT")
        until_day = DateField(null=True)
        stand_in_for = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = 'appointment'
            constraints = [
                Check("role IN ('office', 'reviewer', 'auditor', 'administrator')", name='appointment_role'),
            ]
    db.create_tables([Appointment])

    class LoginSession(Model):
        account = ForeignKeyField(Account, on_delete='CASCADE')
        token_hash = CharField(max_length=64, unique=True)
        agent = CharField(max_length=200, default='')
        created_at = DateTimeField()
        seen_at = DateTimeField()
        expires_at = DateTimeField()
        revoked_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = 'login_session'
    db.create_tables([LoginSession])

    class OneTimeLink(Model):
        kind = CharField(max_length=16)
        token_hash = CharField(max_length=64, unique=True)
        email = CharField(max_length=254)
        account = ForeignKeyField(Account, null=True, on_delete="CASCADE")
        unit = ForeignKeyField(Unit, null=True, on_delete="CASCADE")
        district = ForeignKeyField(District, null=True, on_delete="CASCADE")
        role = CharField(max_length=16, default="")
        until_day = DateField(null=True)
        made_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        created_at = DateTimeField()
        expires_at = DateTimeField()
        used_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = 'one_time_link'
            constraints = [
                Check("kind IN ('invitation', 'reset')", name='one_time_link_kind'),
            ]
    db.create_tables([OneTimeLink])

    class Attempt(Model):
        key_hash = CharField(max_length=64, unique=True)
        count = IntegerField(default=0)
        last_at = DateTimeField(index=True)
        free_at = DateTimeField()

        class Meta:
            database = db
            table_name = 'attempt'
    db.create_tables([Attempt])

    class Message(Model):
        kind = CharField(max_length=32)
        key = CharField(max_length=120)
        group_key = CharField(max_length=120, default="")
        account = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        email = CharField(max_length=254)
        language = CharField(max_length=2, default="zh")
        params = JSONField(default=dict)
        state = CharField(max_length=8, default="waiting")
        attempts = IntegerField(default=0)
        not_before = DateTimeField()
        claimed_at = DateTimeField(null=True)
        sent_at = DateTimeField(null=True)
        problem = CharField(max_length=200, default="")
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = 'message'
            constraints = [
                Check("state IN ('waiting', 'sending', 'sent', 'failed', 'dropped')", name='message_state'),
            ]
            indexes = ((("kind", "key", "email"), True), (("state", "not_before"), False))
    db.create_tables([Message])

    class EditionQuestion(Model):
        edition = ForeignKeyField(Edition, on_delete="CASCADE")
        position = IntegerField(default=0)
        label = CharField(max_length=120)
        help = CharField(max_length=200, default="")
        kind = CharField(max_length=8)
        choices = JSONField(default=list)
        is_required = BooleanField(default=False)
        retired_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = 'edition_question'
            constraints = [
                Check("kind IN ('text', 'long', 'number', 'yes-no', 'choice')", name='edition_question_kind'),
            ]
    db.create_tables([EditionQuestion])

    class Submission(Model):
        unit = ForeignKeyField(Unit, on_delete="RESTRICT", index=False)
        activity = ForeignKeyField(Activity, null=True, unique=True, on_delete="RESTRICT")
        carried_from = ForeignKeyField(Activity, null=True, on_delete="SET NULL")
        title = CharField(max_length=120, default="")
        state = CharField(max_length=12, default="draft")
        draft = JSONField(default=dict)
        version = IntegerField(default=0)
        revision_number = IntegerField(default=0)
        first_day = DateField(null=True)
        district = ForeignKeyField(District, null=True, on_delete="RESTRICT")
        handler = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        created_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        created_at = DateTimeField()
        updated_at = DateTimeField()
        submitted_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = 'submission'
            constraints = [
                Check("state IN ('draft', 'submitted', 'returned', 'refused', 'published', 'withdrawn')", name='submission_state'),
                Check("state <> 'published' OR activity_id IS NOT NULL", name='submission_published'),
                Check('version >= 0 AND revision_number >= 0', name='submission_version'),
            ]
            indexes = ((("unit", "state", "updated_at"), False), (("state", "first_day"), False))
    db.create_tables([Submission])

    class Revision(Model):
        submission = ForeignKeyField(Submission, on_delete="CASCADE", index=False)
        number = IntegerField()
        content = JSONField(default=dict)
        digest = CharField(max_length=64)
        made_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        made_at = DateTimeField()

        class Meta:
            database = db
            table_name = 'revision'
            constraints = [
                Check('number >= 1', name='revision_number'),
            ]
            indexes = ((("submission", "number"), True),)
    db.create_tables([Revision])

    class Review(Model):
        submission = ForeignKeyField(Submission, on_delete="CASCADE")
        revision = ForeignKeyField(Revision, on_delete="CASCADE")
        decision = CharField(max_length=12)
        note = TextField(default="")
        comments = JSONField(default=list)
        made_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        made_at = DateTimeField()

        class Meta:
            database = db
            table_name = 'review'
            constraints = [
                Check("decision IN ('published', 'returned', 'refused', 'passed', 'trusted', 'sampled', 'taken-back')", name='review_decision'),
            ]
    db.create_tables([Review])

    class UnitDefaults(Model):
        unit = ForeignKeyField(Unit, unique=True, on_delete='CASCADE')
        draft = JSONField(default=dict)
        updated_at = DateTimeField()

        class Meta:
            database = db
            table_name = 'unit_defaults'
    db.create_tables([UnitDefaults])

    class Trust(Model):
        unit = ForeignKeyField(Unit, unique=True, on_delete="CASCADE")
        sample_percent = IntegerField(default=10)
        given_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        given_at = DateTimeField()

        class Meta:
            database = db
            table_name = 'trust'
            constraints = [
                Check('sample_percent BETWEEN 0 AND 100', name='trust_sample'),
            ]
    db.create_tables([Trust])

    class ReviewReason(Model):
        decision = CharField(max_length=12)
        text = TextField()
        position = IntegerField(default=0)

        class Meta:
            database = db
            table_name = 'review_reason'
    db.create_tables([ReviewReason])

    class SavedView(Model):
        account = ForeignKeyField(Account, on_delete='CASCADE', index=False)
        name = CharField(max_length=40)
        query = CharField(max_length=500)

        class Meta:
            database = db
            table_name = 'saved_view'
            indexes = ((('account', 'name'), True),)
    db.create_tables([SavedView])

    class Batch(Model):
        made_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        items = JSONField(default=list)
        outcome = JSONField(default=list)
        made_at = DateTimeField()
        due_at = DateTimeField()
        done_at = DateTimeField(null=True, index=True)
        undone_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = 'batch'
            constraints = [
                Check('done_at IS NULL OR undone_at IS NULL', name='batch_ended_once'),
            ]
    db.create_tables([Batch])

    class Sample(Model):
        submission_id = IntegerField()
        revision_number = IntegerField()
        made_at = DateTimeField()
        seen_by = ForeignKeyField(Account, null=True, on_delete='SET NULL')
        seen_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = 'sample'
            indexes = ((('submission_id', 'revision_number'), True),)
    db.create_tables([Sample])

    class UnitRequest(Model):
        name = CharField(max_length=120)
        kind = CharField(max_length=32)
        region = ForeignKeyField(District, on_delete="RESTRICT")
        parent = ForeignKeyField(Unit, null=True, on_delete="SET NULL")
        contact_name = CharField(max_length=60, default="")
        contact_email = CharField(max_length=254, default="")
        note = TextField(default="")
        state = CharField(max_length=8, default="waiting")
        answer = CharField(max_length=200, default="")
        unit = ForeignKeyField(Unit, null=True, on_delete="SET NULL")
        requested_at = DateTimeField()
        decided_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = 'unit_request'
            constraints = [
                Check("state IN ('waiting', 'accepted', 'refused')", name='unit_request_state'),
            ]
    db.create_tables([UnitRequest])
    _guard_audit(db)


def _add_columns(db):
    """Written out: peewee's own way would rebuild the tables on SQLite and lose their CHECKs."""
    json = 'JSON' if isinstance(db, SqliteDatabase) else 'JSONB'
    for table, column in _COLUMNS:
        db.execute_sql(f'ALTER TABLE {table} ADD COLUMN ' + column.replace('{json}', json))
    for column in ('parent_id', 'merged_into_id'):
        db.execute_sql(f'CREATE INDEX unit_{column} ON unit ({column})')


def _guard_audit(db):
    """An entry can be added, and then neither changed nor deleted."""
    if isinstance(db, SqliteDatabase):
        for what in ('UPDATE', 'DELETE'):
            db.execute_sql(
                f'CREATE TRIGGER audit_entry_no_{what.lower()} BEFORE {what} ON audit_entry '
                f"BEGIN SELECT RAISE(ABORT, '{_UNCHANGEABLE}'); END"
            )
        return
    db.execute_sql(
        'CREATE FUNCTION audit_entry_guard() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN RAISE EXCEPTION '{_UNCHANGEABLE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    db.execute_sql(
        'CREATE TRIGGER audit_entry_guard BEFORE UPDATE OR DELETE ON audit_entry '
        'FOR EACH ROW EXECUTE FUNCTION audit_entry_guard()'
    )


def down(migrator, db):
    for table in (
        'unit_request', 'sample', 'batch', 'saved_view', 'review_reason',
        'trust', 'unit_defaults', 'review', 'revision', 'submission',
        'edition_question', 'message', 'attempt', 'one_time_link', 'login_session',
        'appointment', 'membership', 'account', 'audit_entry',
    ):
        migrator.migrate(migrator.drop_table(table))
    if not isinstance(db, SqliteDatabase):
        db.execute_sql('DROP FUNCTION audit_entry_guard()')
    for column in ('parent_id', 'merged_into_id'):
        db.execute_sql(f'DROP INDEX unit_{column}')
    for table, column in _COLUMNS:
        _drop_column(migrator, db, table, column.split()[0])


def _drop_column(migrator, db, table, column):
    db.execute_sql(f'ALTER TABLE {table} DROP COLUMN {column}')
