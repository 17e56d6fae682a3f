"""What a refusal says beyond the one recipient."""

from __future__ import annotations

import pytest

from gateway.delivery.cause import rests_domain
from gateway.delivery.smtp_reply import Answers, Reply


@pytest.mark.parametrize(
    ("reply", "answers", "rests"),
    [
        ("450 4.7.1 Too many messages from your server", Answers.RECIPIENT, True),
        ("421 4.7.0 [TSS04] temporarily deferred due to reputation", Answers.RECIPIENT, True),
        ("450 4.7.1 Too many messages from your server", Answers.SENDER, False),
        ("450 4.7.1 Too many messages from your server", Answers.MESSAGE, False),
        ("451 4.7.1 Greylisted, come again in five minutes", Answers.RECIPIENT, False),
        ("450 4.2.0 Recipient address rejected: gray-listing", Answers.RECIPIENT, False),
        ("452 4.2.2 mailbox full", Answers.RECIPIENT, False),
        ("550 5.7.1 rejected for policy", Answers.RECIPIENT, False),
        ("451 4.3.0 come again", Answers.RECIPIENT, False),
    ],
)
def test_a_domain_rests_for_what_is_said_of_recipients(
    reply: str, answers: Answers, *, rests: bool
) -> None:
    code, _, text = reply.partition(" ")
    assert rests_domain(Reply(int(code), text, answers=answers)) is rests
