"""`optwarden privacy` as a person uses it."""

from __future__ import annotations

import asyncio
import json
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.cli.session import utc_now
from gateway.config.models import Config
from gateway.spool.model import State
from gateway.stores import Stores
from tests.contract.spool.make import delivery, outcome, real_clock, receipt

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contract.cli.conftest import Commands


def test_a_request_is_opened_answered_and_closed(command: Commands, tmp_path: Path) -> None:
    command("suppress", "add", "jane@example.org", "--evidence", "she wrote")
    command("link", "add", "jane@example.org", "+12025550123", "--evidence", "her order")
    opened = command("privacy", "open", "jane@example.org", "--kind", "delete")
    assert opened.out.startswith("P-1\tdelete\tj•••@example.org\t")
    assert "linked with +12025550123" in opened.talk
    assert "P-1" in command("privacy", "list").out
    command("privacy", "confirm", "P-1")
    command("privacy", "verify", "P-1", "--how", "she answered")
    command("privacy", "extend", "P-1", "--because", "slow")
    assert command("privacy", "extend", "P-1", "--because", "slower", code=1).talk
    folder = tmp_path / "jane"
    command("privacy", "export", "P-1", "--output", str(folder))
    known = json.loads((folder / "known.json").read_text(encoding="utf-8"))
    assert known["specific"][0]["entries_in_force"][0]["evidence"] == "she wrote"
    assert "exists" in command("privacy", "export", "P-1", "--output", str(folder), code=1).talk
    assert command("privacy", "erase", "P-1", code=1).talk  # nobody said yes
    erased = command("--json", "privacy", "erase", "P-1", "--yes")
    assert json.loads(erased.out)["stopped_by"] == ["S-1"]
    assert "erased already" in command("privacy", "erase", "P-1", "--yes", code=1).talk
    closed = command("privacy", "close", "P-1", "--outcome", "done", "--because", "told her")
    assert closed.out.rstrip().endswith("done")
    assert command("privacy", "list").out == ""
    assert "jane" not in command("--json", "privacy", "show", "P-1").out
    nobody = ("P-9", "--outcome", "done", "--because", "why")
    assert "no request" in command("privacy", "close", *nobody, code=1).talk


def test_a_request_of_a_whole_domain_is_not_taken_down(command: Commands) -> None:
    domain = command("privacy", "open", "@example.org", "--kind", "delete", code=2)
    assert "@example.org is a whole domain: a request is of one person" in domain.talk
    assert command("privacy", "list").out == ""


def test_a_request_of_a_day_to_come_is_a_mistake(command: Commands) -> None:
    words = ("jane@example.org", "--kind", "know", "--received")
    for day in (f"{utc_now() + timedelta(days=2):%Y-%m-%d}", "2099-01-01T10:00:00+00:00", "never"):
        said = command("privacy", "open", *words, day, code=2).talk
        assert "lies in the future" in said
    assert command("privacy", "list").rows == []


@pytest.mark.parametrize(
    ("received", "answer_by"),
    [
        ("2026-01-20", "2026-03-06"),
        ("2026-01-20T23:00:00+00:00", "2026-03-06"),
        ("2026-01-20T01:00:00+00:00", "2026-03-05"),
    ],
)
def test_a_day_that_is_named_is_that_day_where_the_clocks_run(
    command: Commands, received: str, answer_by: str
) -> None:
    words = ("jane@example.org", "--kind", "know", "--received", received)
    assert command("privacy", "open", *words).out.rstrip().endswith(answer_by)


def test_nobody_is_told_or_forgotten_before_it_is_known_who_asks(
    command: Commands, tmp_path: Path
) -> None:
    command("suppress", "add", "jane@example.org", "--evidence", "she wrote")
    command("privacy", "open", "jane@example.org", "--kind", "delete")
    folder = tmp_path / "jane"
    for words in (("export", "P-1", "--output", str(folder)), ("erase", "P-1", "--yes")):
        assert "verify P-1" in command("privacy", *words, code=1).talk
    assert not folder.exists()
    assert "jane@example.org" in command("suppress", "show", "jane@example.org").out
    command("privacy", "verify", "P-1", "--how", "she answered")
    command("privacy", "export", "P-1", "--output", str(folder))
    command("privacy", "erase", "P-1", "--yes")


def test_what_an_export_leaves_out_is_said(command: Commands, tmp_path: Path) -> None:
    command("link", "add", "jane@example.org", "+12025550123", "--evidence", "her order")
    command("link", "end", "+12025550123", "--because", "the number changed hands")
    command("privacy", "open", "+12025550123", "--kind", "know")
    command("privacy", "verify", "P-1", "--how", "they answered")
    folder = tmp_path / "known"
    said = command("privacy", "export", "P-1", "--output", str(folder)).talk
    assert "left out of +12025550123: everything until 2" in said
    assert "jane" not in (folder / "known.json").read_text(encoding="utf-8")


def test_whoever_asks_what_is_known_is_not_forgotten(command: Commands, tmp_path: Path) -> None:
    command("privacy", "open", "jane@example.org", "--kind", "know")
    command("privacy", "verify", "P-1", "--how", "she answered")
    assert "P-1 asks to know" in command("privacy", "erase", "P-1", "--yes", code=1).talk
    command("privacy", "export", "P-1", "--output", str(tmp_path / "jane"))
    assert "jane@example.org" in command("--json", "privacy", "show", "P-1").out


def test_what_is_under_way_is_erased_once_more(command: Commands, tmp_path: Path) -> None:
    command("privacy", "open", "jane@example.org", "--kind", "delete")
    command("privacy", "verify", "P-1", "--how", "she answered")
    command("queue", "list")
    message = receipt(
        delivery("jane@example.org", route="out"), delivery("bob@x.test", route="out"),
        at=real_clock(),
    )  # fmt: skip

    async def accepted(state: State | None) -> None:
        stores = Stores(Config(data_dir=tmp_path / "data"), clock=real_clock)
        stores.open()
        try:
            if state is None:
                await stores.spool.accept(message)
                return
            for claimed in await stores.spool.claim({"out": 9}, limit=9, lease_s=60):
                await stores.spool.settle(outcome(claimed, state, "250 ok"))
        finally:
            stores.close()

    asyncio.run(accepted(None))
    erased = command("privacy", "erase", "P-1", "--yes")
    assert "not reached: backups" in erased.talk
    first = erased.out
    assert "1 message is under way, or waits for others: erase P-1 once more" in first
    asyncio.run(accepted(State.DELIVERED))
    second = command("privacy", "erase", "P-1", "--yes").out
    assert "once more" not in second
    with closing(Stores(Config(data_dir=tmp_path / "data"), clock=real_clock)) as stores:
        stores.open()
        log = tmp_path / "data" / "privacy.db-wal"
        asyncio.run(stores.privacy.confirm("P-1", "clerk"))
        assert log.stat().st_size
        assert "erased already" in command("privacy", "erase", "P-1", "--yes", code=1).talk
        assert not log.stat().st_size, "what an erasure overwrote may still be in the log"
