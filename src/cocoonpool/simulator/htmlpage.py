"""`/stats`: the recorded HTML, oddities included, with this worker's figures in it."""

from functools import lru_cache
from typing import Final

from .addresses import model_hash
from .face import ConnectionFace, ContractFace, Face, Root
from .template import Holes, Template, between

# What each counter is called here. `completiom` is how workers spell it.
_COUNTER_LABELS: Final = (
    b"queries",
    b"success",
    b"failed",
    b"bytes received",
    b"bytes sent",
    b"time",
    b"total adjusted tokens",
    b"prompt adjusted tokens",
    b"cached adjusted tokens",
    b"completiom adjusted tokens",
    b"reasoning adjusted tokens",
)
# Holes that are a whole second cell, by section and label.
_CELLS: Final = {
    b"STATUS": (b"wallet", b"image", b"model", b"ton", b"enabled", b"model connection"),
    b"WALLET": (b"address", b"balance", b"seqno", b"pending transactions", b"active transactions"),
    b"LOCAL CONFIG": (
        b"root address",
        b"owner address",
        b"model",
        b"model hash",
        b"coefficient",
        b"max_active_requests",
        b"active_requests",
        b"check proxy hash",
    ),
    b"GLOBAL CONFIG": (
        b"last proxy seqno",
        b"struct version",
        b"params version",
        b"test",
        b"price per token",
        b"worker fee per token",
    ),
}
_CONTRACT: Final = (
    b"sc inited",
    b"proxy sc address",
    b"proxy public key",
    b"sc address",
    b"earned tokens",
    b"tokens cashed out",
    b"expected tokens cashed out",
    b"gained",
    b"running request",
    b"params version",
)
_LATE_S: Final = 600
_OUT_OF_SYNC_S: Final = 3600
_MIN_BALANCE: Final = 2_100_000_000
_WARNING_BALANCE: Final = 5_000_000_000


class HtmlPage:
    """Draws `/stats` of one generation. `page.fill(page.recorded)` is the recording."""

    def __init__(self, recorded: bytes) -> None:
        self.page = Template(recorded, _holes(recorded))
        entry = self.page.recorded[b"PROXIES"]
        self.entry = Template(
            entry,
            {label: _cell(entry, label) for label in _CONTRACT} | {b"title": between(entry, b"<h2>PROXY ", b"</h2>")},
        )
        self._root_values = lru_cache(maxsize=256)(_draw_root)

    def draw(self, face: Face) -> bytes:
        """The body. Nothing is escaped, as on the worker."""
        values = self._root_values(face.root) | _status(face) | _local_config(face)
        values |= {
            b"WALLET/address": _link(face.wallet),
            b"WALLET/balance": b"%.6f" % (face.balance / 1e9),
            b"WALLET/seqno": b"%d" % face.seqno,
            b"WALLET/pending transactions": b"%d" % face.transactions,
            b"WALLET/active transactions": b"%d" % face.transactions,
            b"PROXY CONNECTIONS": b"".join(map(_connection, face.connections)),
            b"PROXIES": b"".join(self._contract(entry, face.root.worker_fee_per_token) for entry in face.contracts),
        }
        values |= {
            label: b"<td>" + row.replace(b"|", b"</td><td>") + b"</td>"
            for label, row in zip(_COUNTER_LABELS, face.rows, strict=True)
        }
        return self.page.fill(values)

    def _contract(self, contract: ContractFace, fee: int) -> bytes:
        figures = b"%d/%d/%d" % (contract.blockchain, contract.proxy_db, contract.max_known)
        return self.entry.fill(
            {
                b"title": contract.proxy_address,
                b"sc inited": _yes(contract.inited),
                b"proxy sc address": _link(contract.proxy_address),
                b"proxy public key": contract.proxy_key,
                b"sc address": _link(contract.address),
                b"earned tokens": b"%b (~%.6f TON)" % (figures, contract.blockchain * fee / 1e9),
                b"tokens cashed out": b"%d" % contract.cashed_out,
                b"expected tokens cashed out": b"%d" % contract.expected_cashed_out,
                b"gained": _gained(contract, fee),
                b"running request": _yes(contract.running_request),
                b"params version": b"%d" % contract.params_version,
            }
        )


def _status(face: Face) -> dict[bytes, bytes]:
    image = b"our hash " + face.image
    return {
        b"STATUS/wallet": _wallet(face),
        b"STATUS/image": _listed(face.image_allowed, face.checks_hashes, image),
        b"STATUS/model": _listed(face.model_allowed, face.checks_hashes, b"our model " + face.model),
        b"STATUS/ton": _ton(face.ton_age),
        b"STATUS/enabled": _colour(b"Green", b'yes <a href="/request/disable">disable</a>')
        if face.enabled
        else _colour(b"Crimson", b'no <a href="/request/enable">enable</a>'),
        b"STATUS/model connection": _colour(b"Green", b"connected</a>")
        if face.model_connected
        else _colour(b"Crimson", b"disconnected</a>"),
    }


