"""Whether sexually explicit advertising is labelled and wrapped as the law wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.decision import Objection
from filters.email.category.content import Content
from filters.email.category.lexicon import explicit_phrases
from filters.email.displayed import readable_parts
from filters.email.fields import value
from filters.email.transfer import BASE64, decoded
from filters.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.email.part import Part
    from filters.message import Email, EmailFacts

LABEL: Final = "SEXUALLY-EXPLICIT: "
"""The 19 characters of 16 CFR 316.4(a)(1)."""

_STEMS: Final = (b"sex", b"xxx", b"porn", b"nude", b"naked", b"horny", b"hardcore")
"""One of these is in all that is plainly explicit: text without any of them is not read."""
_EXAMINED_BYTES: Final = 200_000
_EXPLICIT: Final = 2


@rule("EMAIL_SEXUAL_LABEL_MISSING", cites="15 U.S.C. 7704(d); 16 CFR 316.4(a)")
def explicit_mail_is_not_wrapped(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Refuse sexually explicit commercial email without its label, or that shows it at once."""
    if not facts.verdict.is_commercial:
        return
    subject = value(email.raw, email.tree, "subject")
    is_said = subject.upper().startswith(LABEL.strip())
    if not is_said and not _may_be_explicit(email, subject):
        return
    reasons = tuple(_reasons(email, subject, is_said=is_said))
    for recipient in email.recipients if reasons else ():
        yield Objection(recipient=recipient, reason=reasons[0], evidence=reasons[1:])


def _reasons(email: Email, subject: str, *, is_said: bool) -> Iterator[str]:
    """Yield what is wrong, and then what it was seen by."""
    readings = Content(email.raw, email.tree).readings
    shown = [explicit_phrases(reading.shown) for reading in readings]
    seen = explicit_phrases(subject, *(reading.everything for reading in readings))
    if not is_said and len(seen) < _EXPLICIT:
        return
    if not subject.startswith(LABEL):  # 16 CFR 316.4(a)(1)
        yield f'The subject of explicit advertising begins with "{LABEL}", 19 characters.'
    elif any(shown):  # 16 CFR 316.4(a)(2): nothing explicit before the reader acts
        yield "Explicit advertising shows nothing explicit when it is opened."
    elif not all(LABEL.strip() in reading.shown for reading in readings):  # 316.4(a)(2)(i)
        yield f'The text of explicit advertising shows "{LABEL.strip()}", too.'
    else:
        return
    yield from (f'text: "{phrase}"' for phrase in sorted(seen))


def _may_be_explicit(email: Email, subject: str) -> bool:
    """Whether any text could be: cheap, for it is asked of every commercial message."""
    texts = [subject.encode(), *(_text(email.raw, part) for part in readable_parts(email.tree))]
    text = b" ".join(texts).lower()
    return any(stem in text for stem in _STEMS)


def _text(raw: bytes, part: Part) -> bytes:
    """Return the beginning of a text; in quoted-printable words of ASCII stand as they are."""
    body = raw[part.body_start : min(part.body_end, part.body_start + _EXAMINED_BYTES)]
    return decoded(body, BASE64) if part.transfer_encoding == BASE64 else body
