"""Scanners, previews and prefetchers fetch links; only a person's own act opts out."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tests.e2e.client import submit
from tests.e2e.mail import ANN, link_of, newsletter
from tests.e2e.web import Answer, call

if TYPE_CHECKING:
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

LOOKS = ("GET", "HEAD", "OPTIONS")


def test_no_visit_unsubscribes(gateway: Gateway, sink: Sink) -> None:
    submit(gateway, newsletter(ANN), [ANN])
    link = link_of(sink.to(ANN).message)
    page = call(gateway, "GET", link)
    assert page.status == 200
    assert "<form" in page.body.decode()
    linked = re.findall(r'(?:href|src|action)="([^"#]+)"', page.body.decode())
    targets = [
        link,
        f"{link}/",
        f"{link}?List-Unsubscribe=One-Click",
        f"{link}?choice=all",
        *linked,
    ]
    with ThreadPoolExecutor(8) as scanner:
        visits = [(method, url) for url in targets for method in LOOKS] * 8
        answers = list(scanner.map(lambda visit: call(gateway, *visit), visits))
    assert all(answer.status < 500 for answer in answers)
    assert gateway.read("suppress", "list") == []
    assert submit(gateway, newsletter(ANN, subject="The next one"), [ANN]).startswith("250 ")


def test_a_token_that_nobody_made_is_told_nothing(gateway: Gateway, sink: Sink) -> None:
    submit(gateway, newsletter(ANN), [ANN])
    link = link_of(sink.to(ANN).message)
    token = link.rpartition("/")[2]
    forged = link.replace(token, ("b" if token[0] == "a" else "a") + token[1:])
    unknown = _click(gateway, forged)
    assert gateway.read("suppress", "list") == []
    known = _click(gateway, link)
    assert _told(unknown) == _told(known)
    assert [entry["key"] for entry in gateway.read("suppress", "list")] == [ANN]

    for strange in (
        forged,
        link.replace(token, "x"),
        link.replace(token, "%00"),
        link.replace(token, "é" * 9),
    ):
        url = strange.encode("ascii", "ignore").decode()
        assert _told(call(gateway, "GET", url)) == _told(call(gateway, "GET", forged))
        assert call(gateway, "HEAD", url).status == 200


def _told(answer: Answer) -> tuple[int, bytes, list[str]]:
    return answer.status, answer.body, sorted(answer.fields)


def _click(gateway: Gateway, url: str) -> Answer:
    """Opt out as RFC 8058 says."""
    kind = "application/x-www-form-urlencoded"
    return call(gateway, "POST", url, b"List-Unsubscribe=One-Click", content_type=kind)
