"""Calendars somebody put together. Frozen: imports nothing of ours."""

from peewee import *


def up(migrator, db):
    class Subscription(Model):
        feed_hash = CharField(max_length=64, unique=True)
        picks = TextField()
        made_at = DateTimeField()
        used_day = DateField()
        ended_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = 'subscription'
            constraints = [
                # Of what was given up no picks are kept.
                Check("(ended_at IS NULL) = (picks <> '')", name='subscription_picks'),
            ]
    db.create_tables([Subscription])


def down(migrator, db):
    migrator.migrate(migrator.drop_table('subscription'))
