"""The texts that answer what a person texted: that an opt-out was done, or whom to ask."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from filters.decision import Effect, Ruling
from filters.message import Category, Recipient
from filters.plan import NO_PLAN
from filters.sms.answers import confirmation, help_text, sells
from filters.sms.tongue import tongue_of
from gateway.delivery.routing import answering_route
from gateway.identities import Identities, of_number
from gateway.log import logger
from gateway.spool.model import NewDelivery, NewMessage, State
from suppression.channel import Channel
from suppression.texts import Asked

if TYPE_CHECKING:
    from datetime import datetime

    from filters.message import SenderIdentity
    from gateway.config.models import Config, Route
    from suppression.texts import NewText, Taken

CONFIRM_WITHIN: Final = timedelta(minutes=4, seconds=30)
"""47 CFR 64.1200(a)(12): five minutes after the request, of which the way out takes some."""


def source_of(route: str) -> str:
    """Return what brings the texts of a route; no submitter has such a name by accident."""
    return f"hooks/{route}"


class TextAnswers:
    """Writes what is answered, if anything is."""

    def __init__(self, config: Config) -> None:
        """Answer in the name of this company, by these routes."""
        self._config = config
        self._identities = Identities(config).allowed(("*",))

    def to(self, new: NewText, taken: Taken, queue_id: str) -> NewMessage | None:
        """Return the one text that answers what was taken; none where nothing may be said."""
        identity = of_number(self._identities, new.ours)
        company = identity.company or self._config.company.name
        tongue = tongue_of(new.words)
        if taken.asked is Asked.STOP and taken.is_new:
            route = self._route(identity, new.source)
            if route is not None and route.confirmation != "gateway":
                return None  # whoever else confirms, it is one text
            text, ends_at = confirmation(company, tongue), new.received_at + CONFIRM_WITHIN
            asking = confirmation(company, tongue, taken.offered)
            text = text if sells(asking) else asking
        elif taken.may_help:
            route = self._route(identity, new.source)
            text = help_text(company, self._config.company.contact, tongue)
            ends_at = new.received_at + self._config.delivery.sms_expires
        else:
            return None
        unfit = _unfit(text, route, ends_at, taken.at)
        if unfit or route is None:
            logger().warning("text-not-answered", text_id=taken.text_id, why=unfit)
            return None
        return self._message(new, taken, queue_id, text, route, identity.name, ends_at)

    def whose(self, ours: str) -> str:
        """Return the name of the sender identity of a number of ours; none where it is nobody's."""
        return of_number(self._identities, ours).name

    def may_offer(self, ours: str, source: str) -> frozenset[str]:
        """Return the purposes that the confirmation of a stop to this number may ask about.

        Without `sms.require_consent` there is no telling what a person asked for.
        """
        route = self._route(of_number(self._identities, ours), source)
        asks = self._config.sms.confirmation_asks and self._config.sms.require_consent
        if not asks or route is None or route.confirmation != "gateway":
            return frozenset()
        return frozenset(self._config.sms.purposes)

    def _route(self, identity: SenderIdentity, source: str) -> Route | None:
        """Return the route that a text came over; else one by which texts of its identity leave.

        So it is answered where it was written, and confirmed by one side: the provider whom it was
        texted to, or us.
        """
        over = next((r for r in self._config.route if source_of(r.name) == source), None)
        if over is not None:
            return over
        return answering_route(self._config.route, self._config.sms.purposes, identity.name)

    def _message(  # noqa: PLR0913, PLR0917 - what the spool keeps of it
        self,
        new: NewText,
        taken: Taken,
        queue_id: str,
        text: str,
        route: Route,
        identity: str,
        ends_at: datetime,
    ) -> NewMessage:
        to = Recipient(address=new.person, key=new.person)
        ruling = Ruling(recipient=to, effect=Effect.PASS, findings=())
        return NewMessage(
            queue_id=queue_id,
            channel=Channel.SMS,
            submitter="",
            protocol="internal",
            identity=identity,
            category=Category.SYSTEM,  # passes the opt-out that it confirms, and no later one
            stream="",
            reverse_path=new.ours,
            header_from="",
            subject="",
            raw=text.encode(),
            plan=NO_PLAN,
            accepted_at=taken.at,
            not_before=taken.at,
            expires_at=ends_at,
            deliveries=(NewDelivery(ruling=ruling, state=State.QUEUED, route=route.name),),
        )


def _unfit(text: str, route: Route | None, ends_at: datetime, now: datetime) -> str:
    if ends_at <= now:
        return "too late"
    if route is None:
        return "no route"
    return "its words advertise" if sells(text) else ""
