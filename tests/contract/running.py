"""A supervised gateway in the loop of a test: started, reloaded, stopped, and talked to."""

from __future__ import annotations

import asyncio
import errno
import re
import socket
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gateway.config.models import HttpListener, SmtpListener
from gateway.pace import PACE
from gateway.supervisor import Supervisor
from tests.contract.smtp.edge import Client
from tests.make_gateway import config

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from gateway.config.models import Config
    from gateway.pace import Pace

PATIENCE_S = 20.0
SMTP = SmtpListener(listen="127.0.0.1:0", hostname="gate.example.com")
HTTP = HttpListener(listen="127.0.0.1:0")
_ADDRESS = re.compile(r"(smtp|http)=(\S+):(\d+)")


def now() -> datetime:
    return datetime.now(UTC)


def settings(folder: Path, **sections: object) -> Config:
    """Write a configuration that listens on ports of the system's choice."""
    return config(**{"data_dir": folder / "data", "smtp": (SMTP,), "http": (HTTP,), **sections})


def ports(line: str, table: str = "smtp") -> list[int]:
    """Return the ports of the line that says where it listens."""
    return [int(port) for name, _, port in _ADDRESS.findall(line) if name == table]


def refuses(port: int) -> bool:
    """Whether nobody takes connections on a port of this machine."""
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == errno.ECONNREFUSED


@dataclass
class Running:
    """What a test sees of it."""

    supervisor: Supervisor
    ready: asyncio.Future[str]
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    reloads: asyncio.Queue[Config] = field(default_factory=asyncio.Queue)
    clients: list[Client] = field(default_factory=list)

    @property
    def smtp_port(self) -> int:
        return ports(self.ready.result())[0]

    async def client(self, port: int | None = None) -> Client:
        """Return a client that has read the banner and said EHLO."""
        streams = await asyncio.open_connection("127.0.0.1", port or self.smtp_port)
        self.clients.append(Client(*streams))
        await self.clients[-1].greeted()
        return self.clients[-1]


@asynccontextmanager
async def running(first: Config, pace: Pace = PACE) -> AsyncIterator[Running]:
    """Run a gateway until the block ends, and see that it ended in order."""
    supervisor = Supervisor(first, clock=now, pace=pace)
    started = Running(supervisor, asyncio.get_running_loop().create_future())
    async with asyncio.TaskGroup() as group:
        task = group.create_task(
            started.supervisor.run(
                ready=started.ready.set_result, stop=started.stop, reloads=started.reloads
            )
        )
        try:
            async with asyncio.timeout(PATIENCE_S):
                await asyncio.wait((task, started.ready), return_when=asyncio.FIRST_COMPLETED)
                yield started
        finally:
            started.stop.set()
            for client in started.clients:
                await client.close()
            async with asyncio.timeout(PATIENCE_S):
                await asyncio.wait((task,))
