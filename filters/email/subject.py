"""Whether the subject says what is true."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from filters.decision import Objection
from filters.email.answering import COUNTED, RE, names_a_message, shows_a_message
from filters.email.category.content import Content
from filters.email.deadline import contradicted_deadline
from filters.email.fields import value
from filters.lookalikes import as_seen
from filters.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Email, EmailFacts

_TICKET: Final = re.compile(
    r"\s*\[(?:[^\[\]#]{0,60}#\s?[\w-]{2,40}"
    r"|(?:ticket|case|request|issue|incident|ref)\b[^\[\]]{2,60})\]",
    re.IGNORECASE,
)
"""What a helpdesk writes behind Re: when it answers a web form, which was no message."""
_ANSWERS_OR_FORWARDS: Final = re.compile(
    rf"\s*(?:{RE}|fw|fwd|wg|tr|rv|enc|doorst|vl|i|pd|转发|轉寄|전달){COUNTED}",
    re.IGNORECASE,
)


@rule("EMAIL_SUBJECT_DECEPTIVE", cites="15 U.S.C. 7704(a)(2); RCW 19.190.020(1)(b)")
def subject_deceives(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Refuse commercial email whose subject pretends to answer, forward or be the last call.

    Whoever sees the message that is answered is not misled about what the email is.
    """
    if not facts.verdict.is_commercial:
        return
    for reason, evidence in _deceptions(email, facts):
        for recipient in email.recipients:
            yield Objection(recipient=recipient, reason=reason, evidence=evidence)


def _deceptions(email: Email, facts: EmailFacts) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what is certainly false in the subject, each with what it is seen by."""
    subject = as_seen(value(email.raw, email.tree, "subject"))
    match = _ANSWERS_OR_FORWARDS.match(subject)
    if match and not (
        names_a_message(email.raw, email.tree)
        or shows_a_message(email.raw, email.tree)
        or _answers_a_form(email, subject[match.end() :])
    ):
        yield (
            "The subject pretends to answer or forward a message, and there is none.",
            (f"subject begins with {match[0].strip()!r}",),
        )
    if evidence := contradicted_deadline(email, facts):
        reason = "The subject names a last day that the message itself contradicts."
        yield reason, evidence


def _answers_a_form(email: Email, subject: str) -> bool:
    """Whether a helpdesk answers what somebody wrote in a form: by number, selling nothing."""
    if _TICKET.match(subject) is None:
        return False
    judgement = Content(email.raw, email.tree).judgement
    return judgement.is_mailing or judgement.is_faint or not judgement.is_commercial
