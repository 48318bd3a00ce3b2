"""What all pages of a person's own sign-up share: they are kept nowhere and found by nobody."""

from flask import Blueprint, Response


def keep_to_oneself(pages: Blueprint) -> None:
    pages.after_request(_keep)


def _keep(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
