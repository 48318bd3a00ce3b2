"""/privacy: what is asked of whoever signs up, and the rules for minors."""

from flask import Blueprint, render_template

from web.policies import PUBLIC, policy

privacy = Blueprint("privacy", __name__)


@privacy.get("/privacy")
@policy(PUBLIC)
def show() -> str:
    return render_template("privacy.html")
