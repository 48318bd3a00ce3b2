"""Terms of sign-up as typed -> values, or what is wrong with which field."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

from flask_babel import gettext
from wtforms import BooleanField, Field, RadioField, SelectField, StringField, ValidationError
from wtforms.fields import SelectChoice

from events.errors import EventsError
from events.marking import N_
from events.signups.models import FormKind, QuestionSet
from events.signups.questions.queries import sets_for
from events.signups.terms import PARTY_LIMIT, Terms
from events.submissions.basics.queries import read_tie
from events.submissions.content import Sitting
from events.submissions.schedule.listing import clock_control, day_control, read_rows
from events.submissions.schedule.reading import TextUnread, read_clock, read_day
from events.submissions.schedule.said import say_times
from events.submissions.sheets.forms import Sheet, number_in
from events.submissions.signup.terms.fitting import opens_too_late
from events.submissions.signup.terms.typed import OPENS_BEFORE, OPENS_NOW, OPENS_ON
from events.submissions.typed import text_of, texts_of

FORMS = {FormKind.PEOPLE: N_("个人和家庭"), FormKind.CLASS: N_("学校班级，由老师报")}
OPENINGS = {
    OPENS_NOW: N_("公布以后马上开放"),
    OPENS_ON: N_("到某一天一起开放"),
    OPENS_BEFORE: N_("每场提前几天开放"),
}
USUAL = {
    FormKind.PEOPLE: Terms(),
    FormKind.CLASS: Terms(form=FormKind.CLASS, party_limit=60, waiting_limit=120),
}
MOST = {
    "opens_days_before": 365,
    "closes_hours_before": 24 * 60,
    "phone_limit": 100,
    "party_limit": PARTY_LIMIT,
    "waiting_limit": 5000,
}
LONGEST_BRING = 200


class WithTerms(Sheet):
    """A form that has the fields of the terms; it declares them where it wants them."""

    form: RadioField
    question_set: SelectField
    opens: RadioField
    opens_on: StringField
    opens_days_before: StringField
    opens_time: StringField
    closes_hours_before: StringField
    party_limit: StringField
    waiting_limit: StringField
    phone_limit: StringField
    needs_approval: BooleanField
    ages_only: BooleanField
    strict_order: BooleanField
    bring: StringField
    day_control = staticmethod(day_control)
    clock_control = staticmethod(clock_control)

    @cached_property
    def question_sets(self) -> dict[str, QuestionSet]:
        """What may be chosen, for either form (two statements)."""
        ties = (read_tie(text) for text in texts_of(self.draft, "basics", "editions"))
        days = {tie.day for tie in ties if tie}
        unit = self.setting.unit.id
        return {str(row.id): row for kind in FormKind for row in sets_for(unit, kind, days)}

    def question_choices(self) -> list[SelectChoice]:
        named = [
            SelectChoice(key, f"{row.name}（{gettext(FORMS[FormKind(row.form)])}）")
            for key, row in self.question_sets.items()
        ]
        return [SelectChoice("", gettext("不多问")), *named]

    @cached_property
    def coming(self) -> list[Sitting]:
        """The sittings of the schedule step that can be read and are not over."""
        zone = self.setting.zone
        wall = self.setting.now.astimezone(zone).replace(tzinfo=None)
        rows = read_rows(self.draft.get("schedule", {}), zone)
        found = (row.sitting for row in rows if row.sitting and row.typed["kept"])
        return [sitting for sitting in found if sitting.end > wall]

    @property
    def usual(self) -> Terms:
        """What holds where nothing is written."""
        return USUAL[FormKind.CLASS if self.form.data == FormKind.CLASS else FormKind.PEOPLE]

    @property
    def most_places(self) -> int:
        """Of the sitting with the most of them."""
        return max((one.capacity for one in self.coming if one.capacity), default=PARTY_LIMIT)

    def unused_terms(self) -> Iterator[str]:
        """Fields that another one makes meaningless."""
        if self.opens.data != OPENS_ON:
            yield "opens_on"
        if self.opens.data != OPENS_BEFORE:
            yield "opens_days_before"
        if self.opens.data not in (OPENS_ON, OPENS_BEFORE):
            yield "opens_time"
        if self.form.data == FormKind.CLASS:
            yield "ages_only"

    def validate_question_set(self, field: Field) -> None:
        chosen = self.question_sets.get(field.data)
        if chosen and chosen.form != self.form.data:
            raise ValidationError(gettext("这套问题是给另一种报名表的，请换一套。"))

    def validate_opens_on(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(gettext("请写从哪天起可以报名。"))
        _read(read_day, field.data)
        self._refuse_late_opening()

    def validate_opens_days_before(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(gettext("请写提前几天，例如 7。"))
        self._refuse_late_opening()

    def validate_opens_time(self, field: Field) -> None:
        if field.data.startswith("24"):
            raise ValidationError(gettext("零点请写 00:00，并核对是哪一天。"))
        if field.data:
            _read(read_clock, field.data)

    def validate_party_limit(self, field: Field) -> None:
        number = number_in(field.data)
        if number and number > self.most_places:
            raise ValidationError(
                gettext(
                    "每份最多 %(limit)d 人，可是名额最多的一场也只有 %(places)d 个。",
                    limit=number,
                    places=self.most_places,
                )
            )

    def validate_ages_only(self, field: Field) -> None:
        ages = [text_of(self.draft, "basics", name) for name in ("age_from", "age_to")]
        if field.data and not any(ages):
            raise ValidationError(gettext("先在“基本信息”里写上年龄，这里才能打勾。"))

    def terms(self) -> Terms:
        """Only of a form whose terms are without problems."""
        usual, number = self.usual, self._number
        return Terms(
            form=self.form.data,
            question_set=int(self.question_set.data) if self.question_set.data else None,
            **self._opening(),
            closes_hours_before=number("closes_hours_before", usual.closes_hours_before),
            party_limit=number("party_limit", min(usual.party_limit, self.most_places)),
            phone_limit=number("phone_limit", None),
            needs_approval=self.needs_approval.data,
            ages_only=self.ages_only.data and self.form.data == FormKind.PEOPLE,
            waiting_limit=number("waiting_limit", usual.waiting_limit),
            strict_order=self.strict_order.data,
            bring=self.bring.data,
        )

    def _opening(self) -> dict[str, Any]:
        """Raises TextUnread."""
        way, text = self.opens.data, self.opens_time.data
        at = f"{read_clock(text):%H:%M}" if text and way != OPENS_NOW else ""
        day: date | None = read_day(self.opens_on.data) if way == OPENS_ON else None
        before = self._number("opens_days_before", None) if way == OPENS_BEFORE else None
        return {"opens_on": day, "opens_days_before": before, "opens_time": at}

    def _number(self, name: str, otherwise: Any) -> Any:
        number = number_in(self[name].data)
        return otherwise if number is None else number

    def _refuse_late_opening(self) -> None:
        hours = self._number("closes_hours_before", 0)
        if hours > MOST["closes_hours_before"]:
            return
        try:
            terms = Terms(**self._opening(), closes_hours_before=hours)
        except TextUnread:
            return  # said beside the field that can't be read
        late = opens_too_late(terms, self.coming, self.setting.zone)
        if late:
            raise ValidationError(
                gettext(
                    "%(when)s：报名还没有开放就已经截止了，请提早开放或者推迟截止。",
                    when=say_times(late),
                )
            )


def _read(reader: Any, text: str) -> None:
    try:
        reader(text)
    except EventsError as refusal:
        raise ValidationError(refusal.message) from refusal
