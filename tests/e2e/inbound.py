"""People who write to us, and what the gateway is set up with to take it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tests.e2e.peers import said
from tests.e2e.settings import settings

if TYPE_CHECKING:
    import subprocess

    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Arrived

DOMAIN: Final = "in.shop.example"
INBOUND: Final = '[[smtp]]\nlisten = "127.0.0.1:0"\nrole = "inbound"\nhostname = "in.shop.example"'
_FIELD: Final = re.compile(
    r"<https?://\S+/u/[a-z2-7]{55}>,\s*<mailto:(u\+[a-z2-7]{55}@in\.shop\.example)\?subject=unsubscribe>"
)


def receiving(sink: int, more: str = "") -> str:
    """Return a configuration with a listener for our own addresses."""
    text = settings(sink, more=f"{INBOUND}\n{more}")
    return text.replace("[public]\n", f'[public]\nmail_domain = "{DOMAIN}"\n')


def opt_out_address(arrived: Arrived) -> str:
    """Return the address that the List-Unsubscribe field of a message names."""
    (value,) = arrived.message.get_all("List-Unsubscribe", [])
    match = _FIELD.fullmatch(str(value))
    assert match, value
    return match[1]


def entries(gateway: Gateway, who: str) -> list[tuple[str, str, str]]:
    """Return reason, scope and origin of what is in force for a person."""
    (shown,) = gateway.read("suppress", "show", who)
    return [(each["reason"], each["scope"], each["origin"]) for each in shown["active"]]


def answer_of(ran: subprocess.CompletedProcess[bytes]) -> str:
    """Return what the server said to the message, from what swaks shows."""
    replies: list[str] = re.findall(r"^<[-~*][ *]*\s(\d{3}[ -].*)$", said(ran), re.MULTILINE)
    answers = [reply for reply in replies if not reply.startswith(("220", "221", "354"))]
    return answers[-1]
