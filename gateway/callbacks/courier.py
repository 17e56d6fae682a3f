"""Brings notices to applications: each text's in order, again until they are taken.

**Failures:** an application that does not answer 2xx is asked again later, `callbacks.tries` times,
and then no more (logged); of what is damaged it is not told at all (logged as well). While the
spool cannot be used nothing is told, and nothing is lost. What was posted and not noted as told is
posted again: an application knows it by its id.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol

import aiohttp
from yarl import URL

from gateway.callbacks.notes import note
from gateway.callbacks.places import url_mistake
from gateway.callbacks.resolver import GuardedResolver
from gateway.errors import Mistake, StoreUnavailable
from gateway.log import logger
from gateway.metrics import counts
from gateway.providers.guard import guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from gateway.callbacks.notes import Note
    from gateway.config.models import Callbacks
    from gateway.spool.notices import Notice

_IN_HAND: Final = 32
_OF_ONE_HOST: Final = 4  # a host that hangs holds nobody else up
_LOOK_S: Final = 0.5
_FIRST_PAUSE_S: Final = 5.0
_PAUSE_GROWS: Final = 4
_LONGEST_PAUSE_S: Final = 3600.0
_DAMAGED: Final = "damaged"
_TAKEN: Final = range(200, 300)
_GONE: Final = 410  # Standard Webhooks: the application wants no more of them


class NoticeBoard(Protocol):
    """The spool, as far as callbacks go; every verb may raise `StoreUnavailable`."""

    async def gather_notices(self) -> bool:
        """Note what there is to tell; whether there is more to look through."""
        ...

    async def notices(
        self, *, in_hand: Mapping[int, str], of_one_host: int, limit: int
    ) -> tuple[Notice, ...]:
        """Return what is due, of each text the oldest, and no more of a host than it has left."""
        ...

    async def told(self, seq: int) -> None:
        """Note that an application was told, or that nobody tries any more."""
        ...

    async def tell_later(self, seq: int, at: datetime) -> None:
        """Note that telling failed, and when it is tried again."""
        ...


class Courier:
    """Posts notices until it is cancelled."""

    def __init__(
        self,
        spool: NoticeBoard,
        config: Callbacks,
        *,
        master: bytes,
        clock: Callable[[], datetime],
        random: Callable[[], float],
    ) -> None:
        """Tell what `spool` says; `master` makes the secrets of submitters."""
        self._spool = spool
        self._config = config
        self._master = master
        self._clock = clock
        self._random = random
        self._in_hand: dict[int, str] = {}  # line of the ledger -> host
        self._free = asyncio.Event()

    async def run(self) -> None:
        """Tell what there is to tell."""
        async with self._session("https") as tls, self._session("http") as plain:
            sessions = {"https": tls, "http": plain}
            async with asyncio.TaskGroup() as group:
                while True:
                    if not await self._begin(group, sessions):
                        await self._rest()

    def _session(self, scheme: str) -> aiohttp.ClientSession:
        resolver = GuardedResolver(self._config.networks, in_the_clear=scheme == "http")
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, limit=_IN_HAND),
            timeout=aiohttp.ClientTimeout(total=self._config.timeout.total_seconds()),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": "optwarden"},
            auto_decompress=False,
            trust_env=False,
        )

    async def _begin(
        self, group: asyncio.TaskGroup, sessions: dict[str, aiohttp.ClientSession]
    ) -> bool:
        """Start what is due; whether looking again at once is worth it."""
        room = _IN_HAND - len(self._in_hand)
        try:
            has_more = await self._spool.gather_notices()
            found = (
                await self._spool.notices(
                    in_hand=self._in_hand, of_one_host=_OF_ONE_HOST, limit=room
                )
                if room
                else ()
            )
        except StoreUnavailable:
            return False
        for notice in found:
            self._in_hand[notice.event.seq] = notice.host
            group.create_task(self._tell(notice, sessions))
        return has_more

    async def _rest(self) -> None:
        self._free.clear()
        try:
            async with asyncio.timeout(_LOOK_S):
                await self._free.wait()
        except TimeoutError:
            pass

    async def _tell(self, notice: Notice, sessions: dict[str, aiohttp.ClientSession]) -> None:
        try:
            await self._settle(notice, await self._told(notice, sessions))
        except StoreUnavailable:
            await asyncio.sleep(_LOOK_S)  # it stays due
        finally:
            del self._in_hand[notice.event.seq]
            self._free.set()

    async def _told(self, notice: Notice, sessions: dict[str, aiohttp.ClientSession]) -> str:
        """Tell an application, and return what was wrong; "" is nothing."""
        if not notice.is_whole:
            return _DAMAGED
        try:
            with guarded():
                posted = note(notice, self._master, self._clock())
                return await self._post(notice, posted, sessions) if posted else ""
        except Mistake as error:
            return str(error)

    async def _post(
        self, notice: Notice, posted: Note, sessions: dict[str, aiohttp.ClientSession]
    ) -> str:
        """Post, and return what was wrong with the answer; "" is nothing."""
        if mistake := url_mistake(notice.url, self._config.networks):
            return mistake
        try:
            url = URL(notice.url, encoded=True)
            async with sessions[url.scheme].post(
                url, data=posted.body, headers=posted.headers, allow_redirects=False
            ) as answer:
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            return type(error).__name__
        return "" if status in _TAKEN or status == _GONE else f"answered {status}"

    async def _settle(self, notice: Notice, failure: str) -> None:
        tries = notice.tries + 1
        if failure and notice.is_whole and tries < self._config.tries:
            counts.CALLBACKS.labels("failed").inc()
            await self._spool.tell_later(notice.event.seq, self._clock() + self._pause(tries))
            return
        if failure:
            logger().warning(
                "callback-given-up", queue_id=notice.event.queue_id, tries=tries, error=failure
            )
        counts.CALLBACKS.labels("given-up" if failure else "told").inc()
        await self._spool.told(notice.event.seq)

    def _pause(self, tries: int) -> timedelta:
        """Return how long to wait after so many tries: longer each time, and not all at once."""
        pause_s = min(_FIRST_PAUSE_S * _PAUSE_GROWS ** (tries - 1), _LONGEST_PAUSE_S)
        return timedelta(seconds=pause_s * (0.8 + 0.4 * self._random()))
