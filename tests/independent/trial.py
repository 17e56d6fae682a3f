"""One message through the whole judgement, and what the checker says of the outcome."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from gateway.config.loader import load, shipped
from gateway.dry_run import DryRun
from gateway.nobody import NobodyKnown
from tests.independent.checker import faults, is_appended
from tests.independent.fault import Fault, Promise
from tests.independent.ordinary import is_ordinary

if TYPE_CHECKING:
    from gateway.config.models import Config
    from gateway.dry_run import Examined

AT: Final = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DECLARED: Final = {
    "commercial": "commercial",
    "transactional": "transactional; basis=transaction",
    "conversational": "conversational",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one message."""

    name: str
    verdict: str
    category: str
    how: str  # edited | appended | untouched | refused | held
    refusals: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    ordinary: bool = False
    before: bytes = field(default=b"", repr=False)
    after: bytes = field(default=b"", repr=False)


class Trial:
    """Sends messages through a configuration, the shipped one unless another is given."""

    def __init__(self, config: Config | None = None) -> None:
        config = config or load(shipped(), {}).config
        self._dry_run = DryRun(config, people=NobodyKnown(), clock=lambda: AT)
        self.promise = Promise(
            address=config.company.postal_address, link=config.public.url.rstrip("/") + "/u/"
        )

    async def examine(self, raw: bytes, category: str = "commercial") -> Examined:
        return await self._dry_run.email(raw, category=DECLARED[category])

    async def run(self, name: str, raw: bytes, category: str = "commercial") -> Outcome:
        """Judge a message, and the outcome."""
        examined = await self.examine(raw, category)
        refusals = tuple(f.code for f in examined.findings if not f.code.startswith("W_"))
        if not examined.after:
            return Outcome(
                name=name, verdict=examined.verdict, category=examined.category, how="refused",
                refusals=refusals, ordinary=is_ordinary(examined.before), before=examined.before,
            )  # fmt: skip
        return Outcome(
            name=name, verdict=examined.verdict, category=examined.category, how=_how(examined),
            refusals=refusals, faults=self.faults_of(examined),
            ordinary=is_ordinary(examined.before), before=examined.before, after=examined.after,
        )  # fmt: skip

    def faults_of(self, examined: Examined) -> tuple[Fault, ...]:
        """Return all that is wrong with what would leave."""
        promise = self.promise if examined.category == "commercial" else None
        return tuple(faults(examined.before, examined.after, promise))


def _how(examined: Examined) -> str:
    if examined.category != "commercial":
        return "untouched"
    return "appended" if is_appended(examined.before, examined.after) else "edited"
