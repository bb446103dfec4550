"""Text that PostgreSQL cannot store is refused or not found by the API, on both databases: never a fault of ours."""

from typing import Any

from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.db import Database
from tests import make

NOTHING = "\x00"


def string_fields(shape: dict[str, Any], schemas: dict[str, Any]) -> list[str]:
    """Names of a body's fields that take text."""
    named = schemas[shape["$ref"].rpartition("/")[2]] if "$ref" in shape else shape
    kinds = {name: [one, *one.get("anyOf", [])] for name, one in named.get("properties", {}).items()}
    return [name for name, of in kinds.items() if any(kind.get("type") == "string" for kind in of)]


def questions(spec: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Every route with the character in one of its texts: method, path, and what else to send."""
    found: list[tuple[str, str, dict[str, Any]]] = []
    for path, methods in spec["paths"].items():
        for method, route in methods.items():
            if "text/event-stream" in str(route["responses"]):
                continue  # it has no end
            parameters = route.get("parameters", [])
            filled = path
            for parameter in (one for one in parameters if one["in"] == "path"):
                filled = filled.replace(f"{{{parameter['name']}}}", "1" if "integer" in str(parameter) else "%00")
            found += [
                (method, filled, {"params": {one["name"]: NOTHING}}) for one in parameters if one["in"] == "query"
            ]
            body = route.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            found += [
                (method, filled, {"json": {name: f"a{NOTHING}b"}})
                for name in string_fields(body, spec["components"]["schemas"])
            ]
            found.append((method, filled, {}))
    return found


async def test_no_route_fails_over_a_character_without_a_meaning(
    app: FastAPI, client: AsyncClient, db: Database
) -> None:
    await make.worker(db, await make.alice(db))
    asked = questions(app.openapi())
    assert len(asked) > 50
    for method, path, what in asked:
        answer = await client.request(method, path, **what)
        client.cookies.clear()  # with one of a login, all that follows would be refused for its page
        assert answer.status_code < 500, (method, path, what, answer.text)
