"""Every table in one place, for migrations and checks."""

from cocoonpool.auth.models import ApiKey
from cocoonpool.db import Base
from cocoonpool.earnings.models import EarningContract, EarningHour, EarningWorker
from cocoonpool.generation import Generation
from cocoonpool.participants.models import Participant
from cocoonpool.payouts.models import ChainView, Payout, PoolWallet, UnassignedTransfer
from cocoonpool.samples.models import Sample
from cocoonpool.workers.models import Worker, WorkerState

metadata = Base.metadata
__all__ = [
    "ApiKey",
    "ChainView",
    "EarningContract",
    "EarningHour",
    "EarningWorker",
    "Generation",
    "Participant",
    "Payout",
    "PoolWallet",
    "Sample",
    "UnassignedTransfer",
    "Worker",
    "WorkerState",
    "metadata",
]
