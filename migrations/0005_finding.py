"""The search index. Frozen: imports nothing of ours."""

from peewee import *

# The terms are words already, with a space between two: the plainest tokenizer leaves them alone.
_SQLITE = (
    "CREATE VIRTUAL TABLE search_words USING fts5("
    "terms, content='search', content_rowid='id', detail=none, columnsize=0, tokenize='ascii')",
    'CREATE TRIGGER search_added AFTER INSERT ON search BEGIN '
    'INSERT INTO search_words (rowid, terms) VALUES (new.id, new.terms); END',
    'CREATE TRIGGER search_removed AFTER DELETE ON search BEGIN '
    "INSERT INTO search_words (search_words, rowid, terms) VALUES ('delete', old.id, old.terms); "
    'END',
    'CREATE TRIGGER search_changed AFTER UPDATE ON search BEGIN '
    "INSERT INTO search_words (search_words, rowid, terms) VALUES ('delete', old.id, old.terms); "
    'INSERT INTO search_words (rowid, terms) VALUES (new.id, new.terms); END',
)
_POSTGRESQL = (
    'CREATE TABLE search_words (id INTEGER PRIMARY KEY REFERENCES search ON DELETE CASCADE, '
    'words TSVECTOR NOT NULL)',
    'CREATE INDEX search_words_words ON search_words USING gin (words)',
    'CREATE FUNCTION search_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
    'INSERT INTO search_words VALUES '
    "(new.id, array_to_tsvector(string_to_array(new.terms, ' '))) "
    'ON CONFLICT (id) DO UPDATE SET words = excluded.words; RETURN NULL; END $$',
    'CREATE TRIGGER search_changed AFTER INSERT OR UPDATE ON search '
    'FOR EACH ROW EXECUTE FUNCTION search_changed()',
)


def up(migrator, db):
    class Search(Model):
        id = IntegerField(primary_key=True)
        terms = TextField()

        class Meta:
            database = db
            table_name = 'search'
    db.create_tables([Search])

    class SearchTerm(Model):
        term = CharField(max_length=40, unique=True)
        count = IntegerField()

        class Meta:
            database = db
            table_name = 'search_term'
    db.create_tables([SearchTerm])

    class SearchState(Model):
        version = IntegerField()

        class Meta:
            database = db
            table_name = 'search_state'
    db.create_tables([SearchState])

    for statement in _SQLITE if isinstance(db, SqliteDatabase) else _POSTGRESQL:
        db.execute_sql(statement)
    # What lists are narrowed and counted by, without the texts beside it.
    db.execute_sql(
        'CREATE INDEX activity_facts ON activity '
        '(kind, format, age_from, age_to, signup_mode, sign_language, captions)'
    )
    # Few are full; every list with a number of those that are not asks which.
    db.execute_sql('CREATE INDEX occurrence_full ON occurrence (id) WHERE taken >= capacity')
    # Near somewhere: venues by their latitude.
    db.execute_sql(
        'CREATE INDEX venue_latitude ON venue (latitude) WHERE latitude IS NOT NULL'
    )


def down(migrator, db):
    db.execute_sql('DROP INDEX venue_latitude')
    db.execute_sql('DROP INDEX occurrence_full')
    db.execute_sql('DROP INDEX activity_facts')
    for table in ('search_words', 'search_state', 'search_term', 'search'):
        migrator.migrate(migrator.drop_table(table))
    if not isinstance(db, SqliteDatabase):
        db.execute_sql('DROP FUNCTION search_changed')
