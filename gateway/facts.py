"""Everything a judgement needs to know, gathered before the first check.

**Failures:** a list that cannot be read raises `StoreUnavailable`: nothing is sent then.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from filters.email.category.categorise import categorise
from filters.email.category.circumstances import Circumstances
from filters.email.category.hints import hints_of
from filters.email.fields import value
from filters.errors import MalformedMessage
from filters.message import Category, EmailFacts, EmailPolicy, SmsFacts
from filters.sms.hours import QuietWindow
from filters.sms.numbers import region_of
from filters.sms.places.place import NOWHERE, Whereabouts, place_of
from filters.sms.quiet_hours import clocks_of, next_opening
from filters.sms.security_codes import is_awaited
from gateway.approved import approved_template
from gateway.earlier import earlier_texts
from gateway.effort import effort
from gateway.identities import Identities, from_domain, of_domain, of_number
from gateway.off_loop import off_loop
from gateway.policies import STREAM_HEADER, category_rule, email_policy, sms_policy
from gateway.warming import EmailsReady
from suppression.entry import NEVER, is_slug

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from filters.message import Email, SenderIdentity, Sms
    from filters.sms.places.place import Place
    from gateway.config.models import Config
    from gateway.sources import People, Reader, Texts
    from gateway.spool.lately import Lately
    from gateway.submission import EmailSubmission, SmsSubmission
    from suppression.consent import Consent
    from suppression.standing import Standing

_NOTICE_INTERVAL: Final = timedelta(days=30)  # CTIA 5.1.3: opt-out instructions at least monthly
_ONE_TALK: Final = timedelta(minutes=15)  # texts that leave so close on each other are read as one


class Facts:
    """Gathers what is known about a message and the people it is for."""

    def __init__(
        self,
        config: Config,
        *,
        people: People,
        texts: Texts,
        clock: Callable[[], datetime],
        reader: Reader | None = None,
    ) -> None:
        """Turn the configuration into the values that checks look at, once.

        Without a reader texts are judged by the rules alone.
        """
        self.emails_ready = EmailsReady()
        self._reader = reader
        self._people = people
        self._texts = texts
        self._clock = clock
        self._identities = Identities(config)
        self._default = Category(config.email.default_category)
        self._default_basis = config.email.default_basis
        self._on_conflict = config.email.on_category_conflict
        self._rules = tuple(map(category_rule, config.email.rule))
        self._email_policy = email_policy(config)
        self._refuse_unsigned = frozenset(
            s.name for s in config.sender if s.dkim_missing == "refuse"
        )
        self._sms_policy = sms_policy(config)
        self._conversation = config.sms.conversation_window
        quiet = config.sms.quiet_hours
        self._quiet = QuietWindow(start=quiet.from_, end=quiet.to, sunday_end=quiet.sunday_to)
        self._answers_for = quiet.reply_within

    async def of_email(self, email: Email, submission: EmailSubmission) -> EmailFacts:
        """Gather what is known about an email: its category, who sends it, who opted out.

        Raises:
            MalformedMessage: it names a stream that is none.
        """
        stream = _stream(email, submission)
        allowed = self._identities.allowed(submission.submitter.senders)
        domain = from_domain(email.raw, email.tree)
        identity = of_domain(allowed, domain)
        keys = [recipient.key for recipient in email.recipients]
        known = await self._people.standings(keys, self._clock())
        opted_out = any(
            entry.covers(commercial=True, stream=stream, sender=identity.name)
            and not entry.covers(commercial=False, stream=stream, sender=identity.name)
            for entries in known.suppressed.values()
            for entry in entries
        )
        circumstances = self._circumstances(email, submission, stream, opted_out=opted_out)
        await self.emails_ready.wait()
        return EmailFacts(
            verdict=await off_loop(
                effort(email), lambda: categorise(email.raw, email.tree, circumstances)
            ),
            stream=stream,
            from_domain=domain,
            identity=identity,
            allowed=allowed,
            suppressed=known.suppressed,
            policy=self._policy_of(identity),
            arrival=submission.arrival,
            unread=known.unread,
        )

    def _circumstances(
        self, email: Email, submission: EmailSubmission, stream: str, *, opted_out: bool
    ) -> Circumstances:
        submitter = submission.submitter
        return Circumstances(
            recipients=len(email.recipients),
            somebody_opted_out=opted_out,
            reverse_path=email.reverse_path,
            stream=stream,
            declared=submission.declared_category,
            declared_basis=submission.declared_basis,
            category_header=self._email_policy.category_header,
            may_declare=submitter.may_declare,
            pinned=submission.pinned_category,
            pinned_basis=submission.pinned_basis,
            rules=self._rules,
            submitter_default=submitter.default_category,
            submitter_default_basis=submitter.default_basis,
            default=self._default,
            default_basis=self._default_basis,
            on_conflict=self._on_conflict,
        )

    async def of_sms(self, sms: Sms, submission: SmsSubmission) -> SmsFacts:
        """Gather what is known about a text: who sends it, whether the person asked for it."""
        now, key = self._clock(), sms.recipient.key
        allowed = self._identities.allowed(submission.submitter.senders)

        def before(leaves_at: datetime) -> Awaitable[Lately]:
            return self._texts.lately(
                key,
                identity=of_number(allowed, sms.sender).name,
                purpose=sms.purpose,
                submitter=submission.submitter.name,
                region=region_of(key),
                at=now,
                leaves_at=leaves_at,
                within=_ONE_TALK,
            )

        return await self._of_sms(sms, allowed, before, now)

    async def of_waiting_sms(self, sms: Sms, identity: str) -> SmsFacts:
        """Gather anew what is known about a text of an identity that was accepted before."""
        allowed = self._identities.allowed((identity,))
        name = of_number(allowed, sms.sender).name

        def before(_leaves_at: datetime) -> Awaitable[Lately]:
            return self._texts.before(sms.recipient.key, identity=name, purpose=sms.purpose)

        return await self._of_sms(sms, allowed, before, self._clock())

    async def _of_sms(
        self,
        sms: Sms,
        allowed: tuple[SenderIdentity, ...],
        before: Callable[[datetime], Awaitable[Lately]],
        now: datetime,
    ) -> SmsFacts:
        key = sms.recipient.key
        identity = of_number(allowed, sms.sender)
        standing = await self._people.standing(
            key, ours=sms.sender or _only(identity.numbers), at=now
        )
        last_text = standing.last_texted
        consents = tuple(_not_used_by(sms, each) for each in standing.consents)
        place = place_of(key, _whereabouts(sms, consents))
        opens_at = self._opening(sms, place, now, last_text)
        lately = await before(opens_at)
        reading = await self._reader.read(sms.text) if self._reader else None
        return SmsFacts(
            identity=identity,
            allowed=allowed,
            suppressed={key: standing.suppressed},
            consents=consents,
            conversation_open=last_text is not None and now - last_text < self._conversation,
            notice_due=_is_notice_due(
                lately.last_notice, opens_at, _asked_since(standing, identity.name)
            ),
            opens_at=opens_at,
            clocks=clocks_of(place, now),
            sent=lately.sent,
            is_unread=standing.is_unread,
            policy=self._sms_policy,
            now=now,
            template=await approved_template(sms, reading, lately.templates, reader=self._reader),
            reading=reading,
            earlier=await earlier_texts(
                sms, lately.texts, reader=self._reader, hold_from=self._sms_policy.hold_from
            ),
        )

    def _opening(
        self, sms: Sms, place: Place, now: datetime, last_text: datetime | None
    ) -> datetime:
        """Return when a text may leave: at once, when it is to, or when its quiet hours end."""
        earliest = max(sms.send_at, now)
        # policy: who is in the middle of a conversation is awake, and gets the answer
        is_answer = last_text is not None and earliest - last_text < self._answers_for
        if is_answer or is_awaited(sms.purpose, sms.text):
            return earliest
        return next_opening(place, earliest, self._quiet) or sms.valid_until

    def _policy_of(self, identity: SenderIdentity) -> EmailPolicy:
        if identity.name in self._refuse_unsigned:
            return replace(self._email_policy, dkim_missing="refuse")
        return self._email_policy


def _is_notice_due(
    last_notice: datetime | None, leaves_at: datetime, asked_since: datetime | None
) -> bool:
    """Whether a text has to say who writes and how to stop: the first, and one in 30 days."""
    if last_notice is None or last_notice < leaves_at - _NOTICE_INTERVAL:
        return True
    return asked_since is not None and last_notice < asked_since


def _asked_since(standing: Standing, sender: str) -> datetime | None:
    """Return since when a person is texted at their wish; none where nothing of it is known.

    What was said before was said to who took that back since, or had the number.
    """
    begun = [
        each.requested_at
        for each in standing.consents
        if each.revoked_at == NEVER and each.reaches(sender)
    ]
    known = (min(begun, default=None), standing.resumed_at)
    return max((each for each in known if each is not None), default=None)


def _whereabouts(sms: Sms, consents: tuple[Consent, ...]) -> Whereabouts:
    """Return what is known of where the person is: said with the text, else with a request."""
    if sms.whereabouts != NOWHERE:
        return sms.whereabouts
    # 47 CFR 64.1200(m): what was taken back may be of who had the number before
    standing = [each for each in consents if each.revoked_at == NEVER]
    telling = [each for each in standing if each.zone or each.postal_code]
    if not telling:
        return NOWHERE
    latest = max(telling, key=lambda each: (each.requested_at, each.consent_id))
    return Whereabouts(zone=latest.zone, postal_code=latest.postal_code)


def _not_used_by(sms: Sms, consent: Consent) -> Consent:
    """Return a request as it was before this text used it up: it is the one it stands for."""
    return (
        replace(consent, used_at=NEVER, used_by="") if consent.used_by == sms.queue_id else consent
    )


def _only(numbers: frozenset[str]) -> str:
    """Return the one number of an identity; none where the route chooses among several."""
    return next(iter(numbers)) if len(numbers) == 1 else ""


def _stream(email: Email, submission: EmailSubmission) -> str:
    named = (
        submission.declared_stream or value(email.raw, email.tree, STREAM_HEADER.lower()).strip()
    )
    if named and not is_slug(named):
        message = f"{STREAM_HEADER} is not a slug of a-z, 0-9, hyphen, underscore and dot"
        raise MalformedMessage(
            message, code="HTTP_BAD_REQUEST" if submission.declared_stream else "MIME_MALFORMED"
        )
    return named or hints_of(email.raw, email.tree).stream
