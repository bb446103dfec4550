"""Who this agent is to its pool: written at enrolment, readable by its user only."""

import hashlib
import os
from pathlib import Path
from typing import Final

import msgspec

from cocoonpool.agent.unit import STATE
from cocoonpool.errors import BadRequest

FILE: Final = "agent.json"
_MACHINE_ID: Final = Path("/etc/machine-id")


class NotEnrolled(BadRequest):
    code = "not_enrolled"

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"This host is not enrolled (nothing in {folder}). Get a code from the pool and run "
            "`cocoonpool agent enroll https://POOL CODE`."
        )


class Identity(msgspec.Struct, frozen=True):
    server: str
    agent_id: int
    host: str
    key: str

    def __repr__(self) -> str:
        return f"Identity({self.server}, agent {self.agent_id})"  # never the key


def default_folder() -> Path:
    """What systemd gives a service, and root prepares for it; else the user's own state folder."""
    given = os.environ.get("STATE_DIRECTORY")
    if given:
        return Path(given.split(":")[0])
    if os.geteuid() == 0:
        return STATE
    state = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(state) / "cocoonpool-agent"


def read_identity(folder: Path) -> Identity:
    """Raises NotEnrolled."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Identity)
    except (OSError, msgspec.DecodeError):
        raise NotEnrolled(folder) from None


def write_identity(folder: Path, identity: Identity) -> None:
    """Replaces what was there at once; nobody else could read it at any time."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = folder / f"{FILE}.new"
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.encode(identity))
        file.flush()
        os.fsync(handle)
    fresh.replace(folder / FILE)


def machine_name(given: str | None = None) -> str:
    """What tells this machine from others: a hash of its machine id, or of what was given instead."""
    text = given or _read(_MACHINE_ID) or os.uname().nodename
    return hashlib.sha256(f"cocoonpool agent {text}".encode()).hexdigest()[:32]


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="ascii").strip() or None
    except (OSError, UnicodeDecodeError):
        return None
