"""Every route there is: what is not here is not served."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, get_args

from gateway.http.routes import Room

if TYPE_CHECKING:
    from gateway.http.routes import Route

ROOMS: Final[tuple[Room, ...]] = get_args(Room)


def routes_of(room: Room) -> tuple[Route, ...]:
    """Return the routes of a room; it is loaded now: who serves only some waits for no other."""
    routes: tuple[Route, ...] = import_module(f"gateway.http.rooms.{room}").ROUTES
    return routes


def every_route() -> tuple[Route, ...]:
    """Return the routes of all rooms."""
    return tuple(route for room in ROOMS for route in routes_of(room))
