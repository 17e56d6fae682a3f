"""The verbs of approved templates of texts.

**Failures:** every verb raises `StoreUnavailable` when the file cannot be read or written.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from gateway.spool import templates
from gateway.spool.alike import alike
from gateway.spool.part_verbs import PartVerbs
from gateway.spool.review import Order

if TYPE_CHECKING:
    from filters.sms.template import Template
    from gateway.spool.alike import Resemblance
    from gateway.spool.templates import Approved


class TemplateVerbs(PartVerbs):
    """What people approved, for the checks and for who looks after it."""

    async def all_templates(self, *, limit: int) -> tuple[Approved, ...]:
        """Return every template there was, those in force first, the newest first."""
        return tuple(map(templates.approved, await self._database.scan(templates.ALL, (limit,))))

    async def find_template(self, template_id: str) -> Approved | None:
        """Return one template."""
        rows = self._database.read(templates.ONE, (templates.number(template_id),))
        return templates.approved(rows[0]) if rows else None

    async def alike(self, template: Template) -> Resemblance:
        """Return what of the texts that wait, and of the newest others, reads like a template."""
        return await asyncio.to_thread(
            self._database.snapshot, lambda connection: alike(connection, template)
        )

    async def approve_template(
        self, template: Template, *, message: str, by: str, because: str
    ) -> Approved:
        """Put a template in force, made of a message; checks use it from the next text on."""
        order = Order(by=by, because=because, at=self._clock())
        return await self._write(
            lambda connection: templates.approve(connection, template, message, order)
        )

    async def withdraw_template(
        self, template_id: str, *, by: str, because: str
    ) -> Approved | None:
        """End a template; none where there is no such one in force."""
        order = Order(by=by, because=because, at=self._clock())
        return await self._write(
            lambda connection: templates.withdraw(connection, template_id, order)
        )
