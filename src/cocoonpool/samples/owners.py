"""Who owns a worker contract, and whose workers may speak for it.

A contract belongs to the owner address its worker prints. If a participant has that address as wallet, only their
workers are believed about it: a stranger's worker cannot raise somebody else's figures. If nobody has it (a pool
whose workers all pay the pool's own address), the participant of the first worker that shows it keeps it.
"""

from sqlalchemy import select

from cocoonpool.db import Session
from cocoonpool.participants.models import Participant


class ContractOwners:
    def __init__(self, participants: dict[str, int]) -> None:
        self._participants = participants

    def participant_of(self, owner: str | None, reporter: int) -> int:
        return self._participants.get(owner or "", reporter)

    def may_speak_for(self, owner: str | None, reporter: int) -> bool:
        return self.participant_of(owner, reporter) == reporter


async def participants_of(session: Session, wallets: set[str]) -> dict[str, int]:
    """Wallet (canonical) -> participant, for those that somebody has."""
    rows = await session.execute(
        select(Participant.ton_wallet_address, Participant.id).where(Participant.ton_wallet_address.in_(wallets))
    )
    return {wallet: participant_id for wallet, participant_id in rows}  # noqa: C416 - rows, not pairs
