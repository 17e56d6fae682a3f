"""The codes of texts."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from filters.codes.code import NO_REPLY, NO_STATUS, Code

SMS: Final = MappingProxyType(
    {
        "SMS_NO_CONSENT": Code(
            NO_REPLY,
            403,
            "Nobody at this number asked this sender to text",
            "Record the person's request by POST /v1/consents or `optwarden consent add`.",
        ),
        "SMS_CONSENT_PURPOSE": Code(
            NO_REPLY,
            403,
            "The person asked to be texted, but not for this purpose",
            "Ask the person and record a request that names this purpose.",
        ),
        "SMS_CONSENT_EXPIRED": Code(
            NO_REPLY,
            403,
            "The person's request to be texted has run out or was revoked",
            "Ask the person again and record the new request.",
        ),
        "SMS_PROMOTIONAL_BLOCKED": Code(
            NO_REPLY,
            422,
            "The text reads as advertising",
            "Take the offer out; the findings name what was seen. Advertise by email instead.",
        ),
        "SMS_TEMPLATE_APPROVED": Code(
            NO_REPLY,
            NO_STATUS,
            "The text reads like a template that a person approved",
            "Nothing is to be done; the admin page Templates has them, and withdraws them.",
        ),
        "SMS_PURPOSE_UNKNOWN": Code(
            NO_REPLY,
            422,
            "The purpose is missing or none of the configured ones",
            "Name one of sms.purposes; only inside an open conversation may it be left out.",
        ),
        "SMS_NUMBER_INVALID": Code(
            NO_REPLY,
            422,
            "This is not a phone number",
            "Write the number with its country code, as in +14155550123.",
        ),
        "SMS_NUMBER_UNSUPPORTED": Code(
            NO_REPLY,
            422,
            "This kind or region of number is not texted",
            "Use a mobile number of one of sms.regions.",
        ),
        "SMS_SHORTENER_BLOCKED": Code(
            NO_REPLY,
            422,
            "The text has a link of a public link shortener",
            "Write the link in full, or shorten it under your own domain.",
        ),
        "SMS_LINK_DECEPTIVE": Code(
            NO_REPLY,
            422,
            "A link of the text hides where it leads or imitates another",
            "Write the link with its plain host; a host of your own goes into sms.link_hosts.",
        ),
        "W_LINK_HOSTS": Code(
            NO_REPLY,
            NO_STATUS,
            "A text with links to several hosts",
            "Link to one host, best your own.",
        ),
        "SMS_KEYWORD_TRAP": Code(
            NO_REPLY,
            422,
            "The text asks for a word that ends all texts, for something else",
            "Ask for another word, or a number: who replies STOP, CANCEL, END or QUIT opts out.",
        ),
        "SMS_OPTOUT_EXCLUSIVE": Code(
            NO_REPLY,
            422,
            "The text says that there is only one way to make the texts stop",
            "Say how to stop without saying that nothing else counts: any reasonable way does.",
        ),
        "SMS_TOO_LONG": Code(
            NO_REPLY,
            422,
            "The text takes more segments than allowed",
            "Shorten it; the opt-out sentence counts, and one emoji halves what a segment holds.",
        ),
        "SMS_QUIET_HOURS": Code(
            NO_REPLY,
            409,
            "It is night where the recipient is",
            'Send it in the day, or set sms.quiet_hours.action = "wait".',
        ),
        "SMS_FREQUENCY_CAP": Code(
            NO_REPLY,
            429,
            "The person was sent as many texts as one gets in this time",
            "Send it later, or say it in one text; sms.limits has the numbers.",
        ),
        "RATE_HARVEST": Code(
            "421 4.7.0",
            429,
            "Too many texts to numbers beside each other",
            "Find out what asks for them; a form that texts any number invites it.",
        ),
        "SMS_SENDER_UNREGISTERED": Code(
            NO_REPLY,
            422,
            "The sender number belongs to none of the submitter's identities",
            "Leave out from, or have the number added to a [[sender]].",
        ),
        "SMS_EXPIRED": Code(
            NO_REPLY,
            409,
            "The text would have left after its valid_until",
            "Post it earlier, or with a later valid_until.",
        ),
    }
)
