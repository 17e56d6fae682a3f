"""Why a message is sent: what is said about it, judged by what it says itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from filters.email.answering import (
    bulk_precedence,
    is_report,
    replies_by_itself,
    was_sent_to_many,
)
from filters.email.category.business import begins_like_business, business, may_be_business
from filters.email.category.content import Content
from filters.email.category.declaration import declared
from filters.email.category.enclosed import returns_own_advertising
from filters.email.category.guess import is_innocent
from filters.email.category.hints import hints_of
from filters.email.fields import addresses, value
from filters.message import Category, CategoryVerdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.email.category.circumstances import CategoryRule, Circumstances
    from filters.email.category.declaration import Declaration
    from filters.email.category.hints import Hints
    from filters.email.part import Part

TREAT_AS_COMMERCIAL: Final = "treat-as-commercial"

_BY_FORM: Final = frozenset({"reply", "letter"})
GUESSES: Final = _BY_FORM | {"hint", "business"}
"""Who decided where nobody did: the message has the form of something, or reads so; both can be
forged."""

_ON_ITS_WORD: Final = frozenset({"declared", "hint"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    category: Category
    basis: str = ""
    decided_by: str


def categorise(raw: bytes, tree: Part, circumstances: Circumstances) -> CategoryVerdict:
    """Return the category of a message; the first source that may decide does, then content judges.

    Whatever was said, a message that reads as advertising is not passed as something else; and
    what cannot be read is taken at its word only where the form of it says the same.

    Raises:
        MalformedMessage: it says two things about itself.
    """
    declaration = declared(raw, tree, circumstances)
    hints = hints_of(raw, tree)
    content = Content(raw, tree, to_many=hints.leans_to is Category.COMMERCIAL)
    choice = next(
        choice
        for choice in _choices(raw, tree, circumstances, declaration, hints, content)
        if _is_credible(choice, circumstances)
    )
    looks_commercial = _is_commercial(choice, circumstances, content)
    is_business = choice.category is Category.TRANSACTIONAL and not looks_commercial
    is_unfounded = is_business and content.judgement.is_unfounded
    # 16 CFR 316.3(a)(2): it may, where the business leads; who sends it should know of it
    footnote = content.footnote if is_business and not is_unfounded else ()
    verdict = CategoryVerdict(
        category=choice.category,
        basis=choice.basis,
        decided_by=choice.decided_by,
        declared=declaration.category,
        looks_commercial=looks_commercial,
        is_unfounded=is_unfounded,
        also_sells=bool(footnote),
        evidence=(*_not_believed(declaration, choice), *content.evidence, *footnote, *hints.seen),
    )
    return _reconciled(verdict, circumstances, content)


def _is_commercial(choice: _Choice, circumstances: Circumstances, content: Content) -> bool:
    """Whether it is said to be commercial, reads so, or hides what it is."""
    if choice.category is Category.COMMERCIAL:
        return True
    if choice.decided_by in _BY_FORM:  # it was guessed because it is innocent
        return False
    is_believed = choice.decided_by == "declared" and (
        # 15 U.S.C. 7702(17)(A): who declares this names a basis, and answers for it
        content.judgement.is_doubtful
        if choice.category is Category.TRANSACTIONAL
        else content.judgement.is_faint  # people need no business to write to each other
    )
    if content.judgement.is_commercial and not is_believed:
        return True
    if choice.decided_by not in _ON_ITS_WORD or not content.is_unreadable:
        return False
    is_beside = content.is_cut or content.is_in_unknown_charset  # what no form speaks for
    if content.is_encrypted and not is_beside:  # to one person's key: no mailing is
        return circumstances.recipients != 1
    return is_beside or not (choice.category is Category.CONVERSATIONAL and content.is_answer)


def _choices(  # noqa: PLR0913, PLR0917 - every source there is
    raw: bytes,
    tree: Part,
    circumstances: Circumstances,
    declaration: Declaration,
    hints: Hints,
    content: Content,
) -> Iterator[_Choice]:
    """Yield what each source says, in the order in which they are asked."""
    if _is_report(raw, tree, circumstances, content):
        yield _Choice(category=Category.SYSTEM, decided_by="system")
    if declaration.category in circumstances.may_declare:
        category = Category(declaration.category)
        yield _Choice(category=category, basis=declaration.basis, decided_by="declared")
    if circumstances.pinned:
        category = Category(circumstances.pinned)
        yield _Choice(category=category, basis=circumstances.pinned_basis, decided_by="listener")
    for rule in circumstances.rules:
        if _matches(rule, raw, tree, circumstances):
            yield _Choice(category=rule.category, basis=rule.basis, decided_by="rule")
    yield from _guesses(raw, tree, circumstances, hints, content)
    if circumstances.submitter_default:
        category = Category(circumstances.submitter_default)
        basis = circumstances.submitter_default_basis
        yield _Choice(category=category, basis=basis, decided_by="default")
    yield from _recognised(raw, tree, circumstances, hints, content)
    yield _Choice(
        category=circumstances.default, basis=circumstances.default_basis, decided_by="default"
    )
    yield _Choice(category=Category.COMMERCIAL, decided_by="default")


def _is_credible(choice: _Choice, circumstances: Circumstances) -> bool:
    """Whether it may be so: a letter of one person to another has one recipient."""
    return choice.category is not Category.CONVERSATIONAL or circumstances.recipients == 1


def _not_believed(declaration: Declaration, choice: _Choice) -> tuple[str, ...]:
    if not declaration.category or choice.decided_by == "declared":
        return ()
    return (f"the declaration was not followed, {choice.decided_by} decided",)


def _reconciled(
    verdict: CategoryVerdict, circumstances: Circumstances, content: Content
) -> CategoryVerdict:
    """Let the stricter of what was said and what is read win, where the policy says so.

    15 U.S.C. 7702(17) is about what a message is, not what it is called (FTC v. Experian, 2023).
    """
    if not contradicts(verdict):
        return verdict
    seen = f"said to be {verdict.category} by {verdict.decided_by}, {_doubt(content)}"
    verdict = replace(verdict, evidence=(seen, *verdict.evidence))
    if circumstances.on_conflict != TREAT_AS_COMMERCIAL:
        return verdict
    if circumstances.somebody_opted_out and verdict.decided_by != "declared":
        return verdict  # held: who did not declare it is not told why a receipt would be refused
    return replace(verdict, category=Category.COMMERCIAL, basis="", decided_by="content")


def _doubt(content: Content) -> str:
    """Return what speaks against what is said about a message."""
    if not content.judgement.is_commercial:
        if content.is_cut:
            return "and it is too long to be read as a whole"
        if content.is_in_unknown_charset:
            return "and it is in a charset that is not read here"
    return "but reads as advertising" if content.evidence else "and nothing it shows can be read"


def contradicts(verdict: CategoryVerdict) -> bool:
    """Whether the content reads as advertising and the category says something else."""
    return verdict.looks_commercial and verdict.category in (
        Category.TRANSACTIONAL,
        Category.CONVERSATIONAL,
    )


def _is_report(raw: bytes, tree: Part, circumstances: Circumstances, content: Content) -> bool:
    """Whether it reports on one message to the one who sent it; nobody subscribed to that."""
    # RFC 3464 2, RFC 8098 2.1: the null reverse-path, to one address
    if circumstances.reverse_path or circumstances.recipients != 1 or not is_report(raw, tree):
        return False
    judgement = content.judgement
    sells = judgement.is_commercial and not (judgement.is_mailing or judgement.is_faint)
    return not (sells or content.is_unreadable or returns_own_advertising(content))


def _guesses(
    raw: bytes, tree: Part, circumstances: Circumstances, hints: Hints, content: Content
) -> Iterator[_Choice]:
    """Yield what a message to one person is by its form, and what a service's field leans to."""
    if circumstances.recipients == 1:
        by_program = replies_by_itself(raw, tree, circumstances.reverse_path)
        if by_program:
            # RFC 3834 5; a header field alone proves nothing
            guessed = _Choice(category=Category.SYSTEM, decided_by="reply")
        elif content.is_answer:
            guessed = _Choice(category=Category.CONVERSATIONAL, decided_by="reply")
        elif content.is_letter:
            guessed = _Choice(category=Category.CONVERSATIONAL, decided_by="letter")
        else:
            guessed = None
        if guessed is not None and is_innocent(content, by_program=by_program):
            yield guessed
    if hints.leans_to is not Category.TRANSACTIONAL:
        return
    # 15 U.S.C. 7702(17)(A): the content has to show the basis; a field alone proves nothing
    judgement = content.judgement_of_whole
    if (
        Category.TRANSACTIONAL in circumstances.may_declare
        and judgement.basis
        and not judgement.sells
    ):
        yield _Choice(category=Category.TRANSACTIONAL, basis=judgement.basis, decided_by="hint")


