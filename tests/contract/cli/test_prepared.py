"""A command that is run prepared does what it does when people start it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import prepared

if TYPE_CHECKING:
    from tests.contract.cli.conftest import Commands


@pytest.mark.parametrize(
    "words",
    [
        ("--json", "version"),
        ("config", "show"),
        ("suppress", "list"),
        ("trace", "nobody"),
        ("frob",),
        ("check", "-"),
    ],
    ids=" ".join,
)
def test_it_says_and_ends_as_when_it_is_started_alone(
    command: Commands, words: tuple[str, ...]
) -> None:
    told = {"OPTWARDEN_COMPANY__NAME": "Other"}
    mail = "From: nobody\r\n\r\n20% off f\xfcr you.\r\n"
    ran, as_people_do = (
        run(
            words, folder=command.folder, environment=command.environment | told, stdin=mail,
            within_s=30,
        )
        for run in (prepared.run, prepared.alone)
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (as_people_do.returncode, as_people_do.stdout)
    assert ran.stderr == as_people_do.stderr
