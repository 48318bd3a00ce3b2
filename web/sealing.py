"""Values that a page carries from one form to the next and that nobody may change on the way.

They are signed, not hidden: whoever has the page can read them.
"""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer


def seal(purpose: str, values: dict[str, Any], now: datetime) -> str:
    return str(_serializer(purpose).dumps([values, int(now.timestamp())]))


def unseal(
    purpose: str, text: str, now: datetime, lasts: timedelta
) -> tuple[dict[str, Any], datetime] | None:
    """The values and when they were sealed; None if they are not ours, or too old."""
    try:
        values, stamp = _serializer(purpose).loads(text)
    except BadData:
        return None
    sealed_at = datetime.fromtimestamp(stamp, now.tzinfo)
    return (values, sealed_at) if now - sealed_at <= lasts else None


def _serializer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=purpose)
