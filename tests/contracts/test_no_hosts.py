"""Where packages come from is the business of the machine that installs them: no file here names a place."""

import re

import pytest

from tests.contracts.tree import ROOT, files

INDEX_OPTION = re.compile(r"index[-_]url|find[-_]links|trusted[-_]host|tool\.uv\.(index|sources)|registry\s*=", re.I)
SETTINGS_OF_PACKAGE_TOOLS = ("pip.conf", "uv.toml", ".npmrc", ".yarnrc", ".yarnrc.yml")


@pytest.mark.parametrize("name", ["agent.txt", "server.txt", "dev.txt"])
def test_pinned_requirements_name_no_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if "://" in line or INDEX_OPTION.search(line)] == []


def test_the_package_file_names_no_index() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if INDEX_OPTION.search(line)] == []


def test_pinned_npm_packages_name_no_address() -> None:
    locks = [*files("package-lock.json"), *files("npm-shrinkwrap.json")]
    assert [lock for lock in locks if re.search(r'"resolved": *"https?:', lock.read_text(encoding="utf-8"))] == []


NPM_LEAVES_ADDRESSES_OUT = "omit-lockfile-registry-resolved=true\n"


def test_no_settings_of_a_package_tool_are_shipped_but_the_one_that_keeps_addresses_out() -> None:
    shipped = [path for name in SETTINGS_OF_PACKAGE_TOOLS for path in files(name)]
    assert {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in shipped} == {
        "web/.npmrc": NPM_LEAVES_ADDRESSES_OUT
    }
