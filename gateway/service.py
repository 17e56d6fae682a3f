"""The gateway under one configuration: listeners and scheduler, on stores that are open.

**Failures:** a key, certificate or address that cannot be used raises before anything is accepted.
"""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

from gateway.admin.desk import desk_of
from gateway.callbacks.courier import Courier
from gateway.config.consistency import broken_promises
from gateway.config.lines import dotted
from gateway.delivery.carriers import make_carriers
from gateway.delivery.copies import Copies
from gateway.delivery.detours import Detours
from gateway.delivery.outcomes import Outcomes
from gateway.delivery.rates import Rates
from gateway.delivery.scheduler import Scheduler
from gateway.delivery.second_look import SecondLook
from gateway.delivery.signers import load_signers
from gateway.delivery.strays import Strays
from gateway.disk import Disk
from gateway.facts import Facts
from gateway.http.server import HttpListenerServer
from gateway.http.services import Services
from gateway.identities import Identities
from gateway.importing.imports import read_as
from gateway.importing.jobs import ImportJobs
from gateway.inbound.mailbox import Mailbox
from gateway.inbound.texts import InboundTexts
from gateway.log import logger
from gateway.metrics.readings import Parts, Readings
from gateway.once import Once
from gateway.opt_outs import OptOuts
from gateway.pace import PACE
from gateway.pass_through import make_pass_through
from gateway.pipeline import Decider, Pipeline
from gateway.providers.hooks import Hooks
from gateway.providers.receivers import Receivers
from gateway.providers.smpp.links import Links
from gateway.providers.watches import make_propagations, make_watches
from gateway.queue_id import QueueIds
from gateway.reading.texts import Models
from gateway.reports import Reports
from gateway.route_health import RouteHealths
from gateway.smtp.listener import SmtpListenerServer
from gateway.submitters import Submitters
from gateway.upkeep import Upkeep
from gateway.warming import warm_up

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from gateway.commons import Commons
    from gateway.config.loader import Loaded
    from gateway.config.models import Config
    from gateway.pace import Pace
    from gateway.providers.trouble import Troubles
    from gateway.sockets import Place, Sockets
    from gateway.stores import Stores
    from suppression.tokens import TokenKeys


