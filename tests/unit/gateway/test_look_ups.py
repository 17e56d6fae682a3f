"""A name server that is silent holds up no other name, and is asked once at a time."""

from __future__ import annotations

import asyncio
import socket
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from gateway.callbacks.look_ups import LookUps
from gateway.callbacks.resolver import GuardedResolver
from suppression.suffixes import owned_domain

if TYPE_CHECKING:
    from collections.abc import Iterator

FOUND = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", 0))]


@dataclass
class NameServers:
    """What the system's resolver says: nothing about some names, before it is let."""

    asked: list[str] = field(default_factory=list)
    speaks: threading.Event = field(default_factory=threading.Event)

    def __call__(self, host: Any, *_: object, **__: object) -> list[Any]:  # noqa: ANN401 - the library's
        self.asked.append(host)
        if "silent" in host:
            self.speaks.wait()
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return FOUND


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServers]:
    found = NameServers()
    monkeypatch.setattr(socket, "getaddrinfo", found)
    yield found
    found.speaks.set()


async def outcomes(look_ups: LookUps, *names: str) -> list[Any]:
    return await asyncio.gather(*(look_ups.of(each, 0) for each in names), return_exceptions=True)


async def asked_in_all(servers: NameServers, look_ups: LookUps) -> list[str]:
    """Let the silent ones speak, and return what was asked once every thread has ended."""
    servers.speaks.set()
    await asyncio.to_thread(look_ups.close, wait=True)
    return servers.asked


async def test_a_name_is_asked_for_once_however_many_wait(servers: NameServers) -> None:
    look_ups = LookUps(patience_s=0)
    failed = await outcomes(look_ups, *["silent.example"] * 50, "SILENT.example.")
    assert {type(each) for each in failed} == {TimeoutError}
    failed = await outcomes(look_ups, "silent.example")  # nobody waits for it a second time
    assert [type(each) for each in failed] == [TimeoutError]
    assert await asked_in_all(servers, look_ups) == ["silent.example"]


async def test_the_silent_servers_of_one_owner_leave_room_for_others(servers: NameServers) -> None:
    look_ups = LookUps(patience_s=30)
    silent = (look_ups.of(f"silent{number}.app.example", 0) for number in range(100))
    waiting = asyncio.gather(*silent, return_exceptions=True)
    async with asyncio.timeout(10):
        for number in range(40):
            assert await look_ups.of(f"www.other{number}.example", 0) == FOUND
    asked = await asked_in_all(servers, look_ups)
    assert len([each for each in asked if "silent" in each]) == 4
    assert len(await waiting) == 100


async def test_more_names_than_there_are_threads_are_refused_at_once(servers: NameServers) -> None:
    look_ups = LookUps(patience_s=0)
    failed = await outcomes(look_ups, *(f"silent{number}.example" for number in range(40)))
    refused = [each for each in failed if str(each) == "too many names are being looked up"]
    assert len(refused) == 8
    assert len(await asked_in_all(servers, look_ups)) == 32


async def test_a_server_that_speaks_again_is_asked_again(servers: NameServers) -> None:
    servers.speaks.set()
    look_ups = LookUps()
    for _ in range(2):
        with pytest.raises(socket.gaierror):
            await look_ups.of("silent.example", 0)
    assert len(servers.asked) == 2
    look_ups.close()


async def test_callbacks_of_others_and_all_other_work_go_on(servers: NameServers) -> None:
    resolver = GuardedResolver((), in_the_clear=False)
    waiting = asyncio.gather(
        *(resolver.resolve("silent.example", 443) for _ in range(100)), return_exceptions=True
    )
    async with asyncio.timeout(10):
        with pytest.raises(OSError, match="not called back"):
            await resolver.resolve("app.example", 443)
        assert await asyncio.to_thread(lambda: 7) == 7
    servers.speaks.set()
    await waiting
    await resolver.close()


def test_names_belong_to_whoever_registered_the_domain() -> None:
    names = ("a.b.app.example", "app.example", "shop.github.io", "localhost", "")
    assert [owned_domain(each) for each in names] == [
        "app.example", "app.example", "shop.github.io", "localhost", "",
    ]  # fmt: skip
