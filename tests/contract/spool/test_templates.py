"""Approved templates: in force for their texts alone, until withdrawn, each act on the record."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from filters.sms.template import Template
from gateway.ledger import export
from gateway.spool import alike
from gateway.spool.model import State
from tests.contract.spool.damaging import damage
from tests.contract.spool.make import NOON, delivery, text

if TYPE_CHECKING:
    from gateway.spool.model import NewMessage
    from gateway.spool.templates import Approved
    from tests.contract.spool.make import Desk

WORDS = "See you at {time}, {name}."
WANTED = Template(template_id="", text=WORDS, identity="example", purpose="appointment")
BY = {"by": "carla", "because": "a doctor asked for it"}
MESSAGE = text()
ANN = MESSAGE.deliveries[0].recipient.key


async def approved(desk: Desk, **changes: str) -> Approved:
    wanted = replace(WANTED, **changes)
    return await desk.spool.approve_template(wanted, message=MESSAGE.queue_id, **BY)


async def in_force(desk: Desk, identity: str = "example", purpose: str = "appointment") -> Any:  # noqa: ANN401 - ids
    before = await desk.spool.before(ANN, identity=identity, purpose=purpose)
    lately = await desk.spool.lately(
        ANN,
        identity=identity,
        purpose=purpose,
        submitter="",
        region="",
        at=NOON,
        leaves_at=NOON,
        within=timedelta(),
    )
    assert lately.templates == before.templates
    return [each.template_id for each in before.templates]


async def test_a_template_is_in_force_for_its_identity_and_purpose_alone(desk: Desk) -> None:
    await approved(desk)
    await approved(desk, text="Bye, {name}.")
    assert await in_force(desk) == ["A-1", "A-2"]
    assert await in_force(desk, identity="other") == []
    assert await in_force(desk, purpose="receipt") == []
    before = await desk.spool.before(ANN, identity="example", purpose="appointment")
    assert before.templates[0] == replace(WANTED, template_id="A-1")


async def test_the_same_template_is_approved_once_and_anew_when_it_was_withdrawn(
    desk: Desk,
) -> None:
    made = await approved(desk)
    assert await approved(desk) == made
    for changes in ({"text": "Other."}, {"identity": "other"}, {"purpose": "receipt"}):
        assert (await approved(desk, **changes)).template_id != "A-1"
    await desk.spool.withdraw_template("A-1", **BY)
    assert (await approved(desk)).template_id == "A-5"


async def test_a_withdrawn_template_says_who_ended_it_and_why_and_ends_once(desk: Desk) -> None:
    made = await approved(desk)
    desk.clock.advance(hours=1)
    ended = await desk.spool.withdraw_template("A-1", by="ada", because="a mistake")
    assert ended == replace(
        made, withdrawn_by="ada", withdrawn_because="a mistake", withdrawn_at=desk.clock()
    )
    assert await desk.spool.find_template("A-1") == ended
    assert await in_force(desk) == []
    assert await desk.spool.withdraw_template("A-1", **BY) is None


@pytest.mark.parametrize("name", ["A-2", "A-", "A-x", "A-\u0661", "A-0", "A-" + "9" * 19])
async def test_an_id_of_no_template_finds_and_ends_none(desk: Desk, name: str) -> None:
    await approved(desk)
    assert await desk.spool.find_template(name) is None
    assert await desk.spool.withdraw_template(name, **BY) is None
    assert await in_force(desk) == ["A-1"]


async def test_those_in_force_are_listed_first_and_the_newest_before_the_others(
    desk: Desk,
) -> None:
    for number in range(4):
        await approved(desk, text=f"Words {number}.")
    for withdrawn in ("A-1", "A-4"):
        await desk.spool.withdraw_template(withdrawn, **BY)
    found = await desk.spool.all_templates(limit=9)
    assert [each.template_id for each in found] == ["A-3", "A-2", "A-4", "A-1"]
    assert await desk.spool.all_templates(limit=2) == found[:2]
    assert (found[0].message, found[0].approved_by, found[0].approved_at) == (
        MESSAGE.queue_id, "carla", desk.clock(),
    )  # fmt: skip


async def test_each_act_is_on_the_record_with_its_words_beside_it(desk: Desk) -> None:
    await approved(desk)
    await desk.spool.withdraw_template("A-1", **BY)
    lines = [json.loads(line) for line in export(desk.folder / "messages.db", with_details=True)]
    acts = [json.loads(each["line"]) for each in lines]
    assert [act["kind"] for act in acts] == ["template-approved", "template-withdrawn"]
    for act, line in zip(acts, lines, strict=True):
        assert {name: act[name] for name in ("template", "identity", "purpose", "sha256")} == {
            "template": "A-1", "identity": "example", "purpose": "appointment",
            "sha256": hashlib.sha256(WORDS.encode()).hexdigest(),
        }  # fmt: skip
        assert line["detail"] == {"actor": "carla", "because": BY["because"], "text": WORDS}


async def kept(desk: Desk, words: str, state: State = State.QUEUED, **changes: Any) -> NewMessage:  # noqa: ANN401 - any field
    each = delivery("+19169668284", state=state, route="texts")
    message = replace(text(raw=words.encode(), **changes), deliveries=(each,))
    await desk.spool.accept(message)
    return message


async def test_what_reads_like_a_template_is_shown_what_is_held_first_then_the_newest(
    desk: Desk,
) -> None:
    queued = [await kept(desk, f"See you at {hour}:00, Ann.") for hour in (8, 9)]
    held = [await kept(desk, f"See you at {hour}:30, Bo.", State.HELD) for hour in (8, 9)]
    await kept(desk, "See you at dawn, whoever you are, for free!")
    await kept(desk, "See you at 8:00, Ann.", identity="other")
    await kept(desk, "See you at 8:00, Ann.", category="receipt")
    found = await desk.spool.alike(WANTED)
    assert [(each.queue_id, each.state) for each in found.texts] == [
        *((each.queue_id, State.HELD) for each in reversed(held)),
        *((each.queue_id, State.QUEUED) for each in reversed(queued)),
    ]
    assert found.looked_at == 5
    assert (found.texts[0].text, found.texts[0].accepted_at) == (
        "See you at 9:30, Bo.", desk.clock(),
    )  # fmt: skip


async def test_a_damaged_text_is_looked_at_and_the_others_are_shown(desk: Desk) -> None:
    _, whole = [await kept(desk, "See you at 8:00, Ann.") for _ in range(2)]
    damage(desk, "UPDATE contents SET raw = x'ff' WHERE message = (SELECT min(id) FROM messages)")
    found = await desk.spool.alike(WANTED)
    assert [each.queue_id for each in found.texts] == [whole.queue_id]
    assert found.looked_at == 2


async def test_the_look_is_at_those_held_that_end_first_and_at_the_newest_of_all(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alike, "_LOOKS_AT", 1)
    ends = [NOON + timedelta(hours=hours) for hours in (2, 1, 3)]
    held = [await kept(desk, "See you at 8:00, Bo.", State.HELD, expires_at=end) for end in ends]
    queued = [await kept(desk, "See you at 8:00, Ann.") for _ in range(2)]
    found = await desk.spool.alike(WANTED)
    assert [each.queue_id for each in found.texts] == [held[1].queue_id, queued[1].queue_id]
