"""Mail stops while there is still room for opt-outs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from gateway.disk import Disk, reserve

if TYPE_CHECKING:
    from pathlib import Path


def _free(folder: Path) -> int:
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def test_a_message_that_leaves_the_reserve_untouched_has_room(tmp_path: Path) -> None:
    assert Disk(tmp_path, reserve=lambda _: 0).has_room(1)


def test_the_reserve_is_not_for_messages(tmp_path: Path) -> None:
    assert not Disk(tmp_path, reserve=lambda _: 2 * _free(tmp_path)).has_room()


@pytest.mark.parametrize(
    ("disk_mib", "reserve_mib"), [(70, 7), (2560, 256), (2570, 256), (4 << 20, 256)]
)
def test_a_tenth_of_a_disk_is_kept_and_never_more_than_256_mib(
    disk_mib: int, reserve_mib: int
) -> None:
    assert reserve(disk_mib << 20) == reserve_mib << 20


def test_a_message_larger_than_what_is_left_has_no_room(tmp_path: Path) -> None:
    assert not Disk(tmp_path, reserve=lambda _: 0).has_room(_free(tmp_path))


def test_a_disk_that_cannot_be_asked_has_no_room(tmp_path: Path) -> None:
    assert not Disk(tmp_path / "missing", reserve=lambda _: 0).has_room()


def test_the_answer_is_a_second_old_at_most(tmp_path: Path) -> None:
    now = [10.0]
    disk = Disk(tmp_path / "later", reserve=lambda _: 0, monotonic=lambda: now[0])
    assert not disk.has_room()
    (tmp_path / "later").mkdir()
    assert not disk.has_room()
    now[0] += 1
    assert disk.has_room()
