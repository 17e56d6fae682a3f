"""The disk fills up: first no more mail is taken; opt-outs are, to the last byte and beyond."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.e2e.client import submit
from tests.e2e.gateway_process import Gateway
from tests.e2e.mail import ANN, newsletter
from tests.e2e.minting import minted
from tests.e2e.peers import need_root
from tests.e2e.raw_http import ONE_CLICK, Client, request
from tests.e2e.settings import settings
from tests.e2e.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.e2e.sink import Sink

pytestmark = pytest.mark.peer

SIZE_MIB = 72  # of which a tenth is kept free of messages
PEOPLE = [f"p{number}@people.example" for number in range(200)]


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Put a disk of a few megabytes where the data are."""
    need_root()
    folder.mkdir(parents=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MIB}m,mode=700", "tmpfs", str(folder)],
        check=False, capture_output=True,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(file: Path, leave_bytes: int) -> None:
    """Fill the disk but for the last bytes."""
    with file.open("ab", buffering=0) as ballast:
        for step in (1 << 20, 4096, 1):
            try:
                while True:
                    ballast.write(bytes(step))
            except OSError:
                continue
        ballast.truncate(max(0, ballast.tell() - leave_bytes))


def click(gateway: Gateway, path: str) -> int:
    with Client(gateway.http_port) as client:
        return client.ask(request("POST", path, ONE_CLICK))[0]


def test_opt_outs_outlast_the_room_for_mail_and_the_room_of_the_list(
    tmp_path: Path, sink: Sink
) -> None:
    folder = tmp_path / "gateway"
    with small_disk(folder / "data"):
        gateway = Gateway(folder, settings(sink.port))
        gateway.start()
        try:
            paths = minted(gateway, PEOPLE)
            ballast = folder / "data" / "ballast"
            fill(ballast, leave_bytes=7 << 20)
            wait_for(lambda: submit(gateway, newsletter(ANN), [ANN])[:9] == "452 4.3.1", "no mail")
            early = PEOPLE[:50]
            assert {click(gateway, paths[each]) for each in early} == {200}

            fill(ballast, leave_bytes=0)
            late = PEOPLE[50:]
            statuses = [click(gateway, paths[each]) for each in late]
            assert set(statuses) <= {200, 503}
            assert 503 in statuses
            waiting = len(gateway.read("suppress", "waiting"))
            assert waiting == statuses.count(503)

            gateway.kill()
            ballast.unlink()
            gateway.start()
            wait_for(lambda: gateway.read("suppress", "waiting") == [], "nothing to wait")
            listed = {each["key"] for each in gateway.read("suppress", "list", "--limit", "1000")}
            assert listed == set(PEOPLE)
            assert submit(gateway, newsletter(PEOPLE[-1]), [PEOPLE[-1]])[:3] == "550"
        finally:
            gateway.close()
