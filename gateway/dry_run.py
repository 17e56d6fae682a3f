"""Judging without sending: the same path as a real message's, with nobody's list unless asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filters.codes import CODES
from filters.decision import Effect, Finding, Ruling, verdict
from filters.email.dkim.signing import sign
from filters.email.fields import addresses
from filters.email.mime import parse
from filters.errors import MalformedMessage
from filters.judge import BROKEN, ruling
from filters.message import Arrival, Recipient
from filters.plan import render
from filters.sms.promotional import judge_text
from filters.sms.segments import count
from gateway.admission import Room
from gateway.any_sender import with_senders_of
from gateway.config.models import SmtpListener
from gateway.delivery.signers import load_signers
from gateway.diff.changes import Change, changes_of, parts_and_places
from gateway.disk import Disk
from gateway.facts import Facts
from gateway.nobody import NoTexts
from gateway.off_loop import off_loop
from gateway.pipeline import Decider
from gateway.queue_id import QueueIds
from gateway.reading.texts import Models
from gateway.smtp.data import Body
from gateway.submission import LONGEST_NIGHT, EmailSubmission, SmsSubmission, Submitter
from gateway.unreadable import unreadable
from suppression.keys import email_key
from suppression.tokens import SAMPLE_TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from gateway.config.models import Config
    from gateway.decision import EmailDecision
    from gateway.diff.changes import PartOutline, Place
    from gateway.sources import People, Texts

ANYBODY: Final = "recipient@recipient.invalid"
ANY_NUMBER: Final = "+12025550123"
ANY_SUBMITTER: Final = Submitter(
    name="check",
    senders=("*",),
    may_declare=frozenset({"commercial", "transactional", "conversational"}),
    default_category="",
)
"""A submitter who may use any sender identity, with whatever domains its message names."""

_ABOUT_CONTENT: Final = frozenset(
    {
        "SMS_PROMOTIONAL_BLOCKED", "HELD_REVIEW", "SMS_SHORTENER_BLOCKED", "SMS_LINK_DECEPTIVE",
        "W_LINK_HOSTS", "SMS_KEYWORD_TRAP", "SMS_OPTOUT_EXCLUSIVE",
        "SMS_TEMPLATE_APPROVED",
        "SMS_TOO_LONG", BROKEN,
    }
)  # fmt: skip
_MBOX_LINE: Final = re.compile(
    rb"\A>?From [^\r\n]*\r\n"
)  # RFC 4155 2: of the file, not the message
_LONE_LF: Final = re.compile(rb"(?<!\r)\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What would become of one email file."""

    verdict: str  # passed | changed | held | deferred | refused
    category: str
    findings: tuple[Finding, ...]
    evidence: tuple[str, ...]  # why that category
    edits: tuple[str, ...]
    before: bytes
    after: bytes  # empty unless it would leave
    changes: tuple[Change, ...]  # what makes `after` of `before`, in order
    parts: tuple[PartOutline, ...] = ()  # of `before`; none when it cannot be read
    places: tuple[Place, ...] = ()  # where each change falls


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminedText:
    """What would become of one text."""

    verdict: str
    label: str  # promotional | unsure | operational
    score: float
    findings: tuple[Finding, ...]
    segments: int
    encoding: str


