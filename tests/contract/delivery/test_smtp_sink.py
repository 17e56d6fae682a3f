from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from gateway.spool.model import State
from tests.contract.delivery.make import MESSAGE, carrier, claimed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SINK = shutil.which("smtp-sink", path="/usr/sbin:/usr/bin")
pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(SINK is None, reason="needs Debian's postfix (smtp-sink)"),
]


@contextmanager
def smtp_sink(folder: Path, *options: str) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder.chmod(0o777)
    command = [str(SINK), "-u", "nobody", "-d", "%H%M%S.", *options, f"127.0.0.1:{port}", "100"]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL)
    try:
        yield port
    finally:
        process.terminate()
        process.wait(10)


def messages(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.iterdir()]


async def reachable(port: int) -> None:
    async with asyncio.timeout(10):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                return


@pytest.mark.parametrize(
    "options", [(), ("-p",), ("-e",)], ids=["pipelining", "no pipelining", "HELO only"]
)
async def test_fifty_messages_at_once_arrive_whole(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    copies = [MESSAGE + b"number %d\r\n" % n for n in range(50)]
    with smtp_sink(tmp_path, *options) as port:
        await reachable(port)
        carried = carrier(port)
        queue = iter(copies)

        async def one_connection() -> None:
            for copy in queue:
                (settled,) = await carried.send(claimed(), copy)
                assert settled.state is State.DELIVERED

        async with asyncio.TaskGroup() as group:
            for _ in range(5):
                group.create_task(one_connection())
        await carried.close()
    arrived = messages(tmp_path)
    numbers = [
        int(line.split()[1])
        for text in arrived
        for line in text.splitlines()
        if line.startswith(b"number")
    ]
    assert sorted(numbers) == list(range(50))
    assert all(b"\n.dotted\n" in text for text in arrived)


@pytest.mark.parametrize("command", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "."])
async def test_a_real_server_that_drops_us_defers(tmp_path: Path, command: str) -> None:
    with smtp_sink(tmp_path, "-q", command) as port:
        await asyncio.sleep(0.2)
        (settled,) = await carrier(port).send(claimed(), MESSAGE)
    assert settled.state is State.DEFERRED
