"""What the API says of itself: the OpenAPI document, and `/docs`, a page made from it without scripts."""

import base64
import hashlib
import re
from typing import Any, Final, TypedDict

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from starlette.responses import HTMLResponse, Response

from cocoonpool.auth.cookies import SESSION
from cocoonpool.auth.guards import PUBLIC
from cocoonpool.server import docs_page
from cocoonpool.server.doors import doors_of
from cocoonpool.wire import Wire, respond

router = APIRouter()


class About(TypedDict):
    title: str
    description: str
    servers: list[dict[str, Any]]
    openapi_tags: list[dict[str, Any]]


ABOUT: Final[About] = {
    "title": "Cocoon Pool",
    "description": (
        "Watches Cocoon GPU workers, says why one earns nothing, and keeps the books to the nanoTON. "
        "Amounts are exact decimal numbers, times are RFC 3339 in UTC. Lists are bare arrays: the next page is in the "
        "`Link` header, the whole count in `X-Total-Count`."
    ),
    "servers": [{"url": "/", "description": "This server"}],
    "openapi_tags": [
        {"name": "earnings", "description": "What was earned, at each of its certainties, up to what the chain shows."},
        {"name": "workers", "description": "Workers, their state, their history."},
        {"name": "live", "description": "What changes, as it changes. The WebSocket `/ws/metrics`: docs/live.md."},
        {"name": "participants", "description": "The people who are paid."},
        {"name": "payouts", "description": "What was paid, and what the chain says of it."},
        {"name": "prices", "description": "What the coin is worth now, for people."},
        {"name": "login", "description": "Log in with a TON wallet; sessions."},
        {"name": "keys", "description": "API keys."},
        {"name": "audit", "description": "Who changed what, when, from where."},
        {"name": "agents", "description": "Agents on GPU hosts, the codes they enrol with, and wishes for workers."},
        {"name": "prometheus", "description": "For Prometheus."},
        {"name": "service", "description": "Whether the server lives and can work."},
    ],
}

_SECURITY: Final = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "An API key: `Authorization: Bearer ckp_...`"},
    "apiKey": {
        "type": "apiKey",
        "in": "header",
        "name": "X-API-Key",
        "description": "The same key, in its own header.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": SESSION,
        "description": "In a browser: the cookie of a session, after a login with a wallet.",
    },
}


class Refusal(Wire):
    detail: str
    code: str


class Fault(Wire):
    loc: list[int | str]
    msg: str
    type: str


class Malformed(Wire):
    detail: list[Fault]
    code: str


REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    400: {"model": Refusal, "description": "Contradicts what is there"},
    401: {"model": Refusal, "description": "No or bad credentials"},
    403: {"model": Refusal, "description": "Known, but not allowed"},
    404: {"model": Refusal, "description": "Not there, or not yours: the same answer"},
    413: {"model": Refusal, "description": "The body is too large"},
    422: {"model": Malformed, "description": "Malformed, said field by field"},
    429: {"model": Refusal, "description": "Too often: `Retry-After` says how many seconds to wait"},
    500: {"model": Refusal, "description": "Our fault; `X-Request-ID` finds it in the log"},
}


def describe(app: FastAPI) -> None:
    """Gives the app its OpenAPI document: the framework's, with how to prove who one is."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # the documented way to extend it


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
        servers=app.servers,
    )
    document.setdefault("components", {})["securitySchemes"] = _SECURITY
    document["security"] = [{name: []} for name in _SECURITY]
    _say_who(app, document)
    return document


def _say_who(app: FastAPI, document: dict[str, Any]) -> None:
    """Each operation says who may use it, in the words of what its route declares."""
    for door in doors_of(app):
        item = document["paths"].get(_without_converters(door.path), {})
        for operation in (item.get(method.lower()) for method in door.methods or ()):
            if operation is not None and door.policy is not None:
                operation["x-access"] = f"{door.policy.name}: {door.policy.who}"
                if door.policy.anonymous:
                    operation["security"] = []


def _without_converters(path: str) -> str:
    return re.sub(r"{(\w+):\w+}", r"{\1}", path)


_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(docs_page.STYLE.encode()).digest()).decode()
_PAGE_POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@router.get("/openapi.json", include_in_schema=False, dependencies=[PUBLIC])
async def openapi_document(request: Request) -> Response:
    """The API for programs."""
    return respond(request.app.openapi())


@router.get("/docs", include_in_schema=False, dependencies=[PUBLIC])
async def docs(request: Request) -> HTMLResponse:
    """The API for people."""
    page = docs_page.render(request.app.openapi())
    return HTMLResponse(page, headers={"Content-Security-Policy": _PAGE_POLICY, "Cache-Control": "no-cache"})
