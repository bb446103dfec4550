"""Every table in one place, for migrations and checks."""

from cocoonpool.agents.models import Agent, EnrolmentCode, Wish
from cocoonpool.auth.models import ApiKey
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
from cocoonpool.participants.models import Participant
from cocoonpool.payouts.models import ChainView, Payout, PoolWallet, UnassignedTransfer
from cocoonpool.prices.models import PriceGap, StoredFixing, StoredPrice
from cocoonpool.samples.models import Sample
from cocoonpool.workers.models import Worker, WorkerState

metadata = Base.metadata
__all__ = [
    "Agent",
    "ApiKey",
    "ChainView",
    "ContractCheck",
    "EarningContract",
    "EarningHour",
    "EarningWorker",
    "EnrolmentCode",
    "FollowedOwner",
    "Generation",
    "Participant",
    "Payout",
    "PoolWallet",
    "PriceGap",
    "ReceivedPayment",
    "Sample",
    "StoredFixing",
    "StoredPrice",
    "UnassignedTransfer",
    "Wish",
    "Worker",
    "WorkerState",
    "metadata",
]
