"""The ETag of an answer: whoever has what is true now gets a 304, and no row is read.

An answer depends on its address, on the position of the change log, on the local day, or where it
tells of places left on the minute; and on this program, which may have learnt to say more.
"""

import json
from datetime import datetime
from functools import cache

from xxhash import xxh3_128_hexdigest

from api.openapi import document
from calendars.entries import Place
from events.changes import Position


def etag(address: str, position: Position, moment: datetime, place: Place) -> str:
    parts = [address, str(position.number), moment.isoformat(), place.look, _description()]
    return xxh3_128_hexdigest("\n".join(parts).encode(errors="replace"))


@cache
def _description() -> str:
    return xxh3_128_hexdigest(json.dumps(document("", str)).encode())