def _local_config(face: Face) -> dict[bytes, bytes]:
    change = b' <a href="/request/change_coefficient">change</a>'
    return {
        b"LOCAL CONFIG/owner address": _link(face.owner),
        b"LOCAL CONFIG/model": face.model,
        b"LOCAL CONFIG/model hash": model_hash(face.model),
        b"LOCAL CONFIG/coefficient": b"%.6f" % (face.coefficient * 0.001) + change,
        b"LOCAL CONFIG/max_active_requests": b"%d" % face.max_active,
        b"LOCAL CONFIG/active_requests": b"%d" % face.active,
        b"LOCAL CONFIG/check proxy hash": _yes(face.checks_hashes),
    }


def _draw_root(root: Root) -> dict[bytes, bytes]:
    seat = b"<tr><td>%d</td><td>%b</td><td>%b</td></tr>\n"
    section = b"GLOBAL CONFIG/"
    return {
        b"LOCAL CONFIG/root address": _link(root.address),
        section + b"registered proxies": b"".join(
            seat % (proxy.seqno, proxy.for_clients, proxy.for_workers) for proxy in root.proxies
        ),
        section + b"last proxy seqno": b"%d" % max((proxy.seqno for proxy in root.proxies), default=0),
        section + b"worker hashes": _hash_rows(root.worker_hashes),
        section + b"model hashes": _hash_rows(root.model_hashes),
        section + b"struct version": b"%d" % root.struct_version,
        section + b"params version": b"%d" % root.params_version,
        section + b"test": _yes(root.is_test),
        section + b"price per token": b"%d" % root.price_per_token,
        section + b"worker fee per token": b"%d" % root.worker_fee_per_token,
    }


def _holes(page: bytes) -> Holes:
    holes: Holes = {}
    for section, labels in _CELLS.items():
        start = page.index(b"<h1>%b</h1>" % section)
        for label in labels:
            holes[section + b"/" + label] = _cell(page, label, start)
    for label in _COUNTER_LABELS:
        holes[label] = between(page, b"<tr><td>%b</td>" % label, b"</tr>", page.index(b"<h1>STATS</h1>"))
    for label in (b"worker hashes", b"model hashes"):
        holes[b"GLOBAL CONFIG/" + label] = between(page, b"<tr><td>%b</td><td><table>\n" % label, b"</table>")
    holes[b"GLOBAL CONFIG/registered proxies"] = between(page, b"<td>hash</td></tr>\n", b"</table>")
    holes[b"PROXY CONNECTIONS"] = between(page, b"<h1>PROXY CONNECTIONS</h1>\n<table>\n", b"</table>")
    holes[b"PROXIES"] = between(page, b"<h1>PROXIES</h1>\n", b"</body>")
    return holes


def _cell(page: bytes, label: bytes, start: int = 0) -> tuple[int, int]:
    return between(page, b"<tr><td>%b</td><td>" % label, b"</td></tr>\n", start)


def _connection(row: ConnectionFace) -> bytes:
    ready = b"ready" if row.ready else b"not ready"
    return b"<tr><td>%b</td><td>%b</td><td>%b</td></tr>" % (row.seat, ready, row.proxy_address)


def _gained(contract: ContractFace, fee: int) -> bytes:
    gained = contract.blockchain - contract.expected_cashed_out
    text = b"%d (~%.6f TON)" % (gained, gained * fee / 1e9)
    if gained <= 0:
        return text
    return text + b' <a href="/request/payout?proxy=%b">take now</a>' % contract.proxy_address


def _wallet(face: Face) -> bytes:
    # "low" and "too low" are the worker's own words (source); the captures only hold a full wallet.
    if face.balance < _MIN_BALANCE:
        return _colour(b"Crimson", b"balance too low on " + _link(face.wallet))
    if face.balance < _WARNING_BALANCE:
        return _colour(b"Gold", b"balance low on " + _link(face.wallet))
    return _colour(b"Green", b"balance ok on " + _link(face.wallet))


def _listed(listed: bool, checked: bool, what: bytes) -> bytes:
    if listed:
        return _colour(b"Green", what + b" is in root contract")
    if checked:  # worded as in the worker's source; no capture holds it, for such a worker soon ends itself
        return _colour(b"Crimson", what + b" not found in root contract")
    return _colour(b"Gold", b"cannot check " + what)


def _ton(age: int) -> bytes:
    if age < _LATE_S:
        return _colour(b"Green", b"synced")
    return _colour(b"Gold", b"late") if age < _OUT_OF_SYNC_S else _colour(b"Crimson", b"out of sync")


def _colour(colour: bytes, text: bytes) -> bytes:
    return b'<span style="background-color:%b;">%b</span>' % (colour, text)


def _link(address: bytes) -> bytes:
    return b'<a href="https://tonviewer.com/%b" target="_blank">%b</a>' % (address, address)


def _hash_rows(hashes: tuple[bytes, ...]) -> bytes:
    return b"".join(b"<tr><td>%b</td></tr>\n" % value for value in hashes)


def _yes(value: bool) -> bytes:
    return b"YES" if value else b"NO"
