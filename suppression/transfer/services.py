"""The exports of mail and text services: which column says what, and what their words mean here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from suppression.channel import Channel
from suppression.entry import ALL, COMMERCIAL, Reason
from suppression.transfer.answers import is_surely_no, is_yes
from suppression.transfer.columns import once
from suppression.transfer.said import (
    OPTED_OUT_OF,
    Said,
    bounce_of,
    first,
    is_agreement,
    plain,
    reason_of,
    stream_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    Values = Mapping[str, str]
    Names = Collection[str]

_STOP_WORDS: Final = frozenset(
    (
        "stop", "stopall", "unsubscribe", "cancel", "end", "quit", "optout", "revoke",
        "stopplease", "pleasestop", "stoptexting", "stoptextingme", "stopmessages", "unsubscribeme",
        "pleaseunsubscribe", "optmeout", "removeme", "arret", "alto", "stopp",
    )
)  # fmt: skip
"""Twilio's own opt-out keywords, and what people write who mean them: Twilio itself ignores it."""
_OPTED_OUT: Final = "21610"  # https://www.twilio.com/docs/api/errors/21610
_NO_MOBILE: Final = frozenset({"21211", "21614", "30005", "30006"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A kind of file: how it is recognised by the names of its columns, and what it says."""

    name: str
    has: Callable[[Names], bool]
    says: Callable[[Values], Iterator[Said]]
    called: str = ""  # what the name of the file has to hold
    channel: Channel = Channel.EMAIL


def _sendgrid_bounce(values: Values) -> Iterator[Said]:
    yield Said(
        reason=bounce_of(values["status"]), at=values["created"],
        evidence=f"{values['status']} {values['reason']}",
    )  # fmt: skip


def _sendgrid_spam(values: Values) -> Iterator[Said]:
    yield Said(reason=Reason.COMPLAINT, at=values["created"])


def _sendgrid_invalid(values: Values) -> Iterator[Said]:
    yield Said(reason=Reason.INVALID, at=values["created"], evidence=values["reason"])


def _sendgrid_global(values: Values) -> Iterator[Said]:
    yield Said(reason=Reason.UNSUBSCRIBE, at=values["created"])


def _sendgrid_group(values: Values) -> Iterator[Said]:
    group = first(values, "groupid", "asmgroupid")
    yield Said(
        reason=Reason.UNSUBSCRIBE, at=first(values, "createdat", "created"),
        # as mail that names the group in X-SMTPAPI is sorted into streams
        scope=stream_of(f"asm-{group}" if group else first(values, "groupname", "group")),
        evidence=f"group {first(values, 'groupname', 'group', 'groupid', 'asmgroupid')}",
    )  # fmt: skip


def _mailgun_unsubscribe(values: Values) -> Iterator[Said]:
    tags = [tag.strip(' "[]') for tag in first(values, "tags", "tag").split(",")]
    for tag in tags:
        everywhere = tag in {"", "*"}
        yield Said(
            reason=Reason.UNSUBSCRIBE, at=first(values, "createdat", "created"),
            scope=COMMERCIAL if everywhere else stream_of(tag),
            evidence="" if everywhere else f"tag {tag}",
        )  # fmt: skip


def _mailgun_bounce(values: Values) -> Iterator[Said]:
    yield Said(
        reason=bounce_of(values["code"]), at=first(values, "createdat", "created"),
        evidence=f"{values['code']} {values['error']}",
    )  # fmt: skip


def _mailgun_complaint(values: Values) -> Iterator[Said]:
    yield Said(reason=Reason.COMPLAINT, at=values["createdat"])


def _ses(values: Values) -> Iterator[Said]:
    known = reason_of(values["reason"])
    yield Said(
        reason=known or Reason.MANUAL, at=first(values, "lastupdatetime", "lastupdatedtime"),
        evidence="" if known else values["reason"],
    )  # fmt: skip


def _postmark(values: Values) -> Iterator[Said]:
    reason = reason_of(values["suppressionreason"]) or Reason.UNSUBSCRIBE
    if plain(values.get("suppresssending", "")) == "false":
        return
    if reason is Reason.MANUAL and plain(values.get("origin", "")) in {"recipient", ""}:
        reason = Reason.UNSUBSCRIBE
    stream = first(values, "messagestream", "messagestreamid")
    narrow = reason is Reason.UNSUBSCRIBE and stream not in {"", "outbound"}
    yield Said(
        reason=reason, at=first(values, "createdat", "changedat"),
        scope=stream_of(stream) if narrow else COMMERCIAL,
        evidence=f"stream {stream}" if stream else "",
    )  # fmt: skip


def _sparkpost(values: Values) -> Iterator[Said]:
    source = first(values, "source")
    stops_all = (
        not is_surely_no("transactional", values.get("transactional", ""))
        or values.get("type") == "transactional"
    )
    reason = reason_of(source) or Reason.MANUAL
    yield Said(
        reason=reason, scope=ALL if stops_all else COMMERCIAL,
        at=first(values, "created", "updated"), evidence=first(values, "description", "source"),
    )  # fmt: skip


_FROM_EVERYTHING: Final = frozenset({"unsubscribedfromallemail", "hsemailoptout", OPTED_OUT_OF})
_TOPIC: Final = re.compile(rf"(?:{OPTED_OUT_OF} |hsemailoptout(?=[0-9]))(.+)")


def _hubspot(values: Values) -> Iterator[Said]:
    at = first(values, "unsubscribedate", "optoutdate", "lastmodifieddate")
    for name, text in values.items():
        if once(name) in _FROM_EVERYTHING and not is_surely_no(name, text):
            yield Said(reason=Reason.UNSUBSCRIBE, at=at)
        elif (topic := _TOPIC.fullmatch(once(name))) and not is_surely_no(name, text):
            yield Said(reason=Reason.UNSUBSCRIBE, scope=stream_of(topic[1]), at=at)
    bounce = first(values, "emailhardbouncereason", "hsemailhardbouncereasonenum",
                   "hsemailhardbouncereason", "hardbouncereason")  # fmt: skip
    if bounce:
        spam = reason_of(bounce) is Reason.COMPLAINT
        yield Said(reason=Reason.COMPLAINT if spam else Reason.HARD_BOUNCE, evidence=bounce)
    if is_yes("invalidemailaddress", first(values, "invalidemailaddress", "hsemailbadaddress")):
        yield Said(reason=Reason.INVALID)


def _mailchimp(values: Values) -> Iterator[Said]:
    status = values.get("status")  # of the API; its exports have a file for each
    if values.get("cleantime") or status == "cleaned":
        yield Said(
            reason=Reason.HARD_BOUNCE, at=first(values, "cleantime", "lastchanged"),
            evidence=f"cleaned: {values.get('cleancampaigntitle', '')}",
        )  # fmt: skip
    elif values.get("unsubtime") or status == "unsubscribed":
        why = first(values, "unsubreasonother", "unsubreason", "unsubscribereason")
        complained = any(word in plain(why) for word in ("abuse", "spam"))
        yield Said(
            reason=Reason.COMPLAINT if complained else Reason.UNSUBSCRIBE,
            at=first(values, "unsubtime", "lastchanged"),
            evidence=f"{first(values, 'unsubcampaigntitle')} {why}",
        )  # fmt: skip


def _listmonk(values: Values) -> Iterator[Said]:
    if values["status"] in {"blocklisted", "unsubscribed"}:
        yield Said(reason=Reason.UNSUBSCRIBE, at=first(values, "updatedat", "createdat"))
    elif values["status"] == "disabled":
        yield Said(reason=Reason.MANUAL, at=first(values, "updatedat", "createdat"))


def _postal(values: Values) -> Iterator[Said]:
    why = values["reason"]
    soft = "soft" in why.lower()
    reason = reason_of(why) or (Reason.SOFT_BOUNCE if soft else Reason.HARD_BOUNCE)
    yield Said(
        reason=reason, at=first(values, "timestamp", "createdat"), evidence=why,
        until=values.get("keepuntil", "") if reason in _BOUNCES else "",
    )  # fmt: skip


_BOUNCES: Final = frozenset({Reason.HARD_BOUNCE, Reason.SOFT_BOUNCE})


def _twilio_log(values: Values) -> Iterator[Said]:
    """Read a log of messages: who wrote STOP, and to whom nothing could be sent."""
    at = first(values, "datesent", "sentdate", "datecreated", "date")
    code, error = values.get("errorcode", ""), f"Twilio error {values.get('errorcode', '')}"
    if values["direction"].startswith("inbound"):
        if plain(values["body"]) in _STOP_WORDS:
            wrote = f"wrote {values['body']}"
            yield Said(reason=Reason.UNSUBSCRIBE, at=at, evidence=wrote, who=values["from"])
    elif code == _OPTED_OUT:
        yield Said(reason=Reason.UNSUBSCRIBE, at=at, evidence=error, who=values["to"])
    elif code in _NO_MOBILE:
        yield Said(reason=Reason.INVALID, at=at, evidence=error, who=values["to"])


def _twilio_opt_out(values: Values) -> Iterator[Said]:
    word = first(values, "optouttype", "consentstatus", "status")
    if not is_agreement(word) and plain(word) != "help":
        at = first(values, "date", "datecreated", "dateofconsent", "optoutdate", "createdat")
        who = first(values, "contactid", "from", "to")
        yield Said(reason=Reason.UNSUBSCRIBE, at=at, evidence=word, who=who)


def _nobody(_: Values) -> Iterator[Said]:
    """Read a list of temporary refusals: the service itself goes on sending to these people."""
    yield from ()


def _exactly(*columns: str) -> Callable[[Names], bool]:
    return lambda names: set(names) == set(columns)


def _all(*columns: str) -> Callable[[Names], bool]:
    return lambda names: set(columns) <= set(names)


def _any(*columns: str) -> Callable[[Names], bool]:
    return lambda names: not set(columns).isdisjoint(names)


def _is_hubspot(names: Names) -> bool:
    return any(
        name.startswith(("unsubscribedfromallemail", OPTED_OUT_OF, "hsemail"))
        for name in names
    )  # fmt: skip


def _is_mailchimp(names: Names) -> bool:
    return "emailaddress" in names and _any("leid", "euid", "memberrating")(names)


def _is_sparkpost(names: Names) -> bool:
    return "recipient" in names and _any("nontransactional", "transactional", "type")(names)


SERVICES: Final = (
    Service(name="Postmark", has=_all("suppressionreason"), says=_postmark),
    Service(name="Amazon SES", has=_all("emailaddress", "reason"), says=_ses),
    Service(name="Mailchimp", has=_is_mailchimp, says=_mailchimp),
    Service(name="listmonk", has=_all("uuid", "email", "status"), says=_listmonk),
    Service(name="HubSpot", has=_is_hubspot, says=_hubspot),
    Service(name="SparkPost", has=_is_sparkpost, says=_sparkpost),
    Service(name="Postal", has=_all("address", "reason", "keepuntil"), says=_postal),
    Service(
        name="Twilio log", has=_all("from", "to", "body", "direction"), says=_twilio_log,
        channel=Channel.SMS,
    ),
    Service(
        name="Twilio", has=_any("optouttype", "messagingservicesid", "consentstatus"),
        says=_twilio_opt_out, channel=Channel.SMS,
    ),
    Service(name="Mailgun bounces", has=_all("address", "code", "error"), says=_mailgun_bounce),
    Service(name="Mailgun unsubscribes", has=_all("address", "tags"), says=_mailgun_unsubscribe),
    Service(name="Mailgun unsubscribes", has=_all("address", "tag"), says=_mailgun_unsubscribe),
    Service(name="Mailgun unsubscribes", has=_exactly("address", "createdat"), called="unsub",
            says=_mailgun_unsubscribe),
    Service(name="Mailgun complaints", has=_exactly("address", "createdat"),
            says=_mailgun_complaint),
    Service(name="SendGrid group unsubscribes", says=_sendgrid_group,
            has=_any("groupid", "asmgroupid", "groupname")),
    Service(name="SendGrid blocks", has=_all("email", "created", "reason", "status"),
            called="block", says=_nobody),
    Service(name="SendGrid bounces", has=_all("email", "created", "reason", "status"),
            says=_sendgrid_bounce),
    Service(name="SendGrid spam reports", has=_exactly("email", "created", "ip"),
            says=_sendgrid_spam),
    Service(name="SendGrid invalid emails", has=_exactly("email", "created", "reason"),
            says=_sendgrid_invalid),
    Service(name="SendGrid global unsubscribes", has=_exactly("email", "created"),
            says=_sendgrid_global),
)  # fmt: skip
"""In the order in which they are tried: the first whose columns are there."""


def service_of(names: Names, file_name: str) -> Service | None:
    """Return whose export has these columns, in the form of `plain`."""
    called = file_name.lower()
    found = (each for each in SERVICES if each.called in called and each.has(names))
    return next(found, None)
