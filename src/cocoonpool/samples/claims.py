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
    owns = owners.participant_of(owner, participant_id)
    return Observation(  # by position, as the claims: names would cost three times as much, at every look
        look.worker_id,
        owns,
        look.at,
        reading.tokens_total,
        owner,
        reading.worker_fee_per_token,
        _claims(reading, testnet),
        owns == participant_id,  # trusted: nobody else may speak for the owner's contracts
    )


def _claims(reading: Reading, testnet: bool) -> tuple[Claim, ...]:
    claims = [
        Claim(
            address,
            canonical(proxy.proxy_sc_address, testnet),
            proxy.max_known,
            proxy.committed_to_proxy_db,
            proxy.committed_to_blockchain,
            proxy.cashed_out,
        )
        for proxy in reading.proxies
        if (address := canonical(proxy.sc_address, testnet)) is not None
    ]
    return tuple(claims)
