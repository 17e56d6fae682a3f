"""What has to be true of the header of an edited message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.email.dkim.old_signatures import DKIM_SIGNATURE, is_own_signature
from filters.email.footer.edit import UNSUBSCRIBE_PATH
from filters.email.footer.passage import LIST_UNSUBSCRIBE
from filters.email.trace import ending_here, never_sent
from filters.email.unsubscribe import LIST_UNSUBSCRIBE_POST, ONE_CLICK
from suppression.tokens import PROOF_TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.email.part import Field, Part
    from filters.message import Email, EmailFacts
    from filters.plan import Plan

_OF_THE_PART: Final = frozenset(
    {"F_FOOTER_TEXT", "F_CHARSET_CHANGED", "F_CTE_CHANGED", "F_LINES_BROKEN"}
)


def header_problems(
    email: Email, facts: EmailFacts, plan: Plan, sent: bytes, tree: Part
) -> Iterator[str]:
    """Yield what is wrong: others' fields changed, ours left, not one unsubscribe pair."""
    raw, never = email.raw, never_sent(facts.policy)
    if ending_here(tree.fields, never):
        yield "a header field is left that never leaves"
    lines = [sent[f.start : f.value_end] for f in tree.fields]
    gone = set(ending_here(email.tree.fields, never))
    kept = [
        raw[f.start : f.value_end]
        for f in email.tree.fields
        if not (f in gone or _may_go(f, email, facts, plan))
    ]
    is_folded = "F_LINES_BROKEN" in plan.fixes
    left = map(_unfolded, lines) if is_folded else iter(lines)
    if not all(line in left for line in (map(_unfolded, kept) if is_folded else kept)):
        yield "a header field was changed that is not ours"
    if facts.verdict.is_commercial:
        yield from _pair_problems(facts, sent, tree, lines)


def _pair_problems(facts: EmailFacts, sent: bytes, tree: Part, lines: list[bytes]) -> Iterator[str]:
    names = [field.name for field in tree.fields]
    if names.count(LIST_UNSUBSCRIBE) != 1 or names.count(LIST_UNSUBSCRIBE_POST) != 1:
        yield "there is not exactly one List-Unsubscribe pair"
        return
    start = tree.fields[names.index(LIST_UNSUBSCRIBE)].start
    address = f"{facts.policy.public_url}{UNSUBSCRIBE_PATH}{PROOF_TOKEN}"
    line = f"List-Unsubscribe: <{address}>".encode()
    if not sent.startswith(line, start) or ONE_CLICK.rstrip() not in lines:
        yield "the List-Unsubscribe pair is not the one that was planned"


def _may_go(field: Field, email: Email, facts: EmailFacts, plan: Plan) -> bool:
    name = field.name
    if name == DKIM_SIGNATURE and "F_DKIM_REMOVED" in plan.fixes:
        return is_own_signature(email.raw, field, facts)
    return name in (LIST_UNSUBSCRIBE, LIST_UNSUBSCRIBE_POST) or (
        name.startswith("content-") and not _OF_THE_PART.isdisjoint(plan.fixes)
    )


def _unfolded(field: bytes) -> bytes:
    return field.replace(b"\r\n", b"")
