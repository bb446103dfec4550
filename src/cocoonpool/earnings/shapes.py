"""What earnings look like on the wire. Unknown is null, never 0."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Self

from pydantic import Field

from cocoonpool.earnings.certainty import Certainty, Figure, Missing, Received, certainty_of, total_of
from cocoonpool.earnings.contract import Contract
from cocoonpool.earnings.queries import Share
from cocoonpool.money import Nanoton, to_ton
from cocoonpool.ton.address import to_friendly
from cocoonpool.wire import Ton, UtcTime, Wire


class Amount(Wire):
    tokens: int | None = Field(description="Adjusted tokens; null: nobody has told.")
    ton: Ton | None

    @classmethod
    def of(cls, figure: Figure) -> Self:
        return cls(tokens=figure.tokens, ton=_ton(figure.amount))


class GapOut(Wire):
    """Cashed out from the worker contract, but not received by its owner."""

    tokens: int
    ton: Ton
    since: UtcTime | None = Field(description="Since when the oldest missing part is known to be cashed out.")
    age_seconds: int | None

    @classmethod
    def of(cls, missing: Missing, now: datetime) -> Self:
        age = None if missing.since is None else max(0, int((now - missing.since).total_seconds()))
        return cls(tokens=missing.tokens, ton=to_ton(Nanoton(missing.amount)), since=missing.since, age_seconds=age)


class Stages(Wire):
    claimed: Amount = Field(description="What workers say they have earned.")
    committed_to_proxy_db: Amount = Field(description="The proxy has it in its books.")
    committed_to_blockchain: Amount = Field(description="The proxy has signed it for the chain.")
    cashed_out: Amount = Field(description="The worker contract's own counter, as high as anybody has told.")
    received: Amount = Field(description="Arrived at the owner, seen on chain; null while the chain was not read.")
    gap: GapOut | None = Field(description="Cashed out less received; null when it cannot be told.")
    received_as_of: UtcTime | None = Field(description="When the owners' accounts were last read to their end.")


class ContractEarnings(Stages):
    sc_address: str = Field(description="The worker contract, `EQ...`.")
    owner_address: str | None
    proxy_address: str | None
    worker_fee_per_token: int = Field(description="nanoTON per adjusted token, as last shown.")
    earned_ton: Ton = Field(description="What the ledger has, its opening balance included.")
    opening_ton: Ton = Field(description="The part of it from before we first saw the contract.")
    unattributed_ton: Ton = Field(description="The part of it that is no worker's share.")
    payments: int | None
    last_payment_at: UtcTime | None

    @classmethod
    def of(cls, contract: Contract, received: Received | None, now: datetime) -> Self:
        return cls(
            **stages(certainty_of(contract, received), now),
            sc_address=to_friendly(contract.sc_address, bounceable=True),
            owner_address=None if contract.owner_address is None else to_friendly(contract.owner_address),
            proxy_address=_contract(contract.proxy_address),
            worker_fee_per_token=contract.fee,
            earned_ton=to_ton(contract.earned),
            opening_ton=to_ton(contract.opening),
            unattributed_ton=to_ton(contract.unattributed),
            payments=None if received is None else received.payments,
            last_payment_at=None if received is None else received.last_at,
        )


class ProxyEarnings(Stages):
    proxy_address: str | None = Field(description="null: no worker has shown it.")
    earned_ton: Ton
    contracts: list[ContractEarnings]


class ParticipantEarnings(Stages):
    participant_id: int
    earned_ton: Ton = Field(description="By all contracts of this participant; shares in those of others not included.")
    opening_ton: Ton
    unattributed_ton: Ton
    proxies: list[ProxyEarnings]

    @classmethod
    def of(
        cls, participant_id: int, contracts: Sequence[Contract], received: Mapping[str, Received], now: datetime
    ) -> Self:
        return cls(
            **stages(_together(contracts, received), now),
            participant_id=participant_id,
            earned_ton=_sum(contract.earned for contract in contracts),
            opening_ton=_sum(contract.opening for contract in contracts),
            unattributed_ton=_sum(contract.unattributed for contract in contracts),
            proxies=_by_proxy(contracts, received, now),
        )


class WorkerShare(Wire):
    sc_address: str
    proxy_address: str | None
    tokens: int = Field(description="Of the contract's earnings, the part that is this worker's work.")
    ton: Ton
    opening_ton: Ton = Field(description="The part of it from before we first saw the contract.")
    contract: ContractEarnings | None = Field(
        description="The whole contract, which the chain cannot split by worker; null: it is another participant's."
    )


class WorkerEarnings(Wire):
    worker_id: int
    worker_name: str
    participant_id: int
    earned_ton: Ton = Field(description="The worker's share in all its contracts, as `latest_revenue_ton`.")
    opening_ton: Ton
    contracts: list[WorkerShare]


def share_of(
    share: Share, contract: Contract, participant_id: int, received: Received | None, now: datetime
) -> WorkerShare:
    mine = contract.participant_id == participant_id
    return WorkerShare(
        sc_address=to_friendly(contract.sc_address, bounceable=True),
        proxy_address=_contract(contract.proxy_address),
        tokens=share.tokens,
        ton=to_ton(Nanoton(share.amount)),
        opening_ton=to_ton(Nanoton(share.opening)),
        contract=ContractEarnings.of(contract, received, now) if mine else None,
    )


def stages(certainty: Certainty, now: datetime) -> dict[str, Any]:
    """The fields of `Stages`."""
    fields: dict[str, Any] = {stage: Amount.of(figure) for stage, figure in certainty.stages.items()}
    gap = None if certainty.missing is None else GapOut.of(certainty.missing, now)
    return {**fields, "gap": gap, "received_as_of": certainty.as_of}


def _by_proxy(contracts: Sequence[Contract], received: Mapping[str, Received], now: datetime) -> list[ProxyEarnings]:
    groups: dict[str, list[Contract]] = defaultdict(list)
    for contract in contracts:
        groups[contract.proxy_address or ""].append(contract)
    return [
        ProxyEarnings(
            **stages(_together(group, received), now),
            proxy_address=_contract(proxy or None),
            earned_ton=_sum(contract.earned for contract in group),
            contracts=[ContractEarnings.of(one, received.get(one.sc_address), now) for one in group],
        )
        for proxy, group in sorted(groups.items())
    ]


def _together(contracts: Sequence[Contract], received: Mapping[str, Received]) -> Certainty:
    return total_of(certainty_of(contract, received.get(contract.sc_address)) for contract in contracts)


def _contract(address: str | None) -> str | None:
    return None if address is None else to_friendly(address, bounceable=True)


def _ton(amount: int | None) -> Ton | None:
    return None if amount is None else to_ton(Nanoton(amount))


def _sum(amounts: Iterable[int]) -> Ton:
    return to_ton(Nanoton(sum(amounts)))
