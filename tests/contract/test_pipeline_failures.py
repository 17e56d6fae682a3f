"""What breaks on the path of an email lets nothing out unproven, and stores nothing by half."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING

import pytest

from filters.catalogue import EMAIL_CHECKS
from filters.decision import Effect
from filters.email.trace import trace_fields
from gateway import pipeline
from gateway.errors import StoreUnavailable
from gateway.metrics.counts import PROCESS
from gateway.queue_id import QueueIds, decode, encode
from tests.contract.submitting import breaks
from tests.make import ANN, BOB, message
from tests.make_gateway import ADDRESS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contract.submitting import Submitting

NEWS = message("Our autumn collection is here.\r\n", subject="News")


async def test_message_and_report_are_stored_together_or_not_at_all(gate: Submitting) -> None:
    await gate.opts_out(ANN)
    gate.queue_ids._last = decode(QueueIds().next()) + (1 << 40)
    taken = encode(gate.queue_ids._last + 1)  # the report gets the same, so it cannot be stored
    with pytest.raises(StoreUnavailable):
        await gate.email(NEWS, ANN, BOB, queue_id=taken)
    assert await gate.stored() == ()


async def test_a_check_that_breaks_defers_for_all_and_stores_nothing(
    gate: Submitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    await gate.opts_out(ANN)
    monkeypatch.setattr(pipeline, "EMAIL_CHECKS", (*EMAIL_CHECKS, breaks))
    acceptance = await gate.email(NEWS, ANN, BOB)
    assert acceptance.effect is Effect.DEFER
    found = {f.code: f.evidence for r in acceptance.rulings for f in r.findings}
    assert found["INTERNAL_CHECK_BROKEN"] == ("KeyError",)
    assert await gate.stored() == ()
    assert gate.wakes == []


async def test_while_the_list_cannot_be_read_nothing_is_accepted(
    gate: Submitting, tmp_path: Path
) -> None:
    garbage = tmp_path / "garbage"
    garbage.write_bytes(b"not a database" * 1000)
    garbage.replace(tmp_path / "suppression.db")
    with pytest.raises(StoreUnavailable):
        await gate.email(NEWS)
    with pytest.raises(StoreUnavailable):
        await gate.text()
    assert await gate.stored() == ()


async def test_while_the_spool_cannot_be_written_nothing_is_accepted(
    gate: Submitting, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "messages.db") as file:
        file.execute("DROP TABLE contents")
    with pytest.raises(StoreUnavailable):
        await gate.email(NEWS)
    assert await gate.stored() == ()
    assert gate.wakes == []


async def test_a_caller_that_goes_away_stops_no_commit(gate: Submitting, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "messages.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # the commit has to wait
    async with asyncio.TaskGroup() as group:
        task = group.create_task(gate.email(NEWS))
        await asyncio.sleep(0.1)
        task.cancel()
    other.execute("COMMIT")
    other.close()
    async with asyncio.timeout(10):
        while not await gate.stored():  # noqa: ASYNC110 - a file sets no event
            await asyncio.sleep(0.01)
    assert await gate.verdicts() == {ANN: "changed"}


def proofs_failed() -> float:
    return PROCESS.get_sample_value("optwarden_proofs_failed_total") or 0.0


async def test_the_footer_goes_beside_where_it_cannot_be_proven_inside(
    gate: Submitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "EMAIL_EDITS", (trace_fields,))
    before = proofs_failed()
    assert (await gate.email(NEWS)).effect is Effect.PASS
    ((_, copy),) = (await gate.leaving()).items()
    assert ADDRESS.encode() in copy
    assert b"multipart/mixed" in copy
    assert proofs_failed() == before + 1


async def test_what_cannot_be_proven_to_be_lawful_is_refused(
    gate: Submitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "EMAIL_EDITS", (trace_fields,))
    monkeypatch.setattr(pipeline, "EMAIL_FALLBACK_EDITS", (trace_fields,))
    before = proofs_failed()
    acceptance = await gate.email(NEWS, ANN, BOB)
    assert acceptance.effect is Effect.REFUSE
    codes = [[f.code for f in r.findings if f.effect is Effect.REFUSE] for r in acceptance.rulings]
    assert codes == [["MIME_MALFORMED"], ["MIME_MALFORMED"]]
    assert all(r.deciding and r.deciding.evidence for r in acceptance.rulings)
    assert proofs_failed() == before + 2
    assert await gate.leaving() == {}
