"""Every table in one place, for migrations and checks."""

from cocoonpool.agents.models import Agent, EnrolmentCode, Wish
from cocoonpool.auth.models import ApiKey, AuditEntry, LoginNonce, LoginSession
from cocoonpool.db import Base
from cocoonpool.earnings.models import (
    ContractCheck,
    EarningContract,
    EarningHour,
    EarningWorker,
    FollowedOwner,
    ReceivedPayment,
)
from cocoonpool.generation import Generation
from cocoonpool.participants.models import Participant, WalletChange
from cocoonpool.payouts.models import ChainView, Payout, PoolWallet, UnassignedTransfer
from cocoonpool.prices.models import CurrentPrice, PriceGap, StoredFixing, StoredPrice
from cocoonpool.samples.models import Sample
from cocoonpool.samples.sealed.models import Horizon, SealedUntil, Segment
from cocoonpool.workers.models import Worker, WorkerEvent, WorkerReading, WorkerState

metadata = Base.metadata
__all__ = [
    "Agent",
    "ApiKey",
    "AuditEntry",
    "ChainView",
    "ContractCheck",
    "CurrentPrice",
    "EarningContract",
    "EarningHour",
    "EarningWorker",
    "EnrolmentCode",
    "FollowedOwner",
    "Generation",
    "Horizon",
    "LoginNonce",
    "LoginSession",
    "Participant",
    "Payout",
    "PoolWallet",
    "PriceGap",
    "ReceivedPayment",
    "Sample",
    "SealedUntil",
    "Segment",
    "StoredFixing",
    "StoredPrice",
    "UnassignedTransfer",
    "WalletChange",
    "Wish",
    "Worker",
    "WorkerEvent",
    "WorkerReading",
    "WorkerState",
    "metadata",
]
