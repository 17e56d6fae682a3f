"""The number that a text leaves from, where it names none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from filters.message import NOBODY
from gateway.delivery.routing import route_for
from gateway.identities import Identities, of_number
from suppression.channel import Channel

if TYPE_CHECKING:
    from filters.message import Sms
    from gateway.config.models import Config
    from gateway.submission import SmsSubmission


class RouteNumbers:
    """The numbers of routes, and whose they are."""

    def __init__(self, config: Config) -> None:
        """Go by these routes and sender identities."""
        self._routes = config.route
        self._identities = Identities(config)

    def numbered(self, sms: Sms, submission: SmsSubmission) -> Sms:
        """Return a text with the number of its route, where it names none and that is one of ours.

        It will be seen to come from there, so that number says whose text it is.
        """
        if sms.sender:
            return sms
        identity = of_number(self._identities.allowed(submission.submitter.senders), "")
        route = route_for(
            self._routes, channel=Channel.SMS, category=sms.purpose, stream="",
            identity=identity.name, domain=sms.recipient.domain,
        )  # fmt: skip
        if route is None or route.messaging_service:
            return sms
        is_ours = of_number(self._identities.allowed(("*",)), route.number) is not NOBODY
        return replace(sms, sender=route.number) if route.number and is_ours else sms
