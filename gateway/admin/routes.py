"""What a page is: its method, its path, the right it takes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from aiohttp import web

from gateway.admin.roles import Right
from gateway.admin.visit import Visit

Handler: TypeAlias = Callable[[Visit], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One method on one path below `/admin`."""

    method: str
    path: str
    handler: Handler
    right: Right | None  # None: the door, where nobody has come in yet
    takes_file: bool = False  # a form with a file: the handler reads it, piece by piece


def see(path: str, handler: Handler, right: Right = Right.LOOK) -> Page:
    """Return a page that is looked at; it changes nothing."""
    return Page(method="GET", path=path, handler=handler, right=right)


def do(path: str, handler: Handler, right: Right) -> Page:
    """Return an act, which takes a form of the session."""
    return Page(method="POST", path=path, handler=handler, right=right)


def take(path: str, handler: Handler, right: Right) -> Page:
    """Return an act whose form may have a file; see `gateway.admin.uploads`."""
    return Page(method="POST", path=path, handler=handler, right=right, takes_file=True)


def door(method: str, path: str, handler: Handler) -> Page:
    """Return what is there for who has not come in."""
    return Page(method=method, path=path, handler=handler, right=None)