class Service:
    """What serves one configuration, from `listen` to `close`."""

    def __init__(  # noqa: PLR0913 - what outlives it, each by name
        self,
        config: Config,
        stores: Stores,
        *,
        commons: Commons,
        clock: Callable[[], datetime],
        reread: Callable[[], Loaded] | None = None,
        pace: Pace = PACE,
    ) -> None:
        """Put the parts together; nothing is bound or sent yet. `reread`: for who looks at it.

        Raises:
            ConfigError: a key or secret cannot be used.
        """
        self._config = config
        self._stores = stores
        self._commons = commons
        self._clock = clock
        self._pace = pace
        self._queue_ids = QueueIds()
        self._submitters = Submitters(config.submitter)
        self._disk = Disk(config.data_dir)
        self._identities = Identities(config)
        token_keys = stores.token_keys
        self._opt_outs = OptOuts(
            stores.suppression,
            journal=stores.journal,
            messages=stores.spool,
            identities=self._identities,
            tokens=token_keys,
        )
        reports = Reports(config, self._queue_ids)
        self._facts = Facts(
            config, people=stores.suppression, texts=stores.spool, clock=clock, reader=Models()
        )
        self._decider = Decider(config, self._facts)
        carriers = make_carriers(config, stores.suppression, clock)
        copies = Copies(load_signers(config), token_keys, clock)
        outcomes = Outcomes(clock)
        self._scheduler = Scheduler(
            spool=stores.spool,
            carriers=carriers,
            copies=copies,
            reports=reports,
            second_look=SecondLook(self._decider, stores.spool, config.delivery.sms_expires),
            rates=Rates(config.route, clock),
            detours=Detours(config.route, carriers),
            strays=Strays(stores.spool, config),
            outcomes=outcomes,
            delivery=config.delivery,
            clock=clock,
            random=random.random,
        )
        self._pipeline = Pipeline(
            config,
            decider=self._decider,
            reports=reports,
            spool=stores.spool,
            disk=self._disk,
            clock=clock,
            wake=self._scheduler.wake,
            once=Once(stores.joint, stores.suppression),
        )
        self._pass_through = make_pass_through(
            config, stores, decide=self._pipeline.record_of, copies=copies, reports=reports,
            wake=self._scheduler.wake, clock=clock,
        )  # fmt: skip
        self._mailbox = Mailbox(
            config, stores, queue_ids=self._queue_ids, clock=clock, wake=self._scheduler.wake
        )
        self._texts = InboundTexts(
            config, stores.suppression, stores.joint,
            queue_ids=self._queue_ids, clock=clock, wake=self._scheduler.wake,
        )  # fmt: skip
        self._hooks = Hooks(
            config,
            take_text=self._texts.take,
            spool=stores.spool,
            listing=stores.suppression,
            clock=clock,
        )
        self._receivers = Receivers(config, self._hooks, clock=clock)
        self._links = Links(
            config,
            carriers,
            take=self._hooks.take_received,
            spool=stores.spool,
            listing=stores.suppression,
            clock=clock,
        )
        self._watches = make_watches(config, self._hooks, clock)
        self._propagations = make_propagations(config, stores.suppression, clock)
        self._imports = ImportJobs(
            stores.suppression, config.data_dir / "imports", read_as(config, stores.suppression),
            looked=commons.looked, clock=lambda: clock().timestamp(),
        )  # fmt: skip
        self._desk = desk_of(
            config, stores, decide_again=self._decider.decide_again, reread=reread, clock=clock,
            pace=pace,
            routes=RouteHealths(
                config.route, lambda route: carriers[route].limit, outcomes,
                troubles=self._troubles,
            ).all,
        )  # fmt: skip
        self._courier = Courier(
            stores.spool,
            config.callbacks,
            master=stores.callback_secret,
            clock=clock,
            random=random.random,
        )
        self._readings = Readings(
            Parts(
                config=config, stores=stores, opt_outs=self._opt_outs, carriers=carriers,
                troubles=self._troubles, listeners=lambda: self._servers, clock=clock,
            ),
            pace=pace,
        )  # fmt: skip
        self._servers = self._make_servers(token_keys)

    @property
    def places(self) -> tuple[Place, ...]:
        """Where it listens."""
        return tuple(self._servers)

    async def listen(self, sockets: Sockets) -> str:
        """Accept messages, and return the line that says where: `ready smtp=… http=…`.

        Raises:
            ListenError: an address cannot be bound.
            ConfigError: a certificate cannot be used.
        """
        if self._config.mode == "observe":
            unkept = [f"{dotted(path)} {why}" for path, why in broken_promises(self._config)]
            logger().warning("observing", obeyed="opt-outs and senders only", unkept=unkept)
        sockets.bind(self.places)
        words = ["ready"]
        for place, server in self._servers.items():
            bound = sockets.lend(place)
            try:
                host, port = await server.start(bound)
            except BaseException:
                bound.close()
                raise
            words.append(f"{place[0]}={f'[{host}]' if ':' in host else host}:{port}")
        return " ".join(words)

    async def deliver(self) -> None:
        """Send what the spool holds until `stop`; one service at a time may."""
        upkeep = Upkeep(
            self._config, self._stores, self._opt_outs,
            wake=self._scheduler.wake, clock=self._clock, recover_s=self._pace.recover_s,
        )  # fmt: skip
        async with asyncio.TaskGroup() as group:
            works = (
                warm_up(self._config, self._facts.emails_ready, self._clock()),
                upkeep.retire(), upkeep.recover(), self._imports.run(),
                self._courier.run(), self._links.run(),
                *(watch.run() for watch in self._watches),
                *(propagation.run() for propagation in self._propagations),
                *([self._texts.warm_up()] if self._watches else ()),
            )  # fmt: skip
            beside = [group.create_task(work) for work in works]
            listening = group.create_task(self._receivers.run())
            await self._receivers.caught_up()  # nothing leaves before what people told us is done
            await self._scheduler.run()
            await listening
            for task in beside:
                task.cancel()

    async def close(self) -> None:
        """Accept nothing more, and let what is on its way in end; from the task of `listen`.

        All listeners drain at once: one after the other, the last would accept for minutes.
        """
        await asyncio.gather(
            *(server.drain(self._pace.stop_s) for server in self._servers.values())
        )
        for server in self._servers.values():
            await server.stop(0)
        self._pass_through.close()

    async def stop(self) -> None:
        """End `deliver` once what is being sent is sent, and what was asked for is received."""
        self._receivers.stop()
        await self._scheduler.stop(self._pace.stop_s)

    def _troubles(self) -> Troubles:
        parts = (self._hooks, self._receivers, self._links)
        return {route: found for part in parts for route, found in part.troubles().items()}

    def _make_servers(
        self, token_keys: TokenKeys
    ) -> dict[Place, SmtpListenerServer | HttpListenerServer]:
        services = self._services(token_keys)
        servers: dict[Place, SmtpListenerServer | HttpListenerServer] = {}
        for number, smtp in enumerate(self._config.smtp):
            servers["smtp", number, smtp.listen] = SmtpListenerServer(
                smtp, submit=self._pipeline.submit_email, submitters=self._submitters,
                credentials=self._stores.credentials, postbox=self._mailbox, disk=self._disk,
                queue_ids=self._queue_ids, clock=self._clock, commons=self._commons,
                onward=self._pass_through if smtp.delivery == "pass-through" else None,
            )  # fmt: skip
        for number, http in enumerate(self._config.http):
            servers["http", number, http.listen] = HttpListenerServer(http, services)
        return servers

    def _services(self, token_keys: TokenKeys) -> Services:
        return Services(
            config=self._config, commons=self._commons,
            submit_email=self._pipeline.submit_email,
            submit_sms=self._pipeline.submit_sms,
            decide_email=self._decider.decide_email,
            decide_sms=self._decider.decide_sms,
            store=self._stores.suppression,
            spool=self._stores.spool,
            has_room=self._disk.has_room,
            imports=self._imports,
            opt_outs=self._opt_outs,
            take_text=self._texts.take,
            hooks=self._hooks,
            troubles=self._troubles,
            tokens=token_keys,
            keys=self._stores.credentials,
            submitters=self._submitters,
            identities=self._identities,
            queue_ids=self._queue_ids, desk=self._desk,
            metrics=self._readings.rendered, clock=self._clock,
        )  # fmt: skip
