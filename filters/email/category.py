"""Why a message is sent: what is said about it, judged by what it says itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from filters.email.answering import is_report, replies_by_itself
from filters.email.content import Content
from filters.email.fields import addresses, value
from filters.errors import MalformedMessage
from filters.message import Category, CategoryVerdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.email.mime import Part

LIMBS: Final = frozenset({"transaction", "safety", "account", "employment", "delivery"})
"""What makes a message transactional: the five limbs of 15 U.S.C. 7702(17)(A), a closed list."""

TREAT_AS_COMMERCIAL: Final = "treat-as-commercial"

GUESSED: Final = "reply"
"""Who decided where nobody did: the message has the form of an answer, and that can be forged."""

_STREAM_HEADER: Final = "x-optwarden-stream"
_ON_ITS_WORD: Final = frozenset({"declared", GUESSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRule:
    """One `[[email.rule]]`; it matches when everything it names does."""

    header_from: str = ""  # address, or "@domain"
    envelope_from: str = ""  # address, or "@domain"
    subject_prefix: str = ""
    stream: str = ""
    category: Category
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known about a message's category besides its content."""

    recipients: int  # of the envelope
    reverse_path: str
    stream: str
    declared: str  # over HTTP; "" reads the header field
    declared_basis: str
    category_header: str
    may_declare: frozenset[str]
    pinned: str  # by the listener
    rules: tuple[CategoryRule, ...]
    submitter_default: str
    default: Category
    on_conflict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a submitter says its message is."""

    category: str
    basis: str


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
    declaration = _declaration(raw, tree, circumstances)
    content = Content(raw, tree)
    choice = next(
        choice
        for choice in _choices(raw, tree, circumstances, declaration, content)
        if _is_credible(choice, circumstances)
    )
    verdict = CategoryVerdict(
        category=choice.category,
        basis=choice.basis,
        decided_by=choice.decided_by,
        declared=declaration.category,
        looks_commercial=_is_commercial(choice, circumstances, content),
        evidence=(*_not_believed(declaration, choice), *content.evidence),
    )
    return _reconciled(verdict, circumstances.on_conflict)


def _is_commercial(choice: _Choice, circumstances: Circumstances, content: Content) -> bool:
    """Whether it is said to be commercial, reads so, or hides what it is."""
    if choice.category is Category.COMMERCIAL:
        return True
    # 15 U.S.C. 7702(17)(A): whoever declares a message names its basis, and answers for it
    is_believed = content.judgement.is_doubtful and choice.decided_by == "declared"
    if content.judgement.is_commercial and not is_believed:
        return True
    if choice.decided_by not in _ON_ITS_WORD or not content.is_unreadable:
        return False
    if content.is_encrypted:  # to one person's key: no mailing is
        return circumstances.recipients != 1
    return not (choice.category is Category.CONVERSATIONAL and content.is_letter)


def read_declaration(text: str) -> Declaration:
    """Read the value of the category header field.

    >>> read_declaration("Transactional; basis=safety")
    Declaration(category='transactional', basis='safety')
    """
    category, *parameters = (piece.strip().lower() for piece in text.split(";"))
    named = dict(parameter.replace(" ", "").partition("=")[::2] for parameter in parameters)
    return Declaration(category=category, basis=_limb(named.get("basis", "")))


def _limb(basis: str) -> str:
    """Return the basis if the statute knows it: another one is none."""
    return basis if basis in LIMBS else ""


def _declaration(raw: bytes, tree: Part, circumstances: Circumstances) -> Declaration:
    names = [field.name for field in tree.fields]
    for ours in (circumstances.category_header.lower(), _STREAM_HEADER):
        if names.count(ours) > 1:
            raise MalformedMessage(f"more than one {ours} field")
    if circumstances.declared:
        return Declaration(
            category=circumstances.declared, basis=_limb(circumstances.declared_basis)
        )
    return read_declaration(value(raw, tree, circumstances.category_header.lower()))


def _choices(
    raw: bytes,
    tree: Part,
    circumstances: Circumstances,
    declaration: Declaration,
    content: Content,
) -> Iterator[_Choice]:
    """Yield what each source says, in the order in which they are asked."""
    if _is_report(raw, tree, circumstances, content):
        yield _Choice(category=Category.SYSTEM, decided_by="system")
    if declaration.category in circumstances.may_declare:
        category = Category(declaration.category)
        yield _Choice(category=category, basis=declaration.basis, decided_by="declared")
    if circumstances.pinned:
        yield _Choice(category=Category(circumstances.pinned), decided_by="listener")
    for rule in circumstances.rules:
        if _matches(rule, raw, tree, circumstances):
            yield _Choice(category=rule.category, basis=rule.basis, decided_by="rule")
    guessed = _guessed(raw, tree, circumstances, content)
    if guessed is not None:
        yield _Choice(category=guessed, decided_by=GUESSED)
    if circumstances.submitter_default:
        yield _Choice(category=Category(circumstances.submitter_default), decided_by="default")
    yield _Choice(category=circumstances.default, decided_by="default")
    yield _Choice(category=Category.COMMERCIAL, decided_by="default")


def _is_credible(choice: _Choice, circumstances: Circumstances) -> bool:
    """Whether it may be so: a letter of one person to another has one recipient."""
    return choice.category is not Category.CONVERSATIONAL or circumstances.recipients == 1


def _not_believed(declaration: Declaration, choice: _Choice) -> tuple[str, ...]:
    if not declaration.category or choice.decided_by == "declared":
        return ()
    return (f"the declaration was not followed, {choice.decided_by} decided",)


def _reconciled(verdict: CategoryVerdict, on_conflict: str) -> CategoryVerdict:
    """Let the stricter of what was said and what is read win, where the policy says so.

    15 U.S.C. 7702(17) is about what a message is, not what it is called (FTC v. Experian, 2023).
    """
    if not contradicts(verdict):
        return verdict
    why = "but reads as advertising" if verdict.evidence else "and nothing it shows can be read"
    seen = f"said to be {verdict.category} by {verdict.decided_by}, {why}"
    verdict = replace(verdict, evidence=(seen, *verdict.evidence))
    if on_conflict != TREAT_AS_COMMERCIAL:
        return verdict
    return replace(verdict, category=Category.COMMERCIAL, basis="", decided_by="content")


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
    return not (content.judgement.is_commercial or content.is_unreadable)


def _guessed(
    raw: bytes, tree: Part, circumstances: Circumstances, content: Content
) -> Category | None:
    """Return what the form of a message to one person says it is: an answer, or nothing."""
    if circumstances.recipients != 1:
        return None
    if replies_by_itself(raw, tree, circumstances.reverse_path):
        guessed = Category.SYSTEM  # RFC 3834 5; a header field alone proves nothing
    elif content.is_letter:
        guessed = Category.CONVERSATIONAL
    else:
        return None
    return None if content.judgement.is_commercial else guessed


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
