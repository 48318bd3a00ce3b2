"""The API as programs read it: every answer is held against the schema it is said to have."""

from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from api.operations import OPERATIONS
from api.schemas import SCHEMAS
from tests.api.shape import faults

BASE = "https://kepuli.example"
Record = dict[str, Any]


def ask(client: FlaskClient, path: str) -> Record:
    """What is answered at `/api/v1` + path."""
    response = client.get(f"/api/v1{path}")
    assert response.status_code == 200, (path, response.text)
    assert response.mimetype == "application/json"
    found: Record = response.json
    assert faults(found, SCHEMAS[schema_of(path)]) == [], path
    return found


def schema_of(path: str) -> str:
    parts = urlsplit(path).path.strip("/").split("/")
    [name] = [
        each.answer
        for each in OPERATIONS.values()
        if each.path.split("/")[1] == parts[0] and each.path.count("/") == len(parts)
    ]
    return name


def items(client: FlaskClient, path: str) -> list[Record]:
    return list(ask(client, path)["items"])


def walk(client: FlaskClient, path: str) -> list[Record]:
    """Part by part, to the end."""
    found, following = [], f"{BASE}/api/v1{path}"
    while following:
        part = ask(client, following.removeprefix(f"{BASE}/api/v1"))
        found += part["items"]
        following = part["next"]
    return found


def refused(client: FlaskClient, path: str, status: int, **headers: str) -> Record:
    """The problem that is answered instead."""
    response = client.get(f"/api/v1{path}", headers=headers)
    assert response.status_code == status, (path, response.text)
    assert response.mimetype == "application/problem+json"
    assert faults(response.json, SCHEMAS["Problem"]) == []
    problem: Record = response.json
    assert problem["status"] == status
    assert problem["requestId"] == response.headers["X-Request-ID"]
    return problem
