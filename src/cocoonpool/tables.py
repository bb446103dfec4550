"""Every table in one place, for migrations and checks."""

from cocoonpool.auth.models import ApiKey
from cocoonpool.db import Base
from cocoonpool.earnings.models import EarningContract, EarningHour, EarningWorker
from cocoonpool.participants.models import Participant
from cocoonpool.samples.models import Sample
from cocoonpool.workers.models import Worker, WorkerState

metadata = Base.metadata
__all__ = [
    "ApiKey",
    "EarningContract",
    "EarningHour",
    "EarningWorker",
    "Participant",
    "Sample",
    "Worker",
    "WorkerState",
    "metadata",
]
