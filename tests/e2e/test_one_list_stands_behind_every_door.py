"""An opt-out recorded anywhere holds everywhere, however the address is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest

from tests.e2e.client import submit
from tests.e2e.mail import newsletter
from tests.e2e.settings import NEWS
from tests.e2e.waiting import wait_for
from tests.e2e.web import call

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

ZOE: Final = "ZOE@People.Example"
SPELLINGS: Final = (
    "zoe@people.example", ZOE, '"zoe"@people.example', "zoe+news@people.example",
)  # fmt: skip
FORM: Final = "application/x-www-form-urlencoded"
WORD: Final = {"reason": "unsubscribe", "scope": "commercial", "evidence": "letter"}


def _typed_into_the_form(gateway: Gateway, _key: str) -> None:
    body = f"address={quote(ZOE)}".encode()
    assert call(gateway, "POST", "/u", body, content_type=FORM).status == 200


def _put_by_an_application(gateway: Gateway, key: str) -> None:
    target = f"/v1/suppressions/email/{quote(ZOE)}"
    assert call(gateway, "PUT", target, WORD, key=key).status == 201


def _added_by_an_admin(gateway: Gateway, _key: str) -> None:
    gateway.command("suppress", "add", ZOE)


def _with_all_of_the_domain(gateway: Gateway, _key: str) -> None:
    gateway.command("suppress", "add", "@People.Example")


@pytest.mark.parametrize(
    "opt_out",
    [_typed_into_the_form, _put_by_an_application, _added_by_an_admin, _with_all_of_the_domain],
)
def test_whoever_opts_out_anywhere_is_refused_everywhere(
    opt_out: Callable[[Gateway, str], None], gateway: Gateway, sink: Sink
) -> None:
    key = gateway.key("send", "read", "add")
    assert not _is_refused(gateway, key, SPELLINGS[0])
    wait_for(lambda: len(sink.arrived) == 2, "the mail of before")
    opt_out(gateway, key)
    assert [each for each in SPELLINGS if not _is_refused(gateway, key, each)] == []
    assert not _is_refused(gateway, key, "zoe@elsewhere.example")

    who = "@people.example" if opt_out is _with_all_of_the_domain else SPELLINGS[0]
    why = ("--because", "she asked for it", "--evidence", "call of 3 May")
    gateway.command("suppress", "lift", who, *why)
    assert not _is_refused(gateway, key, SPELLINGS[0])
    story = [step["kind"] for step in gateway.read("suppress", "show", who)[0]["history"]]
    assert len(story) == 2
    assert "lift" in story[1]
    gateway.stop()
    assert len(sink.arrived) == 2 * 3


def _is_refused(gateway: Gateway, key: str, address: str) -> bool:
    by_smtp = submit(gateway, newsletter(), [address])
    order = {
        "from": NEWS, "to": [address], "subject": "x", "text": "Shop now!",
        "category": "commercial",
    }  # fmt: skip
    by_http = call(gateway, "POST", "/v1/email", order, key=key)
    refused = by_smtp.startswith("550 5.7.1 [SUPPRESSED_"), by_http.status == 403
    assert len(set(refused)) == 1, (address, by_smtp, by_http.body)
    return refused[0]
