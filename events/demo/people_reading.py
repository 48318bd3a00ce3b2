"""`people.yaml`, read and checked: every mistake with its line, nothing written yet."""

from pathlib import Path

from events.activities.vocabulary import AUDIENCES
from events.demo.people_shapes import FILE, ROLES
from events.demo.reading import unknown_inside
from events.errors import RecordsInvalid
from events.plans.importing import Known
from events.records.files import Record, read_file
from events.records.references import repeated, unknown
from events.records.shapes import check_top
from events.units.models import Unit


def read_people(path: Path, known: Known) -> Record:
    """The file's top mapping; raises RecordsInvalid with every mistake found."""
    top, mistakes = read_file(path)
    if top is not None:
        mistakes = check_top(top, FILE) or _check_meaning(top, known)
    if top is None or mistakes:
        raise RecordsInvalid(mistakes)
    return top


def _check_meaning(top: Record, known: Known) -> list[str]:
    people, submissions = top["people"], top["submissions"]
    units = {unit.slug for unit in Unit.select(Unit.slug)}  # those of the demonstration, too
    emails = {person["email"] for person in people}
    return [
        *repeated(people, "email", "邮箱"),
        *unknown(submissions, ("unit",), units, "单位"),
        *unknown(submissions, ("by",), emails, "邮箱"),
        *unknown_inside(people, "owner_of", units, "单位"),
        *unknown_inside(people, "editor_of", units, "单位"),
        *unknown_inside(people, "districts", known.regions, "地区"),
        *unknown_inside(people, "roles", ROLES, "职务"),
        *unknown_inside(submissions, "audiences", AUDIENCES, "对象"),
    ]
