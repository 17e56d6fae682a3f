"""The dry run is no second implementation: the bytes it writes are those that would leave."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.e2e.dkim_keys import make_keys, sender_keys, verified
from tests.e2e.gateway_process import Gateway
from tests.e2e.mail import ANN, newsletter
from tests.e2e.peers import need, run
from tests.e2e.settings import NEWS, settings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import StartGateway
    from tests.e2e.sink import Sink


@pytest.mark.peer
def test_the_bytes_of_the_dry_run_equal_those_sent(
    start_gateway: StartGateway, sink: Sink, tmp_path: Path
) -> None:
    need("swaks")
    folder = tmp_path / "gateway"
    records = make_keys(Gateway(folder, settings()))
    gateway = start_gateway(settings(sink.port, sender=sender_keys(folder)))
    file = tmp_path / "newsletter.eml"
    file.write_bytes(newsletter(ANN))

    told = gateway.command("check", str(file), "--to", ANN, "--output", str(tmp_path / "out"))
    assert "changed (commercial)" in told
    assert re.search(r"^--- .*\n\+\+\+ .*\n@@ ", told, re.MULTILINE), told
    assert "+List-Unsubscribe-Post: List-Unsubscribe=One-Click" in told
    assert "This is an advertisement" in told
    assert gateway.read("queue", "list", "--state", "delivered") == []

    typed = tmp_path / "typed.eml"
    typed.write_bytes(file.read_bytes().removesuffix(b"\r\n"))  # swaks ends the last line itself
    run(
        "swaks", "--server", f"127.0.0.1:{gateway.smtp_port}", "--helo", "localhost",
        "--from", NEWS, "--to", ANN, "--data", f"@{typed}",
    )  # fmt: skip
    sent = sink.to(ANN).raw
    written = (tmp_path / "out" / "newsletter.eml").read_bytes()
    assert verified(written, records) == verified(sent, records) == [True, True]
    assert _normal(written) == _normal(sent)
    assert written != sent


def test_what_would_be_refused_says_why_and_exits_1(gateway: Gateway, tmp_path: Path) -> None:
    file = tmp_path / "newsletter.eml"
    file.write_bytes(newsletter(ANN))
    gateway.command("suppress", "add", ANN, "--reason", "unsubscribe")
    told = gateway.command("check", str(file), "--to", ANN, exits=1)
    assert "refused" in told
    assert "SUPPRESSED_OPTOUT" in told
    assert gateway.read("queue", "list", "--state", "delivered", "--state", "suppressed") == []


def _normal(message: bytes) -> bytes:
    """Replace what differs from copy to copy: token, queue id, time, the signature over them."""
    for pattern, name in (
        (rb"/u/(?:[a-z2-7=\r\n]{50,70})", b"/u/TOKEN"),
        (rb"with ESMTP id [0-9a-z]{13}", b"with ESMTP id ID"),
        (rb"\r\n\t[A-Z][a-z]{2}, \d\d? [A-Z][a-z]{2} \d{4} [\d:]{8} \+0000", b"\r\n\tTIME"),
        (rb"\bt=\d+;", b"t=TIME;"),
        (rb"\bbh=[^;]+;", b"bh=HASH;"),
        (rb"\bb=[^;\r]+(?:\r\n[ \t][^\r;:]+)*", b"b=SIGNATURE"),
    ):
        message = re.sub(pattern, name, message)
    return message
