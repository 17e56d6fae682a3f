"""Next hops as bad as they come: the client hears a clean 451, and keeps its message."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest
import trustme

from gateway.config.models import Delivery
from gateway.disk import Disk
from gateway.ledger import verify
from gateway.spool.model import SpoolQuery, State
from tests.contract.delivery.make import eventually
from tests.contract.delivery.next_hop import CLOSE, HANG, Interrupting, NextHop, listening
from tests.contract.passing import NEWS, passing, transaction
from tests.contract.spool.make import NOON, open_desk
from tests.make import ANN

if TYPE_CHECKING:
    from pathlib import Path

STEPWISE: Final = (b"SIZE 1000000", b"8BITMIME")
PIPELINED: Final = (b"PIPELINING", *STEPWISE)
BEFORE_THE_BODY: Final = ("banner", "ehlo", "mail", "rcpt", "data")
HUGE_LINE: Final = b"250 " + b"x" * (1 << 20) + b"\r\n"
MANY_LINES: Final = b"250-" + b"y" * 70 + b"\r\n"
SILENCE: Final = {
    "hang": HANG,
    "close": CLOSE,
    "garbage": b"\x00\xff\x01 nonsense\r\n",
    "http": b"HTTP/1.1 200 OK\r\n\r\n",
    "1 MiB line": HUGE_LINE,
    "1000 lines": MANY_LINES * 1000 + b"250 end\r\n",
}
NOT_TAKEN: Final = b"451 4.4.1 [PROVIDER_UNAVAILABLE] The next hop cannot be reached\r\n"
NO_TLS: Final = b"451 4.7.5 [PROVIDER_UNAVAILABLE] The next hop has no TLS that can be trusted\r\n"
NOBODY_KNOWS: Final = (
    b"451 4.4.2 [PROVIDER_UNAVAILABLE] The next hop did not answer; it may have the message\r\n"
)
CLEAN: Final = re.compile(rb"(?:451-[ -~]{0,506}\r\n){0,19}451 [ -~]{0,506}\r\n")


@pytest.mark.parametrize("phase", BEFORE_THE_BODY)
async def test_a_next_hop_that_fails_before_the_body_is_451_and_the_session_goes_on(
    tmp_path: Path, phase: str
) -> None:
    hop = NextHop(extensions=PIPELINED)
    # before the message came there is nothing to record
    recorded = [State.REFUSED] if phase == "data" else []
    async with listening(hop), passing(tmp_path, hop, patience_s=0.3) as running:
        for name, misbehaviour in SILENCE.items():
            client = await running.client()
            hop.drop_everybody()
            hop.script[phase] = misbehaviour
            assert await transaction(client) == NOT_TAKEN, name
            assert await client.say(b"RSET") == b"250 2.0.0 OK\r\n"
            if recorded:
                assert await running.told() == ["passing", "deferred"], name
            del hop.script[phase]
            assert (await transaction(client)).startswith(b"250 2.0.0 ok"), f"after {name}"
        states = [delivery.state for delivery in await running.deliveries()]
        assert states == [*recorded, State.DELIVERED] * len(SILENCE)
        assert all(d.last_reply.isascii() for d in await running.deliveries())
    assert len(hop.messages) == len(SILENCE)


async def test_a_next_hop_that_does_not_answer_the_message_may_have_it(tmp_path: Path) -> None:
    hop = NextHop(extensions=PIPELINED)
    async with listening(hop), passing(tmp_path, hop, patience_s=0.3) as running:
        client = await running.client()
        for name, misbehaviour in SILENCE.items():
            hop.script["dot"] = misbehaviour
            assert await transaction(client) == NOBODY_KNOWS, name
            assert await running.told() == ["passing", "ambiguous"], name
            assert await client.say(b"NOOP") == b"250 2.0.0 OK\r\n"
        assert {d.state for d in await running.deliveries()} == {State.UNKNOWN}
    assert len(hop.messages) == len(SILENCE)


@pytest.mark.parametrize("extensions", [PIPELINED, STEPWISE])
async def test_control_characters_and_endless_text_never_reach_the_client(
    tmp_path: Path, extensions: tuple[bytes, ...]
) -> None:
    long = b"451-4.3.0 " + b"z" * 900 + b"\r\n"
    dirty = b"451-4.3.0 la\rter\x00\x1b[31m\r\n451-\xff\xfe\r\n" + long + b"451-x\r\n" * 300
    hop = NextHop(extensions=extensions)
    async with listening(hop), passing(tmp_path, hop) as running:
        for phase in ("mail", "rcpt", "data", "dot"):
            hop.script = {phase: dirty + b"451 4.3.0 end\r\n"}
            reply = await running.send()
            assert CLEAN.fullmatch(reply), (phase, reply)
            assert reply.startswith(b"451-4.3.0 la?ter??[31m\r\n451-4.3.0 ??\r\n")
            assert reply.count(b"\r\n") == 20
            longest = max(map(len, reply.splitlines(keepends=True)))
            assert 500 < longest <= 512  # RFC 5321 4.5.3.1.5


REFUSALS: Final = [
    (b"550 5.1.8 not from you\r\n", b"550 5.1.8 not from you\r\n", State.FAILED),
    (
        b"550-5.7.1 spam\r\n550 5.7.1 see https://a.test/\r\n",
        b"550-5.7.1 spam\r\n550 5.7.1 see https://a.test/\r\n",
        State.FAILED,
    ),
    (b"554 no\r\n", b"554 5.0.0 no\r\n", State.FAILED),
    (b"550\r\n", b"550 5.0.0\r\n", State.FAILED),
    (b"550 4.7.1 of two minds\r\n", b"550 5.0.0 4.7.1 of two minds\r\n", State.FAILED),
    (b"451 4.7.1 greylisted\r\n", b"451 4.7.1 greylisted\r\n", State.REFUSED),
    (b"452 4.2.2 mailbox full\r\n", b"452 4.2.2 mailbox full\r\n", State.REFUSED),
    (
        b"530 5.7.0 authenticate first\r\n",
        b"451 4.7.0 [PROVIDER_UNAVAILABLE] The next hop does not let the gateway in\r\n",
        State.REFUSED,
    ),
    (
        b"550 5.4.5 Daily user sending limit exceeded\r\n",
        b"451 4.7.1 [PROVIDER_UNAVAILABLE] The next hop takes no more from the gateway for now\r\n",
        State.REFUSED,
    ),
]


@pytest.mark.parametrize("phase", ["mail", "rcpt", "data", "dot"])
async def test_a_refusal_of_the_next_hop_is_passed_back(tmp_path: Path, phase: str) -> None:
    hop = NextHop()
    async with listening(hop), passing(tmp_path, hop) as running:
        client = await running.client()
        for said, heard, _ in REFUSALS:
            hop.script[phase] = said
            assert await transaction(client) == heard
            await client.say(b"RSET")
        states = [delivery.state for delivery in await running.deliveries()]
        is_recorded = phase in ("data", "dot")
        assert states == [state for *_, state in REFUSALS if is_recorded]
        assert await running.gate.leaving() == {}, "no report: the client was told"
        del hop.script[phase]
        assert (await transaction(client)).startswith(b"250 ")
    assert hop.connections == 1


async def test_who_does_not_exist_is_on_the_list_afterwards(tmp_path: Path) -> None:
    hop = NextHop({"dot": b"550 5.1.1 no such user\r\n"})
    async with listening(hop), passing(tmp_path, hop) as running:
        assert await running.send() == b"550 5.1.1 no such user\r\n"
        assert (await running.send()).startswith(b"550 5.7.1 [SUPPRESSED_")
    assert len(hop.messages) == 1


async def test_too_many_recipients_by_the_old_code_is_452(tmp_path: Path) -> None:
    hop = NextHop({"rcpt": b"552 5.5.3 too many\r\n"})
    async with listening(hop), passing(tmp_path, hop) as running:
        assert await running.send() == b"452 4.5.3 Too many recipients\r\n"


@pytest.mark.parametrize("phase", ["mail", "rcpt"])
async def test_who_hangs_up_by_421_is_not_our_hanging_up(tmp_path: Path, phase: str) -> None:
    hop = NextHop({phase: [b"421 4.3.2 shutting down\r\n"] * 2})
    async with listening(hop), passing(tmp_path, hop) as running:
        client = await running.client()
        assert await transaction(client) == NOT_TAKEN
        await client.say(b"RSET")


async def test_421_to_the_message_is_a_refusal_for_now(tmp_path: Path) -> None:
    hop = NextHop({"dot": b"421 4.3.2 shutting down\r\n"})
    async with listening(hop), passing(tmp_path, hop) as running:
        client = await running.client()
        assert await transaction(client) == b"451 4.3.2 shutting down\r\n"
        assert await running.told() == ["passing", "deferred"]


async def test_a_next_hop_that_hung_up_during_the_message_is_begun_anew(tmp_path: Path) -> None:
    hop = NextHop()
    async with listening(hop), passing(tmp_path, hop) as running:
        client = await running.client()
        for command in (b"MAIL FROM:<bounces@example.com>", b"RCPT TO:<ann@example.net>", b"DATA"):
            await client.say(command)
        hop.drop_everybody()
        await client.send(NEWS + b".\r\n")
        assert (await client.reply()).startswith(b"250 2.0.0 ok")
    assert hop.connections == 2
    assert len(hop.messages) == 1


async def test_a_large_message_cut_off_in_the_middle_was_certainly_not_taken(
    tmp_path: Path,
) -> None:
    large = NEWS + (b"x" * 70 + b"\r\n") * 200_000
    hop = Interrupting(reads=100_000, then=CLOSE)
    async with listening(hop), passing(tmp_path, hop) as running:
        assert await running.send(large) == NOT_TAKEN
        assert await running.told() == ["passing", "deferred"]


async def test_a_yes_before_the_end_of_the_message_is_not_believed(tmp_path: Path) -> None:
    large = NEWS + (b"x" * 70 + b"\r\n") * 200_000
    hop = Interrupting(then=b"250 2.0.0 have it\r\n")
    async with listening(hop), passing(tmp_path, hop) as running:
        assert await running.send(large) == NOT_TAKEN
        assert await running.told() == ["passing", "deferred"]


async def test_nobody_listens(tmp_path: Path) -> None:
    async with listening(NextHop()) as hop:
        pass
    async with passing(tmp_path, hop) as running:
        client = await running.client()
        for _ in range(5):
            assert await transaction(client) == NOT_TAKEN
            await client.say(b"RSET")


async def test_a_next_hop_without_tls_or_with_a_name_of_its_own_is_not_trusted(
    tmp_path: Path,
) -> None:
    authority = trustme.CA()
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(ca_file)
    routes = ({"tls": "starttls", "ca_file": ca_file},)
    async with listening(NextHop()) as hop, passing(tmp_path, hop, routes=routes) as running:
        assert await running.send() == NO_TLS
    assert not any(c.startswith(b"MAIL") for c in hop.commands)


async def test_all_connections_of_the_route_are_busy(tmp_path: Path) -> None:
    routes = ({"max_connections": 1},)
    delivery = Delivery(connect_timeout=timedelta(seconds=0.3))
    async with listening(NextHop()) as hop, passing(
        tmp_path, hop, routes=routes, delivery=delivery
    ) as running:  # fmt: skip
        first, second = await running.client(), await running.client()
        for client in (first, second):
            await client.say(b"MAIL FROM:<bounces@example.com>")
        assert (await first.say(b"RCPT TO:<ann@example.net>")).startswith(b"250 ")
        busy = await second.say(b"RCPT TO:<ann@example.net>")
        assert busy.startswith(b"451 4.4.5 [PROVIDER_UNAVAILABLE] All connections")
        await first.say(b"RSET")
        assert (await second.say(b"RCPT TO:<ann@example.net>")).startswith(b"250 ")
    assert hop.connections == 1


@pytest.mark.parametrize("script", [{"dot": HANG}, {"mail": HANG}, {"banner": HANG}])
async def test_a_stop_waits_for_no_next_hop(tmp_path: Path, script: dict[str, bytes]) -> None:
    hop = NextHop(dict(script))
    async with listening(hop), passing(tmp_path, hop, patience_s=600) as running:
        async with asyncio.TaskGroup() as group:
            sending = group.create_task(running.send())
            await asyncio.sleep(0.3)
            async with asyncio.timeout(5):
                await running.server.stop(0.1)
        if "dot" in script:
            assert sending.result() == NOBODY_KNOWS
            assert await running.told() == ["passing", "ambiguous"]
        else:
            assert sending.result().startswith(b"421 4.3.2 [SMTP_SHUTTING_DOWN]")
            assert await running.deliveries() == []


async def test_nothing_is_passed_on_while_the_list_cannot_be_read(tmp_path: Path) -> None:
    async with listening(NextHop()) as hop, passing(tmp_path, hop) as running:
        (tmp_path / "suppression.db").rename(tmp_path / "away")
        (tmp_path / "suppression.db-wal").unlink(missing_ok=True)
        reply = await running.send()
        assert reply.startswith(b"451 4.3.0 [STORE_UNAVAILABLE]")
        (tmp_path / "away").rename(tmp_path / "suppression.db")
    assert hop.messages == []


async def test_nothing_is_passed_on_that_cannot_be_recorded(tmp_path: Path) -> None:
    async with listening(NextHop()) as hop, passing(tmp_path, hop) as running:
        break_file(tmp_path)
        assert (await running.send()).startswith(b"451 4.3.0 [STORE_UNAVAILABLE]")
        assert hop.messages == []
        mend_file(tmp_path)
        assert (await running.send()).startswith(b"250 ")


async def test_without_room_for_the_record_mail_waits_and_opt_outs_go_on(tmp_path: Path) -> None:
    disk = Disk(tmp_path, reserve=lambda _: 1 << 62)
    async with listening(NextHop()) as hop, passing(tmp_path, hop, disk=disk) as running:
        assert (await running.send()).startswith(b"452 4.3.1 [QUEUE_FULL]")
        await running.gate.opts_out(ANN)
        assert (await running.send()).startswith(b"550 5.7.1 [SUPPRESSED_OPTOUT]")
    assert hop.messages == []


async def test_what_is_passed_on_and_not_recorded_comes_again(tmp_path: Path) -> None:
    class Breaking(NextHop):
        async def _say(self, writer: asyncio.StreamWriter, phase: str) -> bytes:
            if phase == "dot":
                break_file(tmp_path)
            return await super()._say(writer, phase)

    hop = Breaking()
    async with listening(hop), passing(tmp_path, hop) as running:
        assert (await running.send()).startswith(b"451 4.3.0 [STORE_UNAVAILABLE]")
        mend_file(tmp_path)
        assert await running.told() == ["passing"]
        await running.gate.desk.spool.release_leases()
        assert await running.told() == ["passing", "ambiguous"]
    assert len(hop.messages) == 1


def break_file(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "messages.db")) as connection:
        connection.execute("ALTER TABLE deliveries RENAME TO broken")


def mend_file(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "messages.db")) as connection:
        connection.execute("ALTER TABLE broken RENAME TO deliveries")


async def test_what_a_process_died_over_is_ambiguous_and_never_sent_again(tmp_path: Path) -> None:
    async with listening(NextHop({"dot": HANG})) as hop:
        async with (
            passing(tmp_path / "live", hop, patience_s=600) as running,
            asyncio.TaskGroup() as group,
        ):
            group.create_task(running.send())
            await eventually(lambda: hop.messages)
            await running.gate.desk.spool.release_leases()
            assert await running.told() == ["passing"], "this process is at it"
            for file in (tmp_path / "live").iterdir():  # as after kill -9
                (tmp_path / file.name).write_bytes(file.read_bytes())
            await running.server.stop(0)
        with open_desk(tmp_path) as desk:
            desk.clock.now = NOON
            await desk.spool.release_leases()
            (view,) = await desk.spool.messages(SpoolQuery())
            assert [d.state for d in view.deliveries] == [State.UNKNOWN]
            kinds = [line.kind for line in await desk.spool.trace(queue_id=view.queue_id)]
            assert kinds == ["passing", "ambiguous"]
            moved = await desk.spool.retry([view.queue_id], by="clerk", because="try")
            assert moved == frozenset(), "there is nothing to send"
            assert await desk.claim(room={"hop": 9}) == ()


async def test_the_ledger_stays_whole(tmp_path: Path) -> None:
    async with listening(NextHop()) as hop, passing(tmp_path, hop) as running:
        await running.send(NEWS, ANN)
        hop.script["dot"] = CLOSE
        await running.send(NEWS, ANN)
    assert verify(tmp_path / "messages.db").is_whole
    with sqlite3.connect(tmp_path / "messages.db") as connection:
        assert connection.execute("SELECT count(*) FROM contents").fetchone() == (0,)


AT_STARTTLS: Final = {
    **SILENCE,
    "refuses": b"454 4.7.0 not now\r\n",
    "says yes and speaks on": b"220 go\r\n250 2.1.0 ok\r\n",
}


@pytest.mark.parametrize("first", range(0, len(AT_STARTTLS), 3))  # then it is left alone for 5 s
async def test_a_next_hop_that_fails_at_starttls_is_not_trusted(tmp_path: Path, first: int) -> None:
    hop = NextHop(extensions=(*PIPELINED, b"STARTTLS"))
    routes = ({"tls": "starttls"},)
    async with listening(hop), passing(tmp_path, hop, routes=routes, patience_s=0.3) as running:
        for name in list(AT_STARTTLS)[first : first + 3]:
            hop.script["starttls"] = AT_STARTTLS[name]
            assert await running.send() == (NOT_TAKEN if name == "hang" else NO_TLS), name
            assert b"STARTTLS" in hop.commands, name
            assert not any(command.startswith(b"MAIL") for command in hop.commands), name
            hop.commands.clear()
        assert await running.deliveries() == []
