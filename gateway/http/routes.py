"""What a route is: its path, its key scope, what it takes and answers. The table is `table.py`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from aiohttp import web
from pydantic import BaseModel

from gateway.http.call import Call

Handler: TypeAlias = Callable[[Call], Awaitable[web.StreamResponse]]
Taken: TypeAlias = type[BaseModel] | str
"""A JSON model, or the media type of what is no JSON."""
Content: TypeAlias = Taken | tuple[str, ...]
"""What is answered: one of these, or one of several media types."""
Room: TypeAlias = Literal["public", "api", "hooks", "health"]

_OF_EVERY_CALL = frozenset({401, 403, 503})
_OF_A_BODY = frozenset({400, 408, 413, 415, 422})


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One method on one path."""

    method: str
    path: str
    room: Room
    handler: Handler
    answers: Mapping[int, Content | None]
    problems: frozenset[int]
    scope: str = ""  # of the API key; empty: no key
    body: tuple[Taken, ...] = ()
    query: type[BaseModel] | None = None
    sends: bool = False  # takes an Idempotency-Key

    @property
    def summary(self) -> str:
        """The first line of the handler's docstring."""
        return (self.handler.__doc__ or "").partition("\n")[0].rstrip(".")


def api(  # noqa: PLR0913 - one row of the table
    method: str, path: str, scope: str, handler: Handler, answers: Mapping[int, Content | None], *,
    body: tuple[Taken, ...] = (), query: type[BaseModel] | None = None, sends: bool = False,
    problems: tuple[int, ...] = (),
) -> Route:  # fmt: skip
    """Return a route that needs a key with this scope."""
    more = (_OF_A_BODY if body else frozenset()) | ({422} if query else frozenset())
    return Route(
        method=method, path=path, room="api", scope=scope, handler=handler, answers=answers,
        body=body, query=query, sends=sends, problems=_OF_EVERY_CALL | more | set(problems),
    )  # fmt: skip


def open_to_all(  # noqa: PLR0913 - one row of the table
    method: str, path: str, room: Room, handler: Handler, answers: Mapping[int, Content | None], *,
    body: tuple[Taken, ...] = (), problems: tuple[int, ...] = (),
) -> Route:  # fmt: skip
    """Return a route that needs no key."""
    return Route(
        method=method, path=path, room=room, handler=handler, answers=answers, body=body,
        problems=frozenset(problems),
    )  # fmt: skip
