"""Currencies that may be asked for, by ISO 4217 code: those the price services list, and those the ECB fixes."""

from typing import Final

_FIXED_BY_ECB: Final = (
    "AUD BGN BRL CAD CHF CNY CZK DKK EUR GBP HKD HRK HUF IDR ILS INR ISK JPY KRW MXN MYR NOK NZD PHP PLN RON SEK SGD "
    "THB TRY USD ZAR"
)
_OTHERS: Final = "AED ARS BDT BHD BMD CLP GEL KWD LKR MMK NGN PKR RUB SAR TWD UAH VND"
LISTED: Final = frozenset(f"{_FIXED_BY_ECB} {_OTHERS}".split())


def parse_currency(text: str) -> str:
    """The code in capitals.

    Raises:
        ValueError: not a currency we know.
    """
    code = text.strip().upper()
    if code not in LISTED:
        raise ValueError("not a currency we know; they are ISO 4217 codes, as in USD")
    return code


def parse_currencies(text: str) -> tuple[str, ...]:
    """Codes separated by commas, each once; US dollars are always among them, because the others are made from them."""
    return tuple(dict.fromkeys(["USD", *(parse_currency(part) for part in text.split(",") if part.strip())]))
