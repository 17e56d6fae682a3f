"""The codes of email: what a message itself is refused, held or warned about for."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from filters.codes.code import NO_REPLY, NO_STATUS, Code

EMAIL: Final = MappingProxyType(
    {
        "EMAIL_CATEGORY_UNKNOWN": Code(
            "550 5.7.1",
            422,
            "The declared category is none there is",
            'Declare "commercial", "transactional; basis=…" or "conversational", or nothing.',
        ),
        "EMAIL_CLASS_BASIS_MISSING": Code(
            "550 5.7.1",
            422,
            "Declared transactional without saying why",
            "Add basis=transaction, safety, account, employment or delivery to the declaration.",
        ),
        "EMAIL_CLASS_CONFLICT": Code(
            "550 5.7.1",
            422,
            "The message reads as advertising, but was not declared commercial",
            "Declare it commercial, or take the advertising out of subject and beginning.",
        ),
        "EMAIL_POSTAL_ADDRESS_MISSING": Code(
            "550 5.7.1",
            422,
            "Commercial email without a postal address to add",
            "Set company.postal_address, or postal_address of the [[sender]], to a real address.",
        ),
        "EMAIL_SUBJECT_DECEPTIVE": Code(
            "550 5.7.1",
            422,
            "The subject of commercial email pretends to answer or forward, or to be the last call",
            'Remove "Re:", "Fwd:" or the false deadline, or reply with In-Reply-To and References.',
        ),
        "EMAIL_SEXUAL_LABEL_MISSING": Code(
            "550 5.7.1",
            422,
            "Sexually explicit advertising without its label, or that shows it when opened",
            'Begin subject and text with "SEXUALLY-EXPLICIT: ", and show nothing explicit at once.',
        ),
        "EMAIL_FROM_NOT_AUTHORIZED": Code(
            "550 5.7.1",
            403,
            "The submitter may not send as this domain",
            "Use an address of your own sender identity, or have the domain added to a [[sender]].",
        ),
        "EMAIL_FROM_MALFORMED": Code(
            "550 5.6.0",
            422,
            "The message does not say whom it is from exactly once",
            "Write one From field with one address, and Sender, Reply-To, Subject at most once.",
        ),
        "EMAIL_WIRELESS_DOMAIN": Code(
            "550 5.7.1",
            403,
            "Commercial email to a phone by its carrier's email-to-text domain",
            "Take the address off the list; send texts through the SMS interface, with consent.",
        ),
        "EMAIL_DMARC_PREFLIGHT": Code(
            "550 5.7.1",
            422,
            "Commercial email that cannot be signed with DKIM",
            'Configure dkim keys for the [[sender]], or set dkim_missing = "warn".',
        ),
        "EMAIL_UNSUBSCRIBE_FOREIGN": Code(
            "550 5.7.1",
            422,
            "Commercial email with a List-Unsubscribe field that leads elsewhere",
            'Leave the field out: ours is added; or set email.on_foreign_unsubscribe = "replace".',
        ),
        "EMAIL_UNSUBSCRIBE_MISSING": Code(
            "550 5.7.1",
            422,
            "Commercial email that no working opt-out can be added to",
            "Send a message with a visible text or HTML body.",
        ),
        "MIME_IMMUTABLE_NONCOMPLIANT": Code(
            "550 5.7.1",
            422,
            "Commercial email whose body must not be changed",
            "Send it neither encrypted nor signed, with a text or HTML body; the gateway signs.",
        ),
        "MIME_MALFORMED": Code(
            "550 5.6.0",
            422,
            "The structure of the message cannot be read without guessing",
            "Mend the MIME structure: boundaries, header fields, encodings.",
        ),
        "MIME_CONVERSION_IMPOSSIBLE": Code(
            "554 5.6.3",
            422,
            "The next hop cannot take this message and it must not be converted",
            "Send it in 7-bit MIME, or route it to a next hop that offers 8BITMIME and SMTPUTF8.",
        ),
        "W_DKIM_MISSING": Code(
            NO_REPLY,
            NO_STATUS,
            "Commercial email leaves without a DKIM signature of its From domain",
            "Make a key with `optwarden dkim keygen` and add it to the [[sender]].",
        ),
        "W_UNSUBSCRIBE_REPLACED": Code(
            NO_REPLY,
            NO_STATUS,
            "The List-Unsubscribe field of commercial email led elsewhere and was replaced",
            "Leave the field out; opt-outs made elsewhere are to be imported into the list.",
        ),
        "W_CLASS_UNFOUNDED": Code(
            NO_REPLY,
            NO_STATUS,
            "Said to be transactional, and no text is plainly business that was agreed on",
            "Name the order, account or appointment first, or declare it commercial.",
        ),
        "W_CLASS_MIXED": Code(
            NO_REPLY,
            NO_STATUS,
            "Transactional email in which a sentence advertises",
            "Keep it below the business and short, or send it as commercial email by itself.",
        ),
        "W_SUBJECT_URGENCY": Code(
            NO_REPLY,
            NO_STATUS,
            "The subject of commercial email presses with a deadline or a shortage",
            "See that it is true: some states let every recipient sue over a false one.",
        ),
        "W_HTML_CLIP": Code(
            NO_REPLY,
            NO_STATUS,
            "The HTML part is so long that mailbox providers cut its end off",
            "Keep the HTML part under 100 kB, so that the footer is seen.",
        ),
    }
)
