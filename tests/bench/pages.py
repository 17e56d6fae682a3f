"""Measure the admin pages over millions of entries and messages: how long each takes, its size.

Times are those of a client on the same machine that is connected: the first look at each page,
when nothing of it lies in memory, counts like the others.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from gateway.admin.pages import STATIC
from tests.bench.heaps import fill
from tests.e2e.furnished import ASKED, MORE, Furnished
from tests.e2e.gateway_process import Gateway
from tests.e2e.settings import settings
from tests.e2e.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

WANTED_MS: Final = 150.0
WANTED_OF_SEARCH_MS: Final = 50.0
WANTED_BYTES: Final = 100_000
_TIMES: Final = 15
_LISTED: Final = "user9e3779b1@example1.com"
_NUMBER: Final = "+12022000120"
_SEARCHES: Final = (
    f"/search?q={_LISTED}", f"/search?q=to:{_LISTED}", f"/search?q={quote(_NUMBER)}",
    f"/search?q=to:{quote(_NUMBER)}", f"/search?q={quote(ASKED)}", f"/suppressions?q={_LISTED}",
    f"/suppressions?q={quote(_NUMBER)}", "/suppressions?q=nobody@example.org",
    "/search?q=to:nobody@example.org",
)  # fmt: skip
"""Searches by address or number."""

_LISTS: Final = (
    "/?days=30", "/?days=7", "/suppressions?reason=legal", "/suppressions?channel=sms&active=yes",
    "/suppressions?scope=stream:news", "/suppressions?q=user9e37", "/suppressions?q=@example7.com",
    "/suppressions?q=nowhere", "/search?q=offer", "/search?q=nothing+like+it",
    "/search?q=verdict:refused", "/search?q=reason:EMAIL_CLASS_CONFLICT", "/search?q=state:held",
    "/search?q=state:unknown", "/search?q=state:deferred", "/search?q=channel:sms",
    "/search?q=route:texts", "/search?q=from:@shop.example", "/search?q=from:nobody@shop.example",
    "/queue?state=deferred", "/queue?state=unknown", "/queue?route=texts", "/queue?state=queued",
    "/held?channel=sms", "/held?code=EMAIL_CLASS_CONFLICT", "/held?code=NONE",
    "/outbox?route=texts", f"/people/email/{_LISTED}", f"/people/sms/{quote(_NUMBER)}",
    f"/people/sms/{quote(ASKED)}", f"/people/email/{_LISTED}/lift",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """How long a page took each time, and what a browser loads for it."""

    path: str
    wanted_ms: float
    ms: tuple[float, ...]
    size_bytes: int

    @property
    def faults(self) -> str:
        """What is not as wanted; "" where all is."""
        slow = "SLOW" if max(self.ms) > self.wanted_ms else ""
        large = "LARGE" if self.size_bytes > WANTED_BYTES else ""
        return " ".join(filter(None, (slow, large)))


def main(entries: int) -> int:
    """Fill the stores, look at every page, print the table; 1 if something is not as wanted."""
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        gateway = Gateway(Path(name), settings(more=MORE))
        gateway.start()  # makes the files
        gateway.stop()
        began = time.monotonic()
        fill(gateway.data, entries, entries * 2 // 5)
        os.sync()  # what the filling left to be written does not slow the pages
        took = time.monotonic() - began
        print(f"{entries:,} entries, {entries * 2 // 5:,} messages, made in {took:.0f} s")
        gateway.start()
        try:
            found = list(_all(Furnished(gateway), Visitor(gateway, "admin")))
        finally:
            gateway.stop()
    _print(found)
    return int(any(each.faults for each in found))


def _all(furnished: Furnished, visitor: Visitor) -> Iterator[Looked]:
    places = list(furnished.pages(visitor).values())
    places += furnished.more_pages()
    every = {"act": "retry", "every": "yes", "state": "deferred"}
    places += [visitor.post("/choose", every).location, *_LISTS]
    for path in places:
        yield _look(visitor, path, WANTED_MS)
    for path in _SEARCHES:
        yield _look(visitor, path, WANTED_OF_SEARCH_MS)


def _look(visitor: Visitor, path: str, wanted_ms: float) -> Looked:
    shown = [visitor.get(path) for _ in range(_TIMES)]
    assert all(each.status in (200, 303) for each in shown), (path, shown[0].status)
    is_page = shown[0].kind == "text/html" and "/frame" not in path
    beside = sum(len(each.content) for each in STATIC.values()) if is_page else 0
    return Looked(
        path=path, wanted_ms=wanted_ms, ms=tuple(each.ms for each in shown),
        size_bytes=len(shown[0].body) + beside,
    )  # fmt: skip


def _print(found: list[Looked]) -> None:
    print(f"{'page':72}{'p50 ms':>8}{'max ms':>8}{'kB':>6}")
    for each in found:
        middle, most = statistics.median(each.ms), max(each.ms)
        size = each.size_bytes / 1000
        print(f"{each.path[:70]:72}{middle:>8.1f}{most:>8.1f}{size:>6.0f} {each.faults}")
