"""Programs of others that a scenario needs, or is skipped without."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest


def need(*programs: str) -> None:
    """Skip the test when a program is not installed."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")


def need_root() -> None:
    """Skip the test when a peer could not be started."""
    if os.geteuid() != 0:
        pytest.skip("not root: Postfix starts as root only")


def run(
    *words: str, stdin: bytes = b"", within_s: float = 60
) -> subprocess.CompletedProcess[bytes]:
    """Run a peer to its end, and show what it said if it fails.

    Raises:
        AssertionError: it exited with an error.
    """
    ran = subprocess.run(words, input=stdin, capture_output=True, timeout=within_s, check=False)
    assert ran.returncode == 0, f"{words} exited {ran.returncode}\n{said(ran)}"
    return ran


def said(ran: subprocess.CompletedProcess[bytes]) -> str:
    """Return everything a peer said."""
    return (ran.stdout + ran.stderr).decode(errors="replace")
