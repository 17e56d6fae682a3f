"""The largest messages there may be, of every kind: how long each keeps others waiting, its memory.

One gateway takes them over SMTP one after the other and writes them to an outbox. A message that
kept others waiting is sent once more, and the shorter time counts: other programs run here, too.
"""

from __future__ import annotations

import json
import smtplib
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.bench.configuration import configuration
from tests.bench.engine import with_attachments
from tests.bench.hostile import HOSTILE
from tests.bench.processes import memory_mib, watched

_SMTP, _HTTP = 21901, 21900
_MIB: Final = 1 << 20
_BYTES: Final = 24 * _MIB
_MOST_BYTES: Final = 25 * _MIB
_WANTED_STALL_S: Final = 0.1
_WANTED_MIB: Final = 150.0
_TRIES: Final = 3
_SETTLE_S: Final = 2.5  # it is delivered meanwhile
_FROM, _TO = "news@example.com", "ann@example.net"


def main() -> int:
    """Measure and print; 1 if somebody waited too long, or one took too much memory."""
    makers = {"a newsletter with attachments": with_attachments, **HOSTILE}
    failed = 0
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        for kind, make in makers.items():
            folder = Path(name, str(len(list(Path(name).iterdir()))))
            folder.mkdir()
            failed += not _is_good(folder, kind, make(_BYTES)[:_MOST_BYTES])
    return int(failed > 0)


def _is_good(folder: Path, kind: str, raw: bytes) -> bool:
    stall_s, took_mib, answer = 1e9, 0.0, ""
    (folder / "config.toml").write_text(configuration(smtp=_SMTP, http=_HTTP))
    with watched(folder, _SMTP) as pid:
        _sent(with_attachments(2000))
        for _ in range(_TRIES):
            time.sleep(_SETTLE_S)
            idle_mib = memory_mib(pid, "VmRSS")
            Path(f"/proc/{pid}/clear_refs").write_text("5")  # the peak begins anew
            (folder / "stalls").write_text("")
            answer = _sent(raw)
            time.sleep(_SETTLE_S)
            took_mib = max(took_mib, memory_mib(pid, "VmHWM") - idle_mib)
            stall_s = min(stall_s, _longest(folder))
            if stall_s <= _WANTED_STALL_S:
                break
    is_good = stall_s <= _WANTED_STALL_S and took_mib <= _WANTED_MIB
    mark = "" if is_good else "  <- missed"
    print(f"{kind:48} {stall_s * 1000:5.0f} ms {took_mib:5.0f} MiB  {answer}{mark}", flush=True)
    return is_good


def _sent(raw: bytes) -> str:
    with smtplib.SMTP("127.0.0.1", _SMTP, timeout=120) as client:
        try:
            client.sendmail(_FROM, [_TO], raw)
        except smtplib.SMTPDataError as error:
            return f"{error.smtp_code} {error.smtp_error!s:.44}"
    return "250"


def _longest(folder: Path) -> float:
    lines = (folder / "stalls").read_text("utf-8").replace("\0", "").splitlines()
    return max((float(json.loads(line)["s"]) for line in lines), default=0.0)
