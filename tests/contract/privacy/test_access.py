"""Who asks is shown everything that is known of them, and of nobody else."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from gateway.config.models import Config, EmailConfig
from gateway.privacy.access import known_of
from suppression.channel import Channel
from suppression.entry import ALL, NEVER, NewEntry, Origin, Reason
from suppression.keys import RecipientKey, email_key
from suppression.review import NewReview
from tests.contract.privacy.ann import ANN, BOB, DESK, PHONE, everything_about_ann
from tests.contract.spool.make import Clock, delivery, email

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.stores import Stores


async def test_everything_that_is_known_is_shown_and_nobody_else(
    stores: Stores, clock: Clock
) -> None:
    alone = await everything_about_ann(stores, clock)
    known = await known_of((ANN, PHONE), Config(), stores, clock.now)
    told = json.dumps(known.answers, default=str)
    assert "form of ann.secret" in told
    assert "ann.secret wrote" in told
    assert BOB not in told
    assert known.answers["sold_or_shared"] == []
    assert [each["route"] for each in known.answers["disclosed_for_business"]] == ["out", "texts"]
    assert len(known.answers["messages"]) == 3
    assert known.contents[f"{alone.queue_id}.eml"] == alone.raw


@pytest.mark.parametrize("wider", ["@x.test", "@test", "bob@x.test"])
async def test_what_was_said_of_a_wider_entry_is_shown_to_nobody_it_covers(
    stores: Stores, clock: Clock, wider: str
) -> None:
    entry = NewEntry(
        channel=Channel.EMAIL, key=RecipientKey(wider), scope=ALL, reason=Reason.MANUAL,
        origin=Origin.ADMIN, evidence="letter of jane.doe@x.test", requested_at=clock.now,
        include_subdomains=True,
    )  # fmt: skip
    await stores.suppression.add(entry, DESK)
    known = await known_of((email_key("bob+news@x.test"),), Config(), stores, clock.now)
    (stopping,) = known.answers["specific"][0]["entries_in_force"]
    assert stopping == {
        "key": wider, "scope": ALL, "reason": Reason.MANUAL, "requested_at": clock.now,
        "effective_at": clock.now, "expires_at": NEVER,
    }  # fmt: skip


async def test_what_somebody_wrote_is_shown_behind_however_many_replies_of_others(
    stores: Stores, clock: Clock, tmp_path: Path
) -> None:
    others = (("email", f"{number}@x.example", "hm", "hm", 0) for number in range(10_000))
    with closing(sqlite3.connect(tmp_path / "data" / "suppression.db")) as file, file:
        file.executemany(
            "INSERT INTO reviews (channel, key, text, matched, received_at) VALUES (?, ?, ?, ?, ?)",
            others,
        )
    new = NewReview(
        channel=Channel.EMAIL, key=ANN, text="Fewer, please", matched="fewer", received_at=clock.now
    )
    await stores.suppression.review(new)
    known = await known_of((ANN,), Config(), stores, clock.now)
    assert [each["text"] for each in known.answers["specific"][0]["replies"]] == ["Fewer, please"]


async def test_who_asks_sees_their_own_delivery_however_written_and_no_bcc(
    stores: Stores, clock: Clock
) -> None:
    kate = email_key("kate@bücher.example")
    raw = (
        b"From: a@example.com\r\nTo: kate@xn--bcher-kva.example\r\nBcc: other@secret.example\r\n"
        b"X-Optwarden-Category: transactional\r\nX-Mail-Kind: transactional\r\n\r\nHello\r\n"
    )
    config = Config(email=EmailConfig(category_header="X-Mail-Kind"))
    message = email(
        at=clock.now, category="transactional", raw=raw,
        deliveries=(delivery("Kate@bücher.example", route="out"), delivery(BOB, route="out")),
    )  # fmt: skip
    await stores.spool.accept(message)
    known = await known_of((kate,), config, stores, clock.now)
    (shown,) = known.answers["messages"]
    assert [each["address"] for each in shown["deliveries"]] == ["Kate@bücher.example"]
    assert known.contents == {
        f"{message.queue_id}.eml":
            b"From: a@example.com\r\nTo: kate@xn--bcher-kva.example\r\n\r\nHello\r\n"
    }  # fmt: skip
