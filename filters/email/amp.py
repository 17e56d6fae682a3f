"""Dropping the AMP form of a text: its readers check its markup, so nothing can be added to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.email.displayed import ALTERNATIVE
from filters.plan import NO_PLAN, Plan, Splice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filters.email.part import Part

AMP: Final = "text/x-amp-html"


def without_amp(alternatives: Sequence[Part], end: int) -> Plan:
    """Remove the one AMP part of each of these with the delimiter that belongs to it.

    `end` is the message's, which ends a line (RFC 5321 4.1.1.4).

    Who would be shown it, without ad notice and opt-out, is shown the HTML instead.
    """
    splices = tuple(
        _removed(part, form, end) for part in alternatives if (form := amp_form(part)) is not None
    )
    return Plan(splices=splices, fixes=("F_AMP_DROPPED",)) if splices else NO_PLAN


def amp_form(part: Part) -> Part | None:
    """Return the AMP form in an alternative, where it is the only one and there are others."""
    if part.content_type != ALTERNATIVE:
        return None
    forms = [child for child in part.children if child.content_type == AMP]
    return forms[0] if len(forms) == 1 < len(part.children) else None


def _removed(parent: Part, form: Part, end: int) -> Splice:
    index = parent.children.index(form)
    if index + 1 < len(parent.children):
        return Splice(start=form.start, end=parent.children[index + 1].start, template=())
    start = parent.children[index - 1].body_end
    if form.body_end == end:  # no delimiter is left behind it, only the line end of its own
        start += len(b"\r\n")
    return Splice(start=start, end=form.body_end, template=())
