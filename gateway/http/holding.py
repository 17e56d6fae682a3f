"""The memory that bodies of requests take up: what all listeners share, messages by SMTP too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiohttp import web

from gateway.http.problems import Refusal

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler, Middleware

    from gateway.admission import Room

FREE_BYTES: Final = 256 << 10  # of each body; texts, opt-outs and forms never wait for room


class Held:
    """What the body of one request takes up, from its first byte to the answer."""

    def __init__(self, room: Room) -> None:
        """Take nothing yet."""
        self._room = room
        self._taken = 0

    def grow_to(self, size_bytes: int) -> None:
        """Take as much room as the body has bytes by now.

        Raises:
            Refusal: other messages take it up (503).
        """
        more = size_bytes - self._taken if size_bytes > FREE_BYTES else 0
        if not self._room.take(more):
            detail = "other messages take up the memory there is for them"
            raise Refusal("QUEUE_FULL", detail, headers={"Connection": "close"})
        self._taken += more

    def release(self) -> None:
        """Give all of it back."""
        self._room.give_back(self._taken)
        self._taken = 0


HELD: Final = web.RequestKey("held", Held)


def holding(room: Room) -> Middleware:
    """Return what gives a request room for its body, and takes it back after the answer."""

    @web.middleware
    async def hold(request: web.Request, handler: Handler) -> web.StreamResponse:
        request[HELD] = held = Held(room)
        try:
            return await handler(request)
        finally:
            held.release()

    return hold
