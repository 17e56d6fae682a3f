"""What others wrote into a message is shown to people, and acts on no terminal of theirs."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, Final, cast

import pytest

from gateway.cli import queue, trace
from gateway.cli.check_report import print_text
from gateway.cli.import_report import report
from gateway.cli.messages import print_message
from gateway.cli.session import Session
from gateway.importing.imports import Finished
from gateway.shown import shown
from gateway.spool.model import DeliveryView, MessageView, State
from gateway.steps import Step
from suppression.channel import Channel
from suppression.transfer.job import Counts

AT: Final = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
HOSTILE: Final = "a\x1b]0;b\x07\x9b2J\u202ec"


class Terminal(io.TextIOWrapper):
    """What is written to a terminal."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def isatty(self) -> bool:
        return True

    @property
    def said(self) -> str:
        return cast("io.BytesIO", self.buffer).getvalue().decode()


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")  # no colours: every escape character is somebody else's
    monkeypatch.setenv("COLUMNS", "200")


def session(*, as_json: bool = False) -> Session:
    return Session(file=None, as_json=as_json, log_level="info", debug=False)


def message(text: str) -> MessageView:
    finding = {
        "code": "X", "cites": "", "effect": "refuse", "reason": f"{text} reason",
        "evidence": [f"{text} evidence"],
    }  # fmt: skip
    delivery = DeliveryView(
        delivery_id=1, address=f"{text}@example.org", state=State.DEFERRED, verdict="passed",
        findings=(finding,), would="", waived=(finding,), route="relay", attempts=1, next_at=AT,
        last_reply=f"{text} reply", report=f"{text} report", next_hop_id="", updated_at=AT,
    )  # fmt: skip
    return MessageView(
        queue_id="1m83jdztn1r2k", channel=Channel.SMS, submitter="local", identity="example",
        category="commercial", stream="", reverse_path=f"{text}@example.com",
        subject=f"{text} subject", size_bytes=9, fixes=(), is_observed=False, would_fix=(),
        accepted_at=AT, not_before=AT, expires_at=AT, metadata="", deliveries=(delivery,),
    )  # fmt: skip


def of_trace(screen: io.TextIOBase) -> None:
    said = f"{HOSTILE} said"
    step = Step(at=AT, what="accepted", message="1m83jdztn1r2k", who=HOSTILE, says=(said,))
    with redirect_stdout(screen):
        trace._print([step])


def test_nothing_of_a_message_acts_on_the_terminal_that_shows_it() -> None:
    screen = Terminal()
    with redirect_stdout(screen):
        print_message(session(), message(HOSTILE), f"{HOSTILE} text".encode())
    for each in ("subject", "reason", "evidence", "reply", "report", "text"):
        assert f"{shown(HOSTILE)} {each}" in screen.said
    assert screen.said.count(shown(HOSTILE)) == 9
    assert not set("\x1b\x07\x9b\u202e") & set(screen.said)


@pytest.mark.parametrize("screen", [Terminal(), io.StringIO()], ids=["terminal", "pipe"])
def test_nothing_that_happened_acts_on_the_terminal_that_traces_it(screen: io.TextIOBase) -> None:
    of_trace(screen)
    said = screen.said if isinstance(screen, Terminal) else cast("io.StringIO", screen).getvalue()
    assert shown(HOSTILE) in said
    assert f"{shown(HOSTILE)} said" in said
    assert "\x1b" not in said


def test_json_means_the_same_and_acts_on_no_terminal() -> None:
    screen = io.StringIO()
    with redirect_stdout(screen):
        session().print_json({"subject": f"{HOSTILE} é"})
    assert json.loads(screen.getvalue()) == {"subject": f"{HOSTILE} é"}
    assert "\\u009b2J\\u202ec é" in screen.getvalue()


def test_a_raw_message_acts_on_no_terminal_and_stays_as_it_came_in_a_pipe() -> None:
    raw = f"Subject: {HOSTILE}\r\n\r\nbody".encode() + b"\xff\r\n"
    screen, sink = Terminal(), io.BytesIO()
    with redirect_stdout(screen):
        queue._print_raw(raw)
    assert screen.said == f"Subject: {shown(HOSTILE)}\n\nbody\\xff\n"
    with redirect_stdout(io.TextIOWrapper(sink, encoding="utf-8")) as piped:
        queue._print_raw(raw)
        piped.flush()
    assert sink.getvalue() == raw


def test_a_text_that_is_judged_acts_on_no_terminal() -> None:
    screen = io.StringIO()
    judged = SimpleNamespace(
        verdict="passed", label="", score=0.0, segments=1, encoding="UCS-2", findings=()
    )
    with redirect_stdout(screen):
        print_text(HOSTILE, cast("Any", judged))
    assert screen.getvalue().startswith(f'"{shown(HOSTILE)}": passed')


def test_no_row_of_a_file_acts_on_the_terminal_that_imports_it() -> None:
    found = {
        "form": "CSV", "recognised": "no service", "rows": 1, "notes": [f"{HOSTILE} note"],
        "errors": [{"row": 2, "column": f"{HOSTILE} column", "reason": f"{HOSTILE} reason"}],
    }  # fmt: skip
    out, talk = io.StringIO(), io.StringIO()
    finished = Finished(imported=None, counts=Counts(invalid=1), report=found)
    with redirect_stdout(out), redirect_stderr(talk):
        report(session(), HOSTILE, finished, None)
    assert out.getvalue().startswith(f"{shown(HOSTILE)}: CSV")
    for each in ("note", "column", "reason"):
        assert f"{shown(HOSTILE)} {each}" in talk.getvalue()
    assert "\x1b" not in out.getvalue() + talk.getvalue()
