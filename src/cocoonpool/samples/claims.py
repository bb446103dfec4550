"""From a worker's reading to what the ledger is told: addresses in canonical form, and who may be believed."""

from functools import lru_cache

from cocoonpool.cocoon.reading import Reading
from cocoonpool.earnings.ledger import Claim, Observation
from cocoonpool.samples.look import Look
from cocoonpool.samples.owners import ContractOwners
from cocoonpool.ton.address import AddressError, parse


@lru_cache(maxsize=65_536)
def canonical(address: str | None, testnet: bool) -> str | None:
    """The canonical form; None for what is not an address."""
    if address is None:
        return None
    try:
        return parse(address, testnet=testnet)
    except AddressError:
        return None


def observation(look: Look, participant_id: int, owners: ContractOwners) -> Observation | None:
    """What this look says of the worker contracts, or None if it says nothing."""
    reading = look.result
    if not isinstance(reading, Reading) or (reading.tokens_total is None and not reading.proxies):
        return None
    testnet = bool(reading.is_test)
    owner = canonical(reading.owner_address, testnet)
    return Observation(
        worker_id=look.worker_id,
        participant_id=owners.participant_of(owner, participant_id),
        at=look.at,
        tokens_total=reading.tokens_total,
        owner_address=owner,
        fee=reading.worker_fee_per_token,
        claims=_claims(reading, testnet),
        trusted=owners.may_speak_for(owner, participant_id),
    )


def _claims(reading: Reading, testnet: bool) -> tuple[Claim, ...]:
    claims = (
        Claim(
            sc_address=address,
            proxy_address=canonical(proxy.proxy_sc_address, testnet),
            max_known=proxy.max_known,
            committed_to_proxy_db=proxy.committed_to_proxy_db,
            committed_to_blockchain=proxy.committed_to_blockchain,
            cashed_out=proxy.cashed_out,
        )
        for proxy in reading.proxies
        if (address := canonical(proxy.sc_address, testnet)) is not None
    )
    return tuple(claims)
