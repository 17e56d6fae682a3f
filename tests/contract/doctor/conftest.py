"""The command line, as the tests of other commands have it."""

from __future__ import annotations

from tests.contract.cli.conftest import command

__all__ = ["command"]