class DryRun:
    """Judges files and texts; stores nothing, sends nothing."""

    def __init__(
        self,
        config: Config,
        *,
        people: People,
        clock: Callable[[], datetime],
        models: Models | None = None,
        texts: Texts | None = None,
    ) -> None:
        """Judge as this configuration says, with what `people` says of recipients.

        `texts`: what is known of earlier ones; else nothing is.
        """
        self._clock = clock
        self._queue_ids = QueueIds()
        listener = config.smtp[0] if config.smtp else SmtpListener()
        self._hostname = listener.hostname
        self._max_size_bytes = listener.max_size
        self._config = config
        self._people = people
        self._texts = texts or NoTexts()
        self._models = models or Models()
        self._decider = self._make_decider(config)
        self._signers = load_signers(config)

    async def email(
        self,
        raw: bytes,
        *,
        submitter: Submitter = ANY_SUBMITTER,
        recipient: str = ANYBODY,
        reverse_path: str | None = None,
        category: str = "",
    ) -> Examined:
        """Judge one email; `raw` may have LF or CRLF line ends.

        Without a reverse-path it is the one of the From field, as a mail program would give.
        """
        size = len(raw)
        message = await off_loop(size, lambda: _as_sent(raw))
        try:
            sender = await off_loop(size, lambda: self._received(message, reverse_path))
            submission = self._submission(message, submitter, recipient, sender, category)
            decider = await off_loop(size, lambda: self._decider_of(submission))
            decision = await decider.decide_email(submission)
        except MalformedMessage as error:
            return _malformed(message, error)
        return await off_loop(size, lambda: self._examined(decision))

    def _received(self, raw: bytes, reverse_path: str | None) -> str:
        """Return the reverse-path of a message that the SMTP edge would take over."""
        self._receive(raw)
        return _from_address(raw) if reverse_path is None else reverse_path

    def _decider_of(self, submission: EmailSubmission) -> Decider:
        if submission.submitter is not ANY_SUBMITTER:
            return self._decider
        config = with_senders_of(self._config, submission.raw, submission.reverse_path)
        return self._decider if config is self._config else self._make_decider(config)

    def _make_decider(self, config: Config) -> Decider:
        facts = Facts(
            config, people=self._people, texts=self._texts, clock=self._clock, reader=self._models
        )
        return Decider(config, facts)

    async def sms(self, text: str, *, to: str = "", purpose: str = "") -> ExaminedText:
        """Judge one text: its content only, unless `to` says for whom."""
        now = self._clock()
        submission = SmsSubmission(
            queue_id=self._queue_ids.next(), submitter=ANY_SUBMITTER, to=to or ANY_NUMBER,
            sender="", text=text, purpose=purpose, in_reply_to="", received_at=now, send_at=now,
            valid_until=now + LONGEST_NIGHT, metadata="",
        )  # fmt: skip
        try:
            decision = await self._decider.decide_sms(submission)
        except MalformedMessage as error:
            judgement, leaving, reading = _unreadable(error), text, None
        else:
            reading = decision.facts.reading
            judgement = decision.rulings[0] if to else _content_only(decision.rulings[0])
            leaving = render(text.encode("utf-8", "replace"), decision.plan, "").decode()
        counted = count(leaving if to else text)
        judged = judge_text(text, purpose=purpose, reading=reading)
        return ExaminedText(
            verdict=verdict(judgement.effect, changed=leaving != text if to else False),
            label=judged.label, score=judged.score, findings=judgement.findings,
            segments=counted.segments, encoding=counted.encoding,
        )  # fmt: skip

    def _receive(self, raw: bytes) -> None:
        """Refuse what the SMTP edge would not take over: its size, its lines, its line ends."""
        size, disk = self._max_size_bytes, Disk(self._config.data_dir)
        body = Body(max_size_bytes=size, room=Room(size), disk=disk)
        stuffed = raw.replace(b"\r\n.", b"\r\n..")  # RFC 5321 4.5.2
        body.feed((b"." if raw.startswith(b".") else b"") + stuffed + b".\r\n")
        if body.problem:
            raise MalformedMessage(CODES[body.problem].title, code=body.problem)

    def _submission(
        self, raw: bytes, submitter: Submitter, recipient: str, reverse_path: str, category: str
    ) -> EmailSubmission:
        name, _, basis = category.partition(";")
        return EmailSubmission(
            queue_id=self._queue_ids.next(),
            submitter=submitter,
            arrival=Arrival(
                hostname=self._hostname, protocol="ESMTP", helo="localhost", peer="127.0.0.1",
                at=self._clock(), submitter=submitter.name,
            ),
            reverse_path=reverse_path,
            recipients=(recipient,),
            raw=raw,
            declared_category=name.strip(),
            declared_basis=basis.partition("=")[2].strip() or ("transaction" if name else ""),
        )  # fmt: skip

    def _examined(self, decision: EmailDecision) -> Examined:
        ruling = decision.rulings[0]
        raw, facts = decision.email.raw, decision.facts
        leaves = ruling.effect in (Effect.PASS, Effect.HOLD)
        changes = changes_of(decision.plan) if leaves else ()
        after = render(raw, decision.plan, SAMPLE_TOKEN) if leaves else b""
        if leaves and (signature := self._signature(after, decision)):
            changes = (Change(start=0, end=0, added=signature), *changes)
            after = signature + after
        parts, places = parts_and_places(raw, decision.email.tree, changes)
        return Examined(
            verdict=verdict(ruling.effect, changed=bool(decision.plan.splices)),
            category=facts.verdict.category,
            findings=ruling.findings,
            evidence=(f"decided by {facts.verdict.decided_by}", *facts.verdict.evidence),
            edits=decision.plan.fixes if leaves else (),
            before=raw,
            after=after,
            changes=changes,
            parts=parts,
            places=places,
        )

    def _signature(self, copy: bytes, decision: EmailDecision) -> bytes:
        """Return the DKIM-Signature fields of a copy; empty where the identity has no key."""
        signer = self._signers.get(decision.facts.identity.name)
        domain = decision.facts.from_domain
        if signer is None or domain not in signer.domains:
            return b""
        return sign(copy, domain, signer.keys, int(self._clock().timestamp()))


def _as_sent(raw: bytes) -> bytes:
    """Return a file's message as a mail program hands it over."""
    message = _MBOX_LINE.sub(b"", _LONE_LF.sub(b"\r\n", raw), count=1)
    return message if message.endswith(b"\r\n") else message + b"\r\n"


def _from_address(raw: bytes) -> str:
    found = addresses(raw, parse(raw), "from")
    return found[0] if found and "@" in found[0] else ""


def _malformed(raw: bytes, error: MalformedMessage) -> Examined:
    return Examined(
        verdict="refused", category="", findings=_unreadable(error).findings, evidence=(), edits=(),
        before=raw, after=b"", changes=(),
    )  # fmt: skip


def _unreadable(error: MalformedMessage) -> Ruling:
    nobody = Recipient(address=ANYBODY, key=email_key(ANYBODY))
    return ruling(nobody, (unreadable(error),))


def _content_only(judged: Ruling) -> Ruling:
    """Leave out what is about a person, when none was named."""
    about_content = [f for f in judged.findings if f.code in _ABOUT_CONTENT]
    return ruling(judged.recipient, about_content)
