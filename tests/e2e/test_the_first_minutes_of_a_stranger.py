"""What the README promises: `demo` shows everything, `init` writes a configuration that works."""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.e2e.client import submit
from tests.e2e.dkim_keys import records_in, verified
from tests.e2e.gateway_process import Gateway
from tests.e2e.mail import ANN, newsletter
from tests.e2e.peers import need, run
from tests.e2e.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[2]
COMMAND: Final = [sys.executable, "-m", "gateway"]


class Demo:
    """A running demonstration and what it printed."""

    def __init__(self, log: Path) -> None:
        self._log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [*COMMAND, "demo"], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        wait_for(lambda: "Ctrl-C ends it" in self.said or self.process.poll(), "the demo", 30)
        assert self.process.poll() is None, self.said

    @property
    def said(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def found(self, pattern: str) -> str:
        match = re.search(pattern, self.said, re.MULTILINE)
        assert match, self.said
        return match[1]

    def try_it(self, about: str) -> str:
        """Run the command that the demo prints below these words, as it stands there."""
        lines = self.found(rf"^  # .*{re.escape(about)}.*\n((?:  .+\n)+)")
        return run("bash", "-c", f"cd {shlex.quote(str(ROOT))}\n{lines}").stdout.decode()


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    running = Demo(tmp_path / "said")
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.wait()


@pytest.mark.peer
def test_what_the_demo_says_to_try_works(demo: Demo) -> None:
    need("curl", "bash")
    outbox = Path(demo.found(r"emails +(\S+)$")).parent
    assert Path(demo.found(r"texts +(\S+)$")).is_dir()
    assert outbox.is_dir()
    before = len(list(outbox.rglob("*.json")))
    demo.try_it("send an email by SMTP")
    assert '"status":"queued"' in demo.try_it("send a text").replace(" ", "")
    wait_for(lambda: len(list(outbox.rglob("*.json"))) == before + 2, "both in the outbox")
    assert "bob@example.org" in demo.try_it("what happened to Bob")
    assert demo.try_it("presses unsubscribe").strip() == "200"
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(30) == 0
    assert "Traceback" not in demo.said
    assert not outbox.exists()


def test_what_init_writes_works(tmp_path: Path) -> None:
    folder = tmp_path / "gateway"
    init = subprocess.run(
        [*COMMAND, "init", str(folder), "--non-interactive", "--company", "Shop Ltd",
         "--postal-address", "1 Real Street, Springfield, IL 62701", "--contact",
         "support@shop.example", "--domain", "shop.example", "--dkim"],
        cwd=ROOT, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert init.returncode == 0, init.stderr
    written = (folder / "config.toml").read_text(encoding="utf-8")
    ports = re.sub(r'(listen = "127\.0\.0\.1):\d+"', r'\1:0"', written)
    gateway = Gateway(folder, ports)
    gateway.command("config", "check")
    records = records_in(gateway.command("dkim", "show-dns"))
    gateway.start()
    try:
        assert submit(gateway, newsletter(ANN), [ANN]).startswith("250 2.0.0 Queued as ")
        outbox = gateway.data / "outbox"
        (copy,) = wait_for(lambda: list(outbox.rglob("*.eml")), "the copy in the outbox")
        signatures = verified(copy.read_bytes(), records)
    finally:
        gateway.close()
    assert signatures
    assert all(signatures)
