"""The terms of signing up here as a reviewer reads them: a line for each. Pure."""

from collections.abc import Iterator

from events.marking import N_
from events.reviews.speech import Speech
from events.signups.models import FormKind
from events.signups.terms import Terms

_FORMS = {FormKind.PEOPLE: N_("给个人和家庭"), FormKind.CLASS: N_("给学校班级，由老师报")}


def terms_in_words(terms: Terms, speech: Speech) -> Iterator[str]:
    say = speech.say
    yield say(_FORMS[FormKind(terms.form)])
    yield _opening(terms, speech)
    if terms.closes_hours_before:
        yield say(N_("开始前 %(count)d 小时截止")) % {"count": terms.closes_hours_before}
    yield say(N_("每份最多 %(count)d 人")) % {"count": terms.party_limit}
    if terms.phone_limit:
        yield say(N_("同一个手机号最多报 %(count)d 场")) % {"count": terms.phone_limit}
    yield _waiting(terms, speech)
    if terms.needs_approval:
        yield say(N_("每份都要单位同意才算报上"))
    if terms.ages_only:
        yield say(N_("不收其他年龄的孩子"))
    if terms.bring:
        yield say(N_("请带：%(words)s")) % {"words": terms.bring}


def _opening(terms: Terms, speech: Speech) -> str:
    at = {"time": terms.opens_time or "00:00"}
    if terms.opens_on:
        words = N_("%(day)s %(time)s 开放报名")
        return speech.say(words) % (at | {"day": speech.day(terms.opens_on)})
    if terms.opens_days_before is not None:
        words = N_("每场提前 %(count)d 天的 %(time)s 开放报名")
        return speech.say(words) % (at | {"count": terms.opens_days_before})
    return speech.say(N_("公布以后马上开放报名"))


def _waiting(terms: Terms, speech: Speech) -> str:
    if not terms.waiting_limit:
        return speech.say(N_("没有候补"))
    strict = N_("每场候补最多 %(count)d 人，严格按先后")
    words = strict if terms.strict_order else N_("每场候补最多 %(count)d 人")
    return speech.say(words) % {"count": terms.waiting_limit}
