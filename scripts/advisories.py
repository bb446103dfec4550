"""Asks whether a pinned package has a known weakness. Advice only: it never fails, and without a network it says so."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 60
PIN = re.compile(r"^[\w.-]+==[^\\\n]+", re.MULTILINE)  # with its marker, without its hashes


def project_of(pins: str) -> str:
    """A project that depends on exactly these packages, as the auditor wants it."""
    lines = "".join(f"  {json.dumps(pin.strip())},\n" for pin in PIN.findall(pins))
    return f'[project]\nname = "audited"\nversion = "0"\nrequires-python = ">=3.11"\ndependencies = [\n{lines}]\n'


def audited(command: list[str], folder: Path) -> tuple[int, str]:
    """The auditor's exit code and what it says; -1 when it could not be asked in time."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return -1, type(error).__name__
    return done.returncode, (done.stdout + done.stderr).strip()


def python_packages() -> tuple[int, str]:
    uv = str(Path(sys.executable).with_name("uv"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pyproject.toml").write_text(project_of((ROOT / "requirements" / "server.txt").read_text()))
        return audited([uv, "audit", "--no-dev", "--quiet"], folder)


def main() -> int:
    told = {"Python": python_packages()}
    if (ROOT / "web" / "package-lock.json").exists():
        told["web"] = audited(["npm", "audit", "--omit=dev"], ROOT / "web")
    for what, (code, said) in told.items():
        if code != 0:
            print(said)
        print(f"Advisories, {what}: {'none known' if code == 0 else 'see above; advice only, nothing fails'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
