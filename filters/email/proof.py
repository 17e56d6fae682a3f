"""Reading again what would leave, and holding it against everything that was promised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.email.amp import AMP, dropped_parts
from filters.email.charset import lookup
from filters.email.displayed import HTML, body_parts
from filters.email.footer import UNSUBSCRIBE_PATH, needs_footer, wording
from filters.email.mime import Part, parse
from filters.email.old_signatures import DKIM_SIGNATURE, is_own_signature
from filters.email.sight import is_seen
from filters.email.trace import is_removed, never_sent
from filters.email.transfer import decoded
from filters.email.unsubscribe import LIST_UNSUBSCRIBE, LIST_UNSUBSCRIBE_POST, ONE_CLICK
from filters.errors import MalformedMessage
from filters.plan import Plan, render
from suppression.tokens import SAMPLE_TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from filters.email.mime import Field
    from filters.message import Email, EmailFacts

_MAX_LINE: Final = 998  # RFC 5322 2.1.1


def prove(email: Email, facts: EmailFacts, plan: Plan) -> tuple[str, ...]:
    """Render the plan once and return what is wrong with the result; empty is good."""
    sent = render(email.raw, plan, SAMPLE_TOKEN)
    try:
        tree = parse(sent)
    except MalformedMessage as error:
        return (f"the edited message cannot be read: {error.reason}",)
    return tuple(_Proof(email, facts, plan, sent, tree).problems())


class _Proof:
    """One edited message beside the submitted one."""

    def __init__(
        self, email: Email, facts: EmailFacts, plan: Plan, sent: bytes, tree: Part
    ) -> None:
        self._email = email
        self._facts = facts
        self._plan = plan
        self._sent = sent
        self._tree = tree
        self._wording = wording(facts)
        self._never_sent = never_sent(facts.policy)
        self._link = self._wording.link + SAMPLE_TOKEN

    def problems(self) -> Iterator[str]:
        """Yield what is wrong, cheapest first."""
        yield from self._fields()
        if _has_long_line(self._sent) and not _has_long_line(self._email.raw):
            yield "a line is longer than 998 bytes"
        footer_due = needs_footer(self._facts)
        if not any("F_FOOTER" in fix for fix in self._plan.fixes):
            before, after = self._email.tree, self._tree
            if self._body(before, self._email.raw) != self._body(after, self._sent):
                yield "the body was changed"
            if footer_due and self._facts.verdict.is_commercial:
                yield "the footer is missing"
        elif not footer_due:
            yield "the footer is not wanted here"
        else:
            dropped = dropped_parts(self._email.tree) if "F_AMP_DROPPED" in self._plan.fixes else ()
            gone = set(map(id, dropped))
            olds = [part for part in self._email.tree.walk() if id(part) not in gone]
            yield from self._edited(olds, list(self._tree.walk()))

    def _edited(self, olds: Sequence[Part], news: Sequence[Part]) -> Iterator[str]:
        if self._is_outer(len(news) - len(olds)):
            inner, footer = self._tree.children
            raw, sent = self._email.raw, self._sent
            if self._entity(self._email.tree, raw) != self._entity(inner, sent):
                yield "the original is not what it was inside the new multipart"
            yield from self._footer(footer, self._content(footer, sent), b"")
        else:
            yield from self._compare(olds, news)

    def _is_outer(self, added: int) -> bool:
        """Whether it was put into one new multipart with the footer beside it."""
        after = self._tree
        is_pair = added == len(after.children) == 2  # noqa: PLR2004 - the original, the footer
        return is_pair and after.content_type == "multipart/mixed"

    def _compare(self, olds: Sequence[Part], news: Sequence[Part]) -> Iterator[str]:
        """Compare part by part: what is displayed may grow by a footer, the rest stays."""
        bodies = set(map(id, body_parts(self._email.tree)))
        if list(map(_shape, olds)) != list(map(_shape, news)):
            yield "the structure was changed"
            return
        for old, new in zip(olds, news, strict=True):
            if id(old) in bodies:
                yield from self._grown(old, new)
            elif not old.is_multipart and self._entity(old, self._email.raw) != self._entity(
                new, self._sent
            ):
                yield f"a {old.content_type} part was changed that may not be"

    def _grown(self, old: Part, new: Part) -> Iterator[str]:
        """Check that a part is what it was, with one footer more."""
        old_content = self._content(old, self._email.raw)
        new_content = self._content(new, self._sent)
        if old.charset == new.charset:
            added = len(new_content) - len(old_content)
            cut = _common_start(old_content, new_content)
            if added <= 0 or new_content[cut + added :] != old_content[cut:]:
                yield f"the text of a {old.content_type} part was changed"
        else:
            text = self._read(old, old_content)
            if text is None or not (self._read(new, new_content) or "").startswith(text):
                yield f"the text of a {old.content_type} part was changed with its charset"
        yield from self._footer(new, new_content, old_content)

    def _footer(self, part: Part, content: bytes, old_content: bytes) -> Iterator[str]:
        """Check that the footer is there once, can be read and is seen."""
        text = self._read(part, content)
        if text is None:
            text = content.decode("latin-1")
            if old_content and self._read(part, old_content) is not None:
                yield f"a {part.content_type} part cannot be read in its charset"
        if text.count(self._link) != 1:
            yield f"the unsubscribe link is not exactly once in a {part.content_type} part"
        elif part.content_type == HTML:
            if not is_seen(text, self._link, self._wording):
                yield "the footer is not seen in the HTML text"
        elif any(line not in text for line in self._wording.lines):
            yield "the footer is not whole in the plain text"

    def _fields(self) -> Iterator[str]:
        """Check the header: one unsubscribe pair on commercial mail, nothing that never leaves."""
        sent, fields = self._sent, self._tree.fields
        names = [field.name for field in fields]
        if any(is_removed(name, self._never_sent) for name in names):
            yield "a header field is left that never leaves"
        raw = self._email.raw
        kept = [raw[f.start : f.value_end] for f in self._email.tree.fields if not self._may_go(f)]
        lines = [sent[f.start : f.value_end] for f in fields]
        left = iter(lines)
        if not all(line in left for line in kept):
            yield "a header field was changed that is not ours"
        if not self._facts.verdict.is_commercial:
            return
        if names.count(LIST_UNSUBSCRIBE) != 1 or names.count(LIST_UNSUBSCRIBE_POST) != 1:
            yield "there is not exactly one List-Unsubscribe pair"
            return
        field = self._tree.field(LIST_UNSUBSCRIBE)
        opening = f"List-Unsubscribe: <{self._facts.policy.public_url}{UNSUBSCRIBE_PATH}"
        line = opening + SAMPLE_TOKEN + ">"
        if (
            field is None
            or not sent.startswith(line.encode(), field.start)
            or ONE_CLICK.rstrip() not in lines
        ):
            yield "the List-Unsubscribe pair is not the one that was planned"

    def _may_go(self, field: Field) -> bool:
        name = field.name
        if name == DKIM_SIGNATURE and "F_DKIM_REMOVED" in self._plan.fixes:
            return is_own_signature(self._email.raw, field, self._facts)
        return (
            is_removed(name, self._never_sent)
            or name in (LIST_UNSUBSCRIBE, LIST_UNSUBSCRIBE_POST)
            or (name.startswith("content-") and "F_FOOTER_TEXT" in self._plan.fixes)
        )

    @staticmethod
    def _body(part: Part, raw: bytes) -> bytes:
        return raw[part.header_end :]

    @staticmethod
    def _entity(part: Part, raw: bytes) -> tuple[list[bytes], bytes]:
        """Return what describes a part and what it holds."""
        described = [
            raw[f.start : f.value_end] for f in part.fields if f.name.startswith("content-")
        ]
        return described, raw[part.body_start : part.body_end]

    @staticmethod
    def _content(part: Part, raw: bytes) -> bytes:
        return decoded(raw[part.body_start : part.body_end], part.transfer_encoding)

    @staticmethod
    def _read(part: Part, content: bytes) -> str | None:
        charset = lookup(part.charset, content)
        try:
            return None if charset is None else content.decode(charset.reads)
        except UnicodeDecodeError:
            return None


def _shape(part: Part) -> tuple[str, int]:
    """Return what the structure is compared by; an AMP form may go, and if it stays it is seen."""
    return part.content_type, sum(child.content_type != AMP for child in part.children)


def _has_long_line(data: bytes) -> bool:
    position, length = 0, len(data)
    while length - position > _MAX_LINE:
        end = data.rfind(b"\r\n", position, position + _MAX_LINE + 2)
        if end < 0:
            return True
        position = end + 2
    return False


def _common_start(one: bytes, other: bytes) -> int:
    """Return how many bytes two texts have in common at their start, by halving."""
    if other.startswith(one):
        return len(one)
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
