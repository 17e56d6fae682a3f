"""Texts over SMPP, to an SMSC of npm's `smpp`: each leaves once, whatever the SMSC does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from gateway.spool.model import State
from tests.e2e.smsc import NO_SUCH_NUMBER, OK, SYSTEM_ERROR, SYSTEM_ID, THROTTLED, Smsc, report
from tests.peers.smpp_link import ANN, BOB, LONG, OURS, WORDS, answered, bound, linked, soon

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contract.spool.make import Desk

pytestmark = pytest.mark.peer


async def test_a_text_that_the_smsc_takes_is_delivered_and_its_id_kept(
    desk: Desk, smsc: Smsc
) -> None:
    async with linked(desk, smsc, system_type="vma") as link:
        smsc.plan({"id": "00A3F"})
        claimed, settled = await link.text(words="Costs 5 €, at {noon}")
    (bind,) = smsc.binds
    assert bind == {
        "system_id": SYSTEM_ID, "system_type": "vma", "interface_version": 0x34, "status": OK,
    }  # fmt: skip
    (submit,) = smsc.submits
    assert (submit["source_addr"], submit["source_addr_ton"]) == (OURS[1:], 1)
    assert (submit["destination_addr"], submit["dest_addr_ton"]) == (ANN[1:], 1)
    assert (submit["words"], submit["data_coding"]) == ("Costs 5 €, at {noon}", 0)
    assert submit["registered_delivery"] == 1
    assert (settled.state, settled.next_hop_id) == (State.DELIVERED, "00A3F")
    assert (await link.ended(claimed))[0] is State.DELIVERED
    await soon(lambda: smsc.count("unbound"), "the parting")


@pytest.mark.parametrize(
    ("status", "state", "reply"),
    [
        (THROTTLED, State.QUEUED, "ESME_RTHROTTLED (0x58)"),
        (NO_SUCH_NUMBER, State.FAILED, "ESME_RINVDSTADR (0x0b)"),
        (SYSTEM_ERROR, State.DEFERRED, "ESME_RSYSERR (0x08)"),
        (0x45A, State.FAILED, "status 0x45a"),
    ],
)
async def test_a_text_that_the_smsc_does_not_take_ends_as_it_says(
    desk: Desk, smsc: Smsc, status: int, state: State, reply: str
) -> None:
    async with linked(desk, smsc) as link:
        smsc.plan({"status": status})
        _, settled = await link.text()
        limit = link.carrier.limit
    assert (settled.state, settled.reply) == (state, reply)
    assert limit == (0 if status == THROTTLED else 10)
    assert len(smsc.submits) == 1
    assert link.people.told == []


@pytest.mark.parametrize("plan", [{"silent": True}, {"cut": True}])
async def test_a_text_without_an_answer_is_unknown_and_never_sent_again(
    desk: Desk, smsc: Smsc, plan: dict[str, bool]
) -> None:
    async with linked(desk, smsc, patience_s=0.5) as link:
        smsc.plan(plan)
        claimed, settled = await link.text()
        assert settled.state is State.UNKNOWN
        await bound(smsc, 2 if "cut" in plan else 1)
        assert await desk.claim() == ()
        # the SMSC had taken it, and says so over whatever link there is
        assert await answered(
            smsc, smsc.report(ANN[1:], OURS[1:], report("1", "DELIVRD", WORDS))
        ) == [OK]
        assert await link.ended(claimed) == (State.DELIVERED, ["accepted", "unknown", "arrived"])
    assert len(smsc.submits) == 1


async def test_an_answer_that_comes_too_late_is_written_down_all_the_same(
    desk: Desk, smsc: Smsc
) -> None:
    async with linked(desk, smsc, patience_s=0.5) as link, asyncio.TaskGroup() as group:
        keeping = group.create_task(link.inbox.keep_late())
        smsc.plan({"id": "00A3F", "after_ms": 1000})
        claimed, settled = await link.text()
        assert settled.state is State.UNKNOWN
        await soon(lambda: link.carrier.flights._answered, "the late answer")
        async with asyncio.timeout(5):
            while "delivered" not in (await link.ended(claimed))[1]:  # noqa: ASYNC110 - a file
                await asyncio.sleep(0.01)
        link.carrier.flights._answered.clear()  # as after a restart
        tag = smsc.report(ANN[1:], OURS[1:], report("2623", "DELIVRD"))  # and not how it began
        assert await answered(smsc, tag) == [OK]
        assert await link.ended(claimed) == (
            State.DELIVERED, ["accepted", "unknown", "delivered", "arrived"],
        )  # fmt: skip
        keeping.cancel()


async def test_a_link_that_is_down_costs_no_text_and_comes_back(desk: Desk, smsc: Smsc) -> None:
    async with linked(desk, smsc) as link:
        await bound(smsc)
        smsc.stop()
        await soon(lambda: link.carrier._link._session is None, "the end of the link")
        assert link.carrier.trouble is not None  # nobody is heard, and why
        claimed = await link.claim()
        (settled,) = await link.carrier.send(claimed, claimed.raw)
        assert settled.state is State.DEFERRED
        smsc.start()
        await bound(smsc, 2)
        _, settled = await link.text(BOB)
        assert settled.state is State.DELIVERED
        assert link.carrier.trouble is None
    assert [each["destination_addr"] for each in smsc.submits] == [BOB[1:]]


async def test_a_bind_that_is_refused_is_no_fault_of_the_text(desk: Desk, smsc: Smsc) -> None:
    async with linked(desk, smsc, password="another") as link:
        _, settled = await link.text()
    assert settled.state is State.DEFERRED
    assert settled.reply == "the SMSC refuses the bind: ESME_RINVPASWD (0x0e)"
    assert smsc.submits == []


@pytest.mark.parametrize("is_trusted", [True, False])
async def test_over_tls_the_name_is_checked(
    desk: Desk, modules: Path, tmp_path: Path, is_trusted: bool
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    issued = authority.issue_cert("127.0.0.1" if is_trusted else "smsc.example")
    issued.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    issued.private_key_pem.write_to_path(tmp_path / "key.pem")
    smsc = Smsc(modules, tmp_path / "cert.pem", tmp_path / "key.pem")
    try:
        async with linked(desk, smsc, tls="implicit", ca_file=tmp_path / "ca.pem") as link:
            _, settled = await link.text()
    finally:
        smsc.stop()
    assert settled.state is (State.DELIVERED if is_trusted else State.DEFERRED)
    assert len(smsc.binds) == is_trusted


async def test_a_long_text_leaves_in_parts_with_one_reference_each_text(
    desk: Desk, smsc: Smsc
) -> None:
    async with linked(desk, smsc) as link:
        claimed, settled = await link.text(words=LONG)
        await link.text(words="жёлтый 😀" * 20)
        assert settled.part_ids == ("1", "2", "3")
        for part in ("3", "1"):
            tag = smsc.report(ANN[1:], OURS[1:], report(part, "DELIVRD"))
            assert await answered(smsc, tag) == [OK]
        assert (await link.ended(claimed))[1] == ["accepted", "delivered"]  # a part is missing
        tag = smsc.report(ANN[1:], OURS[1:], report("2", "DELIVRD"))
        assert await answered(smsc, tag) == [OK]
        assert await link.ended(claimed) == (State.DELIVERED, ["accepted", "delivered", "arrived"])
    first, second = smsc.submits[:3], smsc.submits[3:]
    assert "".join(each["words"] for each in first) == LONG
    assert "".join(each["words"] for each in second) == "жёлтый 😀" * 20
    assert {each["esm_class"] for each in smsc.submits} == {0x40}
    headers = [each["udh"] for each in first]
    references = {header[6:8] for header in map(str, headers)}
    assert len(references) == 1, headers


@pytest.mark.parametrize("long_texts", ["sar", "payload"])
async def test_a_long_text_leaves_as_the_smsc_wants_it(
    desk: Desk, smsc: Smsc, long_texts: str
) -> None:
    async with linked(desk, smsc, long_texts=long_texts) as link:
        _, settled = await link.text(words=LONG)
    assert settled.state is State.DELIVERED
    if long_texts == "payload":
        (submit,) = smsc.submits
        assert submit["payload"] == LONG
        return
    assert "".join(each["words"] for each in smsc.submits) == LONG
    assert [each["sar"][1:] for each in smsc.submits] == [[3, 1], [3, 2], [3, 3]]


async def test_parts_that_the_smsc_has_too_much_for_are_asked_for_again_and_the_first_never(
    desk: Desk, smsc: Smsc
) -> None:
    async with linked(desk, smsc) as link:
        smsc.plan({}, {"status": THROTTLED}, {})
        _, settled = await link.text(words=LONG)
    assert settled.state is State.DELIVERED
    parts = [each["words"] for each in smsc.submits]
    assert parts[0] + parts[2] + parts[3] == LONG
    assert parts[1] == parts[2]


@pytest.mark.parametrize(
    ("plan", "state"), [({"status": NO_SUCH_NUMBER}, State.FAILED), ({"cut": True}, State.UNKNOWN)]
)
async def test_a_text_of_which_a_part_was_taken_is_not_begun_again(
    desk: Desk, smsc: Smsc, plan: dict[str, Any], state: State
) -> None:
    async with linked(desk, smsc) as link:
        smsc.plan({}, plan)
        claimed, settled = await link.text(words=LONG)
        assert (settled.state, settled.part_ids) == (state, ("1",))
        assert settled.reply.endswith("(part 2 of 3)")
        await bound(smsc, 2 if "cut" in plan else 1)
        tag = smsc.report(ANN[1:], OURS[1:], report("1", "DELIVRD"))
        assert await answered(smsc, tag) == [OK]
        assert (await link.ended(claimed))[0] is state
    assert len(smsc.submits) == 2


async def test_an_smsc_that_unbinds_is_bound_again(desk: Desk, smsc: Smsc) -> None:
    async with linked(desk, smsc):
        await bound(smsc)
        smsc.unbind()
        await bound(smsc, 2)


async def test_answers_out_of_order_are_those_of_their_texts(desk: Desk, smsc: Smsc) -> None:
    async with linked(desk, smsc) as link:
        smsc.plan({"after_ms": 300}, {"status": NO_SUCH_NUMBER}, {"after_ms": 100})
        people = [ANN, BOB, "+12025550145"]
        claims = [await link.claim(each) for each in people]
        settled = await asyncio.gather(*map(link.send, claims))
    told = dict(zip(people, (each.state for each in settled), strict=True))
    asked = [f"+{each['destination_addr']}" for each in smsc.submits]
    expected = [State.DELIVERED, State.FAILED, State.DELIVERED]
    assert told == dict(zip(asked, expected, strict=True))
