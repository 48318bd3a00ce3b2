"""`kepuli search rebuild` and what the server does by itself."""

import pytest
from peewee import Database

from events.activities.indexing.actions import fill_if_needed
from events.activities.indexing.checking import check_index
from events.finding.actions import is_complete
from tests.conftest import Program
from tests.factories import make_activity, make_occurrence
from tests.finding.looking import titles


@pytest.fixture(autouse=True)
def unindexed(db: Database) -> None:
    """As after an upgrade: activities there were before the index."""
    make_occurrence(make_activity(title="仰望流星雨"))
    make_occurrence(make_activity(title="急救课堂"))


def test_what_was_there_before_the_index_is_found_after_it_was_rebuilt(kepuli: Program):
    before = kepuli("search", "rebuild", "--check")
    said = kepuli("search", "rebuild")
    after = kepuli("search", "rebuild", "--check")

    assert (before.exit_code, before.stdout) == (1, "")
    assert "2 个活动的索引和内容不一致" in before.stderr
    assert (said.exit_code, said.stdout) == (0, "索引已重建，2 个活动的内容和原来的索引不同。\n")
    assert (after.exit_code, after.stdout, after.stderr) == (0, "索引和数据一致。\n", "")
    assert titles("流星雨") == {"仰望流星雨"}


def test_rebuilding_puts_everything_right_whatever_was_wrong(kepuli: Program, db: Database):
    kepuli("search", "rebuild")
    db.execute_sql("UPDATE search_term SET count = 7")
    db.execute_sql("INSERT INTO search (id, terms) VALUES (99999, 'x y')")
    db.execute_sql("DELETE FROM search_words" if "postgres" in str(db) else "SELECT 1")

    said = kepuli("search", "rebuild")

    assert said.stdout == "索引已重建，1 个活动的内容和原来的索引不同。\n"
    assert check_index() == []


def test_checking_changes_nothing(kepuli: Program):
    kepuli("search", "rebuild", "--check")

    assert titles("流星雨") == set()


def test_the_server_fills_the_index_once():
    fill_if_needed(lambda: False)
    assert titles("急救") == {"急救课堂"}

    make_occurrence(make_activity(title="防火课堂"))
    fill_if_needed(lambda: False)

    assert titles("防火") == set()


def test_a_server_that_stops_leaves_the_rest_for_the_next_time():
    fill_if_needed(lambda: True)

    assert not is_complete()


def test_help_says_what_it_does(kepuli: Program):
    said = kepuli("search", "rebuild", "--help")

    assert (said.exit_code, "--check" in said.stdout) == (0, True)
