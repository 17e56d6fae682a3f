"""To whom at once a message is passed on, and to which next hop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gateway.config.models import EmailConfig, RouteMatch
from gateway.spool.model import State
from suppression.entry import ALL
from tests.contract.delivery.make import eventually
from tests.contract.delivery.next_hop import NextHop, listening
from tests.contract.passing import NEWS, RECEIPT, passing, transaction
from tests.make import ANN, BOB, message

if TYPE_CHECKING:
    from pathlib import Path

Routes = tuple[dict[str, Any], ...]
PINNED: Final = {"category": "transactional", "category_basis": "transaction"}


async def test_one_recipient_a_transaction(tmp_path: Path) -> None:
    async with listening(NextHop()) as hop, passing(tmp_path, hop) as running:
        client = await running.client()
        await client.say(b"MAIL FROM:<bounces@example.com>")
        assert (await client.say(b"RCPT TO:<ann@example.net>")).startswith(b"250 ")
        assert (await client.say(b"RCPT TO:<bob@example.org>")).startswith(b"452 4.5.3 ")
        await client.say(b"DATA")
        await client.send(NEWS + b".\r\n")
        assert (await client.reply()).startswith(b"250 ")
        assert (await transaction(client, NEWS, BOB)).startswith(b"250 ")
    assert [c for c in hop.commands if c.startswith(b"RCPT")] == [
        b"RCPT TO:<ann@example.net>", b"RCPT TO:<bob@example.org>",
    ]  # fmt: skip


async def test_receipts_go_to_several_at_once_where_the_listener_takes_nothing_else(
    tmp_path: Path,
) -> None:
    async with listening(NextHop()) as hop, passing(tmp_path, hop, listener=PINNED) as running:
        await running.gate.opts_out(BOB, scope=ALL)
        assert (await running.send(RECEIPT, ANN, BOB, "cat@example.net")).startswith(b"250 ")
        delivered, refused, also, _report = await running.deliveries()
        assert [d.state for d in (delivered, also)] == [State.DELIVERED] * 2
        assert refused.state is State.REFUSED
        claimed = await running.gate.desk.claim(room={"hop": 9})
        (report,) = claimed
        assert report.recipients[0].address == "bounces@example.com", (
            "one reply tells no difference"
        )
        assert b"bob@example.org" in report.raw
        assert len(running.gate.wakes) == 1
    named = [c for c in hop.commands if c.startswith(b"RCPT")]
    assert named[-2:] == [b"RCPT TO:<ann@example.net>", b"RCPT TO:<cat@example.net>"]
    assert len(hop.messages) == 1


async def test_advertising_to_several_is_never_one_copy(tmp_path: Path) -> None:
    async with listening(NextHop()) as hop, passing(tmp_path, hop, listener=PINNED) as running:
        ad = message("Flash sale! 20% off today only, shop now.\r\n", subject="Flash sale: 20% off")
        reply = await running.send(ad, ANN, BOB)
        assert reply.startswith(b"550 5.7.1 [SMTP_TOO_MANY_RCPT] Advertising carries a link")
        assert (await running.send(ad, ANN)).startswith(b"250 ")
    assert len(hop.messages) == 1


async def test_a_footer_on_receipts_makes_them_one_copy_a_reader(tmp_path: Path) -> None:
    email = EmailConfig(footer_scope="all-but-conversational")
    async with listening(NextHop()) as hop, passing(
        tmp_path, hop, listener=PINNED, email=email
    ) as running:  # fmt: skip
        assert (await running.send(RECEIPT, ANN, BOB)).startswith(b"452 4.5.3 ")


async def test_lmtp_answers_each_even_here(tmp_path: Path) -> None:
    given = {"protocol": "lmtp", **PINNED}
    async with listening(NextHop()) as hop, passing(tmp_path, hop, listener=given) as running:
        await running.gate.opts_out(BOB, scope=ALL)
        client = await running.client(b"LHLO client.example.com")
        first = await transaction(client, RECEIPT, ANN, BOB)
        assert first == b"250 2.0.0 ok: queued as 4ABC123\r\n"
        assert (await client.reply()).startswith(b"550 5.7.1 [SUPPRESSED_")
        assert await client.say(b"NOOP") == b"250 2.0.0 OK\r\n"
        assert await running.gate.desk.claim(room={"hop": 9}) == (), "nobody else is told"


async def test_domains_decide_which_next_hop_is_asked(tmp_path: Path) -> None:
    routes: Routes = ({"match": RouteMatch(recipient_domains=("example.net",))}, {})
    async with (
        listening(NextHop()) as net,
        listening(NextHop()) as rest,
        passing(tmp_path, net, rest, routes=routes, listener=PINNED) as running,
    ):
        assert (await running.send(RECEIPT, ANN)).startswith(b"250 ")
        assert (await running.send(RECEIPT, BOB)).startswith(b"250 ")
        assert (await running.send(RECEIPT, ANN, BOB)).startswith(b"452 4.5.3 ")
        assert [d.route for d in await running.deliveries()] == ["hop", "other"]
    assert (len(net.messages), len(rest.messages)) == (1, 1)


async def test_what_turns_out_to_be_something_else_goes_by_its_own_route(tmp_path: Path) -> None:
    routes: Routes = ({"match": RouteMatch(categories=("transactional",))}, {})
    ad = message("Flash sale! 20% off today only, shop now.\r\n", subject="Flash sale: 20% off")
    async with (
        listening(NextHop()) as receipts,
        listening(NextHop()) as rest,
        passing(tmp_path, receipts, rest, routes=routes, listener=PINNED) as running,
    ):
        assert (await running.send(ad)).startswith(b"250 ")
        await eventually(lambda: b"RSET" in receipts.commands)
    assert receipts.messages == []
    assert len(rest.messages) == 1
