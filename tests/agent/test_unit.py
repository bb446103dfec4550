"""The service an agent becomes: nobody's user, and no way out of the command line it was given."""

import shlex
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from cocoonpool.agent.unit import DISMISSED, quoted, unit_text


def service(text: str) -> dict[str, str]:
    parser = ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(text)
    return dict(parser["Service"])


def test_the_service_is_not_root_and_sees_one_device() -> None:
    unit = service(unit_text(["/opt/x/bin/python"], [], None))
    assert (unit["DynamicUser"], unit["NoNewPrivileges"], unit["CapabilityBoundingSet"]) == ("yes", "yes", "")
    assert (unit["DevicePolicy"], unit["DeviceAllow"]) == ("closed", "/dev/vsock rw")
    assert str(DISMISSED) in unit["RestartPreventExitStatus"].split()


def test_access_hashes_are_handed_over_and_never_on_the_command_line() -> None:
    unit = service(unit_text(["python"], ["--ports", "12000-12070"], Path("/etc/cocoon hashes")))
    assert unit["LoadCredential"] == "access-hashes:/etc/cocoon hashes"
    assert unit["ExecStart"] == '"python" "--ports" "12000-12070" --access-hash-file %d/access-hashes'


@pytest.mark.parametrize("word", ['a"b', "a b", "%h", "$HOME", "a\\b", "plain"])
def test_a_word_stays_one_word(word: str) -> None:
    read = shlex.split(quoted(word).replace("$$", "$"))
    assert [part.replace("%%", "%") for part in read] == [word]


def test_a_word_with_a_line_break_is_refused() -> None:
    with pytest.raises(ValueError, match="control characters"):
        quoted("a\nExecStartPre=/bin/sh")


def test_the_command_prints_a_unit_with_the_options_it_was_given() -> None:
    arguments = [sys.executable, "-m", "cocoonpool", "agent", "--ports", "13000-13070", "install", "--print"]
    printed = subprocess.run(arguments, capture_output=True, text=True, check=True).stdout
    assert '"--ports" "13000-13070"' in service(printed)["ExecStart"]
