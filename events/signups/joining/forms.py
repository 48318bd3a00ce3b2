"""The form of a sign-up, for people or for a class, with what the unit asks besides."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar

import wtforms
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, ValidationError

from events.activities.models import Activity
from events.people.emails import EmailRefused, read_email
from events.signups.joining.consent import digest_of, words_in
from events.signups.joining.fields.forms import Count, Email, Line, Phone
from events.signups.models import FormKind, QuestionSetVersion
from events.signups.people import AGES, Contact, Party, bands_for
from events.signups.phones import PhoneRefused, read_phone
from events.signups.questions.forms import answers_of, with_questions
from events.signups.questions.question import Question
from events.signups.questions.reading import questions_of
from events.signups.terms import Terms
from events.text import clean_line


class SignupForm(wtforms.Form):
    """What both forms have: how to reach whoever signs up. One of the two ways is enough."""

    asked: ClassVar[tuple[Question, ...]] = ()
    agreed_to = ""  # the digest of the words that a guardian has ticked

    class Meta:
        @property
        def locales(self) -> list[str]:
            return [str(get_locale())]

    def validate_phone(self, field: Field) -> None:
        if not field.data and not self["email"].data:
            raise ValidationError(gettext("请填手机号；没有手机号，请填邮箱。"))

    def party(self) -> Party:
        raise NotImplementedError

    def contact(self) -> Contact:
        """Only of a form that was found right."""
        return Contact(
            phone=self["phone"].read,
            email=self["email"].read,
            answers=answers_of(self, self.asked),
            **self._about(),
        )

    def _about(self) -> dict[str, str]:
        """The other fields of a Contact."""
        raise NotImplementedError


class PeopleForm(SignupForm):
    bands: ClassVar[tuple[str, ...]] = tuple(AGES)  # the bands that the activity's ages touch
    others_may_come: ClassVar[bool] = True

    name = Line(_("称呼"), 40, autocomplete="name")
    phone = Phone()
    email = Email()
    adults = Count(_("成人"), default=1)
    under_7 = Count(_("孩子，6 岁以下"), default=0)
    under_14 = Count(_("孩子，7—13 岁"), default=0)
    under_18 = Count(_("孩子，14—17 岁"), default=0)
    consent = BooleanField(_("监护人同意"), description=_("只有不满 14 岁的孩子参加时才要勾选。"))

    @property
    def counts(self) -> list[Field]:
        """Of those who are expected to come, in the order they are asked."""
        return [self.adults, *(self[band] for band in self.bands)]

    @property
    def other_counts(self) -> list[Field]:
        return [self[band] for band in AGES if band not in self.bands]

    @property
    def consent_words(self) -> str:
        """As they are shown to whoever reads the form."""
        return words_in(str(get_locale()))

    @property
    def agreed_to(self) -> str:  # type: ignore[override]
        return digest_of(self.consent_words) if self.consent.data else ""

    def validate_under_7(self, field: Field) -> None:
        self._refuse_others(field)

    def validate_under_14(self, field: Field) -> None:
        self._refuse_others(field)

    def validate_under_18(self, field: Field) -> None:
        self._refuse_others(field)

    def _refuse_others(self, field: Field) -> None:
        if field.data and field.name not in self.bands and not self.others_may_come:
            raise ValidationError(gettext("这个活动不接待这个年龄的孩子，请看活动页上的年龄。"))

    def validate_consent(self, field: Field) -> None:
        if self.party().needs_guardian and not field.data:
            raise ValidationError(gettext("有不满 14 岁的孩子，请由监护人勾选同意。"))

    def party(self) -> Party:
        return Party(self.adults.data, self.under_7.data, self.under_14.data, self.under_18.data)

    def _about(self) -> dict[str, str]:
        return {"name": self.name.data}


class ClassForm(SignupForm):
    """A class comes with its head count; no pupil is named."""

    school = Line(_("学校"), 60, autocomplete="organization")
    grade = Line(_("年级和班"), 30)
    name = Line(_("老师姓名"), 40, autocomplete="name")
    phone = Phone()
    email = Email()
    pupils = Count(_("学生人数"), least=1)
    adults = Count(_("带队老师和家长"), least=1)
    bus = Line(_("乘车"), 100, required=False)
    needs = Line(_("特别需要"), 200, required=False)

    def party(self) -> Party:
        return Party(adults=self.adults.data, pupils=self.pupils.data)

    def _about(self) -> dict[str, str]:
        return {name: self[name].data for name in ("name", "school", "grade", "bus", "needs")}


def signup_form(activity: Activity, terms: Terms, version: QuestionSetVersion | None) -> type[Any]:
    """The form's class for an activity: a PeopleForm or ClassForm with the questions of a version
    (read with its set)."""
    bands = tuple(bands_for(activity.age_from, activity.age_to))
    ids_allowed = version is not None and version.question_set.ids_allowed
    return _form_class(terms.form, bands, not terms.ages_only, questions_of(version), ids_allowed)


@lru_cache(maxsize=256)  # making a class is dearer than all that is done with it
def _form_class(
    kind: str, bands: tuple[str, ...], others_may_come: bool,
    asked: tuple[Question, ...], ids_allowed: bool,
) -> type[Any]:  # fmt: skip
    base = with_questions(ClassForm if kind == FormKind.CLASS else PeopleForm, asked, ids_allowed)
    about = {"asked": asked, "bands": bands, "others_may_come": others_may_come}
    return type(base.__name__, (base,), about)


def contact_in(typed: Mapping[str, str]) -> str:
    """What the contact of a form is known by, whatever else is wrong with it; "" for nothing."""
    for name, read in (("phone", read_phone), ("email", read_email)):
        if text := clean_line(typed.get(name, "")):
            try:
                return read(text)
            except (PhoneRefused, EmailRefused):
                return ""
    return ""
