"""Children whose age nobody asked, and when a unit set the places itself. Frozen: imports nothing
of ours."""

from peewee import *

_PARTY = (
    'adults >= 0 AND under_7 >= 0 AND under_14 >= 0 AND under_18 >= 0 '
    'AND pupils >= 0 AND party BETWEEN 1 AND 500 '
    'AND party = adults + under_7 + under_14 + under_18 + pupils'
)
_PARTY_ANY_AGE = _PARTY.replace('AND pupils', 'AND any_age >= 0 AND pupils') + ' + any_age'


def up(migrator, db):
    instant = 'DATETIME' if isinstance(db, SqliteDatabase) else 'TIMESTAMP'
    db.execute_sql('ALTER TABLE signup ADD COLUMN any_age INTEGER NOT NULL DEFAULT 0')
    db.execute_sql(f'ALTER TABLE occurrence ADD COLUMN resized_at {instant}')
    _check_party(db, _PARTY, _PARTY_ANY_AGE)
    # The age of children who came without a sign-up was never asked.
    db.execute_sql(
        "UPDATE signup SET any_age = under_18, under_18 = 0 WHERE origin = 'door' AND under_18 > 0"
    )


def _check_party(db, old, new):
    """SQLite keeps a CHECK only in the table's text, and lets that be changed (lang_altertable §7)."""
    if not isinstance(db, SqliteDatabase):
        db.execute_sql('ALTER TABLE signup DROP CONSTRAINT signup_party')
        db.execute_sql(f'ALTER TABLE signup ADD CONSTRAINT signup_party CHECK ({new})')
        return
    version = db.execute_sql('PRAGMA schema_version').fetchone()[0]
    db.execute_sql('PRAGMA writable_schema = ON')
    db.execute_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'signup'",
        (old, new),
    )
    db.execute_sql(f'PRAGMA schema_version = {version + 1}')
    db.execute_sql('PRAGMA writable_schema = OFF')


def down(migrator, db):
    if isinstance(db, SqliteDatabase):
        _check_party(db, _PARTY_ANY_AGE, _PARTY)
    else:
        db.execute_sql('ALTER TABLE signup DROP CONSTRAINT signup_party')
    db.execute_sql('UPDATE signup SET under_18 = under_18 + any_age')
    if not isinstance(db, SqliteDatabase):
        db.execute_sql(f'ALTER TABLE signup ADD CONSTRAINT signup_party CHECK ({_PARTY})')
    db.execute_sql('ALTER TABLE signup DROP COLUMN any_age')
    db.execute_sql('ALTER TABLE occurrence DROP COLUMN resized_at')
