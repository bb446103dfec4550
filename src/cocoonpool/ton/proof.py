"""`ton_proof`: whether somebody holds the key of a wallet. Pure: the time and what the chain says are handed in.

Specification: TON Connect, "address proof signature"
(https://github.com/ton-blockchain/ton-connect/blob/main/requests-responses.md). Nothing here raises: what is wrong is a
`Refusal` with its reason. What binds a key to an address is the hash of the wallet's StateInit, or the chain.
"""

import enum
from base64 import b64decode
from binascii import Error as Base64Error
from hashlib import sha256
from hmac import compare_digest
from typing import Final

import msgspec
from nacl.bindings import crypto_core_ed25519_is_valid_point
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from cocoonpool.ton.address import AddressError, parse
from cocoonpool.ton.cell import CellError, from_base64
from cocoonpool.ton.wallets import StateInit, key_in_data, network_of, signing_is_off, state_init

MAINNET: Final = -239
TESTNET: Final = -3
LONGEST: Final = 128  # bytes, of the domain and of the payload
LONGEST_BOTH: Final = 222
_ITEM: Final = b"ton-proof-item-v2/"
_PREFIX: Final = b"\xff\xffton-connect"


class Reason(enum.StrEnum):
    """Why somebody is not let in: for the log."""

    ADDRESS = "the address cannot be read"
    NETWORK = "another network"
    DOMAIN = "signed for another site"
    LENGTH = "a length that does not fit, or is beyond what wallets sign"
    TOO_OLD = "signed too long ago"
    FUTURE = "signed in the future"
    PAYLOAD = "the payload is not one of ours, was used, has expired, or was given to another browser"
    STATE_INIT = "the StateInit cannot be read, or is not a wallet's"
    OTHER_ADDRESS = "the StateInit is that of another address"
    WALLET_NETWORK = "the wallet's own id names another network"
    SIGNING_OFF = "the wallet obeys its plugins only"
    CHAIN_NEEDED = "the chain must be asked for the key, and cannot be"
    NO_KEY = "nobody can say which key the wallet has"
    OTHER_KEY = "the public key sent is not the wallet's"
    WEAK_KEY = "a key that anybody can sign for"
    SIGNATURE = "the signature is not by the wallet's key over this"


