"""Asks the chain which public key a wallet has now: for contracts whose code is not known, and for keys that rotate."""

from typing import Final

from cocoonpool.ton.client import ChainClient
from cocoonpool.ton.faults import ChainFault
from cocoonpool.ton.proof import OnChain
from cocoonpool.ton.transaction import MethodResult

_METHOD: Final = "get_public_key"
_KEY_BITS: Final = 256


async def key_on_chain(client: ChainClient, address: str) -> OnChain | ChainFault:
    """What the chain says of the account at a canonical address."""
    state = await client.account_state(address)
    if isinstance(state, ChainFault):
        return state
    if state is None or state.status != "active":
        return OnChain(active=False)
    answer = await client.run_get_method(address, _METHOD)
    return answer if isinstance(answer, ChainFault) else OnChain(active=True, key=_key(answer))


def _key(answer: MethodResult) -> bytes | None:
    """None when the contract has no such method, whatever it answers instead."""
    if not answer.ok or len(answer.stack) != 1:
        return None
    value = answer.stack[0].value
    if not isinstance(value, int) or value < 0 or value >> _KEY_BITS:
        return None
    return value.to_bytes(_KEY_BITS // 8)
