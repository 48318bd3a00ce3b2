"""Addresses are recognised beside telephone numbers. Frozen: imports nothing of ours.

NULL: nobody has looked yet; the server does after its start, because it takes the key.
"""

_ERASED = "erased_at IS NULL OR coalesce(email_hash, '') = ''"


def up(migrator, db):
    # A CHECK of the column, so that both databases add and drop it with the column.
    db.execute_sql(
        'ALTER TABLE signup ADD COLUMN email_hash VARCHAR(64) '
        f'CONSTRAINT signup_email_erased CHECK ({_ERASED})'
    )
    db.execute_sql("UPDATE signup SET email_hash = '' WHERE sealed = ''")
    db.execute_sql('CREATE INDEX signup_email_hash ON signup (email_hash)')


def down(migrator, db):
    db.execute_sql('DROP INDEX signup_email_hash')
    db.execute_sql('ALTER TABLE signup DROP COLUMN email_hash')
