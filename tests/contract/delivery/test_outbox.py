from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING, Any

from filters.message import Recipient
from gateway.delivery.outbox import OutboxCarrier
from gateway.spool.model import State
from suppression.channel import Channel
from suppression.keys import phone_key
from tests.contract.delivery.make import MESSAGE, claimed

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.spool.model import Claimed


def text(**changes: Any) -> Claimed:  # noqa: ANN401 - any field
    number = "+19169668284"
    to = Recipient(address=number, key=phone_key(number))
    fields: dict[str, Any] = {
        "channel": Channel.SMS, "category": "appointment", "reverse_path": "+15005550006",
        "recipients": (to,),
    }  # fmt: skip
    return claimed(**{**fields, **changes})


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def test_an_email_is_its_exact_bytes_beside_its_envelope(tmp_path: Path) -> None:
    folder = tmp_path / "outbox" / "hop"
    people = ("ann@b.test", "Bob@b.test")
    settled = await OutboxCarrier(folder).send(claimed(people), MESSAGE)
    assert [s.state for s in settled] == [State.DELIVERED] * 2
    assert names(folder) == ["0000000000001-1.eml", "0000000000001-1.json"]
    assert (folder / "0000000000001-1.eml").read_bytes() == MESSAGE
    envelope = json.loads((folder / "0000000000001-1.json").read_text())
    assert envelope["from"] == "sender@example.com"
    assert envelope["to"] == ["ann@b.test", "Bob@b.test"]


async def test_a_text_is_one_file_with_what_the_phone_shows(tmp_path: Path) -> None:
    (settled,) = await OutboxCarrier(tmp_path).send(text(), "See you at 3, café".encode())
    assert settled.state is State.DELIVERED
    assert names(tmp_path) == ["0000000000001-1.json"]
    assert json.loads((tmp_path / "0000000000001-1.json").read_text()) == {
        "to": "+19169668284",
        "from": "+15005550006",
        "text": "See you at 3, café",
        "purpose": "appointment",
        "queue_id": "0000000000001",
        "segments": 1,
    }


async def test_what_it_holds_is_for_the_owners_eyes(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    await OutboxCarrier(folder).send(claimed(), MESSAGE)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in folder.iterdir())


async def test_a_folder_that_cannot_be_written_defers(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    (settled,) = await OutboxCarrier(blocked / "outbox").send(claimed(), MESSAGE)
    assert settled.state is State.DEFERRED
    assert str(tmp_path) not in settled.reply
