"""What might be thrown at the doors: random bodies, headers and cookies, and real logins bent out of shape."""

import json
import random
from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import Any, Final

from httpx import AsyncClient, Response

from tests.login.site import AUTH
from tests.wallets import Wallet

DOORS: Final = (
    ("POST", f"{AUTH}/ton-proof"),
    ("POST", f"{AUTH}/ton-proof"),
    ("POST", f"{AUTH}/ton-proof"),
    ("POST", f"{AUTH}/ton-proof/payload"),
    ("POST", f"{AUTH}/logout"),
    ("GET", f"{AUTH}/me"),
    ("GET", f"{AUTH}/sessions"),
    ("DELETE", f"{AUTH}/sessions/1"),
    ("POST", "/api/v1/keys"),
)
_ODD: Final[tuple[Any, ...]] = (
    *(None, True, 0, -1, 2**64, 1.5, 1e308, [], {}, [[]]),
    *("", "0", "-239", "\x00", "é" * 50, "\ud800", "A" * 5000, "0:" + "00" * 32),
)
_TYPES: Final = ("application/json", "application/json; charset=utf-16", "text/plain", "multipart/form-data", "", "é")
_NAMES: Final = ("cocoonpool_session", "cocoonpool_login", "__Host-cocoonpool_session", "x")


def _bytes(rng: random.Random, most: int) -> bytes:
    return rng.randbytes(rng.randint(0, most))


def _token(rng: random.Random) -> str:
    return rng.choice(("", "ckp_", "a" * 43, "é", b64encode(_bytes(rng, 40)).decode(), "x" * 4000))


def _tree(rng: random.Random, depth: int = 0) -> Any:
    kind = rng.random()
    if depth > 4 or kind < 0.5:
        return rng.choice(_ODD)
    if kind < 0.75:
        return [_tree(rng, depth + 1) for _ in range(rng.randint(0, 4))]
    return {str(rng.choice(_ODD)): _tree(rng, depth + 1) for _ in range(rng.randint(0, 4))}


def _bent(rng: random.Random, good: dict[str, Any]) -> bytes:
    """A real login with one or several things changed, left out or added."""
    body = json.loads(json.dumps(good))
    for _ in range(rng.randint(1, 3)):
        place = rng.choice(list(_objects(body)))
        if place:
            name = rng.choice(list(place))
            if rng.random() < 0.2:
                del place[name]
            else:
                place[rng.choice((name, name, name, "more"))] = rng.choice((_tree(rng), _near(rng, place.get(name))))
    return json.dumps(body).encode()


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for below in value.values():
            yield from _objects(below)


def _near(rng: random.Random, value: Any) -> Any:
    """Almost what it was: one character or bit is another one."""
    if isinstance(value, str) and value:
        at = rng.randrange(len(value))
        return value[:at] + rng.choice("0aZ=-é\n") + value[at + 1 :]
    return value ^ (1 << rng.randrange(40)) if isinstance(value, int) else value


def _flipped(rng: random.Random, good: dict[str, Any]) -> bytes:
    raw = bytearray(json.dumps(good).encode())
    for _ in range(rng.randint(1, 5)):
        raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
    return bytes(raw)


def _nested(rng: random.Random, _: dict[str, Any]) -> bytes:
    return rng.choice((b"[", b'{"proof":', b'{"a":[')) * rng.choice((10, 1000, 20_000))


_BODIES: Final[tuple[Callable[[random.Random, dict[str, Any]], bytes], ...]] = (
    lambda rng, _: _bytes(rng, 300),
    lambda rng, _: json.dumps(_tree(rng)).encode(),
    lambda rng, _: rng.choice((b"", b"null", b"NaN", b'{"address":1e999999}', b"9" * 6000, b'"\\ud800"')),
    _bent,
    _bent,
    _bent,
    _flipped,
    _nested,
)


def _headers(rng: random.Random, browser: str) -> dict[bytes, bytes]:
    headers = {b"Content-Type": rng.choice((_TYPES[0], rng.choice(_TYPES))).encode()}
    if rng.random() < 0.3:
        headers[b"Authorization"] = f"{rng.choice(('Bearer ', 'bearer', 'Basic ', ''))}{_token(rng)}".encode()
    if rng.random() < 0.2:
        headers[b"X-API-Key"] = _token(rng).encode()
    cookies = [f"{rng.choice(_NAMES)}={_token(rng)}" for _ in range(rng.randint(0, 3))]
    if rng.random() < 0.7:
        cookies.append(f"cocoonpool_login={browser}")
    headers[b"Cookie"] = "; ".join(cookies).encode() if rng.random() < 0.9 else bytes(rng.choices(range(33, 256), k=60))
    return headers


async def throw(http: AsyncClient, wallet: Wallet, browser: str, rng: random.Random) -> Response:
    """One request to one of the doors. The wallet is a registered one, the payload was never issued."""
    method, path = rng.choice(DOORS)
    good = wallet.login(rng.randbytes(32).hex())
    body = rng.choice(_BODIES)(rng, good)
    http.cookies.clear()
    return await http.request(method, path, content=body, headers=_headers(rng, browser))


def harmless(answer: Response) -> bool:
    """No error of ours, nobody inside, and nothing but a payload for a stranger."""
    inside = any(line.split("=")[0].endswith("cocoonpool_session") for line in answer.headers.get_list("set-cookie"))
    welcome = answer.status_code < 400 and not str(answer.url).endswith("/payload")
    return answer.status_code < 500 and not inside and not welcome
