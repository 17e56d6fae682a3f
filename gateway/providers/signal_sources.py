"""Where events of Signal come from: the stream of signal-cli, or the service around it.

**Failures:** whatever ends a source raises `SourceError` with what happened; it is opened again.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import quote

import aiohttp
from yarl import URL

from gateway.errors import GatewayError
from gateway.providers.asking import why_unreachable
from gateway.providers.event_stream import EventStream
from gateway.providers.said import said, words
from gateway.providers.signal_events import events_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

POLL_S: Final = 3.0
_SILENCE_S: Final = 60.0  # signal-cli writes a comment every 15 seconds
_POLL_SILENCE_S: Final = 300.0  # what an answer holds that we no longer wait for is gone
_AT_ONCE: Final = 10  # messages in an answer: as many are lost with one at most
_PING_S: Final = 30.0
_LONGEST_MESSAGE: Final = 1 << 20
_LONGEST_ANSWER: Final = 32 << 20  # ten messages are a hundredth of it
_EVERYTHING: Final = "0"  # an id that signal-cli does not know: it sends all that it has kept


class SourceError(GatewayError):
    """A source ended."""


class Got(Protocol):
    """What is told of what came."""

    async def __call__(self, heard: Sequence[str], *, settle: bool = False) -> None:
        """Take all of it before anything else is done; return when it is kept if it shall settle.

        Otherwise, when there is room for more.
        """
        ...


class Source(Protocol):
    """Something that events come from, one at a time or some."""

    taking: asyncio.Lock
    """Held while something is on its way that comes once: whoever has it may cut the source off."""

    async def read(self, got: Got, alive: Callable[[], None]) -> None:
        """Hand on events until it ends.

        `alive` is called whenever the other end shows that it is there.

        Raises:
            SourceError: it ended; nothing that was handed on is handed on again by intention.
        """
        ...


class EventsSource:
    """The server-sent events of `signal-cli daemon --http`.

    A new signal-cli numbers them and keeps the last thousand: all those are asked for at the first
    connection, and those after the last one that was done at the next.
    """

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        """Connect to nothing yet."""
        self.taking = asyncio.Lock()
        self._session = session
        self._url = f"{url.rstrip('/')}/api/v1/events"
        self._last_id = _EVERYTHING

    async def read(self, got: Got, alive: Callable[[], None]) -> None:
        """Hand on events until the stream ends."""
        headers = {"Accept": "text/event-stream", "Last-Event-ID": self._last_id}
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=30, sock_read=_SILENCE_S)
        try:
            async with self._session.get(
                URL(self._url, encoded=True), headers=headers, timeout=timeout,
                allow_redirects=False,
            ) as answer:  # fmt: skip
                _expect(answer, "text/event-stream")
                stream = EventStream()
                async for chunk in answer.content.iter_any():
                    alive()
                    if events := list(stream.feed(chunk)):
                        self._last_id = events[-1].event_id or self._last_id
                        await got([each.data if each.is_whole else "" for each in events])
        except _BROKEN as error:
            raise _ended(error) from error
        raise SourceError("it closed the stream")


class RestSource:
    """The REST service around signal-cli: asked every few seconds, or by a websocket.

    In its mode "json-rpc" it drops what comes while nobody is connected.
    """

    def __init__(self, session: aiohttp.ClientSession, url: str, account: str) -> None:
        """Connect to nothing yet."""
        self.taking = asyncio.Lock()
        self._session = session
        self._base = url.rstrip("/")
        self._receive = f"{self._base}/v1/receive/{quote(account, safe='')}"

    async def read(self, got: Got, alive: Callable[[], None]) -> None:
        """Hand on what is received, until that fails."""
        try:
            if await self._mode() == "json-rpc":
                await self._listen(got, alive)
            else:
                await self._poll(got, alive)
        except _BROKEN as error:
            raise _ended(error) from error
        raise SourceError("it closed the websocket")

    async def _mode(self) -> str:
        return words(said(await self._get(f"{self._base}/v1/about")), "mode")

    async def _poll(self, got: Got, alive: Callable[[], None]) -> None:
        """Ask for what has come in. A receive locks the account, so none of them waits long."""
        url = (
            f"{self._receive}?timeout=1&max_messages={_AT_ONCE}"
            "&ignore_attachments=true&ignore_stories=true"
        )
        while True:
            async with self.taking:
                received = (await self._get(url)).decode("utf-8", "replace").strip()
                alive()
                events = events_of(received) if received not in {"", "null"} else ()
                if events:
                    await got([received], settle=True)
            if len(events) < _AT_ONCE:
                await asyncio.sleep(POLL_S)

    async def _listen(self, got: Got, alive: Callable[[], None]) -> None:
        async with self._session.ws_connect(
            URL(self._receive, encoded=True), heartbeat=_PING_S, max_msg_size=_LONGEST_MESSAGE
        ) as socket:
            alive()
            async for message in socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    await got([message.data])

    async def _get(self, url: str) -> bytes:
        """Return an answer, or as much of it as came: what it holds comes once."""
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=30, sock_read=_POLL_SILENCE_S)
        async with self._session.get(
            URL(url, encoded=True), timeout=timeout, allow_redirects=False
        ) as answer:
            _expect(answer, "")
            body = bytearray()
            try:
                async for chunk in answer.content.iter_any():
                    body += chunk
                    if len(body) > _LONGEST_ANSWER:
                        break
            except _BROKEN:
                if not body:
                    raise
            return bytes(body)


def _expect(answer: aiohttp.ClientResponse, content_type: str) -> None:
    is_page = answer.content_type == "text/html"
    is_other = bool(content_type) and answer.content_type != content_type
    if answer.status != 200 or is_page or is_other:  # noqa: PLR2004 - RFC 9110 15.3.1
        raise SourceError(f"it answered {answer.status} {answer.content_type}")


_BROKEN: Final = (aiohttp.ClientError, OSError, TimeoutError)


def _ended(error: Exception) -> SourceError:
    return SourceError(why_unreachable(error))
