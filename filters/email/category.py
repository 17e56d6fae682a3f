"""Why a message is sent: what is said about it, judged by what it says itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from filters.email.displayed import HTML, decoded_text, displayed_parts, visible_text
from filters.email.fields import addresses, value
from filters.email.purpose import Judgement, looks_commercial, stricter
from filters.message import Category, CategoryVerdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.email.mime import Part

LIMBS: Final = frozenset({"transaction", "safety", "account", "employment", "delivery"})
"""What makes a message transactional: the five limbs of 15 U.S.C. 7702(17)(A), a closed list."""

TREAT_AS_COMMERCIAL: Final = "treat-as-commercial"

_EXAMINED_CHARACTERS: Final = 200_000
_BULK: Final = frozenset({"bulk", "list", "junk"})


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


class _Content:
    """What the content reads as; it is read when somebody asks, and then once.

    Nobody asks about commercial mail: there is nothing stricter that it could be.
    """

    def __init__(self, raw: bytes, tree: Part) -> None:
        self._raw = raw
        self._tree = tree

    @cached_property
    def judgement(self) -> Judgement:
        """The strictest judgement of any displayed text with the subject (16 CFR 316.3(a))."""
        subject = value(self._raw, self._tree, "subject")
        texts = [_beginning(self._raw, part) for part in displayed_parts(self._tree)]
        return stricter(looks_commercial(subject, text) for text in texts or [""])

    @property
    def evidence(self) -> tuple[str, ...]:
        """What it was judged by, if it was."""
        return self.judgement.evidence if "judgement" in self.__dict__ else ()


def categorise(raw: bytes, tree: Part, circumstances: Circumstances) -> CategoryVerdict:
    """Return the category of a message; the first source that may decide does, then content judges.

    Whatever was said, a message that reads as advertising is not passed as something else.
    """
    declaration = _declaration(raw, tree, circumstances)
    content = _Content(raw, tree)
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
        looks_commercial=choice.category is Category.COMMERCIAL or content.judgement.is_commercial,
        evidence=(*_not_believed(declaration, choice), *content.evidence),
    )
    return _reconciled(verdict, circumstances.on_conflict)


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
    content: _Content,
) -> Iterator[_Choice]:
    """Yield what each source says, in the order in which they are asked."""
    if _is_system(raw, tree, circumstances, content):
        yield _Choice(category=Category.SYSTEM, decided_by="system")
    if declaration.category in circumstances.may_declare:
        category = Category(declaration.category)
        yield _Choice(category=category, basis=declaration.basis, decided_by="declared")
    if circumstances.pinned:
        yield _Choice(category=Category(circumstances.pinned), decided_by="listener")
    for rule in circumstances.rules:
        if _matches(rule, raw, tree, circumstances):
            yield _Choice(category=rule.category, basis=rule.basis, decided_by="rule")
    if _is_reply(raw, tree) and not content.judgement.is_commercial:
        yield _Choice(category=Category.CONVERSATIONAL, decided_by="reply")
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
    seen = f"said to be {verdict.category} by {verdict.decided_by}, but reads as advertising"
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


def _beginning(raw: bytes, part: Part) -> str:
    text = decoded_text(raw, part)[:_EXAMINED_CHARACTERS]
    if part.content_type == HTML:
        return visible_text(text)
    return "\n".join(line for line in text.splitlines() if not line.startswith(">"))


def _is_system(raw: bytes, tree: Part, circumstances: Circumstances, content: _Content) -> bool:
    if not circumstances.reverse_path and _is_report(tree):
        return True  # RFC 3464, RFC 8098: a report answers, nobody subscribed to it
    replied = value(raw, tree, "auto-submitted").partition(";")[0].strip().lower()
    return (
        replied == "auto-replied"  # RFC 3834 5; a header field alone proves nothing
        and circumstances.recipients == 1
        and not content.judgement.is_commercial
    )


def _is_report(tree: Part) -> bool:
    """Whether it has the form of a report, with the part that programs read (RFC 6522 3)."""
    machine_readable = tree.children[1].content_type if len(tree.children) > 1 else ""
    return tree.content_type == "multipart/report" and machine_readable.startswith("message/")


def _is_reply(raw: bytes, tree: Part) -> bool:
    """Whether it answers another message and shows no sign of having been sent to many."""
    answers = tree.field("in-reply-to") or tree.field("references")
    to_many = any(field.name.startswith("list-") for field in tree.fields)
    return bool(answers) and not to_many and value(raw, tree, "precedence").lower() not in _BULK


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
