"""What may not come by SMTP may not come by HTTP: a mailbox by another name than the list's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from gateway.http.compose import mailboxes
from gateway.http.email import envelope_mistakes
from gateway.smtp.grammar import Rcpt, read_rcpt

if TYPE_CHECKING:
    from gateway.http.problems import Mistake

BY_ANOTHER_NAME: Final = (
    "jane%people.example@people.example", "people.example!jane@people.example",
    '"jane@people.example"@people.example', "jane@[192.0.2.1]", '"a>b"@people.example',
    '"a<b"@people.example',
)  # fmt: skip
BY_THEIR_OWN: Final = ("jane@people.example", "o'neil+news@people.example", '"Jane Doe"@x.example')


def taken_by_smtp(address: str) -> bool:
    return isinstance(read_rcpt(f"TO:<{address}>", extended=True), Rcpt)


def taken_by_http(address: str) -> bool:
    found: list[Mistake] = []
    mailboxes([address], "to", found)
    return not (found or envelope_mistakes("", [address]) or envelope_mistakes(address, ()))


@pytest.mark.parametrize("address", BY_ANOTHER_NAME)
def test_a_mailbox_by_another_name_is_refused(address: str) -> None:
    found: list[Mistake] = []
    assert mailboxes([address], "to", found) == ()
    assert [each.loc for each in found] == ["to[0]"]
    assert [each.loc for each in envelope_mistakes(address, [address])] == ["to[0]", "from"]
    assert not taken_by_smtp(address)


@pytest.mark.parametrize("address", BY_THEIR_OWN)
def test_a_mailbox_by_its_own_name_is_taken(address: str) -> None:
    assert taken_by_http(address)
    assert taken_by_smtp(address)
