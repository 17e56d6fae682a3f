"""Texts over Signal: signal-cli and its REST service, asked as they describe themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gateway.config.models import Route
from gateway.providers.signal import signal
from gateway.spool.model import State
from tests.contract.providers.make import NUMBER, OURS, People, Seconds, carrier, text
from tests.e2e.signal_cli import SignalCli

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.providers.http_carrier import HttpCarrier
    from gateway.spool.model import Settlement

WORDS = "See *you* at 3, café 😀"
PROTOCOLS = ["json-rpc", "rest"]


@pytest.fixture
def cli() -> Iterator[SignalCli]:
    started = SignalCli(OURS)
    yield started
    started.close()


def over(cli: SignalCli, protocol: str, **more: Any) -> HttpCarrier:  # noqa: ANN401 - of the carrier
    on = Route.model_validate(
        {
            "name": "signal", "channel": "sms", "kind": "signal", "protocol": protocol,
            "url": cli.url, "number": OURS,
        }
    )  # fmt: skip
    return carrier(signal(on), on=on, **more)


async def once(hop: HttpCarrier) -> Settlement:
    (settled,) = await hop.send(text(), WORDS.encode())
    await hop.close()
    return settled


@pytest.mark.parametrize("protocol", PROTOCOLS)
async def test_a_text_arrives_once_as_it_is_and_is_known_by_its_time(
    cli: SignalCli, protocol: str
) -> None:
    settled = await once(over(cli, protocol))
    ((sent),) = cli.sent
    assert (sent["to"], sent["text"]) == (NUMBER, WORDS)
    assert (settled.state, settled.next_hop_id) == (State.DELIVERED, str(sent["timestamp"]))


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("kind", ["UNREGISTERED_FAILURE", "IDENTITY_FAILURE"])
async def test_who_is_not_on_signal_or_has_another_key_is_no_dead_number(
    cli: SignalCli, protocol: str, kind: str
) -> None:
    cli.results[NUMBER] = kind
    people = People()
    settled = await once(over(cli, protocol, people=people))
    assert settled.state is State.FAILED
    assert people.told == []


@pytest.mark.parametrize("protocol", PROTOCOLS)
async def test_what_may_have_left_is_unknown_and_asked_once(cli: SignalCli, protocol: str) -> None:
    cli.results[NUMBER] = "NETWORK_FAILURE"
    assert (await once(over(cli, protocol))).state is State.UNKNOWN
    cli.goes_silent = True
    assert (await once(over(cli, protocol, patience_s=0.3))).state is State.UNKNOWN
    assert len(cli.sent) == 2


@pytest.mark.parametrize("protocol", PROTOCOLS)
async def test_a_captcha_is_a_day_in_which_nothing_is_asked_and_nothing_lost(
    cli: SignalCli, protocol: str
) -> None:
    cli.results[NUMBER] = "RATE_LIMIT_FAILURE:abc-1"
    seconds = Seconds()
    hop = over(cli, protocol, seconds=seconds)
    states = [(await hop.send(text(), WORDS.encode()))[0].state for _ in range(3)]
    assert states == [State.QUEUED] * 3
    assert len(cli.sent) == 1
    seconds.now += 24 * 3600 - 1
    assert hop.limit == 0
    seconds.now += 2
    del cli.results[NUMBER]
    assert (await once(hop)).state is State.DELIVERED


@pytest.mark.parametrize("protocol", PROTOCOLS)
async def test_a_text_from_another_number_leaves_from_no_account(
    cli: SignalCli, protocol: str
) -> None:
    hop = over(cli, protocol)
    for _ in range(4):
        (settled,) = await hop.send(text(reverse_path="+14155550199"), WORDS.encode())
        assert settled.state is State.FAILED
        assert settled.reply == f"this route sends from {OURS} alone"
    assert hop.limit > 0
    assert (await once(hop)).state is State.DELIVERED
    assert len(cli.sent) == 1


async def test_an_account_that_signal_cli_does_not_have_stops_no_text(cli: SignalCli) -> None:
    cli.account = "+15005550001"
    settled = await once(over(cli, "json-rpc"))
    assert settled.state is State.DEFERRED
    assert settled.reply == "200 Specified account does not exist"
