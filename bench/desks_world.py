"""What bench/desks.py measures in: an office that reviews, and one very busy unit."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from playhouse.test_utils import count_queries

from app import create_app
from events import clock, schema
from events.catalogue.commands import DATA
from events.catalogue.loading import load_catalogue
from events.db import connection, database
from events.people.actors import Person
from events.people.models import Account, Appointment, MemberRole, Membership, OfficeRole
from events.people.sessions import open_session
from events.submissions.content import Content, EditionTie, Place, Sitting
from events.submissions.drafts import draft_of
from events.submissions.models import Revision, State, Submission
from events.submissions.publishing import publish
from events.units.models import Unit
from events.venues.models import Venue
from web.settings import read_settings


class Desks:
    """The application over its own database, and somebody who is office and works for the unit."""

    def __init__(self, url: str, folder: Path) -> None:
        settings = {"KEPULI_DATABASE": url, "KEPULI_DATA_DIR": str(folder)}
        self.app = create_app(read_settings(os.environ | settings))
        schema.migrate()
        self.now = clock.now()
        with connection():
            load_catalogue(DATA, self.now)
            self.units = list(Unit.select().order_by(Unit.id))
            self.unit = self.units[0]
            self.venue = self._venue()
            self.account = self._account()
            self.office = Person(self.account.id, self.account.name)
            token = open_session(self.account, "bench", self.now)
        self.client = self.app.test_client()
        self.client.set_cookie("kepuli_session", token)
        self.workspace = f"/workspace/{self.unit.slug}"

    def get(self, path: str) -> bytes:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.data

    def count(self, path: str) -> int:
        with count_queries() as counter:
            self.get(path)
        return counter.count

    def add_waiting(self, count: int) -> None:
        """Submissions of all units in turn, waiting for an answer."""
        with connection(), database.atomic():
            for number in range(count):
                self._hand_in(self.units[number % len(self.units)], number)

    def add_public(self, count: int) -> None:
        """Published activities of the one unit."""
        with connection(), database.atomic():
            for number in range(count):
                revision = self._hand_in(self.unit, number)
                publish(revision.submission, revision, self.office, self.now)

    def read_waiting(self) -> list[Any]:
        return self._read(Submission.state == State.SUBMITTED)

    def read_public(self) -> list[Any]:
        return self._read(Submission.unit == self.unit)

    def _read(self, which: Any) -> list[Any]:
        with connection():
            return list(Submission.select(Submission.id, Submission.title).where(which).tuples())

    def _hand_in(self, unit: Unit, number: int) -> Revision:
        content = self._content(number)
        submission = Submission.create(
            unit=unit,
            title=content.title,
            state=State.SUBMITTED,
            draft=draft_of(content),
            revision_number=1,
            first_day=content.first_day,
            district=self.venue.district_id,
            created_at=self.now,
            updated_at=self.now,
            submitted_at=self.now - timedelta(hours=number % 200),
        )
        return Revision.create(
            submission=submission,
            number=1,
            content=content.as_json(),
            digest=content.digest,
            made_at=self.now,
        )

    def _content(self, number: int) -> Content:
        start = datetime(2026, 12, 1, 10) + timedelta(days=number % 300)  # noqa: DTZ001  wall time
        return Content(
            title=f"第 {number} 个讲座",
            kind="lecture",
            description="从一块标本讲起：它为什么这么重，又为什么没有裂开。",
            editions=(EditionTie(1, 2027),),
            audiences=("public", "family"),
            places=(Place("p1", venue=self.venue.id),),
            sittings=(Sitting(start, start + timedelta(hours=2), place="p1", capacity=60),),
        )

    def _venue(self) -> Venue:
        return Venue.create(
            name="报告厅",
            district=self.unit.region_id,
            created_at=self.now,
            updated_at=self.now,
        )

    def _account(self) -> Account:
        account = Account.create(
            email="bench@example.org", name="林晓", created_at=self.now, updated_at=self.now
        )
        Appointment.create(account=account, role=OfficeRole.OFFICE, created_at=self.now)
        Membership.create(
            account=account, unit=self.unit, role=MemberRole.OWNER, created_at=self.now
        )
        return account
