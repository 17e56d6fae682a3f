"""Counts how replies fare that no speaker had seen."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from filters.revocation.likeness import INTENTS
from filters.revocation.recognition import Grade, Intent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filters.revocation.weighing import Weighing
    from training.texts.replies import Opinion

_HEAD: Final = "| {} | replies | opted out | to a person | nothing |\n|---|---|---|---|---|"
_OPTED_OUT: Final = INTENTS.index(Intent.OPTOUT)
_DOUBTED: Final = INTENTS.index(Intent.REVIEW)


def table(opinions: Sequence[Opinion], weighing: Weighing) -> str:
    """Return two Markdown tables: with the model of meaning and without, a row a label."""
    names = {True: "with the model of meaning", False: "without it"}
    return "\n\n".join(
        "\n".join((_HEAD.format(name), *_rows(opinions, weighing, with_meaning=is_asked)))
        for is_asked, name in names.items()
    )


def outcome(opinion: Opinion, weighing: Weighing, *, with_meaning: bool) -> Intent:
    """Return what becomes of a reply, by the likelihoods alone: what rules settle is left out."""
    weights = weighing.with_meaning if with_meaning else weighing.without
    likely = weights.likelihoods(opinion.reply.rules, opinion.linear, opinion.meaning)
    if weighing.is_request(opinion.reply.rules, likely):
        return Intent.OPTOUT
    is_doubtful = likely[_OPTED_OUT] + likely[_DOUBTED] >= weighing.doubt_from
    asks = opinion.reply.rules in {Grade.DEFINITE, Grade.PROBABLE}
    return Intent.REVIEW if asks or is_doubtful else Intent.NONE


def _rows(opinions: Sequence[Opinion], weighing: Weighing, *, with_meaning: bool) -> list[str]:
    found = Counter(
        (each.reply.label, outcome(each, weighing, with_meaning=with_meaning)) for each in opinions
    )
    labels = sorted({label for label, _ in found})
    ends = (Intent.OPTOUT, Intent.REVIEW, Intent.NONE)
    return [
        f"| {label} | {sum(found[label, end] for end in ends)} | "
        + " | ".join(str(found[label, end]) for end in ends)
        + " |"
        for label in labels
    ]
