"""The bodies one look at a worker brought home, before anything is read out of them."""

import msgspec


class Pages(msgspec.Struct, frozen=True, gc=False):
    """What a worker answered: bodies as sent, de-chunked, undecoded."""

    jsonstats: bytes
    stats: bytes | None  # None: that page did not come
    new_http: bool | None  # a `Server` header stood in the answer; None: not seen
    perf: bytes | None = None  # None: not asked this time, or it did not come
