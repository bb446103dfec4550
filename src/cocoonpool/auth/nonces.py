"""What a wallet is asked to sign: a random payload that counts once, for a short time, in the browser that asked."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete

from cocoonpool.auth.models import LoginNonce
from cocoonpool.db import Session

LIFETIME: Final = timedelta(minutes=5)


async def issue(session: Session, browser: str, now: datetime) -> tuple[str, datetime]:
    """A payload for the browser that holds the secret `browser`, and until when it can be used."""
    payload, expires_at = secrets.token_hex(32), now + LIFETIME
    await session.execute(delete(LoginNonce).where(LoginNonce.expires_at <= now))
    session.add(LoginNonce(payload=_digest(payload), browser=_digest(browser), expires_at=expires_at))
    return payload, expires_at


async def consume(session: Session, payload: str, browser: str, now: datetime) -> bool:
    """Whether it was ours to give, to this browser, and not long ago. From now on it is nobody's.

    Found by digests: how long it takes says nothing about any payload that is there.
    """
    taken = delete(LoginNonce).where(LoginNonce.payload == _digest(payload), LoginNonce.browser == _digest(browser))
    expires_at = await session.scalar(taken.returning(LoginNonce.expires_at))
    return expires_at is not None and now < expires_at


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()
