"""What stands behind the edge in the tests of the listener."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from filters.decision import Effect, Finding, Ruling
from filters.message import Recipient
from gateway.submission import Acceptance
from suppression.keys import email_key, phone_key

if TYPE_CHECKING:
    from datetime import datetime

    from gateway.submission import EmailSubmission, SmsSubmission


@dataclass
class Inlet:
    """Stands behind the edge: writes down what is submitted and rules as it was told to."""

    emails: list[EmailSubmission] = field(default_factory=list)
    texts: list[SmsSubmission] = field(default_factory=list)
    findings: dict[str, Finding] = field(default_factory=dict)  # by address
    changed: bool = False
    replayed: bool = False
    not_before: datetime | None = None
    failure: Exception | None = None

    async def email(self, submission: EmailSubmission) -> Acceptance:
        self.emails.append(submission)
        people = [Recipient(address=a, key=email_key(a)) for a in submission.recipients]
        return self._accept(submission.queue_id, people)

    async def text(self, submission: SmsSubmission) -> Acceptance:
        self.texts.append(submission)
        person = Recipient(address=submission.to, key=phone_key(submission.to))
        return self._accept(submission.queue_id, [person])

    def rule(self, address: str, code: str, effect: Effect, reason: str = "because") -> None:
        finding = Finding(code=code, cites="15 U.S.C. 7704", effect=effect, reason=reason)
        self.findings[address] = finding

    def _accept(self, queue_id: str, people: list[Recipient]) -> Acceptance:
        if self.failure is not None:
            raise self.failure
        return Acceptance(
            queue_id=queue_id,
            rulings=tuple(self._ruling(person) for person in people),
            changed=self.changed,
            replayed=self.replayed,
            not_before=self.not_before,
        )

    def _ruling(self, person: Recipient) -> Ruling:
        finding = self.findings.get(person.address)
        if finding is None:
            return Ruling(recipient=person, effect=Effect.PASS, findings=())
        return Ruling(recipient=person, effect=finding.effect, findings=(finding,))
