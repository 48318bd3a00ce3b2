"""Pictures of activities, from the data folder."""

import re

from flask import Blueprint, Response, abort, current_app, send_from_directory

from web.policies import PUBLIC, policy

pictures = Blueprint("pictures", __name__, url_prefix="/pictures")
_NAME = re.compile(r"[a-z0-9-]{1,80}\.(webp|jpg|png)")


@pictures.get("/<name>")
@policy(PUBLIC)
def show(name: str) -> Response:
    """A picture never changes under its name, so it may be kept for a year."""
    if not _NAME.fullmatch(name):
        abort(404)
    folder = current_app.config["SETTINGS"].data_dir.resolve() / "pictures"
    return send_from_directory(folder, name, max_age=365 * 24 * 3600)
