"""Sockets are bound once and stay while somebody listens on them."""

from __future__ import annotations

import errno
import socket
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from gateway.sockets import ListenError, Sockets

if TYPE_CHECKING:
    from collections.abc import Iterator

ANY = "127.0.0.1:0"


@pytest.fixture
def sockets() -> Iterator[Sockets]:
    held = Sockets()
    yield held
    held.keep_only(())


def bound(sockets: Sockets, table: str, number: int, there: str) -> closing[socket.socket]:
    sockets.bind([(table, number, there)])
    return closing(sockets.lend((table, number, there)))


def port_of(sockets: Sockets, table: str, number: int, there: str) -> int:
    with bound(sockets, table, number, there) as lent:
        return int(lent.getsockname()[1])


def is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == errno.ECONNREFUSED and _can_bind(port)


def _can_bind(port: int) -> bool:
    with closing(socket.socket()) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def test_the_same_place_is_the_same_socket_however_often_its_users_close_it(
    sockets: Sockets,
) -> None:
    assert port_of(sockets, "smtp", 0, ANY) == port_of(sockets, "smtp", 0, ANY)


def test_two_places_with_a_port_of_the_system_s_choice_get_two(sockets: Sockets) -> None:
    assert port_of(sockets, "smtp", 0, ANY) != port_of(sockets, "smtp", 1, ANY)


def test_an_address_stays_bound_when_its_table_moves_up(sockets: Sockets) -> None:
    free = port_of(sockets, "smtp", 0, ANY)
    sockets.keep_only(())
    there = f"127.0.0.1:{free}"
    with bound(sockets, "smtp", 1, there) as listening:
        listening.listen()
        assert port_of(sockets, "smtp", 0, there) == free
        sockets.keep_only([("smtp", 0, there)])
        assert port_of(sockets, "smtp", 0, there) == free


def test_what_nobody_needs_is_free_again(sockets: Sockets) -> None:
    kept, given_up = port_of(sockets, "smtp", 0, ANY), port_of(sockets, "http", 0, ANY)
    sockets.keep_only([("smtp", 0, ANY)])
    assert not is_free(kept)
    assert is_free(given_up)


def test_an_address_that_is_taken_is_named(sockets: Sockets) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        there = f"127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(ListenError, match=f"cannot listen on {there}: Address already in use"):
            sockets.bind([("smtp", 0, there)])


@pytest.mark.parametrize("there", ["192.0.2.1:2525", "no-such-host.invalid:2525"])
def test_an_address_that_is_not_ours_is_named(sockets: Sockets, there: str) -> None:
    with pytest.raises(ListenError, match=f"cannot listen on {there}: "):
        sockets.bind([("smtp", 0, there)])


def test_a_name_is_looked_up(sockets: Sockets) -> None:
    with bound(sockets, "http", 0, "localhost:0") as lent:
        assert lent.getsockname()[0] == "127.0.0.1"


def test_ipv6_does_not_take_the_port_of_ipv4(sockets: Sockets) -> None:
    with bound(sockets, "smtp", 0, "[::1]:0") as lent:
        assert lent.family == socket.AF_INET6
        assert lent.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY) == 1


def test_a_socket_never_blocks_the_loop(sockets: Sockets) -> None:
    with bound(sockets, "smtp", 0, ANY) as lent:
        assert not lent.getblocking()


def test_two_listeners_cannot_have_one_address(sockets: Sockets) -> None:
    there = f"127.0.0.1:{port_of(sockets, 'smtp', 0, ANY)}"
    sockets.keep_only(())
    with pytest.raises(ListenError, match=f"cannot listen on {there} twice"):
        sockets.bind([("smtp", 0, there), ("http", 0, there)])
