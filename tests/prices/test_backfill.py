"""Every payout gets the price of its minute when two sources agree on one, whenever that is; else it gets none."""

import asyncio
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

from cocoonpool.collector.prices import PriceLoop, keep_prices
from cocoonpool.db import Database
from cocoonpool.prices.backfill import backfill, refresh_fixings
from cocoonpool.prices.models import PriceGap, StoredPrice
from cocoonpool.prices.queries import Price, converted, exchange, minute_of
from cocoonpool.settings import Settings
from tests import make
from tests.prices.market import open_market
from tests.tax.people import moment, payout, put

AT = "2025-01-15T10:30:42Z"
NOW = moment("2025-01-20T00:00:00Z")


async def one_payout(db: Database, at: str = AT) -> None:
    await put(db, payout(await make.alice(db), at))


async def price_of(db: Database, currency: str = "USD", at: str = AT) -> Price | None:
    """The stored price of that minute; else made from the dollar price and the day's fixing; else None."""
    async with db.reading() as session:
        found = {one: await session.get(StoredPrice, (one, minute_of(moment(at)))) for one in (currency, "USD")}
        rates = await exchange(session, currency, moment(at), moment(at)) if currency != "USD" else None
    if (row := found[currency] or found["USD"]) is None:
        return None
    price = Price(row.currency, Decimal(row.price), row.source, row.method, row.quoted_at)
    return price if rates is None or found[currency] else converted(price, currency, rates, moment(at))


async def stored(db: Database) -> list[StoredPrice]:
    async with db.reading() as session:
        return list(await session.scalars(select(StoredPrice).order_by(StoredPrice.at, StoredPrice.currency)))


async def gaps(db: Database) -> list[PriceGap]:
    async with db.reading() as session:
        return list(await session.scalars(select(PriceGap)))


async def test_a_payout_gets_the_price_of_its_minute_with_its_source(db: Database) -> None:
    await one_payout(db)
    async with open_market() as (_, sources):
        await backfill(db, sources, "USD", NOW)
    (row,) = await stored(db)
    assert (row.price, row.source, row.confirmed_by, row.confirming_price) == ("5", "binance", "coingecko", "5.1")
    assert (row.at, row.quoted_at) == (moment("2025-01-15T10:30:00Z"), moment("2025-01-15T10:31:00Z"))
    assert row.fetched_at == NOW


async def test_two_sources_that_agree_are_enough(db: Database) -> None:
    await one_payout(db)
    async with open_market() as (market, sources):
        await backfill(db, sources, "USD", NOW)
    assert market.venues["tonapi"].asked == []


async def test_with_no_payout_nobody_is_asked(db: Database) -> None:
    async with open_market() as (market, sources):
        await PriceLoop(db, sources, ("USD", "EUR")).run(NOW)
    assert market.asked() == 0


async def test_what_is_known_is_not_asked_for_again(db: Database) -> None:
    await one_payout(db)
    async with open_market() as (market, sources):
        await backfill(db, sources, "USD", NOW)
        before = market.asked()
        await backfill(db, sources, "USD", NOW + timedelta(days=1))
    assert market.asked() == before


async def test_a_stored_price_never_changes(db: Database) -> None:
    await one_payout(db)
    async with open_market() as (market, sources):
        await backfill(db, sources, "USD", NOW)
        market.prices = dict.fromkeys(market.prices, "9.99")
        await put(db, payout(await make.bob(db), AT, number=2))
        await backfill(db, sources, "USD", NOW + timedelta(days=1))
    assert [row.price for row in await stored(db)] == ["5"]


async def test_a_value_far_off_the_second_source_is_not_taken(db: Database) -> None:
    await one_payout(db)
    async with open_market() as (market, sources):
        market.prices = {"binance": "0.02", "coingecko": "5.10", "tonapi": None}
        await backfill(db, sources, "USD", NOW)
    assert await price_of(db) is None
    (gap,) = await gaps(db)
    assert gap.reason == "binance and coingecko are more than 5 % apart; tonapi: status 503"


async def test_two_that_agree_outvote_the_one_that_is_far_off(db: Database) -> None:
    await one_payout(db)
    async with open_market() as (market, sources):
        market.prices["binance"] = "0.02"
        await backfill(db, sources, "USD", NOW)
    (row,) = await stored(db)
    assert (row.price, row.source, row.confirmed_by) == ("5.1", "coingecko", "tonapi")


async def test_a_figure_nothing_confirms_is_not_taken(db: Database) -> None:
    await one_payout(db)
    async with open_market() as (market, sources):
        market.prices |= {"coingecko": None, "tonapi": None}
        await backfill(db, sources, "USD", NOW)
    assert await price_of(db) is None


async def test_after_an_outage_the_price_is_filled_in(db: Database) -> None:
    await one_payout(db)
    async with open_market() as (market, sources):
        prices, market.prices = market.prices, dict.fromkeys(market.prices)
        await backfill(db, sources, "USD", NOW)
        (gap,) = await gaps(db)
        market.prices = prices
        await backfill(db, sources, "USD", gap.next_try_at + timedelta(seconds=1))
    assert await price_of(db) is not None
    assert await gaps(db) == []


async def test_while_a_source_rests_a_gap_waits_an_hour_at_the_most(db: Database) -> None:
    await one_payout(db)
    now = NOW
    async with open_market() as (market, sources):
        market.prices = dict.fromkeys(market.prices)
        for _ in range(8):
            await backfill(db, sources, "USD", now)
            (gap,) = await gaps(db)
            assert timedelta(minutes=10) <= gap.next_try_at - now <= timedelta(hours=1)
            now = gap.next_try_at + timedelta(seconds=1)
    assert gap.tries == 8


