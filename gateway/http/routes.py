"""What a route is: its path, its key scope, what it takes and answers. They stand in `rooms/`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from aiohttp import web
from pydantic import BaseModel

from gateway.http.auth import authenticate
from gateway.http.call import Call
from gateway.http.problems import ProblemDocument
from gateway.http.twilio.account import authenticate_account
from gateway.http.twilio.errors import TwilioError

if TYPE_CHECKING:
    from gateway.http.auth import Caller
    from gateway.http.services import Services


@dataclass(frozen=True, slots=True)
class Form:
    """A model that is posted as a form."""

    model: type[BaseModel]


Handler: TypeAlias = Callable[[Call], Awaitable[web.StreamResponse]]
Taken: TypeAlias = type[BaseModel] | str | Form
"""A JSON model, a form, or the media type of what is neither."""
Content: TypeAlias = type[BaseModel] | str | tuple[str, ...]
"""What is answered: one of these, or one of several media types."""
LogIn: TypeAlias = Callable[[web.Request, "Services", str], "Caller"]
Room: TypeAlias = Literal["public", "api", "hooks", "metrics", "health"]

ANY_SLASHES: Final = "{_:/*}"
"""Stands in a path that is also found behind doubled slashes: a redirect would lose a POST."""
_OF_EVERY_CALL = frozenset({401, 403, 429, 503})
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
    log_in: LogIn = authenticate
    problem: type[BaseModel] = ProblemDocument

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


def twilio(  # noqa: PLR0913 - one row of the table
    method: str, path: str, scope: str, handler: Handler, answers: Mapping[int, Content | None], *,
    body: Form | None = None, query: type[BaseModel] | None = None, problems: tuple[int, ...] = (),
) -> Route:  # fmt: skip
    """Return a route in Twilio's shape: an account SID and a key log in, errors are Twilio's."""
    more = {408, 413, 415} if body else set()
    return Route(
        method=method, path=path, room="api", scope=scope, handler=handler, answers=answers,
        body=(body,) if body else (), query=query, log_in=authenticate_account,
        problem=TwilioError, problems=_OF_EVERY_CALL | {400, 404} | more | set(problems),
    )  # fmt: skip
