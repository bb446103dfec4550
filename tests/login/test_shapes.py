"""What is posted is what is judged: the known proofs come through the shapes of the wire unchanged."""

from typing import Any

import pytest

from cocoonpool.login.shapes import NewLogin
from tests.ton.test_proof_vectors import CASES, claim


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_known_proof_can_be_posted(case: dict[str, Any]) -> None:
    posted = {name: case[name] for name in ("address", "network", "public_key", "proof")}
    assert NewLogin.model_validate(posted).claim() == claim(case)
