"""Every write and every sync fails once: nothing acknowledged is lost, and it goes on or ends.

A write that fails is of a message that was not acknowledged; the next one is taken again without a
restart. A sync that fails is the end: whatever the disk then says of what it was given before is
not to be trusted (the kernel forgets what it could not write), so nothing more is promised.
"""

from __future__ import annotations

import errno
import os
import smtplib
from contextlib import suppress
from http.client import HTTPException
from typing import TYPE_CHECKING, Final

import pytest

from gateway.cli.command import INTEGRITY_FAILURE
from tests.durability.recorder import Kind, Recorder
from tests.durability.storm import TEXTS, number_of
from tests.e2e.client import submit
from tests.e2e.gateway_process import Gateway
from tests.e2e.load import numbers
from tests.e2e.mail import ANN, letter
from tests.e2e.minting import minted
from tests.e2e.raw_http import ONE_CLICK, Client, request
from tests.e2e.settings import settings
from tests.e2e.waiting import wait_for
from tests.e2e.web import call

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.e2e.sink import Sink

PEOPLE: Final = [f"p{number}@people.example" for number in range(400)]
ORDER: Final = {"from": "+12025550100", "text": "See you at 3.", "purpose": "appointment"}
SYNCS: Final = range(1, 1 + int(os.environ.get("FAILED_SYNCS", "1")))
PROMISES: Final = {  # how they begin → the file they stand on
    b"250 2.0.0 Queued": "messages", b"HTTP/1.1 202": "messages", b"HTTP/1.1 200": "suppression",
}  # fmt: skip
FULL: Final = "452 4.3.1 [QUEUE_FULL]"
UNAVAILABLE: Final = "451 4.3.0 [STORE_UNAVAILABLE]"


class Failing:
    """A gateway on a disk that fails as it is told to, and what it promised."""

    def __init__(self, folder: Path, library: Path, sink: Sink) -> None:
        self.recorder = Recorder(library, folder / "gateway" / "data", folder / "recorded")
        self.faults = self.recorder.faults
        self.gateway = Gateway(
            folder / "gateway", settings(sink.port, more=TEXTS),
            environment=self.recorder.environment,
        )  # fmt: skip
        self.paths = minted(self.gateway, PEOPLE)
        self.key = self.gateway.key("send")
        self.sink = sink
        self.sent = 0
        self.queued: set[int] = set()
        self.opted_out: set[str] = set()
        self.texts = 0
        self.gateway.start()

    def submit(self) -> str:
        """Hand over the next letter and return the reply."""
        number, self.sent = self.sent, self.sent + 1
        reply = submit(self.gateway, letter(number), [ANN])
        if reply.startswith("250 "):
            self.queued.add(number)
        return reply

    def click(self) -> int:
        """Opt the next person out and return the status."""
        address, path = self.paths.popitem()
        with Client(self.gateway.http_port) as client:
            status, _ = client.ask(request("POST", path, ONE_CLICK))
        self.opted_out |= {address} if status == 200 else set()
        return status

    def text(self) -> tuple[int, str]:
        """Post the next text; return the status and the code of the problem."""
        self.texts += 1
        answer = call(
            self.gateway, "POST", "/v1/sms", {**ORDER, "to": number_of(self.texts)}, key=self.key
        )
        return answer.status, answer.json.get("code", "")

    def look(self) -> None:
        """See that everything promised is kept."""
        wait_for(lambda: self.queued <= set(numbers(self.sink)), "all that was queued", 30)
        wait_for(lambda: self.gateway.read("suppress", "waiting") == [], "nothing to wait", 30)
        listed = {each["key"] for each in self.gateway.read("suppress", "list", "--limit", "1000")}
        assert self.opted_out <= listed


@pytest.fixture
def failing(tmp_path: Path, recorder_library: Path, sink: Sink) -> Iterator[Failing]:
    made = Failing(tmp_path, recorder_library, sink)
    yield made
    made.faults.none()
    made.gateway.close()


@pytest.mark.parametrize(
    ("error", "said", "code"),
    [(errno.ENOSPC, FULL, "QUEUE_FULL"), (errno.EIO, UNAVAILABLE, "STORE_UNAVAILABLE")],
    ids=["no room", "an error"],
)
def test_each_write_that_fails_loses_nothing_and_the_next_one_is_taken(
    failing: Failing,
    error: int,
    said: str,
    code: str,
    record_property: Callable[[str, object], None],
) -> None:
    refused, number, has_failed = 0, 0, True
    while has_failed:
        number += 1
        failing.faults.fail_write(number, error)
        mail, click, text = failing.submit(), failing.click(), failing.text()
        has_failed = not failing.faults.is_armed
        failing.faults.none()
        assert mail.startswith(("250 ", said)), mail
        assert click in (200, 503)
        assert text in ((202, ""), (503, code))
        refused += mail[:3] != "250" or click != 200 or text[0] != 202
    assert refused > number // 3
    failing.look()
    record_property("writes that failed", number - 1)


@pytest.mark.parametrize("asked_for", ["mail", "opt-outs"])
@pytest.mark.parametrize("number", SYNCS)
def test_a_sync_that_fails_is_the_end_and_nothing_is_promised_after_it(
    failing: Failing, number: int, asked_for: str
) -> None:
    failing.submit()
    failing.faults.fail_syncs(number, errno.EIO)
    with suppress(OSError, smtplib.SMTPException, HTTPException):
        for _ in range(300):  # until it is gone
            if asked_for == "mail":
                failing.submit()
                failing.text()
            else:
                failing.click()
    assert failing.gateway.ended(within_s=10) == INTEGRITY_FAILURE
    assert failing.gateway.logged("disk-broken")
    assert promised_after_a_failure(failing.recorder) == []
    failing.faults.none()
    failing.gateway.start()
    failing.look()


def promised_after_a_failure(recorder: Recorder) -> list[bytes]:
    """Return what was promised although a file it stands on could not be synced before."""
    files: set[str] = set()
    said = []
    for event in recorder.events():
        if event.kind is Kind.SYNC_FAILED:
            files.add(event.path.rpartition("/")[2].partition(".")[0])
        elif event.kind is Kind.SAID:
            needed = next((PROMISES[each] for each in PROMISES if event.data.startswith(each)), "")
            if needed and needed in files:
                said.append(event.data)
    return said


def test_a_disk_without_any_room_keeps_every_opt_out_and_goes_on_by_itself(
    failing: Failing,
) -> None:
    assert failing.submit().startswith("250 ")
    failing.faults.fill_disk()
    replies = [failing.submit() for _ in range(20)]
    assert replies[-1].startswith(FULL)
    assert failing.text() == (503, "QUEUE_FULL")
    clicks = [failing.click() for _ in range(60)]
    assert set(clicks) <= {200, 503}  # on the list, or kept beside it: nothing leaves before it is
    waiting = failing.gateway.read("suppress", "waiting")
    assert len(waiting) == clicks.count(503)
    failing.faults.none()
    wait_for(lambda: failing.submit().startswith("250 "), "mail again")
    failing.look()
