"""The shape of `themed_days.yaml`."""

from events.days.models import DateStatus
from events.days.recurrence import Predictability
from events.records.shapes import (
    Shape,
    a_date,
    choice,
    flag,
    link,
    number,
    numbers,
    records,
    slug,
    text,
    texts,
)

YEARS = (1900, 2200)
KINDS = ("day", "week", "month", "campaign")
SUBJECTS = ("sky", "water", "earth", "life", "number", "craft", "light", "farm")
ROLES = ("lead", "supporting", "responsible")
CONFIDENCE = ("A", "B", "C", "K")

_THEME: Shape = {"text": text(200, required=True), "note": text(200), "note_en": text(300)}
_SOURCE: Shape = {
    "title": text(200, required=True),
    "url": link(),
    "first_day": a_date(),
    "last_day": a_date(),
}
_SPAN: Shape = {
    "name": text(60, required=True),
    "name_en": text(120),
    "first_day": a_date(required=True),
    "last_day": a_date(required=True),
}
_FIGURE: Shape = {
    "label": text(60, required=True),
    "label_en": text(120),
    "value": text(100, required=True),
}
_USUAL: Shape = {"name": text(60, required=True), "role": choice(ROLES, required=True)}
_REGIONAL: Shape = {
    "region": text(32, required=True),
    "rule": text(500, required=True),
    "duration_days": number(1, 366),
    "words": text(300),
    "words_en": text(300),
}

EDITION: Shape = {
    "year": number(*YEARS, required=True),
    "first_day": a_date(),
    "last_day": a_date(),
    "end_known": flag(),
    "date_status": choice([status.value for status in DateStatus], required=True),
    "confidence": choice(CONFIDENCE),
    "ordinal": number(1, 500),
    "themes": records(_THEME),
    "date_text": text(60),
    "precision": text(16),
    "sources": records(_SOURCE),
    "note": text(1000),
    "note_en": text(1500),
    "spans": records(_SPAN),
    "host_city": text(60),
    "figures": records(_FIGURE),
}

THEMED_DAY: Shape = {
    "slug": slug(64, required=True),
    "name": text(60, required=True),
    "name_en": text(120, required=True),
    "aliases": texts(60),
    "kind": choice(KINDS, required=True),
    "scope": choice(("national", "regional"), required=True),
    "region": text(32),
    "subject": choice(SUBJECTS, required=True),
    "summary": text(200, required=True),
    "summary_en": text(400, required=True),
    "purpose": text(1000),
    "purpose_en": text(1500),
    "basis": text(500),
    "basis_en": text(800),
    "first_year": number(*YEARS),
    "organisers": texts(60),
    "usual_units": records(_USUAL),
    "predictability": choice([kind.value for kind in Predictability], required=True),
    "rule": text(500),
    "duration_days": number(1, 366),
    "rule_words": text(500, required=True),
    "rule_words_en": text(800, required=True),
    "rule_note": text(1000),
    "rule_note_en": text(1500),
    "notice_months": numbers(1, 12),
    "parent": text(64),
    "offset_days": number(-366, 366),
    "solar_term": text(8),
    "regional_rules": records(_REGIONAL),
    "valid_from": number(*YEARS),
    "valid_to": number(*YEARS),
    "successor": text(64),
    "source": text(500),
    "editions": records(EDITION),
}
FILE: Shape = {"themed_days": records(THEMED_DAY, required=True)}