class Refusal(msgspec.Struct, frozen=True):
    reason: Reason
    detail: str = ""


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What a wallet sends: text of any length and truth. `network` is a global id, as text or number."""

    address: str
    network: str
    timestamp: int  # unix seconds
    domain: str
    domain_bytes: int
    payload: str
    signature: str  # base64
    state_init: str | None = None  # base64 of a BoC
    public_key: str | None = None  # hex


class Terms(msgspec.Struct, frozen=True):
    """What is asked of a proof here. Times in seconds."""

    domains: frozenset[str]
    network: int = MAINNET
    max_age: int = 900
    max_skew: int = 60


class OnChain(msgspec.Struct, frozen=True):
    """What the chain says of an account. `key` is None when it has no such method."""

    active: bool
    key: bytes | None = None


class Candidate(msgspec.Struct, frozen=True):
    """A claim that is in order as far as can be told without the chain. Nothing is proven yet."""

    address: str  # canonical
    digest: bytes
    signature: bytes
    sent_key: str | None
    birth_key: bytes | None  # out of the StateInit, which hashes to the address
    needs_chain: bool


class Proven(msgspec.Struct, frozen=True):
    """Whoever sent this holds the key of `address` (canonical), now."""

    address: str
    public_key: bytes


def verify(claim: Claim, terms: Terms, payload: str, now: int, on_chain: OnChain | None = None) -> Proven | Refusal:
    """All of it, with the payload that was issued. `on_chain`: None when the chain could not be asked."""
    candidate = examine(claim, terms, now)
    if isinstance(candidate, Refusal):
        return candidate
    if not compare_digest(claim.payload.encode(), payload.encode()):
        return Refusal(Reason.PAYLOAD)
    return conclude(candidate, on_chain)


def examine(claim: Claim, terms: Terms, now: int) -> Candidate | Refusal:
    """Everything that costs nothing to check. Whether the payload is ours is for the caller to find out."""
    if fault := _outside_terms(claim, terms, now):
        return fault
    try:
        address = parse(claim.address, testnet=terms.network == TESTNET)
    except AddressError as error:
        return Refusal(Reason.ADDRESS, str(error))
    try:
        signature = b64decode(claim.signature, validate=True)
    except (Base64Error, ValueError):
        return Refusal(Reason.SIGNATURE, "not base64")
    if len(signature) != 64:
        return Refusal(Reason.SIGNATURE, "not 64 bytes")
    birth = _birth(claim.state_init, address, terms.network) if claim.state_init else None
    if isinstance(birth, Refusal):
        return birth
    key, needs_chain = birth or (None, True)
    return Candidate(address, digest(address, claim), signature, claim.public_key, key, needs_chain)


def _outside_terms(claim: Claim, terms: Terms, now: int) -> Refusal | None:
    domain, payload = claim.domain.encode(errors="replace"), claim.payload.encode(errors="replace")
    if payload.decode() != claim.payload:
        return Refusal(Reason.PAYLOAD, "half a character")
    if claim.network != str(terms.network):
        return Refusal(Reason.NETWORK)
    if claim.domain not in terms.domains:
        return Refusal(Reason.DOMAIN)
    if len(domain) != claim.domain_bytes:
        return Refusal(Reason.LENGTH, "lengthBytes")
    if max(len(domain), len(payload)) > LONGEST or len(domain) + len(payload) > LONGEST_BOTH:
        return Refusal(Reason.LENGTH)
    if claim.timestamp < now - terms.max_age:
        return Refusal(Reason.TOO_OLD)
    if claim.timestamp > now + terms.max_skew:
        return Refusal(Reason.FUTURE)
    return None


def _birth(text: str, address: str, network: int) -> tuple[bytes | None, bool] | Refusal:
    """The key out of the StateInit, and whether the chain must be asked nevertheless."""
    try:
        root = from_base64(text)
        if not compare_digest(root.hash.hex(), address.partition(":")[2]):
            return Refusal(Reason.OTHER_ADDRESS)
        return _key_of(state_init(root), network)
    except CellError as error:
        return Refusal(Reason.STATE_INIT, str(error))


def _key_of(born: StateInit, network: int) -> tuple[bytes | None, bool] | Refusal:
    wallet = born.wallet
    if wallet is None:
        return None, True
    key = key_in_data(wallet, born.data)
    if network_of(wallet, born.data) not in (None, network):
        return Refusal(Reason.WALLET_NETWORK)
    if signing_is_off(wallet, born.data):
        return Refusal(Reason.SIGNING_OFF)
    return key, wallet.rotates


def digest(address: str, claim: Claim) -> bytes:
    """What the wallet has signed. `address` is canonical."""
    workchain, _, account = address.partition(":")
    domain = claim.domain.encode()
    message = (
        _ITEM
        + int(workchain).to_bytes(4, "big", signed=True)
        + bytes.fromhex(account)
        + len(domain).to_bytes(4, "little")
        + domain
        + claim.timestamp.to_bytes(8, "little")
        + claim.payload.encode()
    )
    return sha256(_PREFIX + sha256(message).digest()).digest()


def conclude(candidate: Candidate, on_chain: OnChain | None) -> Proven | Refusal:
    """Which key the wallet has, and whether it signed. `on_chain` is looked at only where it is needed."""
    key = _key(candidate, on_chain) if candidate.needs_chain else candidate.birth_key
    if key is None:
        return Refusal(Reason.NO_KEY)
    if isinstance(key, Refusal):
        return key
    sent = (candidate.sent_key or key.hex()).lower().encode(errors="replace")
    if not compare_digest(sent, key.hex().encode()):
        return Refusal(Reason.OTHER_KEY)
    try:
        VerifyKey(key).verify(candidate.digest, candidate.signature)
    except BadSignatureError:  # libsodium also refuses weak keys, and a signature in a second spelling
        return Refusal(Reason.SIGNATURE if crypto_core_ed25519_is_valid_point(key) else Reason.WEAK_KEY)
    return Proven(candidate.address, key)


def _key(candidate: Candidate, on_chain: OnChain | None) -> bytes | Refusal | None:
    """While the account lives, its own answer counts; before that, what it will be born with."""
    if on_chain is None:
        return Refusal(Reason.CHAIN_NEEDED)
    return on_chain.key if on_chain.active else candidate.birth_key
