"""Every refusal and failure becomes a plain page: what happened, what is safe, what next."""

import logging
from typing import NamedTuple

from flask import Flask, Response, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from peewee import PeeweeException
from playhouse.pool import MaxConnectionsExceeded
from werkzeug.exceptions import HTTPException

from events.db import unavailable_sentence
from events.errors import (
    DatabaseUnavailable,
    EventsError,
    Gone,
    InvalidTransition,
    NotAllowed,
    NotFound,
    TooOften,
)
from web.dates import english
from web.filters import ParametersRefused, QueryRefused
from web.language import in_words
from web.programs import is_for_programs, problem

logger = logging.getLogger(__name__)

_STATUS: dict[type[EventsError], int] = {
    NotAllowed: 403,
    NotFound: 404,
    Gone: 410,
    InvalidTransition: 409,
    QueryRefused: 400,
    TooOften: 429,
}


class Explanation(NamedTuple):
    """What a status means; `refusal` says more, in Chinese where it has no English."""

    heading: str
    text: str
    refusal: EventsError | None = None
    parameters: tuple[str, ...] = ()


def register_errors(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(EventsError, _refused)
    app.register_error_handler(PeeweeException, _database)
    app.register_error_handler(MaxConnectionsExceeded, _database)
    app.register_error_handler(500, _unexpected)


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    page = _page(code, explain(code))
    page.headers.extend(
        (key, value) for key, value in error.get_headers() if key in ("Allow", "Retry-After")
    )
    return page


def _stale_form(_error: CSRFError) -> Response:
    heading = _("这一页放得太久了")
    text = _("请按“后退”回到刚才的页面，填的内容通常还在；先复制下来，刷新后再提交。")
    return _page(400, Explanation(heading, text))


def status_of(refusal: EventsError) -> int:
    """For a form that is shown again with it."""
    return next((status for kind, status in _STATUS.items() if isinstance(refusal, kind)), 422)


def _refused(error: EventsError) -> Response:
    code = status_of(error)
    explanation = explain(code)._replace(refusal=error)
    if isinstance(error, ParametersRefused):
        explanation = Explanation(explanation.heading, in_words(error), None, error.parameters)
    page = _page(code, explanation)
    if isinstance(error, TooOften):
        page.headers["Retry-After"] = str(error.seconds)
    return page


def _database(error: Exception) -> Response:
    """503 for a database that can't be reached; any other error of it is unexpected."""
    sentence = unavailable_sentence(error)
    if sentence is None:
        raise error
    logger.error("database unavailable: %s", type(error).__name__)
    response = _page(503, explain(503)._replace(refusal=DatabaseUnavailable(sentence)))
    response.headers["Retry-After"] = "60"
    return response


def _unexpected(_error: Exception) -> Response:
    """Flask has logged it already."""
    return _page(500, explain(500))


def _page(code: int, explanation: Explanation) -> Response:
    heading, text, _refusal, parameters = explanation
    refusal = in_words(explanation.refusal) if explanation.refusal else ""
    if request.path.startswith("/calendars/"):
        response = make_response(f"{heading}\n{refusal or text}\n", code)
        response.mimetype = "text/plain"
        response.headers["Cache-Control"] = "no-store"
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response
    if is_for_programs():
        return problem(code, heading, text if english() else refusal or text, parameters)
    return make_response(
        render_template(
            "errors/error.html",
            code=code,
            explanation=explanation,
            request_id=g.get("request_id", ""),
        ),
        code,
    )


def explain(code: int) -> Explanation:
    """What a person reads for a status; unknown ones get the nearest of 400 and 500."""
    known = {
        400: Explanation(_("这个请求看不懂"), _("地址或内容不完整，请返回上一页再试。")),
        403: Explanation(_("这里不对您开放"), _("如果您认为应当能看，请联系本站的主办单位。")),
        404: Explanation(_("没有这一页"), _("地址可能写错了，或者内容换了地方。")),
        405: Explanation(_("这个地址不接受这样的操作"), _("请从页面上的按钮进入。")),
        409: Explanation(_("现在不能这样做"), _("请刷新页面，看看最新的状态。")),
        410: Explanation(_("内容已撤下"), _("它不再提供，可以看看别的。")),
        413: Explanation(_("内容太大"), _("请减小文件后再试。")),
        422: Explanation(_("有一处需要更正"), _("请按提示修改后再试。")),
        429: Explanation(_("操作太频繁"), _("请过一会儿再试。")),
        500: Explanation(_("出了一个意外的错误"), _("不是您的问题，我们已经记下。请稍后再试。")),
        503: Explanation(_("暂时无法提供服务"), _("请几分钟后再试，已保存的内容不会丢失。")),
    }
    return known.get(code) or known[500 if code >= 500 else 400]
