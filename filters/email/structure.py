"""Whether the body can carry what the law asks for, and the reader will see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.decision import Effect, Objection
from filters.email.displayed import HTML, displayed_parts
from filters.email.editability import Editability, editability
from filters.email.footer.clipping import CLIPPED_BYTES, length
from filters.email.footer.edit import wording
from filters.email.footer.placeholders import MOST, is_crowded, may_begin
from filters.email.footer.text import html
from filters.email.transfer import decoded
from filters.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Email, EmailFacts

_WHY: Final = {
    Editability.ENCRYPTED: "The message is encrypted, so nothing can be added to it.",
    Editability.SIGNED: "The message is signed, and the policy adds nothing to signed mail.",
    Editability.BODILESS: "The message shows no text that a footer could stand under.",
    Editability.ENDLESS: "A text of the message is so long that nobody reads what stands under it.",
    Editability.EDITABLE: f"The message has more than {MOST} placeholders in a text.",
    Editability.WRAPPED: "All that the message says is in a winmail.dat, which Outlook shows"
    " without what is added to it.",
    Editability.FRAGMENT: "The message is a fragment, which nothing can be added to.",
}
_FEWEST_BYTES: Final = MOST * 8
"""What is shorter has no room for so many placeholders."""
_STANDS_BESIDE: Final = frozenset({Editability.SIGNED, Editability.BODILESS, Editability.ENDLESS})
"""What stays as it is while the footer becomes the text that is shown with it."""


@rule("MIME_IMMUTABLE_NONCOMPLIANT", cites="15 U.S.C. 7704(a)(3)(A), (5)(A); RFC 1847 2.1")
def commercial_body_must_stay(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Refuse commercial email that no footer can be added to without harm."""
    if not facts.verdict.is_commercial:
        return
    found = editability(email.raw, email.tree)
    if found is Editability.EDITABLE and not _is_crowded(email):
        return
    if found in _STANDS_BESIDE and facts.policy.on_uneditable == "append-part":
        return
    for recipient in email.recipients:
        yield Objection(recipient=recipient, reason=_WHY[found])


def _is_crowded(email: Email) -> bool:
    """Whether some displayed text has more placeholders than are filled: raw ones would be left."""
    for part in displayed_parts(email.tree):
        if part.body_end - part.body_start > _FEWEST_BYTES:
            content = decoded(email.raw[part.body_start : part.body_end], part.transfer_encoding)
            if may_begin(content) and is_crowded(content.replace(b"\0", b"")):
                return True
    return False


@rule("W_HTML_CLIP", cites="15 U.S.C. 7704(a)(3)(A), (5)(A)", effect=Effect.PASS)
def footer_may_be_cut_off(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Warn about commercial email whose HTML is so long that the footer may not be seen."""
    if not facts.verdict.is_commercial or len(email.raw) <= CLIPPED_BYTES // 2:
        return
    sizes = [
        len(decoded(email.raw[part.body_start : part.body_end], part.transfer_encoding))
        for part in displayed_parts(email.tree)
        if part.content_type == HTML
    ]
    longest = max(sizes, default=0)
    if longest and longest + length(html(wording(email, facts))) > CLIPPED_BYTES:
        for recipient in email.recipients:
            yield Objection(
                recipient=recipient,
                reason="Mailbox providers may cut off the end of the HTML part.",
                evidence=(f"{longest} bytes of HTML",),
            )
