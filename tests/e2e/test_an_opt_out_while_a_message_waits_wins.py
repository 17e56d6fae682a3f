"""A message accepted before an opt-out, but not gone yet, is not sent any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.client import queue_id, submit
from tests.e2e.mail import ANN, BOB, newsletter
from tests.e2e.reports import recipients_of
from tests.e2e.settings import BOUNCES
from tests.e2e.waiting import wait_for

if TYPE_CHECKING:
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink


def test_the_opt_out_wins_over_the_queue(gateway: Gateway, sink: Sink) -> None:
    sink.close()
    waiting = queue_id(submit(gateway, newsletter(ANN, BOB), [ANN, BOB]))
    wait_for(lambda: _states(gateway, waiting) == {"deferred"}, "a first attempt at both")
    gateway.command("suppress", "add", ANN, "--reason", "unsubscribe")

    sink.open()
    gateway.command("queue", "retry", waiting)
    assert sink.to(BOB).recipients == (BOB,)
    about = recipients_of(sink.to(BOUNCES))
    assert list(about) == [ANN]
    assert "SUPPRESSED_OPTOUT" in str(about[ANN]["Diagnostic-Code"])
    wait_for(lambda: _states(gateway, waiting) == {"delivered", "suppressed"}, "both to be settled")
    assert [arrived.recipients for arrived in sink.arrived if ANN in arrived.recipients] == []


def _states(gateway: Gateway, message: str) -> set[str]:
    (view,) = gateway.read("queue", "show", message)
    return {delivery["state"] for delivery in view["deliveries"]}
