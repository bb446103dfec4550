"""One address on which a simulated worker answers: the routes, and the drawn pages kept until something changes."""

from collections.abc import Callable
from typing import Final

from .answers import BUILDS, Arguments, Generation
from .coefficient import read_coefficient
from .face import Face
from .worker import Worker
from .world import World


class Site:
    """What stands behind a port. `respond` gives the bytes for the wire."""

    def __init__(self, world: World, worker: Worker, access_hash: str) -> None:
        self.world = world
        self.worker = worker
        self._access_hash = access_hash.encode()
        self._drawn: dict[str, bytes] = {}
        self._drawn_at = (-1, -1)
        self._face: Face | None = None

    @property
    def build(self) -> Generation:
        return BUILDS[self.worker.generation]

    @property
    def fault(self) -> str | None:
        return self.worker.scenario.fault

    def respond(self, target: bytes) -> bytes:
        """The answer to a request target such as `/stats?access_hash=x`."""
        path, _, query = target.partition(b"?")
        worker, build = self.worker, self.build
        if path == b"/perf":
            return build.perf if worker.scenario.initialised else build.perf_while_starting
        route = _ROUTES.get(path)
        if route is None or not worker.scenario.initialised:
            return build.not_found
        arguments = build.arguments(query) if query else {}
        if worker.scenario.locked and arguments.get(b"access_hash") != self._access_hash:
            return build.wrong_hash
        return route(self, arguments)

    def json_stats(self, _: Arguments) -> bytes:
        return self._page("01_fresh_jsonstats", self.build.json.draw)

    def html_stats(self, _: Arguments) -> bytes:
        return self._page("01_fresh_stats", self.build.html.draw)

    def enable(self, _: Arguments) -> bytes:
        self._change_enabled(True)
        return self.build.enabled

    def disable(self, _: Arguments) -> bytes:
        self._change_enabled(False)
        return self.build.disabled

    def change_coefficient(self, arguments: Arguments) -> bytes:
        text = arguments.get(b"coefficient")
        if text is None or not (text or self.build.empty_coefficient_is_zero):
            return self.build.form
        per_mille = read_coefficient(text)
        if per_mille is None:
            return self.build.coefficient_refused(text)
        self.worker.coefficient = per_mille
        self.worker.changes += 1
        return self.build.coefficient_set(per_mille)

    def payout(self, arguments: Arguments) -> bytes:
        # Only "proxy not found" was recorded; the other two are the words of the worker's source.
        shown = {entry.proxy_address: entry for entry in self.world.face(self.worker).contracts}
        entry = shown.get(arguments.get(b"proxy", b""))
        if entry is None:
            return self.build.payout()
        contract = next(c for c in self.worker.home.contracts if c.proxy_address == entry.proxy_address)
        if contract.is_paying:
            return self.build.payout(b"request is already running")
        if not entry.inited:
            return self.build.payout(b"proxy is not inited")
        self.world.pay_out(contract, self.worker)
        return self.build.payout(b"request sent")

    def _change_enabled(self, value: bool) -> None:
        self.worker.enabled = value
        self.worker.changes += 1

    def _page(self, recorded_as: str, draw: Callable[[Face], bytes]) -> bytes:
        state = (self.world.changes, self.worker.changes)
        if self._face is None or self._drawn_at != state:
            self._face, self._drawn_at = self.world.face(self.worker), state
            self._drawn.clear()
        page = self._drawn.get(recorded_as)
        if page is None:
            page = self._drawn[recorded_as] = self.build.page(recorded_as, draw(self._face))
        return page


_ROUTES: Final[dict[bytes, Callable[[Site, Arguments], bytes]]] = {
    b"/jsonstats": Site.json_stats,
    b"/stats": Site.html_stats,
    b"/request/enable": Site.enable,
    b"/request/disable": Site.disable,
    b"/request/change_coefficient": Site.change_coefficient,
    b"/request/payout": Site.payout,
}
