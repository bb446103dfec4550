"""What the HTTP wire needs everywhere: exact numbers both ways, UTC times, and paging."""

import json
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Query, Request, Response
from fastapi.routing import APIRoute
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from cocoonpool import money
from cocoonpool.exactjson import encode

Ton = Annotated[
    Decimal,
    AfterValidator(money.Ton),
    WithJsonSchema({"type": "number", "description": "TON, at most nine decimals, exact"}),
]
"""An amount of TON on its way out: a JSON number that never was a float."""


Figure = Annotated[Decimal, WithJsonSchema({"type": "number", "description": "Exact"})]
"""A decimal on its way out that is no amount: a JSON number too."""


def _text_only(moment: Any) -> Any:
    """A time as text, with a zone; a bare number could be seconds or milliseconds."""
    if not isinstance(moment, str | datetime):
        raise ValueError("a time is text, as in 2025-01-15T10:30:00Z")
    return moment


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("a time before the year 1 or after 9999 in UTC") from None


UtcTime = Annotated[AwareDatetime, BeforeValidator(_text_only), AfterValidator(_in_utc)]
"""A moment with a zone; one without is refused."""


class Wire(BaseModel):
    """Base of every shape on the wire. Unknown fields in a request are refused."""

    model_config = ConfigDict(extra="forbid")


def respond(value: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """An answer from wire shapes (or lists of them), without a detour over floats."""
    return Response(encode(value), status, headers, media_type="application/json")


class ExactRequest(Request):
    """Reads numbers in a body as `Decimal`, so that 0.123456789123456789 arrives as it was sent."""

    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            self._json = json.loads(await self.body(), parse_float=Decimal, parse_constant=_no_constant)
        return self._json


def _no_constant(name: str) -> Any:
    raise json.JSONDecodeError(f"{name} is not a number of JSON", name, 0)


class ExactRoute(APIRoute):
    """Routes of this class read exact numbers: `APIRouter(route_class=ExactRoute)`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def exact(request: Request) -> Response:
            return await handler(ExactRequest(request.scope, request.receive))

        return exact


Limit = Annotated[int, Query(ge=1, le=1000, description="How many rows at the most.")]
Cursor = Annotated[int | None, Query(ge=0, le=2**63 - 1, description="From the `next` link of the page before.")]


def page(request: Request, rows: Sequence[BaseModel], total: int, next_cursor: int | None) -> Response:
    """A bare array; the next page is in `Link`, the whole count in `X-Total-Count`."""
    return respond(rows, headers=page_headers(request, total, next_cursor))


def page_headers(request: Request, total: int, next_cursor: int | None) -> dict[str, str]:
    headers = {"X-Total-Count": str(total)}
    if next_cursor is not None:
        url = request.url.include_query_params(cursor=next_cursor)
        headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
    return headers


def respond_tagged(request: Request, body: bytes, tag: str, headers: dict[str, str] | None = None) -> Response:
    """Ready JSON with its `ETag`; 304 without a body to who has it already (RFC 9110, 13.1.2)."""
    own = {"ETag": f'"{tag}"', "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie, X-API-Key"}
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if "*" in known or own["ETag"] in known:
        return Response(status_code=304, headers=own | (headers or {}))
    return Response(body, headers=own | (headers or {}), media_type="application/json")


def utc_now() -> datetime:
    """The time as precise as the database keeps it: an answer and a later look at it agree."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)
