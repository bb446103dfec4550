"""What a worker claims about a worker contract, and how a claim is held against what is known already."""

import msgspec

from cocoonpool.earnings.contract import Contract
from cocoonpool.money import SUPPLY_LIMIT


class Claim(msgspec.Struct, frozen=True, gc=False):
    """What a worker prints about one worker contract: cumulative adjusted tokens."""

    sc_address: str  # canonical raw
    proxy_address: str | None
    max_known: int | None
    committed_to_proxy_db: int | None
    committed_to_blockchain: int | None
    cashed_out: int | None


def says_nothing_new(contract: Contract, claim: Claim) -> bool:
    return (
        _within(claim.max_known, contract.max_known)
        and _within(claim.committed_to_proxy_db, contract.committed_to_proxy_db)
        and _within(claim.committed_to_blockchain, contract.committed_to_blockchain)
        and _within(claim.cashed_out, contract.cashed_out)
    )


def _within(claimed: int | None, known: int | None) -> bool:
    return claimed is None or claimed == known or (known is not None and 0 <= claimed < known)


def highest(claim: Claim) -> int | None:
    figures = (claim.max_known, claim.committed_to_proxy_db, claim.committed_to_blockchain)
    return max((figure for figure in figures if figure is not None), default=None)


def raise_figures(contract: Contract, claim: Claim) -> None:
    contract.max_known = _higher(contract.max_known, claim.max_known)
    contract.committed_to_proxy_db = _higher(contract.committed_to_proxy_db, claim.committed_to_proxy_db)
    contract.committed_to_blockchain = _higher(contract.committed_to_blockchain, claim.committed_to_blockchain)
    contract.cashed_out = _higher(contract.cashed_out, claim.cashed_out)


def _higher(known: int | None, claimed: int | None) -> int | None:
    if known is None or claimed is None:
        return claimed if known is None else known
    return max(known, claimed)


def why_absurd(claim: Claim, contract: Contract | None, fee: int) -> str | None:
    figures = (claim.max_known, claim.committed_to_proxy_db, claim.committed_to_blockchain, claim.cashed_out)
    shown = [figure for figure in figures if figure is not None]
    if min(shown, default=0) < 0:
        return "a negative figure"
    # even at fee 0: a figure nothing can ever exceed would stop the contract's growth for good
    too_much = max(shown, default=0) * max(fee, 1) > SUPPLY_LIMIT
    if not too_much and contract is not None:
        growth = max(0, (highest(claim) or 0) - contract.tokens)
        too_much = contract.earned + growth * fee > SUPPLY_LIMIT
    return "worth more than all TON" if too_much else None
