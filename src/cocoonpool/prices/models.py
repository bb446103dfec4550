"""Tables: prices of the coin by minute, exchange rates of currencies by day, and minutes that have no price yet."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from cocoonpool.db import Base, Instant


class StoredPrice(Base):
    """One coin in one currency, at one minute. Rows are added and never changed: a tax file stays reproducible."""

    __tablename__ = "prices"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  SQLAlchemy's way

    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, primary_key=True)  # the start of the minute
    price: Mapped[str] = mapped_column(String(40))  # a plain decimal number
    source: Mapped[str] = mapped_column(String(40))
    method: Mapped[str] = mapped_column(String(160))
    quoted_at: Mapped[datetime] = mapped_column(Instant)  # the moment the source's own figure stands for
    confirmed_by: Mapped[str] = mapped_column(String(40))
    confirming_price: Mapped[str] = mapped_column(String(40))
    fetched_at: Mapped[datetime] = mapped_column(Instant)


class StoredFixing(Base):
    """How many units of a currency one euro was worth on a working day, as the European Central Bank fixed it."""

    __tablename__ = "fixings"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  SQLAlchemy's way

    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)  # YYYY-MM-DD
    per_euro: Mapped[str] = mapped_column(String(40))
    fetched_at: Mapped[datetime] = mapped_column(Instant)


class PriceGap(Base):
    """A minute that was looked up in vain: why, and when to try again. Gone as soon as there is a price."""

    __tablename__ = "price_gaps"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  SQLAlchemy's way

    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, primary_key=True)
    tries: Mapped[int]
    reason: Mapped[str] = mapped_column(String(300))
    next_try_at: Mapped[datetime] = mapped_column(Instant)


class CurrentPrice(Base):
    """The newest price that two sources agreed on, a row for each currency: for people, not for books."""

    __tablename__ = "current_prices"

    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    price: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(40))
    method: Mapped[str] = mapped_column(String(160))
    quoted_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_by: Mapped[str] = mapped_column(String(40))
    fetched_at: Mapped[datetime] = mapped_column(Instant)
