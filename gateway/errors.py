"""The errors of the gateway; the whole tree.

GatewayError
├─ ConfigError            .problems: every mistake, with its place
├─ MalformedMessage       edge → 550 5.6.0 / 422
├─ StoreUnavailable       → DEFER
│  ├─ StoreFull           no room: 452, 503
│  └─ StoreBroken         not to be trusted any more: the process ends
├─ IdempotencyConflict    → 409
├─ Overtaken              decided anew
├─ Mistake                of ours, at one thing: logged, and tried again or left alone
└─ DeliveryFailure        .reply from the next hop
   ├─ TemporaryFailure    keep in spool, back off
   │  └─ Unproven         our own copy is not good enough to leave: 451
   ├─ PermanentFailure    DSN, maybe a suppression entry
   │  └─ EightBitRefused  written in 7 bits and handed over again, where that may be
   └─ UnknownOutcome      the next hop may have it: never sent again unasked (texts)
"""

from __future__ import annotations

from dataclasses import dataclass

from filters.errors import MalformedMessage
from suppression.errors import (
    GatewayError,
    MalformedAddressError,
    StoreBroken,
    StoreFull,
    StoreUnavailable,
)

__all__ = [
    "ConfigError",
    "DeliveryFailure",
    "EightBitRefused",
    "GatewayError",
    "IdempotencyConflict",
    "MalformedAddressError",
    "MalformedMessage",
    "Mistake",
    "Overtaken",
    "PermanentFailure",
    "Problem",
    "StoreBroken",
    "StoreFull",
    "StoreUnavailable",
    "TemporaryFailure",
    "UnknownOutcome",
    "Unproven",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in the configuration: `config.toml:41: route[0].pasword: unknown key, …`."""

    file: str
    line: int  # 1 is the first; 0 when it has no line (a missing file, the environment)
    path: str
    text: str

    def __str__(self) -> str:
        """Return the line a person reads."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.path}: {self.text}" if self.path else f"{place}: {self.text}"


class ConfigError(GatewayError):
    """The configuration cannot be used; `problems` holds every mistake at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep every mistake."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class IdempotencyConflict(GatewayError):  # noqa: N818 - named for what it is to the caller: a 409
    """An idempotency key came again, with another request than it was first used for."""


class Overtaken(GatewayError):  # noqa: N818 - an answer, not a failure of ours
    """What another text took meanwhile is not there for this one: nothing was stored."""


class Mistake(GatewayError):  # noqa: N818 - named for what it is
    """We broke on what a provider sent or was to be asked, on a delivery or on a callback."""

    def __init__(self, broken_on: Exception) -> None:
        """Name the type of what was raised, whose text may name a person."""
        super().__init__(f"a mistake of ours: {type(broken_on).__name__}")


class DeliveryFailure(GatewayError):  # noqa: N818 - the noun of the field
    """The next hop did not take a message; `reply` is what it said, cleaned for people."""

    def __init__(self, reply: str, *, status: str = "") -> None:
        """Keep the reply and its enhanced status code, where it had one."""
        super().__init__(reply)
        self.reply = reply
        self.status = status


class TemporaryFailure(DeliveryFailure):
    """Worth another attempt later."""


class Unproven(TemporaryFailure):
    """What would leave is not what it has to be, so the next hop was sent nothing."""


class PermanentFailure(DeliveryFailure):
    """Another attempt would get the same answer."""


class EightBitRefused(PermanentFailure):
    """The next hop takes 7-bit content only (RFC 6152), and was sent nothing."""


class UnknownOutcome(DeliveryFailure):
    """It was handed over and no answer came: the next hop may have taken it."""
