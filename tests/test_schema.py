"""events.schema and the migrations: complete, reversible, guarded, safe to start twice."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from peewee import Database, IntegrityError, SqliteDatabase
from playhouse.migrations import Runner
from playhouse.schema_diff import diff_models

from events import audit, schema
from events.db import BaseModel, connection, database, open_database
from events.errors import DatabaseUnavailable
from tests import NOW
from tests.violations import VIOLATIONS

ROOT = Path(__file__).resolve().parent.parent
NAMES = sorted(path.stem for path in schema.MIGRATIONS.glob("[0-9]*.py"))


def live_models() -> list[type[BaseModel]]:
    """Every model of the program, whichever module it stands in."""
    for path in [
        *ROOT.glob("events/*.py"),
        *ROOT.glob("events/*/models.py"),
        ROOT / "calendars/models.py",
    ]:
        import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return [
        m for m in BaseModel.__subclasses__() if m.__module__.startswith(("events.", "calendars."))
    ]


def lengths(db: Database) -> dict[tuple[str, str], int]:
    """The longest text each column takes; SQLite only keeps it in the type's name."""
    if isinstance(db, SqliteDatabase):
        types = [
            (table, column.name, column.data_type)
            for table in db.get_tables()
            for column in db.get_columns(table)
        ]
        found = ((t, c, re.search(r"\d+", kind)) for t, c, kind in types)
        return {(table, column): int(match[0]) for table, column, match in found if match}
    rows = db.execute_sql(
        "SELECT table_name, column_name, character_maximum_length FROM information_schema.columns"
        " WHERE table_schema = 'public' AND character_maximum_length IS NOT NULL"
    )
    return {(table, column): length for table, column, length in rows}


def test_an_empty_database_is_migrated_to_what_the_models_say(empty_database_url: str):
    opened = open_database(empty_database_url)

    assert schema.pending() == NAMES
    assert schema.migrate() == NAMES
    assert schema.pending() == []

    with connection():
        assert str(diff_models(opened, live_models())) == ""


def test_every_text_column_is_as_long_as_its_model_says(db: Database):
    """The comparison above does not look at lengths."""
    meant = {
        (model._meta.table_name, field.column_name): field.max_length
        for model in live_models()
        for field in model._meta.sorted_fields
        if hasattr(field, "max_length")
    }

    found = {key: length for key, length in lengths(db).items() if key[0] != "schema_migration"}

    assert found == meant


def test_a_column_may_be_empty_exactly_when_its_model_says_so(db: Database):
    for model in live_models():
        meant = {field.column_name: field.null for field in model._meta.sorted_fields}
        assert {c.name: c.null for c in db.get_columns(model._meta.table_name)} == meant


def test_migrating_again_does_nothing(empty_database_url: str):
    open_database(empty_database_url)
    schema.migrate()

    assert schema.migrate() == []


def test_the_migrations_can_be_taken_back_and_applied_again(empty_database_url: str):
    opened = open_database(empty_database_url)
    schema.migrate()
    runner = Runner(opened, str(schema.MIGRATIONS))

    with connection():
        assert runner.down(NAMES[0]) == NAMES[::-1]
        assert set(opened.get_tables()) == {"schema_migration"}

    assert schema.migrate() == NAMES
    with connection():
        assert not diff_models(opened, live_models())


def test_several_programs_may_migrate_at_once(empty_database_url: str):
    program = (
        "import sys; from events import schema; from events.db import open_database;"
        "open_database(sys.argv[1]); print(schema.migrate())"
    )
    command = [sys.executable, "-c", program, empty_database_url]
    started = [
        subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    said = [process.communicate(timeout=60) for process in started]

    assert [process.returncode for process in started] == [0, 0, 0], said
    assert sorted(out.strip() for out, _ in said) == sorted([str(NAMES), "[]", "[]"])


@pytest.mark.engine("sqlite")
def test_a_file_that_does_not_exist_lacks_every_migration(tmp_path: Path, engine: str):
    open_database(f"{engine}:///{tmp_path / 'new' / 'kepuli.db'}")

    assert schema.pending() == NAMES
    database.obj.close_all()


@pytest.mark.engine("postgresql")
def test_a_postgresql_database_that_does_not_exist_is_unavailable(database_url: str):
    open_database(database_url.replace("/kepuli_", "/missing_"))

    with pytest.raises(DatabaseUnavailable):
        schema.pending()


def test_every_check_of_the_migrations_is_violated_below():
    sources = [path.read_text() for path in schema.MIGRATIONS.glob("*.py")]
    checks = re.compile(r"Check\(.*?name='(\w+)'|CONSTRAINT (\w+) '?\s*'?CHECK", re.DOTALL)
    named = {name for source in sources for found in checks.findall(source) for name in found}
    named.discard("")

    assert named == set(VIOLATIONS)


@pytest.mark.parametrize("check", VIOLATIONS)
def test_the_database_itself_refuses(check: str, db: Database):
    with pytest.raises(IntegrityError, match=check), db.atomic():
        VIOLATIONS[check]()


@pytest.mark.parametrize(
    "change", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"]
)
def test_an_audit_entry_can_neither_be_changed_nor_deleted(db: Database, change: str):
    audit.write(audit.PROGRAM, "unit.renamed", "unit", "cq-cast", NOW)

    with pytest.raises(IntegrityError, match="审计记录只能添加"), db.atomic():
        db.execute_sql(change)

    assert [entry.action for entry in audit.AuditEntry.select()] == ["unit.renamed"]
