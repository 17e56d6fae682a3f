"""Scanners, previews and prefetchers fetch links; only a person's own act opts out."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tests.e2e.client import submit
from tests.e2e.mail import ANN, link_of, newsletter
from tests.e2e.minting import minted
from tests.e2e.raw_http import Client, request
from tests.e2e.web import Answer, call

if TYPE_CHECKING:
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

LOOKS = ("GET", "HEAD", "OPTIONS")
QUERIES = ("", "/", "?List-Unsubscribe=One-Click", "?choice=all", "?lang=de&page=x")
SCANNERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 BarracudaCentral",
    "Mozilla/5.0 (compatible; proofpoint-urldefense)",
    "Mozilla/5.0 (compatible; Microsoft-Safelinks/1.0)",
    "Mimecast-URL-Protect/1.0",
    "Mozilla/5.0 (compatible; GoogleImageProxy; +http://www.google.com/bot.html)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "facebookexternalhit/1.1",
    "curl/8.5.0",
)


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


def test_ten_thousand_looks_of_scanners_unsubscribe_nobody(gateway: Gateway) -> None:
    paths = list(minted(gateway, [f"p{number}@people.example" for number in range(50)]).values())
    looks = [
        (method, f"{paths[number % len(paths)]}{QUERIES[number % len(QUERIES)]}", agent)
        for number in range(10_000 // (len(LOOKS) * len(SCANNERS)) + 1)
        for method in LOOKS
        for agent in SCANNERS
    ]
    assert len(looks) >= 10_000

    def look(share: list[tuple[str, str, str]]) -> set[tuple[str, int]]:
        with Client(gateway.http_port) as client:
            return {
                (method, client.ask(request(method, path, agent=agent))[0])
                for method, path, agent in share
            }

    with ThreadPoolExecutor(4) as scanners:
        answers = set().union(*scanners.map(look, [looks[n::4] for n in range(4)]))
    assert answers == {("GET", 200), ("HEAD", 200), ("OPTIONS", 405)}
    assert gateway.read("suppress", "list") == []


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
