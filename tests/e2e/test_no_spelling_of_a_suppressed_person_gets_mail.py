"""However a suppressed person's address or number is written, and at whatever door: nothing passes.

`SPELLINGS=10000` tries about as many at each door.
"""

from __future__ import annotations

import csv
import io
import json
import os
import smtplib
import time
from email.message import EmailMessage
from http.client import HTTPConnection
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

import pytest

from tests.e2e.settings import BOUNCES, DAY_AND_NIGHT, NEWS, settings
from tests.spellings import address_spellings, number_spellings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.e2e.conftest import StartGateway
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

COUNT: Final = int(os.environ.get("SPELLINGS", "120"))
IN_ASCII: Final = ("ann.lee@example.com", "o'brien@mail.example.org")
PEOPLE: Final = (*IN_ASCII, "zoë@bücher.example")
NUMBERS: Final = ("+19169668284", "+12025550177")
A_SESSION: Final = 6  # letters: who says too much that is refused is shown the door
FORM: Final = "application/x-www-form-urlencoded"


class Door:
    """One connection to the API, kept open."""

    def __init__(self, gateway: Gateway, key: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", gateway.http_port, timeout=60)
        self._key = key

    def json(self, method: str, target: str, body: object = None) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        sent = None if body is None else json.dumps(body)
        self._connection.request(method, target, sent, headers)
        response = self._connection.getresponse()
        return response.status, json.loads(response.read())

    def bring(self, content: bytes, kind: str) -> Any:  # noqa: ANN401 - JSON
        """Import a file and return what became of it."""
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": kind}
        self._connection.request("POST", "/v1/suppressions:import", content, headers)
        response = self._connection.getresponse()
        told = json.loads(response.read())
        assert response.status == 202, told
        while told["state"] in {"reading", "adding"}:
            time.sleep(0.05)
            told = self.json("GET", f"/v1/imports/{told['id']}")[1]
        return told

    def form(self, address: str, origin: str) -> int:
        body = urlencode({"address": address})
        headers = {"Content-Type": FORM, "X-Forwarded-For": origin}
        self._connection.request("POST", "/u", body, headers)
        response = self._connection.getresponse()
        response.read()
        return response.status

    def close(self) -> None:
        self._connection.close()


@pytest.fixture
def gateway(start_gateway: StartGateway, sink: Sink) -> Gateway:
    http = 'trusted_proxies = ["127.0.0.0/8"]'
    return start_gateway(settings(sink.port, http=http, more=DAY_AND_NIGHT))


@pytest.fixture
def door(gateway: Gateway) -> Iterator[Door]:
    """Opened once everybody is on the list."""
    opened = Door(gateway, gateway.key("send", "read", "add", "consent", "import"))
    for channel, people in (("email", PEOPLE), ("sms", NUMBERS)):
        for who in people:
            target = f"/v1/suppressions/{channel}/{quote(who, safe='')}"
            assert opened.json("PUT", target, {})[0] == 201
    for number in NUMBERS:
        request = {"to": number, "source": "form", "evidence": "form 12"}
        assert opened.json("POST", "/v1/consents", request)[0] == 201
    yield opened
    opened.close()


def spellings(salt: str, people: Sequence[str] = PEOPLE) -> Iterator[str]:
    """Yield spellings of people, one of each in turn."""
    each = [address_spellings(who, Random(who + salt)) for who in people]  # noqa: S311 - repeatable
    for _ in range(COUNT // len(people)):
        yield from map(next, each)


@pytest.mark.usefixtures("door")
def test_no_spelling_passes_by_smtp(gateway: Gateway, sink: Sink) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = NEWS, "you@example.com", "20% off"
    letter.set_content("20% off today. Buy now!")
    wire = bytes(letter).replace(b"\n", b"\r\n")
    passed, reached = [], 0
    every = [each for each in spellings("smtp", IN_ASCII) if each.isascii()]
    for start in range(0, len(every), A_SESSION):
        with smtplib.SMTP("127.0.0.1", gateway.smtp_ports[0], timeout=60) as client:
            client.command_encoding = "utf-8"
            client.ehlo("shop.example")
            for written in every[start : start + A_SESSION]:
                assert client.docmd(f"MAIL FROM:<{BOUNCES}>")[0] == 250
                if client.docmd(f"RCPT TO:<{written}>")[0] == 250:
                    reached += 1
                    code, said = client.data(wire)
                    if code != 550 or b"[SUPPRESSED_OPTOUT]" not in said:
                        passed.append((written, said))
                client.docmd("RSET")
    assert passed == []
    assert reached > len(every) * 0.5, "SMTP takes most of them, and then refuses the message"
    gateway.stop()
    assert sink.arrived == ()


def test_no_spelling_passes_by_http(door: Door) -> None:
    statuses = set()
    for written in spellings("http"):
        order = {
            "from": NEWS, "to": [written], "subject": "20% off", "text": "Buy now!",
            "category": "commercial",
        }  # fmt: skip
        statuses.add(door.json("POST", "/v1/email", order)[0])
    assert statuses <= {403, 422}
    assert 403 in statuses


def test_every_spelling_is_looked_up_and_listed_as_the_same_person(door: Door) -> None:
    wanted = list(spellings("look-up"))
    _, before = door.json("GET", "/v1/suppressions?limit=1000")
    for start in range(0, len(wanted), 1000):
        chunk = wanted[start : start + 1000]
        asked = {"channel": "email", "addresses": chunk}
        status, found = door.json("POST", "/v1/suppressions:lookup", asked)
        assert status == 200, found
        assert [(r["suppressed"], r["errors"]) for r in found["results"]] == [(True, [])] * len(
            chunk
        )
        rows = [{"channel": "email", "address": written} for written in chunk]
        _, answer = door.json("POST", "/v1/suppressions:batch", {"suppressions": rows})
        assert {result["status"] for result in answer["results"]} == {"known"}
    for written in wanted[:200]:
        status, _ = door.json("PUT", f"/v1/suppressions/email/{quote(written, safe='')}", {})
        assert status == 200
    assert door.json("GET", "/v1/suppressions?limit=1000") == (200, before)


def test_every_spelling_in_a_file_is_the_same_person(door: Door) -> None:
    _, before = door.json("GET", "/v1/suppressions?limit=1000")
    written: list[tuple[str, str]] = [("email", each) for each in spellings("file")]
    for number in NUMBERS:
        each = number_spellings(number, Random(number + "file"))  # noqa: S311 - repeatable
        written += [("phone", next(each)) for _ in range(COUNT // len(NUMBERS))]
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(("email", "phone"))
    rows.writerows((who, "") if column == "email" else ("", who) for column, who in written)
    lines = "".join(json.dumps({column: who}) + "\n" for column, who in written)
    for content, kind in (
        (table.getvalue().encode(), "text/csv"),
        (table.getvalue().encode("utf-16"), "text/csv"),
        (lines.encode(), "application/x-ndjson"),
    ):
        told = door.bring(content, kind)
        assert (told["state"], told["rows"], told["errors"]) == ("done", len(written), [])
        counts = told["counts"]
        assert counts["known"] == len(PEOPLE) + len(NUMBERS)
        assert counts["known"] + counts["duplicate"] == len(written)
    assert door.json("GET", "/v1/suppressions?limit=1000") == (200, before)


def test_every_spelling_typed_into_the_form_is_the_same_person(door: Door) -> None:
    for index, written in enumerate(spellings("form")):
        origin = f"10.{index >> 16 & 255}.{index >> 8 & 255}.{index & 255}"
        assert door.form(written, origin) == 200, ascii(written)
    _, page = door.json("GET", "/v1/suppressions?channel=email&limit=1000")
    keys = {entry["address"] for entry in page["suppressions"]}
    assert len(keys) == len(PEOPLE)
    assert len(page["suppressions"]) == 2 * len(PEOPLE), (
        "the entry made before and the person's own"
    )


def test_no_spelling_of_a_number_is_texted(door: Door) -> None:
    statuses: dict[int, int] = {}
    for number in NUMBERS:
        written = number_spellings(number, Random(number))  # noqa: S311 - repeatable
        for each in islice(written, COUNT // len(NUMBERS)):
            order = {"to": each, "text": "Your receipt: $4.", "purpose": "receipt"}
            status, _ = door.json("POST", "/v1/sms", order)
            statuses[status] = statuses.get(status, 0) + 1
    assert set(statuses) <= {403, 422}
    assert statuses[403] > COUNT / 2
