"""A counter in the database that tells a writer whether what it remembers of the last transaction is still true.

Whoever changes workers, participants, their state or the ledger raises it inside the same transaction. A process
that finds it exactly one higher than it left it knows that nobody else wrote in between.
"""

from sqlalchemy import BigInteger, select, update
from sqlalchemy.orm import Mapped, mapped_column

from cocoonpool.db import Base, ReadSession, Session


class Generation(Base):
    """One row, id 1."""

    __tablename__ = "generations"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


_TABLE = Base.metadata.tables[Generation.__tablename__]
_RAISE = update(_TABLE).where(_TABLE.c.id == 1).values(value=_TABLE.c.value + 1)
_READ = select(_TABLE.c.value).where(_TABLE.c.id == 1)


async def raise_generation(session: Session) -> int:
    """Raises the counter and returns its new value. Holds its row until the transaction ends."""
    await session.execute(_RAISE)
    value: int = (await session.scalars(_READ)).one()
    return value


async def read_generation(session: ReadSession) -> int:
    """The counter as this session sees it."""
    value: int = (await session.scalars(_READ)).one()
    return value
