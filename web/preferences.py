"""How a reader wants the pages: language, type size, light or dark.

A link such as `?size=large` on any page takes effect at once and is kept in a cookie, so it
works without JavaScript and without a session. Chinese is the default whatever the browser says.
"""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from babel.support import NullTranslations
from flask import Flask, Response, g, request
from flask_babel import Babel, get_translations

CHOICES = {"lang": ("zh", "en"), "size": ("normal", "large"), "theme": ("light", "dark")}
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Preferences:
    lang: str = "zh"
    size: str = "normal"
    theme: str | None = None


def register_preferences(app: Flask) -> None:
    Babel(app, default_locale="zh", locale_selector=lambda: preferences().lang)
    templates: Any = app.jinja_env  # with what its i18n extension adds
    templates.install_gettext_callables(
        lambda text: _words().ugettext(text),
        lambda one, many, number: _words().ungettext(one, many, number),
        newstyle=True,
    )
    app.after_request(_remember)
    app.jinja_env.globals.update(switch_url=switch_url)
    app.context_processor(lambda: {"prefs": preferences()})


def preferences() -> Preferences:
    """What this request asks for: the address first, then the cookie, then the default."""
    if "preferences" not in g:
        chosen = Preferences()
        for key, allowed in CHOICES.items():
            for value in (request.args.get(key), request.cookies.get(f"kepuli_{key}")):
                if value in allowed:
                    chosen = replace(chosen, **{key: value})
                    break
        g.preferences = chosen
    return g.preferences


def _words() -> NullTranslations:
    """Looked up once a request; flask-babel does it again for every word of a page."""
    if "words" not in g:
        g.words = get_translations()
    words: NullTranslations = g.words
    return words


def speak_as_asked() -> None:
    """To a program, which has no cookie: as its address says, or as it says it understands."""
    spoken = [tag.partition("-")[0].lower() for tag in request.accept_languages.values()]
    wanted = [request.args.get("lang"), *spoken, "zh"]
    g.preferences = Preferences(lang=next(lang for lang in wanted if lang in CHOICES["lang"]))


def switch_url(key: str, value: str) -> str:
    """This page's own address with one preference changed; of a form that came back with its
    mistakes, the address of the page it stood on."""
    is_form = request.method == "POST" and request.referrer
    came_from = urlsplit(request.referrer) if is_form else None
    path = came_from.path if came_from else request.path
    arguments = parse_qs(came_from.query) if came_from else request.args.to_dict(flat=False)
    return f"/{path.lstrip('/')}?{urlencode(arguments | {key: [value]}, doseq=True)}"


def _remember(response: Response) -> Response:
    if response.mimetype != "text/html" or request.path.startswith("/embed/"):
        return response  # what stands in somebody else's page leaves nothing behind
    for key, allowed in CHOICES.items():
        value = request.args.get(key)
        if value in allowed and value != request.cookies.get(f"kepuli_{key}"):
            response.set_cookie(
                f"kepuli_{key}",
                value,
                max_age=_YEAR,
                httponly=True,
                samesite="Lax",
                secure=request.is_secure,
            )
    return response
