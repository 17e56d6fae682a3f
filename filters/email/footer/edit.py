"""The edit that adds the footer: ad notice, who sends and where from, and the way to opt out."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, assert_never

from filters.email.amp import amp_form, without_amp
from filters.email.displayed import ALTERNATIVE, HTML, body_parts, displayed_parts
from filters.email.editability import Editability, editability
from filters.email.footer.appendix import append
from filters.email.footer.insertion import insert
from filters.email.footer.language import language_of
from filters.email.footer.passage import own_appendix, went_through
from filters.email.footer.text import Wording
from filters.message import Category
from filters.plan import NO_PLAN, Plan, combine

if TYPE_CHECKING:
    from filters.email.part import Part
    from filters.message import Email, EmailFacts

UNSUBSCRIBE_PATH: Final = "/u/"
_CLOSED: Final = frozenset({Editability.ENCRYPTED, Editability.WRAPPED, Editability.FRAGMENT})
_CALENDAR: Final = frozenset({"text/calendar", "application/ics"})
_MOST_PAGES: Final = 4
_LARGE: Final = 128 << 10  # bytes: what is shorter takes no time, in however many pieces
_PLAINER: Final = frozenset({"text/enriched", "text/richtext", "text/watch-html", "text/markdown"})
"""Forms of a text for programs that show no HTML; who can show what follows shows that."""


def footer(email: Email, facts: EmailFacts) -> Plan:
    """Put the footer into every displayed body, or beside what may not be edited.

    Nothing is added where none is asked for, nor to encrypted mail, a winmail.dat alone and
    fragments, which a check refuses when they are commercial.
    """
    if not needs_footer(facts):
        return NO_PLAN
    renewed = _renewed(email, facts)
    if renewed is not None:
        return renewed
    kind = editability(email.raw, email.tree)
    if kind is Editability.EDITABLE:
        plan = _inside(email, facts)
        if plan is not None:
            return plan
    return NO_PLAN if kind in _CLOSED else footer_beside(email, facts)


def footer_beside(email: Email, facts: EmailFacts) -> Plan:
    """Put the footer into a part of its own, where the policy allows it and the law asks for it.

    Mail that is not commercial keeps its structure: nothing obliges it to carry a footer.
    """
    if not facts.verdict.is_commercial or facts.policy.on_uneditable != "append-part":
        return NO_PLAN
    renewed = _renewed(email, facts)
    return append(email, wording(email, facts)) if renewed is None else renewed


def needs_footer(facts: EmailFacts) -> bool:
    """Whether a message of this category gets a footer."""
    match facts.verdict.category:
        case Category.COMMERCIAL:  # 15 U.S.C. 7704(a)(3), (a)(5)
            return True
        case Category.TRANSACTIONAL:
            return facts.policy.footer_scope == "all-but-conversational"
        case Category.CONVERSATIONAL | Category.SYSTEM:
            return False
        case unreachable:
            assert_never(unreachable)


def wording(email: Email, facts: EmailFacts) -> Wording:
    """Return what the footer of a message has to say."""
    identity, policy = facts.identity, facts.policy
    return _worded(
        identity.company, identity.postal_address, policy.public_url + UNSUBSCRIBE_PATH,
        is_advertisement=facts.verdict.is_commercial,
        language=language_of(email, policy.footer_language), template=policy.footer_lines,
    )  # fmt: skip


_worded: Final = lru_cache(maxsize=64)(Wording)  # all that is remembered of one is asked for by it


def has_passed(email: Email, facts: EmailFacts) -> bool:
    """Whether a message went through here before, and came back or was passed on."""
    link, hostname = facts.policy.public_url + UNSUBSCRIBE_PATH, facts.arrival.hostname
    return went_through(email.raw, email.tree, link=link, hostname=hostname)


def telling_parts(email: Email, facts: EmailFacts) -> tuple[Part, ...]:
    """Return the parts that have to tell the reader: the body, or our footer of an earlier time."""
    appendix = appended_before(email, facts)
    return body_parts(email.tree) if appendix is None else (appendix,)


def appended_before(email: Email, facts: EmailFacts) -> Part | None:
    """Return the part with our footer that was put beside the message when it went through."""
    appendix = own_appendix(email.tree)
    return appendix if appendix is not None and has_passed(email, facts) else None


def _renewed(email: Email, facts: EmailFacts) -> Plan | None:
    """Make the footer beside a message out anew; None where there is none yet."""
    part = appended_before(email, facts)
    return None if part is None else insert(email.raw, part, wording(email, facts), passed=True)


def _inside(email: Email, facts: EmailFacts) -> Plan | None:
    """Edit the body in place, all of it or nothing."""
    displayed, bodies = displayed_parts(email.tree), body_parts(email.tree)
    if _is_laborious(displayed):
        return None
    alternatives = [part for part in email.tree.walk() if part.content_type == ALTERNATIVE]
    if any(_offers_another_form(part, bodies) for part in alternatives):
        return None
    words, passed = wording(email, facts), has_passed(email, facts)
    amp = without_amp(alternatives, email.tree.body_end)
    if amp.splices and not words.is_advertisement:
        return None  # nothing obliges a receipt to lose a form of its text
    telling = set(map(id, bodies))
    plans = [amp]
    for part in displayed:
        has_footer = id(part) in telling
        plan = insert(email.raw, part, words, passed=passed, has_footer=has_footer)
        if plan is not None:
            plans.append(plan)
        elif has_footer:
            return None
    return combine(plans)


def _is_laborious(displayed: tuple[Part, ...]) -> bool:
    """Whether there is more HTML in pieces, each with a style of its own, than anybody sends."""
    sizes = [part.body_end - part.body_start for part in displayed if part.content_type == HTML]
    return len(sizes) > _MOST_PAGES and sum(sizes) > _LARGE


def _offers_another_form(alternative: Part, bodies: tuple[Part, ...]) -> bool:
    """Whether a program may show a form of the body that no footer can be put into, and no other.

    Enriched text, a picture; a calendar entry is shown beside the text, an AMP form is dropped.
    """
    start, end = alternative.start, alternative.body_end
    if not any(start <= body.start < end for body in bodies):
        return False
    dropped = amp_form(alternative)
    forms = [
        (bool(displayed_parts(child)), child.content_type in _PLAINER)
        for child in alternative.children
        if child.content_type not in _CALENDAR and child is not dropped
    ]
    is_last_shown = not forms or forms[-1][0]
    return not is_last_shown or not all(is_text or is_plainer for is_text, is_plainer in forms)
