"""The running gateway: stores, scheduler and listeners, started together and stopped in order.

**Failures:** what cannot be opened, bound or read ends the start with the error that says so; nothing is
accepted before everything is up.
"""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Final

from gateway.delivery.carriers import make_carriers
from gateway.delivery.copies import Copies
from gateway.delivery.scheduler import Scheduler
from gateway.delivery.signers import load_signers
from gateway.errors import StoreUnavailable
from gateway.facts import Facts
from gateway.http.server import HttpListenerServer
from gateway.http.services import Services
from gateway.identities import Identities
from gateway.log import logger
from gateway.pipeline import Decider, Pipeline
from gateway.queue_id import QueueIds
from gateway.reports import Reports
from gateway.smtp.listener import SmtpListenerServer
from gateway.stores import Stores
from gateway.submitters import Submitters

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from gateway.config.models import Config

_GRACE_S: Final = 30.0  # for what is on its way when we are asked to stop
_RETIRE_EVERY_S: Final = 300.0


class Service:
    """One gateway on one data directory."""

    def __init__(self, config: Config, *, clock: Callable[[], datetime]) -> None:
        """Put the parts together; nothing is opened yet.

        Raises:
            ConfigError: a key or secret cannot be used.
        """
        self._config = config
        self._clock = clock
        self.stores = Stores(config, clock=clock)
        queue_ids = QueueIds()
        reports = Reports(config, queue_ids)
        self._scheduler = Scheduler(
            spool=self.stores.spool,
            carriers=make_carriers(config),
            copies=Copies(load_signers(config), self.stores.token_keys, clock),
            reports=reports,
            delivery=config.delivery,
            clock=clock,
            random=random.random,
        )
        facts = Facts(
            config, people=self.stores.suppression, texts=self.stores.spool, clock=clock
        )
        self._decider = Decider(config, facts)
        self._pipeline = Pipeline(
            config,
            decider=self._decider,
            reports=reports,
            spool=self.stores.spool,
            clock=clock,
            wake=self._scheduler.wake,
        )
        submitters = Submitters(config.submitter)
        self._smtp = [
            SmtpListenerServer(
                listener,
                submit=self._pipeline.submit_email,
                submitters=submitters,
                credentials=self.stores.credentials,
                queue_ids=queue_ids,
                clock=clock,
            )
            for listener in config.smtp
        ]
        services = self._services(submitters, queue_ids)
        self._http = [HttpListenerServer(listener, services) for listener in config.http]

    async def run(self, *, ready: Callable[[str], None], stop: asyncio.Event) -> None:
        """Serve until `stop` is set; `ready` is told the addresses once all of them are bound."""
        self.stores.open()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._scheduler.run())
                retiring = group.create_task(self._retire())
                try:
                    ready(await self._listen())
                    await stop.wait()
                finally:
                    retiring.cancel()
                    await self._stop()
        finally:
            self.stores.close()

    async def _listen(self) -> str:
        """Bind every listener and return the line that says where."""
        words = ["ready"]
        for name, servers in (("smtp", self._smtp), ("http", self._http)):
            for server in servers:
                host, port = await server.start()
                words.append(f"{name}={f'[{host}]' if ':' in host else host}:{port}")
        return " ".join(words)

    async def _stop(self) -> None:
        """Stop accepting, let what is under way end, then stop sending."""
        async with asyncio.TaskGroup() as group:
            for server in (*self._smtp, *self._http):
                group.create_task(server.stop(_GRACE_S))
        await self._scheduler.stop(_GRACE_S)

    async def _retire(self) -> None:
        """Empty finished messages when their time of keeping is over: `[retention]`."""
        retention = self._config.retention
        while True:
            await asyncio.sleep(_RETIRE_EVERY_S)
            try:
                await self.stores.spool.retire(
                    self._clock(), email_body=retention.email_body, sms_text=retention.sms_text
                )
            except StoreUnavailable as error:
                logger().warning("not-retired", error=str(error))

    def _services(self, submitters: Submitters, queue_ids: QueueIds) -> Services:
        return Services(
            config=self._config,
            submit_email=self._pipeline.submit_email,
            submit_sms=self._pipeline.submit_sms,
            decide_email=self._decider.decide_email,
            decide_sms=self._decider.decide_sms,
            store=self.stores.suppression,
            spool=self.stores.spool,
            tokens=self.stores.token_keys,
            keys=self.stores.credentials,
            submitters=submitters,
            identities=Identities(self._config),
            queue_ids=queue_ids,
            clock=self._clock,
        )
