"""Texts that an SMSC took in parts, and what it reports of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gateway.spool.model import Settlement, State
from gateway.spool.parts import PartReport
from gateway.spool.receipts import Report
from suppression.keys import RecipientKey
from tests.contract.spool.make import Desk, text

if TYPE_CHECKING:
    from gateway.spool.model import Claimed

ANN, BOB = RecipientKey("+19169668284"), RecipientKey("+12025550144")
ARRIVED, FAILED, UNDER_WAY = Report.ARRIVED, Report.FAILED, Report.UNDER_WAY


async def sending(desk: Desk, to: str = ANN, **changes: Any) -> Claimed:  # noqa: ANN401 - any field
    await desk.spool.accept(text(to, at=desk.clock(), **changes))
    (claimed,) = await desk.claim()
    return claimed


async def answered(
    desk: Desk,
    claimed: Claimed,
    *ids: str,
    state: State = State.DELIVERED,
    parts: int | None = None,
) -> None:
    """Settle what was sent: the ids that its parts were given, of which there may be more."""
    settled = Settlement(
        delivery_id=claimed.delivery_ids[0], state=state, reply="ESME_ROK",
        attempt=claimed.attempt, part_ids=ids, parts=parts or max(1, len(ids)),
    )  # fmt: skip
    await desk.spool.settle([settled])


async def sent(
    desk: Desk,
    *ids: str,
    to: str = ANN,
    state: State = State.DELIVERED,
    parts: int | None = None,
    **changes: Any,  # noqa: ANN401 - any field
) -> Claimed:
    claimed = await sending(desk, to, **changes)
    await answered(desk, claimed, *ids, state=state, parts=parts)
    return claimed


def told(provider_id: str, report: Report = ARRIVED, **changes: Any) -> PartReport:  # noqa: ANN401 - any field
    fields: dict[str, Any] = {
        "route": "texts", "provider_id": provider_id, "people": (ANN,), "report": report,
        "said": f"{report} (said)",
    }  # fmt: skip
    return PartReport(**{**fields, **changes})


async def ended(desk: Desk, claimed: Claimed) -> tuple[State, str]:
    view = await desk.spool.message(claimed.queue_id)
    assert view is not None
    line = (await desk.spool.trace(queue_id=claimed.queue_id))[-1]
    return view.deliveries[0].state, line.kind
