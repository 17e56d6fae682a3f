"""One displayed body before and after: nothing lost, the footer in it once, readable, visible."""

from __future__ import annotations

import codecs
import html
import re
from typing import TYPE_CHECKING, Final

from tests.independent import pages
from tests.independent.fault import Fault
from tests.independent.header import LONGEST_LINE
from tests.independent.insertion import Inserted, common, insertions, is_renewed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.independent.entities import Entity
    from tests.independent.fault import Promise

_ALIASES: Final = {"x-sjis": "shift_jis", "cp-850": "cp850", "x-gbk": "gbk", "utf8mb4": "utf-8",
                   "iso-8859-8-i": "iso-8859-8", "unicode-1-1-utf-7": "utf-7",
                   "ks_c_5601-1987": "cp949", "x-mac-cyrillic": "mac_cyrillic",
                   "x-user-defined": "latin-1", "windows-874": "cp874"}  # fmt: skip
_TAIL: Final = 400
_BIG_PAGE: Final = 100_000
_CODED: Final = frozenset({"quoted-printable", "base64"})


def encoding_of(entity: Entity) -> str:
    return str(entity.message.get("Content-Transfer-Encoding", "7bit")).strip().lower()


def text_of(entity: Entity, *, strict: bool) -> str:
    """Decode a leaf as it declares.

    Raises:
        UnicodeDecodeError: it is not what it declares, and `strict`.
    """
    try:
        codec = codecs.lookup(_ALIASES.get(entity.charset, entity.charset))
        if codec.name == "ascii" and not entity.decoded.isascii():
            codec = codecs.lookup("utf-8" if _is_utf_8(entity.decoded) else "cp1252")  # as browsers
        text, _ = codec.decode(entity.decoded, "strict" if strict else "replace")
    except LookupError:  # a charset nobody knows: what was added must be ASCII then
        return entity.decoded.decode("latin-1")
    return text


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def body_faults(before: Entity, after: Entity, promise: Promise) -> Iterator[Fault]:
    """Compare a body that was edited with what it was."""
    try:
        added = _added(before, after)
        shown = text_of(after, strict=False)
    except UnicodeDecodeError as error:
        yield Fault("UNREADABLE", f"{after.path}: {type(error).__name__}: {error}"[:120])
        return
    if is_renewed(text_of(before, strict=False), shown):
        yield from _renewed_faults(shown, after, promise)
        return
    if added is None:
        yield Fault("TEXT_LOST", f"{after.path}: not only added to")
        return
    yield from _coding_faults(before, after, added)
    if after.content_type == "text/html":
        was = shown
        for each in reversed(added):
            was = was[: each.start] + was[each.start + len(each.text) :]
        yield from _page_faults(was, shown, added, after, promise)
    else:
        yield from _text_faults(added, after, promise)


def _added(before: Entity, after: Entity) -> list[Inserted] | None:
    if before.charset == after.charset:
        # strict, as far as the original was: what is added must not break what declared well
        old, new = (text_of(each, strict=False) for each in (before, after))
        if before.decoded != after.decoded and old == new:
            return None
        return insertions(old, new, recoded=False)
    old, new = text_of(before, strict=True), text_of(after, strict=True)
    return insertions(old, new, recoded=True)


def _renewed_faults(shown: str, after: Entity, promise: Promise) -> Iterator[Fault]:
    """Look for what an earlier passage put into a body: its last link is seen, and the address."""
    if len(set(re.findall(re.escape(promise.link) + r"([a-z2-7]{20,})", shown))) != 1:
        yield Fault("LINK_BROKEN", f"{after.path}: not one link for one reader")
    if after.content_type != "text/html":
        seen = shown
    else:
        tree = pages.page(shown)
        seen = tree.text()
        if why := pages.why_unseen(tree, pages.links(tree, promise.link)[-1]):
            yield Fault("UNSEEN", f"{after.path}: {why}")
    if _plain(promise.address) not in _plain(seen):
        yield Fault("ADDRESS", f"{after.path}")


