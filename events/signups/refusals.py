"""Why somebody can't sign up: each a sentence that says what to do instead."""

from datetime import datetime

from events.errors import EventsError, InvalidTransition, TooOften
from events.marking import N_

_GONE = N_("刚刚报满了。")
_TOO_FEW = N_("只剩 %(left)d 个名额，不够这么多人。")
_OTHERS_FIRST = N_("空出来的 %(left)d 个名额先给候补的人。")
_PERHAPS_YOURS = N_("如果已经报过这一场，那份报名没有变，用“找回我的报名”可以打开。")


class NotOpen(InvalidTransition):
    """Not yet, too late, or it does not take place. `opens_at` where it will open."""

    def __init__(self, message: str, opens_at: datetime | None = None) -> None:
        super().__init__(message)
        self.opens_at = opens_at


class PlacesGone(InvalidTransition):
    """Not enough places for a `party`. `left` are those there are, which belong to those who wait
    where they would do; `ahead` parties wait, None: no room there."""

    def __init__(self, left: int, ahead: int | None, party: int = 0) -> None:
        there, instead = _GONE, N_("您填的内容还在，候补也满了，请看别的场次。")
        if 0 < party <= left:
            there, instead = _OTHERS_FIRST, N_("您填的内容还在，候补放不下您这份，请看别的场次。")
        elif left:
            there, instead = _TOO_FEW, N_("您填的内容还在，可以减少人数，或者看别的场次。")
        way = instead if ahead is None else N_("您填的内容还在，可以加入候补。")
        super().__init__(there, way, _PERHAPS_YOURS, left=left)
        self.left, self.ahead = left, ahead


class AlreadySignedUp(InvalidTransition):
    """The same telephone number or address has a sign-up for this occurrence that counts."""

    def __init__(self) -> None:
        super().__init__(
            N_("这个手机号或邮箱已经报过这一场。"),
            N_("要查看或修改，请打开确认信里的链接，或用“找回我的报名”。"),
        )


class TooManySignups(EventsError):
    """A telephone number has as many as the unit, or the edition's office, allows."""


class PartyRefused(EventsError):
    """The party is too large, empty, or of people it is not for."""


class SignupTooOften(TooOften):
    """Of somebody who has filled in a form."""

    in_seconds = N_("试得太频繁了，请 %(wait)d 秒后再试。名额没有变化，您填的内容还在。")
    in_minutes = N_("试得太频繁了，请 %(wait)d 分钟后再试。名额没有变化，您填的内容还在。")
