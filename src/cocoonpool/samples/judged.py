"""Looks with what follows from each: how the worker is, and whether the look is of the present."""

from collections.abc import Mapping, Sequence

import msgspec

from cocoonpool.cocoon.reading import Reading
from cocoonpool.samples.eras import Era, era_of
from cocoonpool.samples.history import Cards, cards
from cocoonpool.samples.look import Look
from cocoonpool.workers.state import Known, StructVersions
from cocoonpool.workers.status import Diagnosis, Memory, diagnose


class Judged(msgspec.Struct, gc=False):
    look: Look
    known: Known
    diagnosis: Diagnosis
    era: Era
    cards: Cards


def judge_all(looks: Sequence[Look], known: Mapping[int, Known], versions: StructVersions, now: int) -> list[Judged]:
    """A diagnosis for each look, in their order; what is known of the workers moves on."""
    aside: dict[int, Memory] = {}  # of belated looks: they remember each other, and leave nothing behind
    judged = []
    for look in looks:
        worker = known[look.worker_id]
        era = era_of(look, worker.sample_at, now)
        if era is Era.BELATED:
            diagnosis = _diagnose(look, worker, aside.get(look.worker_id, Memory()), versions)
            aside[look.worker_id] = diagnosis.memory
        else:
            diagnosis = _diagnose(look, worker, worker.memory, versions)
            worker.memory, worker.sample_at = diagnosis.memory, look.at
        judged.append(Judged(look, worker, diagnosis, era, cards(look.guest)))
    return judged


def _diagnose(look: Look, known: Known, memory: Memory, versions: StructVersions) -> Diagnosis:
    root = look.result.root_address if isinstance(look.result, Reading) else known.root_address
    fleet = versions.fleet_for(root, known.participant_id)
    return diagnose(known.subject, memory, look.result, look.guest, fleet, look.at, look.host)
