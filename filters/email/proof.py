"""Reading again what would leave, and holding it against everything that was promised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.email.amp import amp_form
from filters.email.charset import lookup
from filters.email.displayed import ALTERNATIVE, HTML, displayed_parts
from filters.email.footer.duties import Duty
from filters.email.footer.edit import (
    appended_before,
    has_passed,
    needs_footer,
    telling_parts,
    wording,
)
from filters.email.footer.ending import is_behind_empties, shows
from filters.email.footer.filling import filled, pieces, read_filled
from filters.email.footer.insertion import has_top, read
from filters.email.footer.text import html_on_top
from filters.email.footer.told import told
from filters.email.growth import has_grown
from filters.email.mime import parse
from filters.email.newlines import MAX_LINE, has_long_line
from filters.email.proof_of_header import header_problems
from filters.email.proof_of_lines import is_same, is_whole, says_the_same
from filters.email.sight import is_seen
from filters.email.transfer import decoded
from filters.errors import MalformedMessage
from filters.plan import Plan, render
from suppression.tokens import PROOF_TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from filters.email.footer.insertion import Reading
    from filters.email.footer.text import Wording
    from filters.email.part import Part
    from filters.message import Email, EmailFacts

_BROKEN: Final = "F_LINES_BROKEN"
_OF_FORMS: Final = frozenset({ALTERNATIVE, "multipart/related"})
_OF_THE_TEXT: Final = frozenset(
    {
        "F_FOOTER_TEXT", "F_FOOTER_HTML", "F_FOOTER_TOP", "F_PLACEHOLDER_FILLED", "F_LINK_RENEWED",
        _BROKEN,
    }
)  # fmt: skip


def prove(email: Email, facts: EmailFacts, plan: Plan) -> tuple[str, ...]:
    """Render the plan once and return what is wrong with the result; empty is good."""
    sent = render(email.raw, plan, PROOF_TOKEN)
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
        self._wording = wording(email, facts)
        self._link = self._wording.link + PROOF_TOKEN
        self._passed = has_passed(email, facts)

    def problems(self) -> Iterator[str]:
        """Yield what is wrong, cheapest first."""
        yield from header_problems(self._email, self._facts, self._plan, self._sent, self._tree)
        if has_long_line(self._sent):
            yield f"a line is longer than {MAX_LINE} bytes"
        footer_due = needs_footer(self._facts)
        if _OF_THE_TEXT.isdisjoint(self._plan.fixes):
            before, after = self._email.tree, self._tree
            if self._body(before, self._email.raw) != self._body(after, self._sent):
                yield "the body was changed"
            if footer_due and self._facts.verdict.is_commercial:
                yield "the footer is missing"
        elif not footer_due:
            yield "the footer is not wanted here"
        else:
            yield from self._edited(self._left(), list(self._tree.walk()))

    def _left(self) -> list[Part]:
        """Return the parts that were submitted, without an AMP form that was dropped."""
        parts = list(self._email.tree.walk())
        if "F_AMP_DROPPED" in self._plan.fixes:
            dropped = set(map(id, map(amp_form, parts)))
            parts = [part for part in parts if id(part) not in dropped]
        return parts

    def _edited(self, olds: Sequence[Part], news: Sequence[Part]) -> Iterator[str]:
        if self._is_outer(len(news) - len(olds)):
            inner, footer = self._tree.children
            raw, sent = self._email.raw, self._sent
            entities = (self._email.tree, raw, inner, sent)
            is_broken = _BROKEN in self._plan.fixes
            if not is_same(*entities) and not (is_broken and is_whole(*entities)):
                yield "the original is not what it was inside the new multipart"
            yield from self._footer(footer, self._content(footer, sent), None, self._wording)
        else:
            yield from self._compare(olds, news)

    def _is_outer(self, added: int) -> bool:
        """Whether it was put into one new multipart with the footer beside it."""
        after = self._tree
        is_pair = added == len(after.children) == 2  # noqa: PLR2004 - the original, the footer
        return is_pair and after.content_type == "multipart/mixed"

    def _compare(self, olds: Sequence[Part], news: Sequence[Part]) -> Iterator[str]:
        """Compare part by part: what is displayed may grow by a footer, the rest stays."""
        old_shape = _shape_left if "F_AMP_DROPPED" in self._plan.fixes else _shape
        if list(map(old_shape, olds)) != list(map(_shape, news)):
            yield "the structure was changed"
            return
        telling = set(map(id, telling_parts(self._email, self._facts)))
        yield from self._untold(telling)
        for old, new in zip(olds, news, strict=True):
            if id(old) in telling:
                yield from self._grown(old, new, is_telling=True)
            elif not old.is_multipart and not self._is_kept(old, new):
                yield from self._filled_only(old, new)

    def _untold(self, telling: set[int]) -> Iterator[str]:
        """Check that whichever form of a text a reader is shown tells all, if it says anything."""
        if appended_before(self._email, self._facts) is not None:
            return
        shown = {id(p) for p in displayed_parts(self._email.tree) if not p.is_blank}
        for part in self._email.tree.walk():
            for form in part.children if part.content_type in _OF_FORMS else ():
                texts = shown.intersection(map(id, form.leaves()))
                if texts and texts.isdisjoint(telling):
                    yield f"a form of the text in a {part.content_type} has no footer"

    def _is_kept(self, old: Part, new: Part) -> bool:
        entities = (old, self._email.raw, new, self._sent)
        return is_same(*entities) or (_BROKEN in self._plan.fixes and says_the_same(*entities))

    def _filled_only(self, old: Part, new: Part) -> Iterator[str]:
        """Check that a part beside the body is what it was, its placeholders filled."""
        is_shown = any(part is old for part in displayed_parts(self._email.tree))
        if is_shown and appended_before(self._email, self._facts) is None:
            yield from self._grown(old, new, is_telling=False)
        else:
            yield f"a {old.content_type} part was changed that may not be"

    def _grown(self, old: Part, new: Part, *, is_telling: bool) -> Iterator[str]:
        """Check that a part is what it was, its placeholders filled, with at most a footer more."""
        reading = read(self._email.raw, old, self._wording, passed=self._passed)
        if reading is None:
            yield f"a {old.content_type} part was changed that is not read alike by everybody"
            return
        left = self._wording.beside(reading.told)
        content = self._content(new, self._sent)
        on_top = "F_FOOTER_TOP" in self._plan.fixes and has_top(reading, self._wording)
        rest = self._without_top(new, content) if on_top else content
        if not self._keeps(old, new, reading, rest, grows=is_telling and bool(left.owed)):
            changed = "" if old.charset == new.charset else " with its charset"
            yield f"the text of a {old.content_type} part was changed{changed}"
        if is_telling and (left.owed or on_top):
            yield from self._footer(new, content, reading, left, on_top=on_top)
        if is_telling and reading.told and not self._tells_all(new, content):
            yield f"a {old.content_type} part does not tell its reader all that the law asks for"

    def _keeps(
        self, old: Part, new: Part, reading: Reading, content: bytes, *, grows: bool
    ) -> bool:
        """Whether the new content is the old one, but for placeholders and one addition."""
        charset = reading.charset
        only_at_end = not reading.is_html and reading.end == len(reading.content)
        if old.charset != new.charset:
            text = read_filled(reading.content, reading.fills, charset, PROOF_TOKEN)
            after = self._read(new, content)
            if text is None or after is None or not self._reads(reading):
                return False
            return after == text or (grows and _has_grown(text, after, only_at_end=only_at_end))
        before = reading.content
        if reading.fills:
            try:
                before = filled(pieces(before, reading.fills, charset, charset), PROOF_TOKEN)
            except UnicodeError:
                return False
        if not grows:
            return content == before
        return has_grown(before, content, only_at_end=only_at_end)

    def _tells_all(self, part: Part, content: bytes) -> bool:
        charset = lookup(part.charset, content)
        text = "" if charset is None else content.decode(charset.reads, "replace")
        return self._wording.owed == told(
            text, self._wording, self._link, is_html=part.content_type == HTML, is_ours=self._passed
        )

    def _without_top(self, part: Part, content: bytes) -> bytes:
        charset = lookup(part.charset, content)
        top = PROOF_TOKEN.join(html_on_top(self._wording))
        return content if charset is None else content.replace(top.encode(charset.writes), b"", 1)

    def _footer(
        self,
        part: Part,
        content: bytes,
        old: Reading | None,
        left: Wording,
        *,
        on_top: bool = False,
    ) -> Iterator[str]:
        """Check that the footer is there once, can be read and is seen."""
        text = self._read(part, content)
        if text is None:
            text = content.decode("latin-1")
            if old is not None and self._reads(old):
                yield f"a {part.content_type} part cannot be read in its charset"
        before = 0
        if old is not None and (old.fills or old.told):
            filled_before = read_filled(old.content, old.fills, old.charset, PROOF_TOKEN)
            before = (filled_before or "").count(self._link)
        if text.count(self._link) - before != (Duty.LINK in left.owed) + on_top:
            often = "twice" if on_top else "once"
            yield f"the unsubscribe link is not exactly {often} in a {part.content_type} part"
        elif part.content_type == HTML:
            if not is_seen(text, self._link, left, on_top=on_top) or is_behind_empties(text):
                yield "the footer is not seen in the HTML text"
        elif any(line not in text for line in left.lines):
            yield "the footer is not whole in the plain text"
        elif not shows(text, (*left.lines, *[self._link] * (Duty.LINK in left.owed))):
            yield "the footer is not seen in the plain text"

    @staticmethod
    def _body(part: Part, raw: bytes) -> bytes:
        return raw[part.header_end :]

    @staticmethod
    def _content(part: Part, raw: bytes) -> bytes:
        return decoded(raw[part.body_start : part.body_end], part.transfer_encoding)

    @staticmethod
    def _reads(reading: Reading) -> bool:
        try:
            reading.content.decode(reading.charset.reads)
        except UnicodeDecodeError:
            return False
        return True

    @staticmethod
    def _read(part: Part, content: bytes) -> str | None:
        charset = lookup(part.charset, content)
        try:
            return None if charset is None else content.decode(charset.reads)
        except UnicodeDecodeError:
            return None


def _has_grown(before: str, after: str, *, only_at_end: bool) -> bool:
    return has_grown(before.encode(), after.encode(), only_at_end=only_at_end)


def _shape(part: Part) -> tuple[str, int]:
    return part.content_type, len(part.children)


def _shape_left(part: Part) -> tuple[str, int]:
    return part.content_type, len(part.children) - (amp_form(part) is not None)
