"""What events of Signal say, and what they do not."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.providers.hook import ReceivedText
from gateway.providers.signal_events import Arrived, Unreadable, events_of, heard
from tests.e2e.signal_description import faults

OURS, THEM, UUID = "+15005550006", "+19169668284", "7ccae375-cd51-4c82-8b1e-7be3280aa485"
AT = 1795647907000
DATA = {"timestamp": AT, "message": "STOP", "expiresInSeconds": 0, "viewOnce": False}
RECEIPT = {
    "when": AT, "isDelivery": True, "isRead": False, "isViewed": False, "timestamps": [1, 2],
}  # fmt: skip


def event(**what: Any) -> dict[str, Any]:  # noqa: ANN401 - any message
    envelope = {
        "source": THEM, "sourceNumber": THEM, "sourceUuid": UUID, "sourceName": "Ann",
        "sourceDevice": 1, "timestamp": AT, "serverReceivedTimestamp": AT + 5000,
        "serverDeliveredTimestamp": AT + 9000, **what,
    }  # fmt: skip
    return {"account": OURS, "envelope": {k: v for k, v in envelope.items() if v is not None}}


def of(value: object) -> tuple[object, ...]:
    return heard(json.dumps(value), OURS)


TEXT = ReceivedText(
    sender=THEM, to=OURS, words="STOP", reference=f"{UUID}/{AT}",
    received_at=datetime(2026, 11, 25, 23, 5, 12, tzinfo=UTC),
)  # fmt: skip


def test_a_text_is_read_as_it_is_described_however_it_comes() -> None:
    plain = event(dataMessage=DATA)
    assert faults(plain, "data.Message") == []
    assert of(plain) == (TEXT,)
    notified = {"jsonrpc": "2.0", "method": "receive", "params": plain}
    assert of(notified) == (TEXT,)
    subscribed = {**notified, "params": {"subscription": 0, "result": plain}}
    assert of(subscribed) == (TEXT,)
    assert of([plain, event(typingMessage={"action": "STARTED"}), plain]) == (TEXT, TEXT)


def test_a_text_that_is_mended_is_another_one() -> None:
    mended = event(
        timestamp=AT + 60_000,
        editMessage={
            "targetSentTimestamp": AT,
            "dataMessage": {**DATA, "timestamp": AT + 60_000, "message": "Stop"},
        },
    )
    assert faults(mended, "data.Message") == []
    (text,) = of(mended)
    assert isinstance(text, ReceivedText)
    assert (text.words, text.reference) == ("Stop", f"{UUID}/{AT + 60_000}")


def test_who_hides_the_number_has_none() -> None:
    (text,) = of(event(source=UUID, sourceNumber=None, dataMessage=DATA))
    assert isinstance(text, ReceivedText)
    assert (text.sender, text.reference) == ("", f"{UUID}/{AT}")
    (text,) = of(event(source=THEM, sourceNumber=None, sourceUuid=None, dataMessage=DATA))
    assert isinstance(text, ReceivedText)
    assert (text.sender, text.reference) == (THEM, f"{THEM}/{AT}")


def test_the_time_is_signal_s_and_else_the_person_s() -> None:
    (text,) = of(event(serverReceivedTimestamp=0, dataMessage=DATA))
    assert isinstance(text, ReceivedText)
    assert text.received_at == datetime(2026, 11, 25, 23, 5, 7, tzinfo=UTC)
    for odd in (-5, 10**15, "soon"):
        (text,) = of(event(serverReceivedTimestamp=odd, timestamp=0, dataMessage=DATA))
        assert isinstance(text, ReceivedText)
        assert text.received_at is None or odd == "soon"


@pytest.mark.parametrize(
    "what",
    [
        {},
        {"dataMessage": {**DATA, "message": None}},
        {"dataMessage": {**DATA, "message": ""}},
        {"dataMessage": {**DATA, "groupInfo": {"groupId": "abc=", "revision": 3}}},
        {"syncMessage": {"sentMessage": {**DATA, "destination": THEM}}},
        {"typingMessage": {"action": "STARTED", "timestamp": AT}},
        {"callMessage": {}},
        {"storyMessage": {"allowsReplies": True}},
        {"receiptMessage": {**RECEIPT, "timestamps": None}},
    ],
)
def test_what_is_no_text_to_us_says_nothing(what: dict[str, Any]) -> None:
    assert of(event(**what)) == ()


def test_a_text_to_another_account_is_not_ours() -> None:
    assert of({**event(dataMessage=DATA), "account": "+15005550001"}) == ()
    assert of({**event(dataMessage=DATA), "account": UUID}) == (TEXT,)


@pytest.mark.parametrize(
    ("changes", "word"),
    [({}, "delivered"), ({"isRead": True}, "read"), ({"isViewed": True}, "read")],
)
def test_a_receipt_says_which_texts_arrived(changes: dict[str, Any], word: str) -> None:
    received = event(receiptMessage={**RECEIPT, **changes})
    assert faults(received, "data.Message") == []
    assert of(received) == (Arrived(person=THEM, sent_at=("1", "2"), said=word),)


def test_what_could_not_be_decrypted_is_said() -> None:
    broken = {"account": OURS, "exception": {"type": "UntrustedIdentityException", "message": "x"}}
    assert of(broken) == (Unreadable(why="UntrustedIdentityException"),)
    assert heard("<html>", OURS) == (Unreadable(why="no JSON"),)
    assert of(["x"]) == (Unreadable(why="no event"),)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "account envelope params result exception type source sourceNumber sourceUuid"
                " timestamp serverReceivedTimestamp dataMessage editMessage receiptMessage message"
                " groupInfo timestamps isRead".split()
            ),
            inner,
        )
    ),
    max_leaves=15,
)


@given(JSON.map(json.dumps) | st.text())
def test_no_event_breaks_the_reader(raw: str) -> None:
    for each in heard(raw, OURS):
        if isinstance(each, ReceivedText):
            each.words.encode()


@pytest.mark.parametrize(
    ("raw", "events"),
    [
        ("", ("",)),
        ('{"a": [1]}', ('{"a": [1]}',)),
        ("[]", ()),
        ("[ \n ]", ()),
        ('[{"a": 1} ,\n{"b": "],"}]', ('{"a": 1}', '{"b": "],"}')),
        ('[{"a": 1}, {"b', ('{"a": 1}', '{"b')),
        ('[{"a": 1}]\n<html>', ('{"a": 1}', "<html>")),
        ("[" * 100_000, ("[" * 99_999,)),
    ],
)
def test_a_list_of_events_is_cut_into_them_also_half_a_list(
    raw: str, events: tuple[str, ...]
) -> None:
    assert events_of(raw) == events


@given(st.text(), st.sampled_from(["", "[", '[{"a": 1},']))
def test_nothing_of_an_answer_gets_lost_by_cutting_it(raw: str, begin: str) -> None:
    rest = "".join(events_of(begin + raw))
    assert set(begin + raw) - set(rest) <= set("[], \t\r\n")
