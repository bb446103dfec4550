"""The one renderer: whatever goes wrong, `{"detail": ..., "code": ...}`, and never how we are made inside."""

import traceback
from collections.abc import Iterable, Mapping
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match

from cocoonpool.dbfaults import is_unstorable_text, why_unavailable
from cocoonpool.errors import Invalid, PoolError, Unauthorized
from cocoonpool.server.frame import request_id, safe_headers
from cocoonpool.telemetry import get_logger
from cocoonpool.wire import respond

log = get_logger(__name__)

RETRY_AFTER_S: Final = "5"
METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")

_MOST_FAULTS: Final = 50  # said of one request
_LONGEST_NAME: Final = 100  # of a field that was sent and does not exist

_WORDS: Final = {
    404: ("There is nothing here.", "not_found"),
    405: ("This method is not possible here.", "method_not_allowed"),
    413: ("The body is too large.", "too_large"),
}


def render(error: PoolError) -> Response:
    """The answer to an expected refusal."""
    headers = {"WWW-Authenticate": "Bearer"} if isinstance(error, Unauthorized) else None
    if isinstance(error, Invalid):
        return _malformed([{"loc": error.loc, "msg": error.detail, "type": "value_error"}])
    return respond({"detail": error.detail, "code": error.error_code}, error.status, headers)


def _malformed(faults: Iterable[Mapping[str, Any]]) -> Response:
    """422 with where and what, but not what was sent: it may be a secret, or endless."""
    shown = [
        {"loc": [_readable(step) for step in fault["loc"]], "msg": _readable(fault["msg"]), "type": fault["type"]}
        for fault in list(faults)[:_MOST_FAULTS]
    ]
    return respond({"detail": shown, "code": "validation_error"}, 422)


def _readable(step: Any) -> int | str:
    """JSON may name half a character (`"\\ud800"`), which no answer could carry."""
    return step if isinstance(step, int) else str(step).encode(errors="replace").decode()[:_LONGEST_NAME]


async def _refused(_: Request, error: PoolError) -> Response:
    if error.status >= 500:
        raise error
    return render(error)


async def _invalid(_: Request, error: RequestValidationError) -> Response:
    return _malformed(error.errors())


async def _http(request: Request, error: HTTPException) -> Response:
    # The framework raises 400 in one place: for a body that is no text, nests too deep, or has a number without end.
    if error.status_code == 400:
        return _malformed([{"loc": ("body",), "msg": "not readable as JSON", "type": "json_invalid"}])
    detail, code = _WORDS.get(error.status_code, (error.detail, "error"))
    headers = {"Allow": ", ".join(allowed_methods(request))} if error.status_code == 405 else None
    return respond({"detail": detail, "code": code}, error.status_code, headers)


def allowed_methods(request: Request) -> list[str]:
    """Every method this path answers to; the framework would name those of the first route only."""
    return [method for method in METHODS if any(_answers(route, request, method) for route in request.app.routes)]


def _answers(route: BaseRoute, request: Request, method: str) -> bool:
    scope = {"type": "http", "method": method, "path": request.scope["path"], "root_path": "", "headers": []}
    return route.matches(scope)[0] is Match.FULL


async def _database(request: Request, error: Exception) -> Response:
    """503 while the database does not work; anything else that it says is a fault of ours."""
    if is_unstorable_text(error):
        return _malformed([{"loc": ("request",), "msg": "a text with the character U+0000", "type": "value_error"}])
    why = why_unavailable(error)
    if why is None:
        raise error
    log.warning("request refused, the database does not work", why=why, method=request.method)
    detail = f"The database does not work just now: {why}. Nothing was changed."
    return respond({"detail": detail, "code": "database_unavailable"}, 503, {"Retry-After": RETRY_AFTER_S})


async def _unexpected(request: Request, error: Exception) -> Response:
    """The answer says nothing but a number that finds the trace in the log."""
    number = request_id(request.scope)
    trace = "".join(traceback.format_exception(error))  # made here: a pretty renderer would print locals, and keys
    log.error("request failed", request_id=number, method=request.method, trace=trace)
    body = {"detail": f"Something went wrong here. Our log has it under {number}.", "code": "internal_error"}
    return respond(body, 500, {**safe_headers(request.scope), "X-Request-ID": number})


def install(app: FastAPI) -> None:
    """Makes this the only place that answers with an error."""
    app.exception_handler(PoolError)(_refused)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(HTTPException)(_http)
    for kind in (SQLAlchemyError, ConnectionError, TimeoutError):
        app.exception_handler(kind)(_database)
    app.exception_handler(Exception)(_unexpected)
