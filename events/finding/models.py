"""The search index: what each public activity can be found by."""

from peewee import CharField, IntegerField, TextField

from events.db import BaseModel


class Search(BaseModel):
    """A row for each public activity, with its id: its terms, sorted, with a space between two.

    From it the database keeps an inverted index by itself, `search_words`, with triggers: on SQLite
    an FTS5 table, on PostgreSQL a GIN index.
    """

    id = IntegerField(primary_key=True)
    terms = TextField()


class SearchTerm(BaseModel):
    """How many rows have a term; the empty term stands for all rows."""

    term = CharField(max_length=40, unique=True)
    count = IntegerField()


class SearchState(BaseModel):
    """One row, id 1, once the index has been built: by which `words.VERSION`."""

    version = IntegerField()
