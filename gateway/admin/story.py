"""What became of a message, in sentences, and the rules that decided it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.spool.model import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from filters.decision import Finding, Ruling
    from gateway.spool.model import DeliveryView, MessageView

_DECIDED: Final = {
    "pass": "noted", "hold": "held", "defer": "deferred", "refuse": "refused",
}  # fmt: skip
_STRICTNESS: Final = ("refuse", "defer", "hold", "pass")
_MOST_SENTENCES: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule that had something to say about a message."""

    code: str
    cites: str
    saw: str
    evidence: tuple[str, ...]
    decided: str  # "noted", "held", "deferred", "refused"; "not obeyed" of what is observed
    people: int  # recipients it was said about


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What became of so many recipients."""

    state: str
    says: str
    code: str  # of the rule behind it; "" where none is
    people: int


def sentences(view: MessageView) -> tuple[Sentence, ...]:
    """Say what became of a message, once for all recipients it is the same for."""
    counted = Counter(_sentence(delivery) for delivery in view.deliveries)
    return tuple(
        Sentence(state=state, says=says, code=code, people=people)
        for (state, says, code), people in counted.most_common(_MOST_SENTENCES)
    )


def _sentence(delivery: DeliveryView) -> tuple[str, str, str]:
    finding = _deciding(delivery)
    code = str(finding["code"]) if finding else ""
    reason = str(finding["reason"]) if finding else ""
    state = delivery.state
    says = _SAYS[state]
    if state is State.DELIVERED and delivery.verdict == "changed":
        says = "It was changed and handed to the next hop."
    if state is State.DELIVERED and delivery.report:
        says += f" The provider reports: {delivery.report}."
    if state in _BY_RULE and reason:
        return state.value, f"{says} {reason}", code
    return state.value, says, ""


_BY_RULE: Final = frozenset({State.REFUSED, State.HELD, State.SUPPRESSED})
_SAYS: Final[Mapping[State, str]] = {
    State.QUEUED: "It may leave and waits: for its turn, or for the time it may leave at.",
    State.SENDING: "It is being handed to the next hop now.",
    State.DELIVERED: "It was handed to the next hop.",
    State.DEFERRED: "The next hop did not take it yet; it is tried again.",
    State.FAILED: "It was not delivered, and its sender was told.",
    State.CANCELLED: "Somebody took it back before it left.",
    State.SUPPRESSED: "It was stopped just before it left.",
    State.EXPIRED: "It waited longer than it may.",
    State.UNKNOWN: "The next hop may or may not have it; it is not sent twice.",
    State.HELD: "It waits for a person to decide.",
    State.REFUSED: "It was refused.",
}


def _deciding(delivery: DeliveryView) -> Mapping[str, object] | None:
    """Return the finding behind a state: the newest of the strictest."""
    for effect in _STRICTNESS[:-1]:
        found = [each for each in delivery.findings if each["effect"] == effect]
        if found:
            return found[-1]
    return None


def rules(view: MessageView) -> tuple[Rule, ...]:
    """Return the rules that spoke, the strictest first, each once with how many it was about."""
    counted: Counter[tuple[str, ...]] = Counter()
    for delivery in view.deliveries:
        counted.update(_key(each, "") for each in delivery.findings)
        counted.update(_key(each, "not obeyed") for each in delivery.waived)
    return _ordered(counted)


def rules_of(rulings: Iterable[Ruling]) -> tuple[Rule, ...]:
    """Return the rules that speak in rulings."""
    return rules_of_findings(finding for ruling in rulings for finding in ruling.findings)


def rules_of_findings(findings: Iterable[Finding]) -> tuple[Rule, ...]:
    """Return the rules behind findings."""
    return _ordered(
        Counter(
            (f.code, f.cites, f.effect.name.lower(), f.reason, "", *f.evidence) for f in findings
        )
    )


def _key(finding: Mapping[str, object], waived: str) -> tuple[str, ...]:
    named = (str(finding[name]) for name in ("code", "cites", "effect", "reason"))
    evidence = finding["evidence"]
    return (*named, waived, *map(str, evidence if isinstance(evidence, list) else ()))


def _ordered(counted: Counter[tuple[str, ...]]) -> tuple[Rule, ...]:
    found = sorted(counted.items(), key=lambda each: _STRICTNESS.index(each[0][2]))
    return tuple(
        Rule(
            code=code, cites=cites, saw=reason, evidence=tuple(evidence),
            decided=waived or _DECIDED[effect], people=people,
        )
        for (code, cites, effect, reason, waived, *evidence), people in found
    )  # fmt: skip
