"""One line an event, for machines or for a terminal, and nobody is named."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import structlog

from filters.decision import Effect, Finding, Ruling
from gateway import log
from suppression.deadlines import deadlines
from suppression.waiting import Backlog, Wait
from tests.make import ANN, BOB, recipient

if TYPE_CHECKING:
    from collections.abc import Iterator


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before, bound = structlog.get_config(), log._Log.bound
    yield
    structlog.configure(**before)
    log._Log.bound = bound


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_json_with_its_time_in_utc_and_milliseconds_in_front() -> None:
    stream = io.StringIO()
    log.configure("info", stream)
    log.logger().warning("not-retired", error="disk full")
    (line,) = lines(stream)
    assert next(iter(line)) == "at"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", str(line.pop("at")))
    assert line == {"level": "warning", "event": "not-retired", "error": "disk full"}


def test_what_is_below_the_level_is_not_written() -> None:
    stream = io.StringIO()
    log.configure("error", stream)
    log.logger().info("reloaded")
    log.logger().error("not-reloaded")
    assert [line["event"] for line in lines(stream)] == ["not-reloaded"]


def test_a_newline_in_a_value_begins_no_new_line() -> None:
    stream = io.StringIO()
    log.configure("debug", stream)
    log.logger().info("said", reply='evil\n{"event":"accepted"}')
    assert len(stream.getvalue().splitlines()) == 1


def test_a_terminal_gets_words() -> None:
    stream = Terminal()
    log.configure("info", stream)
    log.logger().info("reloaded", listening="ready")
    assert "reloaded" in stream.getvalue()
    assert not stream.getvalue().startswith("{")


def test_without_a_stream_lines_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure()
    log.logger().info("reloaded")
    assert '"event": "reloaded"' in capsys.readouterr().err


def test_what_is_said_before_anybody_configured_is_no_data(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log._Log.bound = None
    structlog.reset_defaults()
    log.logger().warning("model-missing")
    written = capsys.readouterr()
    assert written.out == ""
    assert '"event": "model-missing"' in written.err


def test_failed_proofs_of_a_message_are_one_line() -> None:
    stream = io.StringIO()
    log.configure("info", stream)
    log.log_failed_proofs("0123456789abc", (("one", "two"), ("three",)))
    (line,) = lines(stream)
    line.pop("at")
    assert line == {
        "level": "warning", "event": "proof-failed", "queue_id": "0123456789abc", "count": 2,
        "problems": ["one", "two", "three"],
    }  # fmt: skip


def test_a_decision_is_one_line_with_counts_and_codes_and_no_address() -> None:
    finding = Finding(
        code="SUPPRESSED_OPTOUT", cites="law", effect=Effect.REFUSE, reason=f"{ANN} opted out"
    )
    rulings = (
        Ruling(recipient=recipient(ANN), effect=Effect.REFUSE, findings=(finding, finding)),
        Ruling(recipient=recipient(BOB), effect=Effect.PASS, findings=()),
    )
    stream = io.StringIO()
    log.configure("info", stream)
    log.log_decision("0123456789abc", "shop", rulings)
    (line,) = lines(stream)
    line.pop("at")
    assert line == {
        "level": "info", "event": "decided", "queue_id": "0123456789abc", "submitter": "shop",
        "codes": ["SUPPRESSED_OPTOUT"], "refuse": 1, "pass": 1,
    }  # fmt: skip


def test_opt_outs_that_wait_are_told_once_they_are_pressing() -> None:
    received = datetime(2026, 11, 20, 18, tzinfo=UTC)
    waiting = Backlog(kind=Wait.REVIEW, target="", count=3, oldest=deadlines(received))
    stream = io.StringIO()
    log.configure("info", stream)
    log.log_backlog([waiting], received + timedelta(hours=47))
    assert lines(stream) == []
    log.log_backlog([waiting], received + timedelta(hours=48))
    log.log_backlog([waiting], received + timedelta(days=15))
    told = [{k: v for k, v in line.items() if k != "at"} for line in lines(stream)]
    assert told[0] == {
        "event": "opt-outs-wait", "level": "warning", "kind": "review", "target": "", "count": 3,
        "received_at": "2026-11-20T18:00:00+00:00", "deadline": "2026-12-04", "alarm": "due",
    }  # fmt: skip
    assert told[1]["alarm"] == "late"
