"""Texts that people sent, brought by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.contract.cli.conftest import Commands

THEM, OURS = "+12025550123", "+14155550123"


def test_a_stop_that_is_brought_by_hand_is_in_force_and_shown(command: Commands) -> None:
    (brought,) = command("--json", "inbound", THEM, "Hi Bob. STOP", "--to", OURS).json
    assert (brought["asked"], brought["entries"]) == ("stop", ["S-1"])
    (listed,) = command("--json", "suppress", "list", "--active").json
    assert (listed["key"], listed["reason"], listed["origin"]) == (THEM, "unsubscribe", "recipient")
    (confirming,) = command("--json", "queue", "list").json
    assert brought["answer"] in confirming.values()
    told = command("trace", THEM).out
    assert "stop, cli/tester, stop" in told
    assert "Bob" not in told


def test_a_text_is_read_from_standard_input(command: Commands) -> None:
    (brought,) = command("--json", "inbound", THEM, "-", "--to", OURS, stdin="STOP\n").json
    assert brought["asked"] == "stop"


def test_what_is_no_number_is_a_mistake_of_usage(command: Commands) -> None:
    assert "'911'" in command("inbound", "911", "STOP", "--to", OURS, code=2).talk


def test_a_key_has_a_purpose_of_the_configuration(command: Commands) -> None:
    said = command("keys", "add", "--submitter", "local", "--purpose", "party", code=2).talk
    assert "appointment" in said
    command("keys", "add", "--submitter", "local", "--purpose", "appointment")
    (key,) = command("--json", "keys", "list").json
    assert key["purpose"] == "appointment"


def test_what_is_read_may_be_a_request_about_data(command: Commands) -> None:
    (brought,) = command("--json", "inbound", THEM, "Enough, see you at 5", "--to", OURS).json
    words = ("review", "privacy", brought["review"], "--kind", "know")
    (request,) = command("--json", *words).json
    assert (request["kind"], request["request_id"]) == ("know", "P-1")
    command(*words)
    (waiting,) = command("--json", "privacy", "list").json
    assert waiting["request_id"] == "P-1"
    command("review", "dismiss", brought["review"], "--because", "asks for their data")
    assert f"no reply {brought['review']} waits" in command(*words, code=1).talk


def test_who_adds_to_a_request_that_is_full_is_told_to_keep_what_was_said(
    command: Commands,
) -> None:
    command("privacy", "open", THEM, "--kind", "know", "--note", "x" * 64_000)
    (brought,) = command("--json", "inbound", THEM, "Enough, see you at 5", "--to", OURS).json
    said = command("review", "privacy", brought["review"], "--kind", "know").talk
    assert f"the note of P-1 is full: keep what {brought['review']} says" in said


def test_what_may_be_a_stop_is_read_and_decided(command: Commands) -> None:
    for _ in range(2):
        (brought,) = command("--json", "inbound", THEM, "Enough, see you at 5", "--to", OURS).json
        (waiting,) = command("--json", "review", "list").json
        assert waiting["review_id"] == brought["review"]
        command("review", "dismiss", brought["review"], "--because", "ok", code=2)
        command("review", "dismiss", brought["review"], "--because", "they come at five")
        assert command("review", "list").out == ""
    (brought,) = command("--json", "inbound", THEM, "Enough, see you at 5", "--to", OURS).json
    (decided,) = command("--json", "review", "opt-out", brought["review"]).json
    assert decided["decision"] == "opted-out"
    (entry,) = command("--json", "suppress", "list", "--active").json
    assert (entry["key"], entry["reason"]) == (THEM, "unsubscribe")
    again = command("review", "dismiss", brought["review"], "--because", "a mistake", code=1)
    assert f"no reply {brought['review']} waits" in again.talk
