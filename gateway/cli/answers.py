"""What `init` has to know, and whether an answer will do: each is examined when it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from filters.email.postal_address import is_postal_address, same_address
from gateway.cli.new_config import LOOPBACK_URL, Answers
from gateway.config import addresses
from gateway.config.addresses import is_loopback
from gateway.config.models import EXAMPLE_POSTAL_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

EXAMPLE: Final = Answers()
_LARGEST_PORT: Final = 65535


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to know; its name is that of the option that answers it."""

    name: str
    text: str
    default: Callable[[Mapping[str, Any]], str]  # by the answers before it; "" where none will do
    of_next_hop: bool = False  # asked when there is one

    @property
    def option(self) -> str:
        """Return the option that answers it."""
        return f"--{self.name.replace('_', '-')}"


QUESTIONS: Final = (
    Question(
        name="company", text="Company, as it stands in footers", default=lambda _: EXAMPLE.company
    ),
    Question(name="domain", text="Domain of your From addresses", default=lambda _: EXAMPLE.domain),
    Question(
        name="contact",
        text="Address people can write to",
        default=lambda given: f"support@{given['domain']}",
    ),
    Question(
        name="host",
        text="Host that takes email on; empty: none, it goes to a folder",
        default=lambda _: "",
    ),
    Question(name="port", text="Its port", default=lambda _: str(EXAMPLE.port), of_next_hop=True),
    Question(
        name="user", text="User to log in as; empty: none", default=lambda _: "", of_next_hop=True
    ),
    Question(
        name="postal_address",
        text="Postal address, on one line",
        default=lambda given: "" if given["host"] else EXAMPLE.postal_address,
    ),
    Question(
        name="public_url",
        text="URL of the unsubscribe page (https)",
        default=lambda given: "" if _leaves(given["host"]) else LOOPBACK_URL,
    ),
)
"""In the order in which they are asked: what an answer depends on comes before it."""


def accepted(name: str, answer: str, given: Mapping[str, Any]) -> str:
    """Return an answer as the configuration has it.

    `given`: the answers to the questions before it.

    Raises:
        ValueError: it will not do; the message says why.
    """
    if name == "postal_address":
        return _postal_address(answer, given["host"])
    if name == "public_url":
        return _public_url(answer.strip(), given["host"])
    examined = _KINDS.get(name)
    return examined(answer.strip()) if examined else answer.strip()


def faults(given: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with answers by option, each with its option; the rest are examples."""
    known: dict[str, Any] = {}
    for question in QUESTIONS:
        name, answer = question.name, given[question.name]
        if answer is not None and question.of_next_hop and not known["host"]:
            yield f"{question.option}: is of a next hop: name one with --host"
        text = str(getattr(EXAMPLE, name) if answer is None else answer)
        try:
            known[name] = accepted(name, text, known)
        except ValueError as error:
            known[name] = text
            yield f"{question.option}: {error}"


def _port(answer: str) -> str:
    if not (answer.isascii() and answer.isdecimal() and 1 <= int(answer) <= _LARGEST_PORT):
        message = f"{answer!r} is no port: write a number from 1 to {_LARGEST_PORT}"
        raise ValueError(message)
    return answer


def _postal_address(answer: str, host: str) -> str:
    # 15 U.S.C. 7704(a)(5)(A)(iii)
    if not is_postal_address(answer):
        message = "every commercial email has to say street or box, number and town, on one line"
        raise ValueError(message)
    if host and same_address(answer, EXAMPLE_POSTAL_ADDRESS):
        message = f"has to be your own, since email goes out by {host}"
        raise ValueError(message)
    return " ".join(answer.split())


def _public_url(answer: str, host: str) -> str:
    url = addresses.url(answer)
    parts = urlsplit(url)
    if _leaves(host) and parts.scheme != "https":
        message = f"has to begin with https, since email goes out by {host} (RFC 8058 3.1)"
        raise ValueError(message)
    if parts.scheme != "https" and host and not is_loopback(parts.hostname or ""):
        message = "has to begin with https, unless it is of this machine"
        raise ValueError(message)
    return url


_KINDS: Final = {
    "company": addresses.said,
    "domain": addresses.domain,
    "contact": addresses.contact,
    "host": addresses.next_hop,
    "port": _port,
}
"""Question → what examines its answer, where no other answer matters."""


def _leaves(host: str) -> bool:
    """Whether email sent to this next hop leaves the machine."""
    return bool(host) and not is_loopback(host)
