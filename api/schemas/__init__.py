"""Every schema, once: for the OpenAPI document, and for the tests that hold answers against it."""

from api.schemas import activities, almanac, places, problems
from api.schemas.shapes import Schema

SCHEMAS: dict[str, Schema] = {
    **almanac.SCHEMAS,
    **activities.SCHEMAS,
    **places.SCHEMAS,
    **problems.SCHEMAS,
}
