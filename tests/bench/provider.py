"""A provider of texts that takes each after the same time, whatever it says, as Kannel would."""

from __future__ import annotations

import asyncio
import multiprocessing
import re
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import aiohttp
import uvloop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.sharedctypes import Synchronized

_BODY: Final = b"0: Accepted for delivery"
_ANSWER: Final = (
    b"HTTP/1.1 202 Accepted\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(_BODY) + _BODY
)
_LENGTH: Final = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")


@contextmanager
def provider(port: int, *, answer_s: float) -> Iterator[Callable[[], int]]:
    """Run one in a process of its own; what is given says how many texts it has."""
    context = multiprocessing.get_context("spawn")
    taken: Synchronized[int] = context.Value("q", 0)
    process = context.Process(target=_serve, args=(port, answer_s, taken), daemon=True)
    process.start()
    try:
        yield lambda: int(taken.value)
    finally:
        process.terminate()
        process.join()


async def bare_rate(port: int, *, at_once: int, texts: int) -> float:
    """Return how many texts a second the provider takes from who does nothing but ask it."""
    waiting = iter(range(texts))
    url = f"http://127.0.0.1:{port}/cgi-bin/sendsms"
    async with aiohttp.ClientSession() as session:

        async def ask() -> None:
            for number in waiting:
                given = {"to": f"+1202555{number:04}", "text": "Your order is ready."}
                async with session.get(url, params=given) as answer:
                    await answer.read()

        began = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(ask())
    return texts / (time.perf_counter() - began)


def _serve(port: int, answer_s: float, taken: Synchronized[int]) -> None:
    uvloop.run(_serve_all(port, answer_s, taken))


async def _serve_all(port: int, answer_s: float, taken: Synchronized[int]) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if length := _LENGTH.search(head):
            await reader.readexactly(int(length[1]))
        await asyncio.sleep(answer_s)
        with taken.get_lock():
            taken.value += 1
        writer.write(_ANSWER)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", port, backlog=1000)
    await server.serve_forever()
