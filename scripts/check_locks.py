"""Says whether requirements/*.txt still fit pyproject.toml. Needs no network, so it cannot say what is newer."""

import re
import sys
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?P<rest>.*)$")


def pins(text: str) -> dict[str, Version]:
    """The pinned version of every package in a lock file."""
    found = (PIN.match(line) for line in text.splitlines())
    return {canonicalize_name(pin["name"]): Version(pin["version"]) for pin in found if pin}


def without_hash(text: str) -> list[str]:
    """The pins that are not followed by a hash."""
    lines = [*text.splitlines(), ""]
    return [line for line, after in pairwise(lines) if PIN.match(line) and "--hash=" not in after]


def wanted(project: dict[str, Any]) -> dict[str, list[str]]:
    """What each lock file has to hold, as pyproject.toml asks for it."""
    base = project["project"]["dependencies"]
    server = [*base, *project["project"]["optional-dependencies"]["server"]]
    dev = [*server, *project["dependency-groups"]["dev"]]
    return {"agent.txt": base, "server.txt": server, "dev.txt": dev}


def faults(name: str, text: str, requirements: list[str]) -> Iterator[str]:
    pinned = pins(text)
    for requirement in map(Requirement, requirements):
        version = pinned.get(canonicalize_name(requirement.name))
        if version is None:
            yield f"{name}: {requirement.name} is not pinned"
        elif not requirement.specifier.contains(version, prereleases=True):
            yield f"{name}: {requirement.name} is pinned to {version}, but pyproject.toml asks for {requirement}"
    yield from (f"{name}: no hash for {line.split()[0]}" for line in without_hash(text))


def main() -> int:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    found = [
        fault
        for name, requirements in wanted(project).items()
        for fault in faults(name, (ROOT / "requirements" / name).read_text(), requirements)
    ]
    for fault in found:
        print(fault)
    print("Lock files: run `make lock`." if found else "Lock files fit pyproject.toml.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
