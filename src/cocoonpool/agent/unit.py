"""The systemd unit of an agent: no root, no capability, one device, and nothing of the host but its own folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

NAME: Final = "cocoonpool-agent.service"
STATE: Final = Path("/var/lib/cocoonpool-agent")
DISMISSED: Final = 3
"""Exit code: the pool does not want this agent any more, so it is not started again."""

_UNIT: Final = """\
[Unit]
Description=Cocoon Pool agent: sends what this host's Cocoon workers show
Wants=network-online.target
After=network-online.target time-sync.target
StartLimitIntervalSec=0

[Service]
ExecStart={command}
Restart=always
RestartSec=5
RestartPreventExitStatus={dismissed} 2
TimeoutStopSec=30
{credential}
DynamicUser=yes
StateDirectory=cocoonpool-agent
StateDirectoryMode=0700
UMask=0077
MemoryMax=256M
TasksMax=64

NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=strict
ProtectHome=yes
ProtectProc=invisible
PrivateTmp=yes
DevicePolicy=closed
DeviceAllow=/dev/vsock rw
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_VSOCK AF_NETLINK
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service

[Install]
WantedBy=multi-user.target
"""


def unit_text(program: Sequence[str], options: Sequence[str], hash_file: Path | None) -> str:
    """The unit that runs `program` with an agent's options. The access hashes are handed over by systemd."""
    arguments = [quoted(word) for word in (*program, *options)]
    credential = ""
    if hash_file is not None:
        arguments += ["--access-hash-file", "%d/access-hashes"]
        credential = f"LoadCredential=access-hashes:{str(hash_file).replace('%', '%%')}\n"
    return _UNIT.format(command=" ".join(arguments), credential=credential, dismissed=DISMISSED)


def quoted(word: str) -> str:
    """A word of a command line as systemd reads it: no specifier, no variable, no end of the word in it.

    Raises:
        ValueError: it has control characters.
    """
    if not word.isprintable():
        raise ValueError("an option has control characters")
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'
