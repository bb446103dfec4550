"""Which worker is in which scenario and of which build, from the name of a fleet."""

from itertools import cycle, islice
from typing import Final, NamedTuple

from .options import GENERATIONS, NEW, OLD, Options
from .scenarios import SCENARIOS


class Post(NamedTuple):
    """What one worker is to be."""

    scenario: str
    generation: str


# What `mixed` holds, the most telling first: 24 workers show each cause once. Where a build of 2025-12 shows its pages
# it is the one that is too old: beside workers that read struct_version 4 no other old worker could be healthy.
_MIXED: Final = (
    Post("healthy", NEW),
    Post("disabled", NEW),
    Post("too_old", OLD),
    Post("model_lost", NEW),
    Post("wallet_low", NEW),
    Post("no_proxy", NEW),
    Post("down", NEW),
    Post("needs_access_hash", OLD),
    Post("starting", OLD),
    Post("image_not_allowed", NEW),
    Post("model_not_allowed", NEW),
    Post("ton_late", NEW),
    Post("ton_out_of_sync", NEW),
    Post("wallet_too_low", NEW),
    Post("proxy_gone", NEW),
    Post("contract_closing", NEW),
    Post("model_loading", NEW),
    Post("contract_not_inited", NEW),
    Post("failing", NEW),
    Post("busy", NEW),
    Post("idle", NEW),
    Post("config_changed", NEW),
    Post("restarting", NEW),
    Post("gpu_hot", NEW),
    Post("coefficient", NEW),
    Post("hang", NEW),
    Post("not_a_worker", NEW),
    Post("too_large", NEW),
    Post("quote", NEW),
    Post("no_gpu", NEW),
    Post("slow", NEW),
    Post("reset", NEW),
    Post("garbage", NEW),
    Post("redirect", NEW),
    Post("needs_access_hash", NEW),
    Post("starting", NEW),
)
# In a larger fleet one worker in four is in trouble.
_MIXED_BLOCK: Final = 4 * len(_MIXED)


def assign(options: Options) -> list[Post]:
    """A post for each worker.

    Raises:
        ValueError: an unknown scenario or build, in words.
    """
    if options.scenario == "mixed":
        return _mixed(options.workers)
    names = cycle([part.strip() for part in options.scenario.split(",")])
    builds = (NEW, OLD) if options.generation == "both" else (options.generation,)
    chosen = zip(islice(names, options.workers), cycle(builds), strict=False)
    return [_post(name, build) for name, build in chosen]


def is_mixed(options: Options) -> bool:
    """Whether the fleet looks like one on the mainnet rather than as recorded."""
    return options.scenario == "mixed"


def _post(text: str, build: str) -> Post:
    name, _, wanted = text.partition("@")
    if name not in SCENARIOS:
        raise ValueError(f"unknown scenario {name!r}: mixed, or some of {', '.join(SCENARIOS)}")
    if wanted and wanted not in GENERATIONS:
        raise ValueError(f"unknown generation {wanted!r}: 2025-12 or 2026-04")
    return Post(name, wanted or build)


def _mixed(workers: int) -> list[Post]:
    posts = [Post("healthy", NEW)] * workers
    for start in range(0, workers, _MIXED_BLOCK):
        size = min(_MIXED_BLOCK, workers - start)
        kinds = _MIXED[:size]
        for i, post in enumerate(kinds):
            posts[start + i * size // len(kinds)] = post
    return posts
