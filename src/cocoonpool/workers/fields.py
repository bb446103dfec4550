"""What a worker's fields may be: a name, a place on the network, a price. Said once, for all who register one."""

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema

from cocoonpool.cocoon.health import parse_source
from cocoonpool.outgoing.addresses import valid_host
from cocoonpool.text import Line
from cocoonpool.workers.wording import factor

_LEAST, _MOST = Decimal("0.001"), Decimal(1000)


def to_per_mille(value: Decimal) -> int:
    """A price coefficient as the worker stores it: 1.2 is 1200.

    Raises:
        ValueError: outside 0.001 to 1000, or with more than three decimals: the worker would silently cut it.
    """
    if not value.is_finite() or not _LEAST <= value <= _MOST:
        raise ValueError("the coefficient is not between 0.001 and 1000")
    per_mille = int(value * 1000)
    if Decimal(per_mille).scaleb(-3) != value:  # compared exactly, however many digits it has
        raise ValueError("the coefficient has more than three decimals")
    return per_mille


def from_per_mille(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(factor(value))


def _number(value: Any) -> Decimal:
    plain = isinstance(value, str) and re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,20})?", value)
    if not plain and (isinstance(value, bool) or not isinstance(value, int | Decimal)):
        raise ValueError("the coefficient is not a plain decimal number")
    return Decimal(value)


def _valid_coefficient(value: Decimal) -> Decimal:
    to_per_mille(value)
    return value


def shown_not_null(schema: dict[str, Any]) -> None:
    """Makes the document say of a field what `not_null` does: it may be left out, but is never null."""
    shapes = [shape for shape in schema.pop("anyOf") if shape != {"type": "null"}]
    schema.pop("default", None)
    schema.update(shapes[0] if len(shapes) == 1 else {"anyOf": shapes})


def not_null(value: Any) -> Any:
    """For a field that may be left out of a change, but not emptied."""
    if value is None:
        raise ValueError("this field cannot be null")
    return value


WorkerName = Annotated[Line, Field(min_length=1, max_length=100, examples=["Worker-0"])]
RowId = Annotated[int, Field(strict=True, ge=1, le=2**63 - 1)]
InstanceNumber = Annotated[
    int, Field(strict=True, ge=0, le=65535, description="The launch script's instance; port 12000 + 10 x instance.")
]
Host = Annotated[
    str,
    StringConstraints(max_length=260),
    AfterValidator(valid_host),
    Field(description="Name or IP address, without scheme or port.", examples=["127.0.0.1"]),
]
Port = Annotated[int, Field(strict=True, ge=1, le=65535, examples=[12000])]
Cid = Annotated[int, Field(strict=True, ge=3, le=2**32 - 2, description="vsock CID of the worker's VM.")]
Flag = Annotated[bool, Field(strict=True)]
AccessHash = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,128}$"),
    Field(description="The worker's access hash. It is never shown again."),
]
HealthSource = Annotated[
    str,
    StringConstraints(max_length=240),  # a default port may be added, and the column ends at 255
    AfterValidator(lambda text: str(parse_source(text))),
    Field(description="Where the VM's health monitor listens.", examples=["vsock://6:9999"]),
]
Coefficient = Annotated[
    Decimal,
    BeforeValidator(_number),
    AfterValidator(_valid_coefficient),
    WithJsonSchema({"type": "number", "minimum": 0.001, "maximum": 1000, "multipleOf": 0.001}),
]