def _recognised(
    raw: bytes, tree: Part, circumstances: Circumstances, hints: Hints, content: Content
) -> Iterator[_Choice]:
    """Yield what a message to one person is by its words, where it would count as commercial."""
    if (
        circumstances.recipients != 1
        or circumstances.default is not Category.COMMERCIAL
        or Category.TRANSACTIONAL not in circumstances.may_declare
        or hints.leans_to is Category.COMMERCIAL
        or bulk_precedence(raw, tree)  # what is no responder's note may be a list's post
        or was_sent_to_many(raw, tree)
    ):
        return
    if not (circumstances.somebody_opted_out or begins_like_business(content)):
        return  # all of it takes longer to read than all else there is to decide
    found = business(content)
    # who opted out would get nothing: with less to go by it is held, and a person decides
    if found is not None or (circumstances.somebody_opted_out and may_be_business(content)):
        basis = "" if found is None else found.basis
        yield _Choice(category=Category.TRANSACTIONAL, basis=basis, decided_by="business")


def _matches(rule: CategoryRule, raw: bytes, tree: Part, circumstances: Circumstances) -> bool:
    subject = value(raw, tree, "subject").casefold()
    return (
        (not rule.stream or rule.stream == circumstances.stream)
        and subject.startswith(rule.subject_prefix.casefold())
        and _is_from(rule.envelope_from, (circumstances.reverse_path,))
        and _is_from(rule.header_from, addresses(raw, tree, "from"))
    )


def _is_from(wanted: str, found: tuple[str, ...]) -> bool:
    """Whether the one address found is the one wanted, or of the domain wanted."""
    if not wanted:
        return True
    lowered = [address.lower() for address in found]
    if wanted.startswith("@"):
        return len(lowered) == 1 and lowered[0].endswith(wanted.lower())
    return lowered == [wanted.lower()]
