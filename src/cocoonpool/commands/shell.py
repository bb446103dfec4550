"""Who is asking when somebody types a command: whoever can read the database file is the operator."""

import getpass
import os

from cocoonpool.auth.principal import Principal, Role, Scope


def operator() -> Principal:
    """The operator, under the name of the system's user: for the audit log."""
    scopes = frozenset({Scope.READ, Scope.WRITE})
    return Principal(role=Role.OPERATOR, scopes=scopes, who=f"command line ({_user()})"[:160])


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return str(os.getuid())
