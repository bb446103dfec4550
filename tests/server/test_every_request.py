"""Thousands of requests made from the OpenAPI document, right and wrong ones: no fault of ours, and no answer that it
does not describe. All checks of schemathesis, against a whole server, as nobody and as the operator."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any, Final

import httpx
import msgspec
import pytest
import schemathesis
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from cocoonpool.ton.address import to_friendly
from tests import make
from tests.flows.process import environment, free_port, operator_of, running

LEAST: Final = 1_000  # cases, for each of the two
CHECKS: Final = {
    *("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance"),
    *("response_schema_conformance", "negative_data_rejection", "positive_data_acceptance", "missing_required_header"),
    *("unsupported_method", "ignored_auth", "use_after_free", "ensure_resource_availability"),
}

# 400 is for a sound request that contradicts what is there: a wallet, a place, a transaction that is taken.
ACCEPTED: Final = ("2xx", "400", "401", "403", "404")

accounts = st.binary(min_size=32, max_size=32).map(lambda digits: f"0:{digits.hex()}")
schemathesis.openapi.format("ton-address", st.one_of(accounts, accounts.map(to_friendly)))


@schemathesis.serializer("application/vnd.cocoonpool.batch")
def as_it_is(_: Any, value: Any) -> bytes:
    """An agent's batch is no text: whatever is drawn goes out as bytes."""
    return value if isinstance(value, bytes) else str(value).encode()


class Outcome(msgspec.Struct):
    cases: int = 0
    checks: Counter[str] = msgspec.field(default_factory=Counter)
    faults: list[str] = msgspec.field(default_factory=list)


def asked(url: str, headers: dict[str, str]) -> Outcome:
    config = SchemathesisConfig.from_dict(
        {
            "base-url": url,
            "headers": headers,
            "generation": {"max-examples": 6, "mode": "all", "deterministic": True},
            "checks": {"enabled": True, "positive_data_acceptance": {"expected-statuses": [*ACCEPTED]}},
            "continue-on-failure": True,
            "workers": 1,
        }
    )
    outcome = Outcome()
    for event in from_schema(schemathesis.openapi.from_dict(document(url), config=config)).execute():
        if isinstance(event, events.ScenarioFinished):
            _note(event, outcome)
        elif isinstance(event, events.NonFatalError):
            outcome.faults.append(str(event.info))
    return outcome


def document(url: str) -> dict[str, Any]:
    """As served, less the session cookie: a made-up one beside a good key would count as bad credentials."""
    told: dict[str, Any] = httpx.get(f"{url}/openapi.json").raise_for_status().json()
    del told["components"]["securitySchemes"]["session"]
    told["security"] = [one for one in told["security"] if "session" not in one]
    return told


def _note(event: Any, outcome: Outcome) -> None:
    outcome.cases += len(event.recorder.cases)
    for checks in event.recorder.checks.values():
        outcome.checks.update(check.name for check in checks)
        outcome.faults += [
            f"{event.recorder.label}: {check.failure_info.failure.message} {check.failure_info.code_sample}"
            for check in checks
            if check.failure_info is not None
        ]


@pytest.mark.parametrize("who", ["nobody", "operator"])
async def test_every_answer_is_one_that_the_document_describes(tmp_path: Path, who: str) -> None:
    port = free_port()
    settings = environment(tmp_path, port=port, collect="false", discover="off", toncenter_url="", log_level="error")
    async with running("serve", env=settings) as process, operator_of(tmp_path, port) as operator:
        await people(operator)
        headers = {"X-API-Key": operator.headers["X-API-Key"]} if who == "operator" else {}
        outcome = await asyncio.to_thread(asked, f"http://127.0.0.1:{port}", headers)
        process.terminate()
        log, _ = await process.communicate()
    assert not outcome.faults, "\n\n".join(outcome.faults[:5])
    assert outcome.cases >= LEAST
    assert outcome.checks.keys() >= CHECKS
    assert b"request failed" not in log


async def people(operator: httpx.AsyncClient) -> None:
    for wallet in (make.ALICE, make.BOB):
        made = await operator.post("/api/v1/participants", json={"ton_wallet_address": wallet})
        made.raise_for_status()
