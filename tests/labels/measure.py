"""How often the judgement of the content is right about labelled mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from filters.email.category.categorise import categorise
from filters.email.mime import parse
from filters.errors import MalformedMessage
from filters.message import Category
from tests.labels.corpus import COMMERCIAL, TRANSACTIONAL, labelled
from tests.unit.filters.email.categories import circumstances

if TYPE_CHECKING:
    from tests.labels.corpus import Labelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A labelled message with what was made of it."""

    mail: Labelled
    declared: bool  # commercial, though the submitter said transactional
    undeclared: bool  # commercial, though the configuration says transactional
    shipped: bool  # commercial, where nobody says anything and the configuration is the shipped
    refused: bool  # commercial still, where its reader opted out: else it is held
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The shares that matter; of the labels as they are or as corrected."""

    recall: float  # of commercial, nothing declared
    recall_declared: float
    false_declared: float  # of transactional, called commercial
    false_undeclared: float
    recall_shipped: float  # nobody says anything, the configuration is the shipped
    false_shipped: float
    refused_shipped: float  # of transactional, to somebody who opted out; the rest is held


def judge_all() -> tuple[Judged, ...]:
    """Judge every labelled message, as declared transactional and as undeclared."""
    return tuple(map(_judged, labelled()))


def figures(judged: tuple[Judged, ...], *, corrected: bool) -> Figures:
    """Return the shares."""
    by_label: dict[str, list[Judged]] = {COMMERCIAL: [], TRANSACTIONAL: []}
    for each in judged:
        label = each.mail.corrected if corrected else each.mail.label
        by_label.setdefault(label, []).append(each)
    ads, business = by_label[COMMERCIAL], by_label[TRANSACTIONAL]
    return Figures(
        recall=sum(each.undeclared for each in ads) / len(ads),
        recall_declared=sum(each.declared for each in ads) / len(ads),
        false_declared=sum(each.declared for each in business) / len(business),
        false_undeclared=sum(each.undeclared for each in business) / len(business),
        recall_shipped=sum(each.shipped for each in ads) / len(ads),
        false_shipped=sum(each.shipped for each in business) / len(business),
        refused_shipped=sum(each.refused for each in business) / len(business),
    )


def _judged(mail: Labelled) -> Judged:
    ways: tuple[dict[str, Any], ...] = (
        {"declared": "transactional", "declared_basis": "account"},
        {"default": Category.TRANSACTIONAL},
        {},
        {"somebody_opted_out": True},
    )
    try:
        tree = parse(mail.raw)
        verdicts = [categorise(mail.raw, tree, circumstances(**way)) for way in ways]
    except MalformedMessage as error:  # refused, so it is not passed as something else
        evidence = (error.reason,)
        return Judged(
            mail=mail, declared=True, undeclared=True, shipped=True, refused=True, evidence=evidence
        )
    declared, undeclared, shipped, to_opted_out = verdicts
    return Judged(
        mail=mail,
        declared=declared.is_commercial,
        undeclared=undeclared.is_commercial,
        shipped=shipped.is_commercial,
        refused=to_opted_out.is_commercial,
        evidence=undeclared.evidence,
    )
