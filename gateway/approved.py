"""The approved template that a text reads like, without offering more than it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filters.sms.template_filling import (
    advertises_more,
    may_be_a_sentence,
    offers_something,
    plainly_filled,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filters.message import Sms
    from filters.sms.reading import ModelReading
    from filters.sms.template import Template
    from gateway.sources import Reader


async def approved_template(
    sms: Sms,
    reading: ModelReading | None,
    templates: Iterable[Template],
    *,
    reader: Reader | None,
) -> Template | None:
    """Return the first template that a text fits and advertises no more than.

    `reading`: what the models say of the text; none where there are no models.
    """
    for each in templates:
        filling = each.filled_with(sms.text)
        if filling is None or offers_something(filling):
            continue
        if reading is not None and reading.unread == "language":  # the models say nothing of it
            if not may_be_a_sentence(filling):
                return each
            continue
        plain = plainly_filled(each.text)
        plain_reading = await reader.read(plain) if reader else None
        if not advertises_more(sms.text, reading, plain=plain, plain_reading=plain_reading):
            return each
    return None
