"""A content as a reviewer reads it: each field as lines of words. Pure.

Fields are named as in `Content`; one that goes with another, such as `age_to` with `age_from`, is
told there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from events.activities.vocabulary import AUDIENCES, FORMATS, KINDS
from events.marking import N_
from events.reviews.speech import Speech
from events.reviews.telling_terms import terms_in_words
from events.submissions.content import Content, Place, Sitting

FIELDS = {
    "title": N_("名称"),
    "kind": N_("形式"),
    "editions": N_("主题日"),
    "work_item": N_("工作要点"),
    "sittings": N_("场次"),
    "places": N_("地点"),
    "format": N_("现场还是线上"),
    "online_url": N_("线上地址"),
    "audiences": N_("适合谁"),
    "age_from": N_("年龄"),
    "audience_note": N_("对象说明"),
    "fee": N_("费用"),
    "signup_mode": N_("报名方式"),
    "terms": N_("报名规则"),
    "description": N_("简介"),
    "picture": N_("图片"),
    "sign_language": N_("手语和字幕"),
    "contact": N_("联系方式"),
    "co_organisers": N_("协办"),
    "supporters": N_("支持单位"),
    "answers": N_("补充问题"),
    "change_reason": N_("改动原因"),
}
_HERE = "Asia/Shanghai"
_SIGNUP = {
    "none": N_("无需报名"),
    "here": N_("在这里报名"),
    "telephone": N_("电话报名"),
    "external": N_("网上报名"),
}


@dataclass(frozen=True)
class Names:
    """What the ids in a content are called."""

    days: Mapping[int, str]
    items: Mapping[int, str]
    venues: Mapping[int, str]
    districts: Mapping[int, str]
    units: Mapping[int, str]
    question_sets: Mapping[int, str]


def tell(content: Content, names: Names, speech: Speech) -> dict[str, tuple[str, ...]]:
    """Every field of FIELDS, in that order, with its lines; none where it says nothing."""
    teller = _Teller(content, names, speech)
    return {field: tuple(filter(None, getattr(teller, field)())) for field in FIELDS}


class _Teller:
    def __init__(self, content: Content, names: Names, speech: Speech) -> None:
        self.content, self.names, self.speech = content, names, speech
        self.say, self.day = speech.say, speech.day

    def title(self) -> Iterator[str]:
        yield self.content.title

    def kind(self) -> Iterator[str]:
        yield self._word(KINDS, self.content.kind)

    def editions(self) -> Iterator[str]:
        for tied in self.content.editions:
            name = self._name(self.names.days, tied.day)
            yield " ".join(filter(None, (str(tied.year), name, tied.block)))

    def work_item(self) -> Iterator[str]:
        if self.content.work_item is not None:
            yield self._name(self.names.items, self.content.work_item)

    def sittings(self) -> Iterator[str]:
        for sitting in self.content.sittings:
            place = self.content.place(sitting.place)
            parts = (self._when(sitting), self._place_name(place), self._people(sitting.capacity))
            yield " ".join(filter(None, parts))
        if self.content.timezone != _HERE:
            yield self.say(N_("时间按 %(zone)s")) % {"zone": self.content.timezone}

    def places(self) -> Iterator[str]:
        for place in self.content.places:
            parts = [self._place_name(place)]
            if place.venue is None:
                district = place.district and self._name(self.names.districts, place.district)
                parts += [self.say(N_("（新场馆）")), district or "", place.address]
            yield " ".join(filter(None, parts))

    def format(self) -> Iterator[str]:
        yield self._word(FORMATS, self.content.format)

    def online_url(self) -> Iterator[str]:
        yield self.content.online_url

    def audiences(self) -> Iterator[str]:
        words = (self._word(AUDIENCES, code) for code in self.content.audiences)
        yield self.say(N_("、")).join(words)

    def age_from(self) -> Iterator[str]:
        low, high = self.content.age_from, self.content.age_to
        if low is not None and high is not None:
            yield self.say(N_("%(low)d—%(high)d 岁")) % {"low": low, "high": high}
        elif low is not None:
            yield self.say(N_("%(age)d 岁以上")) % {"age": low}
        elif high is not None:
            yield self.say(N_("%(age)d 岁以下")) % {"age": high}

    def audience_note(self) -> Iterator[str]:
        yield self.content.audience_note

    def fee(self) -> Iterator[str]:
        yield self.content.fee or self.say(N_("免费"))

    def signup_mode(self) -> Iterator[str]:
        yield self._word(_SIGNUP, self.content.signup_mode)
        yield from (self.content.signup_phone, self.content.signup_url)

    def terms(self) -> Iterator[str]:
        terms = self.content.terms
        if terms:
            yield from terms_in_words(terms, self.speech)
            if terms.question_set:
                name = self._name(self.names.question_sets, terms.question_set)
                yield self.say(N_("另外问：%(name)s")) % {"name": name}

    def description(self) -> Iterator[str]:
        yield from (line.strip() for line in self.content.description.splitlines())

    def picture(self) -> Iterator[str]:
        yield from (self.content.picture, self.content.picture_alt)

    def sign_language(self) -> Iterator[str]:
        facts = ((N_("手语翻译"), self.content.sign_language), (N_("字幕"), self.content.captions))
        for name, answer in facts:
            if answer is not None:
                yield f"{self.say(name)} {self.say(N_('有') if answer else N_('没有'))}"

    def contact(self) -> Iterator[str]:
        if self.content.contact:
            is_public = self.content.contact_is_public
            yield self.content.contact
            yield self.say(N_("（公开）") if is_public else N_("（不公开）"))

    def co_organisers(self) -> Iterator[str]:
        yield from (self._name(self.names.units, unit) for unit in self.content.co_organisers)

    def supporters(self) -> Iterator[str]:
        yield from (self._name(self.names.units, unit) for unit in self.content.supporters)

    def answers(self) -> Iterator[str]:
        yield from (f"{one.label}　{one.text}" for one in self.content.answers)

    def change_reason(self) -> Iterator[str]:
        yield self.content.change_reason

    def _when(self, sitting: Sitting) -> str:
        first, last = sitting.start.date(), sitting.end.date()
        if sitting.all_day:
            last -= timedelta(days=1)
            span = self.day(first) if first == last else f"{self.day(first)}—{self.day(last)}"
            return f"{span} {self.say(N_('全天'))}"
        closes = f"{sitting.end:%H:%M}"
        return f"{self.day(first)} {sitting.start:%H:%M}–" + (
            closes if first == last else f"{self.day(last)} {closes}"
        )

    def _people(self, capacity: int | None) -> str:
        return "" if capacity is None else self.say(N_("%(count)d 人")) % {"count": capacity}

    def _place_name(self, place: Place | None) -> str:
        if place is None:
            return ""
        name = place.name if place.venue is None else self._name(self.names.venues, place.venue)
        return f"{name} {place.note}".strip()

    def _word(self, words: Mapping[Any, str], code: str) -> str:
        return self.say(words[code]) if code in words else code

    def _name(self, names: Mapping[int, str], id_: int) -> str:
        return names.get(id_) or self.say(N_("（已不在名录里）"))