async def test_a_gap_nobody_can_fill_is_asked_about_less_and_less(db: Database) -> None:
    await one_payout(db)
    now, waits = NOW, []
    async with open_market() as (market, sources):
        market.prices |= {"coingecko": "9", "tonapi": "20"}
        for _ in range(12):
            await backfill(db, sources, "USD", now)
            (gap,) = await gaps(db)
            waits.append(gap.next_try_at - now)
            now = gap.next_try_at + timedelta(seconds=1)
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(hours=1), timedelta(days=7))


async def test_a_minute_that_has_just_passed_is_left_to_settle(db: Database) -> None:
    await one_payout(db)
    async with open_market() as (market, sources):
        await backfill(db, sources, "USD", moment(AT) + timedelta(minutes=5))
    assert market.asked() == 0


async def test_a_day_of_payouts_is_one_question_a_source(db: Database) -> None:
    alice = await make.alice(db)
    start = moment("2025-01-15T00:00:30Z")
    times = [(start + timedelta(minutes=7 * index)).isoformat() for index in range(140)]
    await put(db, *(payout(alice, at, number=index) for index, at in enumerate(times)))
    async with open_market() as (market, sources):
        filled = await backfill(db, sources, "USD", NOW)
    assert filled.stored == 140
    assert market.asked() == 2


async def test_many_years_are_filled_run_by_run(db: Database) -> None:
    alice = await make.alice(db)
    days = [(moment("2023-01-01T12:00:00Z") + timedelta(days=30 * index)).isoformat() for index in range(20)]
    await put(db, *(payout(alice, at, number=index) for index, at in enumerate(days)))
    async with open_market() as (_, sources):
        first, second = [(await backfill(db, sources, "USD", NOW)).stored for _ in range(2)]
    assert (first, second) == (12, 8)


async def test_euros_come_from_those_who_quote_them(db: Database) -> None:
    await one_payout(db)
    async with open_market() as (_, sources):
        await refresh_fixings(db, sources, NOW)
        await backfill(db, sources, "EUR", NOW)
    (row,) = await stored(db)
    assert (row.currency, row.source, row.confirmed_by) == ("EUR", "coingecko", "tonapi")


async def test_dollars_of_an_exchange_confirm_a_price_in_pounds(db: Database) -> None:
    await one_payout(db)
    async with open_market() as (market, sources):
        market.prices |= {"coingecko": "4.1", "tonapi": None}
        await refresh_fixings(db, sources, NOW)
        await backfill(db, sources, "GBP", NOW)
    (row,) = await stored(db)
    assert (row.source, row.confirmed_by) == ("coingecko", "binance, ecb")
    assert Decimal(row.confirming_price) == round(5 * Decimal("0.84383") / Decimal("1.0300"), 10)


async def test_a_currency_nobody_is_asked_for_is_made_from_dollars_and_the_fixing(db: Database) -> None:
    await one_payout(db)
    async with open_market() as (_, sources):
        await PriceLoop(db, sources, ("USD",)).run(NOW)
    found = await price_of(db, "GBP")
    assert found is not None
    assert found.price == round(5 * Decimal("0.84383") / Decimal("1.0300"), 10)
    assert found.source == "binance, ecb"
    assert found.method.endswith("USD to GBP as fixed on 2025-01-15")


async def test_without_a_fixing_there_is_no_price_in_that_currency(db: Database) -> None:
    await one_payout(db)
    async with open_market() as (market, sources):
        market.fixings = None
        await PriceLoop(db, sources, ("USD",)).run(NOW)
    assert await price_of(db, "GBP") is None
    assert await price_of(db, "USD") is not None


async def test_fixings_that_failed_are_asked_for_again_at_the_next_run(db: Database) -> None:
    await one_payout(db)
    async with open_market() as (market, sources):
        loop = PriceLoop(db, sources, ("USD",))
        market.fixings, kept = None, market.fixings
        await loop.run(NOW)
        market.fixings = kept
        await loop.run(NOW + timedelta(minutes=5))
    assert await price_of(db, "GBP") is not None


async def test_fixings_are_stored_once(db: Database) -> None:
    await one_payout(db)
    async with open_market() as (_, sources):
        first = await refresh_fixings(db, sources, NOW)
        second = await refresh_fixings(db, sources, NOW)
    assert (first, second) == (6, 0)


async def test_a_minute_without_any_payout_has_no_price(db: Database) -> None:
    assert await price_of(db, "USD", "2025-01-15T10:31:00Z") is None
    assert await price_of(db, "EUR") is None


async def test_the_process_keeps_prices_by_itself(db: Database) -> None:
    await one_payout(db)
    async with open_market() as (market, _):
        sources = ", ".join(f"{name}={one.url}" for name, one in market.venues.items())
        settings = Settings.model_validate(
            {"price_sources": sources, "price_currencies": "USD", "outgoing_networks": "127.0.0.0/8"}
        )
        task = asyncio.create_task(keep_prices(settings, db))
        async with asyncio.timeout(20):
            while await price_of(db) is None:  # noqa: ASYNC110  only the database can tell
                await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_prices_that_are_switched_off_ask_nobody(db: Database) -> None:
    settings = Settings.model_validate({"price_sources": "off"})
    assert settings.price_urls == {}
    await asyncio.wait_for(keep_prices(settings, db), 10)  # which runs for ever where there is anybody to ask
