"""Two gateways that lead to each other: the mail ends with a report, and so does the report."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from tests.e2e.client import submit
from tests.e2e.mail import ANN, receipt
from tests.e2e.settings import settings
from tests.e2e.waiting import wait_for

if TYPE_CHECKING:
    from tests.e2e.conftest import StartGateway
    from tests.e2e.gateway_process import Gateway


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def states(gateway: Gateway) -> list[str]:
    return [line["kind"] for line in gateway.read("trace", ANN)]


def test_a_circle_of_two_gateways_ends(start_gateway: StartGateway) -> None:
    here, there = free_ports(2)
    circle = [
        start_gateway(
            settings(other, smtp=f'hostname = "{name}.shop.example"').replace(
                '"127.0.0.1:0"', f'"127.0.0.1:{own}"', 1
            ),
            name=name,
        )
        for name, own, other in (("one", here, there), ("two", there, here))
    ]
    assert submit(circle[0], receipt(ANN), [ANN]).startswith("250 2.0.0 Queued as ")

    def is_over() -> bool:
        waiting = [each.read("queue", "list") for each in circle]
        return waiting == [[], []] and "failed" in states(circle[1])

    wait_for(is_over, "an end", 60)
    kinds = [states(each) for each in circle]
    assert [each.count("accepted") for each in kinds] == [3, 3]
    assert [each.count("failed") for each in kinds] == [0, 1]
    replies = [line for line in circle[1].read("trace", ANN) if line["kind"] == "failed"]
    assert "554 5.4.6 [SMTP_LOOP]" in str(replies)
