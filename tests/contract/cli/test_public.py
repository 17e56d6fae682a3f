"""Unsubscribe links, their keys, people's links, scanners and what waits, by hand."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gateway.asked import ONE_CLICK, ByAddress, ByLink, written
from gateway.config.loader import load
from gateway.stores import Stores
from suppression.actor import Actor
from suppression.channel import Channel
from suppression.deadlines import deadlines
from suppression.entry import COMMERCIAL, NewEntry, Origin, Reason
from suppression.granting import Grantee, ensure_grants
from suppression.keys import email_key
from suppression.press import Press
from suppression.tokens import SAMPLE_TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.contract.cli.conftest import Commands

JANE = "jane@example.org"
NUMBER = "+12025550123"
PAGE = Actor(name="recipient", method="page", address="192.0.2.7")


def now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def stores_of(command: Commands) -> Iterator[Stores]:
    stores = Stores(load(command.folder / "config.toml", {}).config, clock=now)
    stores.open()
    yield stores
    stores.close()


def token_of(command: Commands) -> str:
    grantee = Grantee(email_key(JANE), Channel.EMAIL, "example", "news")
    with stores_of(command) as stores:
        write = stores.suppression._database.write
        grants, _ = asyncio.run(write(lambda connection: ensure_grants(connection, [grantee])))
        return stores.token_keys.mint(grants[grantee], 7)


def test_a_link_says_whose_it_is_and_in_which_message_it_went_out(command: Commands) -> None:
    token = token_of(command)
    command("link", "add", JANE, NUMBER, "--evidence", "form 12")
    for text in (
        token,
        token.upper(),
        f"https://u.example.com/u/{token}?lang=de",
        f"<mailto:u+{token}@u.example.com?subject=unsubscribe>",
    ):
        (told,) = command("--json", "token", "inspect", text).json
        assert told["key_id"] == 1
        assert told["message"] == "0000000000007"
        assert (told["channel"], told["key"], told["sender"], told["stream"]) == (
            "email", JANE, "example", "news",
        )  # fmt: skip
        assert told["linked"] == [NUMBER]


def test_a_token_that_nobody_made_opens_nothing(command: Commands) -> None:
    token = token_of(command)
    flipped = ("b" if token[20] == "a" else "a").join((token[:20], token[21:]))
    for text in (SAMPLE_TOKEN, flipped, token[:-1], token + "a", "x", ""):
        assert "opens nothing here" in command("token", "inspect", text, code=1).talk


def test_old_links_work_after_the_key_was_renewed_twice(command: Commands) -> None:
    before = token_of(command)
    assert "key 2 signs" in command("token", "rotate").talk
    between = token_of(command)
    command("token", "rotate")
    after = token_of(command)
    assert command("token", "keys").rows == [["1", "False"], ["2", "False"], ["3", "True"]]
    told = [command("--json", "token", "inspect", t).json[0] for t in (before, between, after)]
    assert [each["key_id"] for each in told] == [1, 2, 3]
    assert {each["key"] for each in told} == {JANE}


def test_an_address_and_a_number_are_linked_until_that_ends(command: Commands) -> None:
    (made,) = command("link", "add", "Jane@Example.org", NUMBER, "--evidence", "form 12").rows
    assert made[:4] == ["L-1", JANE, NUMBER, "form 12"]
    assert "already" in command("link", "add", JANE, NUMBER, "--evidence", "form 13").talk
    for who in (JANE, NUMBER):
        assert [row[0] for row in command("link", "show", who).rows] == ["L-1"]
    command("link", "end", NUMBER, "--because", "a new number")
    assert "nothing is linked" in command("link", "end", JANE, "--because", "tried", code=1).talk
    assert (
        "no address"
        in command("link", "add", "@x.org", NUMBER, "--evidence", "form 9", code=2).talk
    )


def test_what_a_scanner_pressed_is_lifted_by_compliance_only(command: Commands) -> None:
    people = [email_key(f"p{number}@example.org") for number in range(5)]
    with stores_of(command) as stores:
        for key in people:
            new = NewEntry(
                channel=Channel.EMAIL, key=key, scope=COMMERCIAL, reason=Reason.UNSUBSCRIBE,
                origin=Origin.RECIPIENT, evidence="page", requested_at=now(),
                press=Press(act=key, person=key, origin="192.0.2.7", send="s", is_hasty=True),
            )  # fmt: skip
            asyncio.run(stores.suppression.add(new, PAGE))
    listed = command("suppress", "undo-scanner")
    assert [row[1] for row in listed.rows] == people
    assert all("suspected_scanner" in row[4] for row in listed.rows)
    assert "--as-compliance" in listed.talk
    assert "--because" in command("suppress", "undo-scanner", "--as-compliance", code=2).talk
    assert command("suppress", "undo-scanner", "--until", "2020-01-01").rows == []
    assert len(command("suppress", "list", "--active").rows) == 5
    why = ("--as-compliance", "--because", "the mail filter of example.org")
    assert len(command("suppress", "undo-scanner", *why).rows) == 5
    assert command("suppress", "list", "--active").rows == []
    history = command("--json", "suppress", "show", people[0]).json[0]["history"]
    assert [event["kind"] for event in history] == ["added", "suspected", "lifted"]


def test_a_link_that_the_law_stops_by_is_ended_as_compliance(command: Commands) -> None:
    command("link", "add", JANE, NUMBER, "--evidence", "order 4711")
    command("suppress", "add", JANE, "--reason", "legal", "--evidence", "letter 3")
    assert len(command("suppress", "show", NUMBER).rows) > 0
    lifted = command("suppress", "lift", NUMBER, "--because", "tried", "--as-compliance", code=1)
    assert f"nothing to lift for {NUMBER}: S-1 of {JANE} stops them" in lifted.talk
    ended = command("link", "end", NUMBER, "--because", "a new number", code=1)
    assert "nothing was ended: S-1 (legal) needs --as-compliance" in ended.talk
    why = ("--because", "another person's", "--as-compliance")
    assert len(command("link", "end", NUMBER, *why).rows) == 1
    hashed = "md5:257c57037d384ae37ea27a07e8a01665"
    assert (
        "no address" in command("link", "add", hashed, NUMBER, "--evidence", "form 9", code=2).talk
    )


def test_what_waits_for_the_list_is_shown(command: Commands) -> None:
    assert command("suppress", "waiting").rows == []
    link = ByLink(
        grant_id=1, message=7, choice="stream", method=ONE_CLICK, origin="192.0.2.7", at=now()
    )
    typed = ByAddress(key=email_key(JANE), origin="192.0.2.8", at=now())
    with stores_of(command) as stores:
        stores.journal.open()
        for asked in (link, typed):
            asyncio.run(stores.journal.append(written(asked)))
    shown = command("suppress", "waiting").rows
    assert {row[1] for row in shown} == {deadlines(now()).conservative.isoformat()}
    assert [row[2:] for row in shown] == [
        ["192.0.2.7", "one-click", "link of message 0000000000007"],
        ["192.0.2.8", "form", JANE],
    ]
