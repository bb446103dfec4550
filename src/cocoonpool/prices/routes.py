"""HTTP: what the coin is worth now. Of payouts, their own price is with them and in the tax report."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import AfterValidator, BaseModel, Field

from cocoonpool.auth.guards import Reader
from cocoonpool.prices.current import current_price
from cocoonpool.rates.currencies import parse_currency
from cocoonpool.session import Read
from cocoonpool.wire import ExactRoute, Figure, respond, utc_now

router = APIRouter(prefix="/prices", tags=["prices"], route_class=ExactRoute)

Currency = Annotated[str, AfterValidator(parse_currency), Query(description="ISO 4217.", examples=["EUR"])]


class PriceNow(BaseModel):
    """What one coin is worth. All but the currency is null while nobody knows."""

    currency: str
    price: Figure | None = Field(description="Of one coin; at most ten decimals.")
    source: str | None = Field(description="Whose figure it is; another source's was at most 5 % off.")
    method: str | None
    quoted_at: datetime | None = Field(description="The moment that the figure stands for.")


@router.get("/current", response_model=PriceNow)
async def get_current_price(_: Reader, session: Read, currency: Currency = "USD") -> Response:
    """The newest price of one coin that two sources agree on: for people, not for books."""
    found = await current_price(session, currency, utc_now())
    if found is None:
        return respond(PriceNow(currency=currency, price=None, source=None, method=None, quoted_at=None))
    return respond(
        PriceNow(
            currency=found.currency,
            price=found.price,
            source=found.source,
            method=found.method,
            quoted_at=found.quoted_at,
        )
    )
