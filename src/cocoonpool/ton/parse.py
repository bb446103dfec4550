"""Answers of a toncenter v3 indexer, from bytes to our terms. Never raises: what cannot be read is a `ChainFault`."""

from collections.abc import Callable
from typing import Final, TypeVar

import msgspec

from cocoonpool.money import Nanoton
from cocoonpool.ton import address
from cocoonpool.ton.faults import ChainFault, FaultKind
from cocoonpool.ton.hashes import parse_hash
from cocoonpool.ton.indexed import (
    AccountStates,
    MasterchainInfo,
    Traces,
    Transactions,
    WireAccount,
    WireEntry,
    WireMethod,
    WireTrace,
    accounts_decoder,
    masterchain_decoder,
    method_decoder,
    traces_decoder,
    transactions_decoder,
)
from cocoonpool.ton.parse_transaction import transaction_from
from cocoonpool.ton.transaction import AccountState, Head, MethodResult, StackEntry, Trace, Transaction

_T = TypeVar("_T")
_W = TypeVar("_W")

_INTEGERS: Final = 2**257  # the chain's numbers have 257 bits


def parse_transactions(body: bytes) -> tuple[Transaction, ...] | ChainFault:
    """The transactions of a page, in the order of the answer."""
    return _read(body, transactions_decoder, _transactions)


def parse_traces(body: bytes) -> tuple[Trace, ...] | ChainFault:
    return _read(body, traces_decoder, _traces)


def parse_head(body: bytes) -> Head | ChainFault:
    return _read(body, masterchain_decoder, _head)


def parse_accounts(body: bytes) -> tuple[AccountState, ...] | ChainFault:
    return _read(body, accounts_decoder, _accounts)


def parse_method(body: bytes) -> MethodResult | ChainFault:
    return _read(body, method_decoder, _method)


def _read(body: bytes, decoder: msgspec.json.Decoder[_W], convert: Callable[[_W], _T]) -> _T | ChainFault:
    try:
        return convert(decoder.decode(body))
    except RecursionError:
        return ChainFault(FaultKind.MALFORMED, "the answer is nested too deeply")
    except msgspec.ValidationError as error:  # its words are ours and msgspec's: the type, and the path to it
        return ChainFault(FaultKind.MALFORMED, f"the answer is not shaped as it should be: {error}")
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ChainFault(FaultKind.MALFORMED, "the answer is not whole JSON")
    except ValueError as error:  # of our own parsers, which never repeat their input
        return ChainFault(FaultKind.MALFORMED, f"the answer has a value that cannot be: {error}")


def _transactions(page: Transactions) -> tuple[Transaction, ...]:
    return tuple(map(transaction_from, page.transactions))


def _traces(page: Traces) -> tuple[Trace, ...]:
    return tuple(map(_trace, page.traces))


def _trace(wire: WireTrace) -> Trace:
    found = {transaction.hash: transaction for transaction in map(transaction_from, wire.transactions.values())}
    return Trace(trace_id=parse_hash(wire.trace_id), is_incomplete=wire.is_incomplete, transactions=found)


def _head(wire: MasterchainInfo) -> Head:
    return Head(wire.last.seqno, wire.last.gen_utime)


def _accounts(page: AccountStates) -> tuple[AccountState, ...]:
    return tuple(map(_account, page.accounts))


def _account(wire: WireAccount) -> AccountState:
    return AccountState(
        address=address.parse(wire.address),
        status=wire.status,
        balance=Nanoton(wire.balance) if wire.balance is not None else None,
        code_hash=parse_hash(wire.code_hash) if wire.code_hash else None,
        data=wire.data_boc or None,
        last_trans_lt=wire.last_transaction_lt,
        last_trans_hash=parse_hash(wire.last_transaction_hash) if wire.last_transaction_hash else None,
    )


def _method(wire: WireMethod) -> MethodResult:
    return MethodResult(wire.exit_code, tuple(map(_entry, wire.stack)))


def _entry(wire: WireEntry) -> StackEntry:
    if wire.type == "num":
        return StackEntry("num", _number(wire.value))
    return StackEntry(wire.type, wire.value if isinstance(wire.value, str) else None)


def _number(value: object) -> int:
    """`"0x…"`, `"-0x…"` or decimal."""
    if not isinstance(value, str) or len(value) > 80:
        raise ValueError("a number of the stack is not one")
    try:
        number = int(value, 0)
    except ValueError:
        raise ValueError("a number of the stack is not one") from None
    if abs(number) >= _INTEGERS:
        raise ValueError("a number of the stack is too large")
    return number