def _coding_faults(before: Entity, after: Entity, added: list[Inserted]) -> Iterator[Fault]:
    try:
        text_of(before, strict=True)
    except UnicodeDecodeError:
        sound = False
    else:
        sound = True
    try:
        text_of(after, strict=True)
    except UnicodeDecodeError:
        if sound:
            yield Fault("UNREADABLE", f"{after.path} is not {after.charset}")
    encoding = encoding_of(after)
    if (
        encoding == "7bit"
        and any(byte > 126 for byte in after.content)
        and not any(byte > 126 for byte in before.content)
    ):
        yield Fault("UNREADABLE", f"{after.path}: 8bit text in 7bit")
    longest = max(len(line) for line in before.content.split(b"\r\n"))
    if any(len(line) > max(LONGEST_LINE, longest) for line in after.content.split(b"\r\n")):
        yield Fault("LINE_TOO_LONG", f"{after.path}")
    limit = max(76, longest)
    if encoding in _CODED and any(len(line) > limit for line in after.content.split(b"\r\n")):
        yield Fault("LINE_TOO_LONG", f"{after.path}: {encoding} of more than 76")
    same = encoding == encoding_of(before) and before.charset == after.charset
    same = same and longest <= LONGEST_LINE
    if same and encoding in _CODED and len(added) == 1 and not added[0].text.isspace():
        kept = common(before.content, after.content)
        share = added[0].start / max(1, len(text_of(before, strict=False)))
        if kept < len(before.content) * share - _TAIL - 0.1 * len(before.content):
            yield Fault("RECODED", f"{after.path}: only {kept} of {len(before.content)} kept")


def _text_faults(added: list[Inserted], after: Entity, promise: Promise) -> Iterator[Fault]:
    inserted = "".join(each.text for each in added)
    if str(after.message.get_param("format", "")).lower() == "flowed":
        inserted = _unflowed(inserted, after)
    if (count := inserted.count(promise.link)) != 1:
        yield Fault("FOOTER", f"{after.path}: {count} links in what was added")
    if not re.search(re.escape(promise.link) + r"[!-~]{20,}(?=\s|>|$)", inserted):
        yield Fault("LINK_BROKEN", f"{after.path}: {inserted[:80]!r}")
    shown = _plain(inserted)
    if _plain(promise.address) not in shown and _plain(promise.address) not in _plain(
        text_of(after, strict=False)
    ):
        yield Fault("ADDRESS", f"{after.path}: {shown[:80]!r}")


def _unflowed(text: str, entity: Entity) -> str:
    joined = "" if str(entity.message.get_param("delsp", "")).lower() == "yes" else " "
    lines = (line.removeprefix(" ") for line in text.split("\r\n"))
    return "".join(
        line.removesuffix(" ") + joined if line.endswith(" ") and line != "-- " else line + "\r\n"
        for line in lines
    )


def _page_faults(
    was: str, shown: str, added: list[Inserted], after: Entity, promise: Promise
) -> Iterator[Fault]:
    tree, earlier = pages.page(shown), pages.page(was)
    ours = pages.links(tree, promise.link)
    old = len(pages.links(earlier, promise.link))
    most = 1 if len(after.decoded) < _BIG_PAGE else 2  # the compact line at the top
    if not 1 <= len(ours) - old <= most:
        yield Fault("FOOTER", f"{after.path}: {len(ours) - old} links a reader can follow")
        return
    for link in ours if not old else ours[-1:]:
        if why := pages.why_unseen(tree, link):
            yield Fault("UNSEEN", f"{after.path}: {why}")
        if not link.text().strip():
            yield Fault("UNSEEN", f"{after.path}: a link without words")
    if _plain(promise.address) not in _plain(tree.text()):
        yield Fault("ADDRESS", f"{after.path}")
    if pages.page(shown).css_first("parsererror") is None:
        yield from _place_faults(was, added, after, promise)
    elements = pages.elements(earlier), pages.elements(tree)
    if len(added) == 1 and not _is_one_insertion(*elements):
        yield Fault("PAGE_CHANGED", f"{after.path}: its elements")


def _is_one_insertion(before: list[str], after: list[str]) -> bool:
    at = common(before, after)
    left = len(before) - at
    return not left or before[at:] == after[-left:]


def _place_faults(
    was: str, added: list[Inserted], after: Entity, promise: Promise
) -> Iterator[Fault]:
    end = pages.end_of_body(was)
    if end is None and (last := was.lower().rfind("</html")) >= 0:
        end = last
    if len(added) != 1 or promise.link not in html.unescape(added[0].text):
        return
    at = added[0].start
    # what footer and page begin with alike may count as either's
    alike = common(added[0].text[::-1], was[:at][::-1])
    is_of_quotation = end is not None and "</blockquote" in was[end:at].lower()
    if end is not None and at - alike > end and not is_of_quotation:
        yield Fault("MISPLACED", f"{after.path}: {at - end} characters after the body")
    rest = was[at : end if end is not None else len(was)]
    if len(after.decoded) < _BIG_PAGE and (seen := pages.words(pages.page(f"<p>{rest}"))):
        yield Fault("MISPLACED", f"{after.path}: before {seen[:60]!r}")


def _plain(text: str) -> str:
    return "".join(text.split()).lower()
