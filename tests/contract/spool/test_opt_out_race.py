"""Once an opt-out was answered, no later claim for that person succeeds."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import threading
import time
from contextlib import closing
from itertools import product
from typing import TYPE_CHECKING, Final

import pytest

from filters.catalogue import EMAIL_CHECKS
from filters.judge import judge
from filters.message import Category
from gateway.spool import barring, lease
from gateway.spool.model import State
from gateway.spool.rows import read_deliveries
from suppression.channel import Channel
from suppression.covering import Matching, Senders
from suppression.database import connect
from suppression.entry import ALL, COMMERCIAL, Entry, Reason, stream_scope
from suppression.matching import read_blocking
from suppression.transaction import Written
from tests.contract.spool.make import (
    CLERK,
    NOON,
    Desk,
    delivery,
    email,
    list_at,
    opt_out,
    real_clock,
    receipt,
    spool_at,
)
from tests.make import email as email_to_judge
from tests.make import entry, facts

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE: Final = 2000
AT_ONCE: Final = 10


class OptingOut(threading.Thread):
    """Everybody opts out in another order than they are claimed; when each was told so."""

    def __init__(self, folder: Path, people: list[str]) -> None:
        super().__init__()
        self.answered: dict[str, float] = {}
        self.slowest_s = 0.0
        self._folder = folder
        self._people = random.sample(people, len(people))

    def run(self) -> None:
        listed = list_at(self._folder)
        listed.open()
        try:
            asyncio.run(self._opt_out(listed))
        finally:
            listed.close()

    async def _opt_out(self, listed: object) -> None:
        for start in range(0, len(self._people), AT_ONCE):
            await asyncio.gather(
                *(self._one(listed, each) for each in self._people[start : start + AT_ONCE])
            )

    async def _one(self, listed: object, address: str) -> None:
        asked = time.perf_counter()
        await listed.add(opt_out(address, at=real_clock()), CLERK)  # type: ignore[attr-defined]
        self.answered[address] = time.perf_counter()
        self.slowest_s = max(self.slowest_s, self.answered[address] - asked)


async def test_no_claim_succeeds_after_an_opt_out_was_answered(tmp_path: Path) -> None:
    people = [f"p{n}@example.net" for n in range(PEOPLE)]
    listed = list_at(tmp_path)
    listed.open()
    spool = spool_at(tmp_path)
    spool.open()
    now = real_clock()
    for start in range(0, PEOPLE, 500):
        await spool.accept(email(*map(delivery, people[start : start + 500]), at=now))
    opting_out = OptingOut(tmp_path, people)
    opting_out.start()
    claimed_from: dict[str, float] = {}
    while await spool.next_due() is not None:
        began = time.perf_counter()
        for claimed in await spool.claim({"out": AT_ONCE}, limit=AT_ONCE, lease_s=600):
            claimed_from[claimed.recipients[0].address] = began
        await asyncio.sleep(0)
    opting_out.join()
    spool.close()
    listed.close()
    violations = [each for each, began in claimed_from.items() if opting_out.answered[each] < began]
    assert violations == []
    assert 0 < len(claimed_from) < PEOPLE, "both sides must have won some races"
    assert opting_out.slowest_s < 2, "claims that follow one another leave the list to others"


async def test_a_transaction_that_begins_deferred_would_let_an_opt_out_slip(desk: Desk) -> None:
    """Why a claim begins IMMEDIATE: otherwise the same statements break the promise."""
    message = email()
    await desk.spool.accept(message)
    with closing(desk.spool._database._connect()) as connection:
        desk.spool._database._attach(connection)
        connection.execute("BEGIN")
        (row,) = read_deliveries(connection, "WHERE d.next_at <= ?", (NOON.timestamp(),))
        found = read_blocking(connection, [row.key], Channel.EMAIL, NOON, Matching(), schema="list")
        assert found == {row.key: ()}
        await desk.add(opt_out())  # answered with success
        lease.take(connection, [row.delivery_id], at=NOON, until_s=NOON.timestamp() + 60)
        connection.execute("COMMIT")
    assert await desk.state(message) is State.SENDING


async def test_while_a_claim_runs_nobody_else_writes_to_the_list(desk: Desk) -> None:
    def try_to_opt_out(_: sqlite3.Connection) -> Written[str]:
        with closing(connect(desk.folder / "suppression.db")) as other:
            other.execute("PRAGMA busy_timeout = 0")
            with pytest.raises(sqlite3.OperationalError) as caught:
                other.execute("BEGIN IMMEDIATE")
            return Written(str(caught.value), elsewhere=False)

    assert await desk.spool._database.write_attached(try_to_opt_out) == "database is locked"


async def test_accepting_mail_does_not_hold_up_an_opt_out(desk: Desk) -> None:
    def opt_out_meanwhile(_: sqlite3.Connection) -> None:
        with closing(connect(desk.folder / "suppression.db")) as other:
            other.execute("PRAGMA busy_timeout = 0")
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")

    await desk.spool._write(opt_out_meanwhile)


async def test_an_opt_out_holds_even_where_the_clock_was_set_back(desk: Desk) -> None:
    await desk.spool.accept(email())
    desk.clock.advance(days=1)
    await desk.add(opt_out())
    desk.clock.advance(hours=-23)
    assert await desk.claim() == ()


SCOPES: Final = (ALL, COMMERCIAL, stream_scope("news"), stream_scope("other"))


async def test_the_claim_bars_whom_the_checks_would_refuse(desk: Desk) -> None:
    """The same table of reasons decides twice: at acceptance and at each attempt."""
    row_of = {}
    for category in Category:
        await desk.spool.accept(receipt(category=category))
        row_of[category] = desk.spool._database.read_by(
            lambda c: read_deliveries(c, "ORDER BY d.id DESC LIMIT 1")
        )[0]
    for category, reason, scope, sender in product(Category, Reason, SCOPES, ("", "other")):
        listed = entry(address="bob@example.net", reason=reason, scope=scope, sender=sender)
        said = refused(listed, category)
        row = row_of[category]
        assert barring.blocks(listed, row, Senders()) is bool(said), (
            category,
            reason,
            scope,
            sender,
        )
        step = barring.bar(row, [listed], NOON, Senders())
        assert (step is not None and step.finding is not None) is bool(said)
        if step is not None and step.finding is not None:
            assert {step.finding.code} == said


def refused(listed: Entry, category: Category) -> set[str]:
    """The codes the checks refuse the same message with."""
    known = facts(category, suppressed=[listed], to="bob@example.net", stream="news")
    rulings = judge(email_to_judge(to=["bob@example.net"]), known, EMAIL_CHECKS)
    codes = {finding.code for finding in rulings[0].findings}
    return {code for code in codes if code.startswith("SUPPRESSED_")}
