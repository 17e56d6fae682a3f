"""Making one displayed part say what the law asks for: placeholders filled, the rest at its end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from filters.cached import Cached
from filters.email import transfer
from filters.email.charset import Charset, lookup
from filters.email.displayed import HTML
from filters.email.footer import text as footer_text
from filters.email.footer.clipping import CLIPPED_BYTES, length
from filters.email.footer.ending import before_empties, end_of_text
from filters.email.footer.filling import Change, as_ascii, fillings, read_filled
from filters.email.footer.own_footer import begins_with_ours
from filters.email.footer.splicing import Writing, splices
from filters.email.footer.told import NOTHING, told
from filters.email.html import end_of_body, start_of_body
from filters.email.left_open import closing, shows_nothing
from filters.email.monstrous import is_endless, is_monstrous
from filters.plan import NO_PLAN, Plan
from suppression.tokens import PROOF_TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from filters.email.footer.duties import Duty
    from filters.email.footer.text import Wording
    from filters.email.part import Part

_FILLED: Final = "F_PLACEHOLDER_FILLED"
_RENEWED: Final = "F_LINK_RENEWED"
_SHORT: Final = 64 << 10
"""Bytes of a body of which some are remembered, of longer ones few: the plan and the proof ask the
same."""


@dataclass(frozen=True)
class Reading:
    """A part that was read, and what stands in it already; the plan and the proof share it."""

    content: bytes
    charset: Charset
    is_html: bool
    fills: tuple[Change, ...]  # what fills its placeholders
    told: frozenset[Duty]  # what it says then

    @Cached
    def end(self) -> int | None:
        """Where the footer goes: last of what is looked at. None: there is no telling."""
        ascii_text = as_ascii(self.content, self.charset)
        if ascii_text is None:
            return None
        content, charset, is_html = self.content, self.charset, self.is_html
        text = content.decode(charset.reads, "replace") if charset.is_wide or not is_html else ""
        if is_html:
            end = end_of_body(ascii_text)
            index = None if end is None else before_empties(ascii_text, end)
            if index is None or not charset.is_wide:
                return index
        else:
            index = end_of_text(text)
            if index == len(text):
                return len(content)
        tail = text[index:].encode(charset.writes, "replace")
        return len(content) - len(tail) if content.endswith(tail) else None


def insert(
    raw: bytes, part: Part, wording: Wording, *, passed: bool = False, has_footer: bool = True
) -> Plan | None:
    """Return the edits that make a displayed part say what the law asks for.

    Its placeholders are filled, and what it does not say then comes at its end. `passed`: the
    message went through here before, so its links are made out anew. Without `has_footer` another
    part of the same body has the footer.

    None: it could not be done so that every reader shows it and keeps the rest as it was.
    """
    reading = read(raw, part, wording, passed=passed)
    if reading is None:
        return None
    fixes = tuple(
        dict.fromkeys(_RENEWED if change.is_renewal else _FILLED for change in reading.fills)
    )
    if not has_footer:
        return splices(_writing(raw, part, reading), reading.fills, fixes) if fixes else NO_PLAN
    left = wording.beside(reading.told)
    offset = reading.end
    if offset is None:
        return None
    added: list[Change] = []
    start = _start(reading) if has_top(reading, wording) else None
    if start is not None and start <= offset:
        added.append(Change(start, start, footer_text.html_on_top(wording)))
        fixes = (*fixes, "F_FOOTER_TOP")
    if left.owed:
        is_last = part.body_end == len(raw)
        added.append(Change(offset, offset, _footer(part, reading, left, offset, is_last)))
        fixes = (*fixes, "F_FOOTER_HTML" if reading.is_html else "F_FOOTER_TEXT")
    changes = sorted((*added, *reading.fills), key=lambda change: (change.start, change.end))
    return splices(_writing(raw, part, reading), changes, fixes)


def has_top(reading: Reading, wording: Wording) -> bool:
    """Whether the gist of the footer has to stand at the top too: the end of the text is cut off.

    Not where it does so since an earlier passage.
    """
    if not reading.is_html or not wording.is_advertisement:
        return False
    content, charset, fills = reading.content, reading.charset, reading.fills
    left = wording.beside(reading.told)
    added = length(left.around_token(footer_text.html(left))) if left.owed else 0
    added += sum(length(fill.texts) for fill in fills)
    size = len(content) - sum(fill.end - fill.start for fill in fills)
    if size + added * (2 if charset.is_wide else 1) <= CLIPPED_BYTES:
        return False
    text = read_filled(content, fills, charset, PROOF_TOKEN) or ""
    return not begins_with_ours(text, wording, wording.link + PROOF_TOKEN)


def read(raw: bytes, part: Part, wording: Wording, *, passed: bool) -> Reading | None:
    """Return what a displayed part says of what it has to say; None where it cannot be edited."""
    body = raw[part.body_start : part.body_end]
    is_html = part.content_type == HTML
    understand: Callable[..., Reading | None] = _remembered if len(body) <= _SHORT else _longer
    return understand(body, part.transfer_encoding, part.charset, wording, is_html, passed)


def _understood(  # noqa: PLR0913, PLR0917 - as lru_cache is quickest
    body: bytes,
    encoding: str,
    label: str,
    wording: Wording,
    is_html: bool,  # noqa: FBT001
    passed: bool,  # noqa: FBT001
) -> Reading | None:
    if not transfer.is_sound(body, encoding):
        return None
    content = transfer.decoded(body, encoding)
    charset = lookup(label, content)
    if charset is None or (is_html and (is_endless(content) or is_monstrous(content))):
        return None
    fills = fillings(content, charset, wording, is_html=is_html, renews=passed)
    text = read_filled(content, fills, charset, PROOF_TOKEN)
    says = NOTHING
    if text is not None:
        link = wording.link + PROOF_TOKEN
        says = told(text, wording, link, is_html=is_html, is_ours=passed)
    return Reading(content, charset, is_html, fills, says)


_remembered: Final = lru_cache(maxsize=8)(_understood)
_longer: Final = lru_cache(maxsize=2)(_understood)


def _writing(raw: bytes, part: Part, reading: Reading) -> Writing:
    return Writing(raw, part, reading.content, reading.charset)


def _start(reading: Reading) -> int | None:
    """Return where the body of an HTML text starts."""
    content, charset = reading.content, reading.charset
    text = as_ascii(content, charset)
    index = None if text is None else start_of_body(text)
    if index is None or not charset.is_wide:
        return index
    head = content.decode(charset.reads)[:index].encode(charset.writes, "replace")
    return len(head) if content.startswith(head) else None


def _footer(
    part: Part,
    reading: Reading,
    wording: Wording,
    offset: int,
    is_last: bool,  # noqa: FBT001 - of the message
) -> tuple[str, ...]:
    """Return the footer for a part: one text, or two with the token between."""
    if reading.is_html:
        first, *rest = wording.around_token(footer_text.html(wording))
        before, after = (
            each.decode(reading.charset.reads, "replace")
            for each in (reading.content[:offset], reading.content[offset:])
        )
        return (closing(before) + first if shows_nothing(after) else first, *rest)
    is_flowed = part.parameters.get("format", "").lower() == "flowed"
    content, charset = reading.content, reading.charset
    written = content[:offset]
    text = written if not charset.is_wide else written.replace(b"\0", b"")
    bare = part.transfer_encoding == transfer.BASE64 and b"\n" in text and b"\r\n" not in text
    newline = "\n" if bare else "\r\n"
    ends_line = text.endswith(newline.encode())
    texts = wording.around_token(footer_text.plain(wording, newline, flowed=is_flowed))
    # set off from the text before it, and ending as that text ended
    gap = "" if not text else newline if ends_line else newline * 2
    first, *rest = texts
    *rest, last = [gap + first, *rest]
    return (*rest, last + (newline if ends_line or (is_last and not text) else ""))
