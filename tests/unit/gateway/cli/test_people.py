"""Who gives a command is on the record, by whatever the system calls them."""

from __future__ import annotations

import os
from typing import Final

import pytest

from gateway.cli.people import operator

NAMING: Final = ("LOGNAME", "USER", "LNAME", "USERNAME")  # what getpass looks at
NAMELESS: Final = 3_999_999_999  # a number that stands in no /etc/passwd


@pytest.fixture(autouse=True)
def nameless(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMING:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: NAMELESS)


def test_the_user_of_a_container_is_on_record_by_their_number() -> None:
    assert operator().name == str(NAMELESS)


def test_whoever_is_named_is_on_record_by_their_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "ann")
    assert operator().name == "ann"
