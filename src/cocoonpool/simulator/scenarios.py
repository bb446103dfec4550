"""What can be wrong with a worker: one line each. Adding a scenario is adding a line."""

from dataclasses import replace
from typing import Final

from .addresses import model_hash
from .face import ConnectionFace, Face
from .options import OLD
from .worker import Scenario, Worker

# A model whose name holds a quote, a backslash, a tab and markup, as recorded.
QUOTED_MODEL: Final = b'We"ird\\Mod\tel<b>'
SECOND_MODEL: Final = b"Qwen/Qwen3-32B@9216db5781bf:1111111111111111111111111111111111111111111111111111111111111111"
NEW_STRUCT_VERSION: Final = 4  # above what builds of 2025-12 can read
OLD_STRUCT_VERSION: Final = 3
_OTHER_IMAGE: Final = b"0F" * 32
_MODEL_LOST_AFTER_S: Final = 20.0  # long enough to have been seen connected
_CHANGES_AFTER_S: Final = 30.0
_RESTARTS_EVERY_S: Final = 60.0


def _disable(worker: Worker) -> None:
    worker.enabled = False


def _rate_higher(worker: Worker) -> None:
    worker.coefficient = 1500


def _low_wallet(worker: Worker) -> None:
    worker.balance = 4_000_000_000


def _too_low_wallet(worker: Worker) -> None:
    worker.balance = 1_500_000_000


def _weird_model(worker: Worker) -> None:
    worker.model = QUOTED_MODEL


def _restart_often(worker: Worker) -> None:
    if worker.since_start >= _RESTARTS_EVERY_S:
        worker.restart()


def _change_config(worker: Worker) -> None:
    if worker.home is worker.homes[0] and worker.since_scenario >= _CHANGES_AFTER_S:
        worker.home, worker.model = worker.homes[-1], SECOND_MODEL
        worker.restart()


def _unlisted_image(face: Face, _: Worker) -> None:
    face.checks_hashes = True
    listed = {*face.root.model_hashes, model_hash(face.model)}
    face.root = replace(face.root, worker_hashes=(_OTHER_IMAGE,), model_hashes=tuple(sorted(listed)))


def _unlisted_model(face: Face, _: Worker) -> None:
    face.checks_hashes = True
    face.root = replace(face.root, model_hashes=(model_hash(SECOND_MODEL),))


def _late(face: Face, _: Worker) -> None:
    face.ton_age += 700


def _out_of_sync(face: Face, _: Worker) -> None:
    face.ton_age += 3700


def _cannot_read_root(face: Face, worker: Worker) -> None:
    face.ton_age = 700 + int(worker.since_scenario)
    face.root = replace(face.root, struct_version=OLD_STRUCT_VERSION)


def _no_proxy(face: Face, _: Worker) -> None:
    face.contracts = []
    face.connections = [ConnectionFace(row.seat, False, b"") for row in face.connections]


def _proxy_gone(face: Face, _: Worker) -> None:
    face.connections = [ConnectionFace(row.seat, row.ready, b"") for row in face.connections]


def _closing(face: Face, _: Worker) -> None:
    for contract in face.contracts:
        contract.params_version -= 1


def _not_inited(face: Face, _: Worker) -> None:
    for contract in face.contracts:
        contract.inited = False


def _model_loading(face: Face, _: Worker) -> None:
    face.model_connected = False


def _model_lost(face: Face, worker: Worker) -> None:
    face.model_connected = worker.since_start < _MODEL_LOST_AFTER_S


SCENARIOS: Final[dict[str, Scenario]] = {
    "healthy": Scenario(about="all is well"),
    "idle": Scenario(about="all is well, but nobody asks", load=0),
    "busy": Scenario(about="as many requests as it takes", saturated=True),
    "failing": Scenario(about="a third of the requests fail", failing=1 / 3),
    "coefficient": Scenario(about="coefficient 1.5", enter=_rate_higher),
    "disabled": Scenario(about="switched off", enter=_disable),
    "restarting": Scenario(about="restarts every minute", tick=_restart_often),
    "config_changed": Scenario(about="another owner and model after half a minute", tick=_change_config),
    "quote": Scenario(about="quote, tab and markup in the model name", enter=_weird_model),
    "image_not_allowed": Scenario(about="its image is not in the root contract", load=0, edit=_unlisted_image),
    "model_not_allowed": Scenario(about="its model is not in the root contract", load=0, edit=_unlisted_model),
    "model_loading": Scenario(about="model server never reached", load=0, edit=_model_loading, afresh=True),
    "model_lost": Scenario(about="model server gone after 20 s", load=0, edit=_model_lost),
    "ton_late": Scenario(about="TON more than 600 s old", edit=_late),
    "ton_out_of_sync": Scenario(about="TON more than 3600 s old", load=0, edit=_out_of_sync),
    "too_old": Scenario(about="cannot read the new root contract", load=0, generation=OLD, edit=_cannot_read_root),
    "wallet_low": Scenario(about="4 TON in its wallet", enter=_low_wallet),
    "wallet_too_low": Scenario(about="1.5 TON in its wallet", load=0, enter=_too_low_wallet),
    "no_proxy": Scenario(about="no proxy answers it", load=0, edit=_no_proxy),
    "proxy_gone": Scenario(about="the proxy hung up; ready sticks", load=0, edit=_proxy_gone),
    "contract_closing": Scenario(about="contract older than the root's params", load=0, edit=_closing),
    "contract_not_inited": Scenario(about="contract not on chain yet", load=0, edit=_not_inited),
    "starting": Scenario(about="waits for TON, only /perf answers", load=0, initialised=False, afresh=True),
    "needs_access_hash": Scenario(about="answers only with the access hash", locked=True),
    "gpu_hot": Scenario(about="92 degrees", gpu="hot"),
    "no_gpu": Scenario(about="nvidia-smi not available", gpu="missing"),
    "down": Scenario(about="port closed", load=0, fault="down"),
    "reset": Scenario(about="accepts, then resets", load=0, fault="reset"),
    "hang": Scenario(about="accepts, then silence", load=0, fault="hang"),
    "slow": Scenario(about="answers byte by byte", fault="slow"),
    "too_large": Scenario(about="a body without end", load=0, fault="too_large"),
    "redirect": Scenario(about="302 to elsewhere", load=0, fault="redirect"),
    "not_a_worker": Scenario(about="some other web server", load=0, fault="not_a_worker"),
    "garbage": Scenario(about="200, but the body is noise", load=0, fault="garbage"),
    "noise": Scenario(about="not HTTP at all", load=0, fault="noise"),
    "cut_off": Scenario(about="hangs up in the middle of the body", load=0, fault="cut_off"),
}
