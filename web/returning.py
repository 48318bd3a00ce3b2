"""Where to go on after signing in: a page of this site, whatever the address asks for."""

import re
from urllib.parse import unquote

from flask import request
from werkzeug.urls import iri_to_uri

LONGEST = 2000
_ODD = re.compile(r"[^!-~]|[\\#]")  # browsers drop controls and read a backslash as a slash
_LEADING_OUT = re.compile(r"//|/\.{1,2}(?:/|$)")


def here() -> str:
    """The address of this request, path and query, in ASCII."""
    return iri_to_uri(request.full_path).removesuffix("?")


def safe_next(target: str, otherwise: str = "/") -> str:
    """`target` if it can only mean a page of this site, else `otherwise`."""
    path, _, _query = target.partition("?")
    forms = (path, unquote(path))
    is_ours = (
        path.startswith("/")
        and len(target) <= LONGEST
        and not any(_LEADING_OUT.search(form) for form in forms)
        and not any(_ODD.search(form) for form in (target, *forms))
    )
    return target if is_ours else otherwise
