"""One process owns a data directory."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from gateway.data_lock import AlreadyRunningError, data_lock
from gateway.errors import GatewayError

if TYPE_CHECKING:
    from pathlib import Path

_HOLD = """
import sys
from pathlib import Path
from gateway.data_lock import data_lock
with data_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_directory_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    with data_lock(folder):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_second_one_is_told_which_directory_is_in_use(tmp_path: Path) -> None:
    with (
        data_lock(tmp_path),
        pytest.raises(AlreadyRunningError, match=f"{tmp_path.name} is in use"),
        data_lock(tmp_path),
    ):
        pass


def test_the_lock_can_be_taken_again_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), data_lock(tmp_path):
        raise RuntimeError
    with data_lock(tmp_path):
        pass


def test_another_process_is_kept_out_until_the_first_one_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyRunningError), data_lock(tmp_path):
            pass
        holder.kill()
        holder.wait()
        with data_lock(tmp_path):
            pass


def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(GatewayError, match=r"cannot use .*file"), data_lock(blocked / "data"):
        pass
