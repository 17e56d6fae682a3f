"""Guessing at keys: what it costs, and that it tells nothing."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

from gateway.smtp.limits import Pace
from tests.contract.smtp.edge import KEY, STRANGER, edge, plain

if TYPE_CHECKING:
    import pytest

    from tests.contract.smtp.edge import Client, Edge, Holder


def counted(running: Edge, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the keys that are compared from now on."""
    terms = running.server._terms
    assert terms is not None
    compared: list[str] = []
    verify = terms.credentials.verify

    def noted(secret: str) -> Holder | None:
        compared.append(secret)
        return verify(secret)  # type: ignore[return-value]

    monkeypatch.setattr(terms.credentials, "verify", noted)
    return compared


async def test_of_a_thousand_guesses_ten_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    async with edge(submitter=STRANGER, max_connections_per_address=2000) as running:
        compared = counted(running, monkeypatch)
        began, answers = time.monotonic(), []
        client = await running.session()
        for number in range(1000):
            answers.append(await client.say(b"AUTH PLAIN " + plain("local", f"guess{number}")))
            if answers[-1].startswith(b"421"):
                client = await running.session()
        took_s = time.monotonic() - began
        assert len(compared) <= 10 + took_s / 6 + 1
        assert answers[-1].startswith((b"454 4.7.0", b"421 4.7.0"))
        assert not any(answer.startswith(b"235") for answer in answers)
        client = await running.session()
        assert (await client.say(b"AUTH PLAIN " + plain("local", KEY))).startswith(b"454 4.7.0")
        assert (await client.say(b"MAIL FROM:<a@example.com>")).startswith(b"530 5.7.0")


async def test_a_program_that_logged_in_before_is_let_in_while_others_guess() -> None:
    async with edge(submitter=STRANGER) as running:
        client = await running.session()
        assert (await client.say(b"AUTH PLAIN " + plain("local", KEY))).startswith(b"235")
        for _ in range(5):
            guesser = await running.session()
            for number in range(3):
                await guesser.say(b"AUTH PLAIN " + plain(f"user{number}", "guess"))
        guesser = await running.session()
        assert (await guesser.say(b"AUTH PLAIN " + plain("root", "x"))).startswith(b"454")
        client = await running.session()
        assert (await client.say(b"AUTH PLAIN " + plain("local", KEY))).startswith(b"235")


async def test_how_long_a_no_takes_tells_no_names() -> None:
    async with edge(submitter=STRANGER, max_connections_per_address=2000) as running:
        took: dict[str, list[float]] = {"local": [], "nobody": []}
        for _ in range(60):
            for name, times in took.items():
                # another listener's guesses are counted with them: begin anew each time
                terms = running.server._terms
                assert terms is not None
                terms.commons.guesses.__init__()  # type: ignore[misc]
                client = await running.session()
                times.append(await _time_of(client, name))
                await client.close()
        known, unknown = (statistics.median(times) for times in took.values())
        assert 0.5 < known / unknown < 2
        quickest, slowest = min(took["local"]), max(took["local"])
        assert any(quickest <= each <= slowest for each in took["nobody"])


async def _time_of(client: Client, name: str) -> float:
    began = time.perf_counter()
    assert (await client.say(b"AUTH PLAIN " + plain(name, "ow_guess"))).startswith(b"535 5.7.8")
    return time.perf_counter() - began


async def test_a_pause_after_a_guess_holds_nobody_else_up() -> None:
    async with edge(submitter=STRANGER, pace=Pace(penalty_s=2.0)) as running:
        guesser, other = await running.session(), await running.session()
        began = time.monotonic()
        await guesser.send(b"AUTH PLAIN " + plain("local", "guess") + b"\r\n")
        assert (await other.say(b"AUTH PLAIN " + plain("local", KEY))).startswith(b"235")
        assert (await other.message(b"\r\n.\r\n")).startswith(b"250 2.0.0")
        assert time.monotonic() - began < 2.0
        assert (await guesser.reply()).startswith(b"535 5.7.8")
