"""The carriers of a configuration, at work."""

from __future__ import annotations

from gateway.config.models import SmtpListener
from gateway.delivery.carriers import make_carriers
from gateway.nobody import NothingListed
from gateway.spool.model import State
from tests.contract.delivery.make import MESSAGE, NOW, claimed, route
from tests.contract.delivery.next_hop import NextHop, listening
from tests.make_gateway import config


async def test_a_route_greets_in_the_name_of_the_first_listener() -> None:
    for listeners, name in (
        ((SmtpListener(hostname="gate.example.com"), SmtpListener()), b"gate.example.com"),
        ((), b"localhost"),
    ):
        async with listening(NextHop()) as hop:
            carriers = make_carriers(
                config(route=(route(hop.port),), smtp=listeners), NothingListed(), lambda: NOW
            )
            (settled,) = await carriers["hop"].send(claimed(), MESSAGE)
            await carriers["hop"].close()
        assert settled.state is State.DELIVERED
        assert hop.commands[0] == b"EHLO " + name
