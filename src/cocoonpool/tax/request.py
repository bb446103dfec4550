"""What may be asked of a tax report, over HTTP and on the command line alike."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from cocoonpool.rates.coin import CoinSymbol, parse_symbol
from cocoonpool.rates.currencies import parse_currency
from cocoonpool.tax.layouts import Format
from cocoonpool.tax.receipt import Terms
from cocoonpool.tax.year import FIRST_YEAR, LAST_YEAR, parse_year_start, parse_zone, tax_year


def _symbol(text: str) -> str:
    parse_symbol(text)
    return text


class TaxRequest(BaseModel):
    """The parameters of a tax report."""

    participant_id: int | None = Field(
        None, ge=0, le=2**63 - 1, description="Whose payouts. May be left out by participants: their own."
    )
    year: int = Field(ge=FIRST_YEAR, le=LAST_YEAR, description="The tax year, by the year in which it begins.")
    timezone: Annotated[str, AfterValidator(parse_zone)] = Field(
        "UTC", max_length=64, description="IANA time zone in which the year is cut."
    )
    year_start: Annotated[str, AfterValidator(parse_year_start)] = Field(
        "01-01", max_length=5, description="The day the tax year begins, MM-DD: `04-06` in the United Kingdom."
    )
    currency: Annotated[str, AfterValidator(parse_currency)] = Field(
        "USD", max_length=3, description="Currency of the fair market value, ISO 4217."
    )
    format: Format = Field(Format.GENERIC, description="For which tool.")
    file: Literal["csv", "xlsx"] = Field("csv", description="Text with commas, or an Excel workbook.")
    label: Literal["income", "mining"] = Field("income", description="What the tool is told a payout is.")
    asset: Annotated[str, AfterValidator(_symbol)] | None = Field(
        None,
        max_length=100,
        description="How the tool knows the coin, if not as set: `GRAM`, or `TON, GRAM@2026-06-15`.",
    )

    def terms(self, participant_id: int, usual_symbol: CoinSymbol, now: datetime) -> Terms:
        return Terms(
            participant_id=participant_id,
            year=tax_year(self.year, self.timezone, self.year_start),
            currency=self.currency,
            symbol=usual_symbol if self.asset is None else parse_symbol(self.asset),
            label=self.label,
            as_of=now,
        )

    def file_name(self, terms: Terms) -> str:
        """Says what is inside: `cocoon-pool-payouts-2025-participant-7-koinly-usd.csv`."""
        return (
            f"cocoon-pool-payouts-{terms.year.name}-participant-{terms.participant_id}"
            f"-{self.format.value}-{self.currency.lower()}.{self.file}"
        )
