"""The structure of a message: a tree of offsets over its bytes, read in one pass."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from filters.email.newlines import has_bare_newline
from filters.email.parameters import are_alike, with_parameters
from filters.email.part import Field, Part
from filters.email.transfer import IDENTITY, says_nothing
from filters.errors import MalformedMessage

if TYPE_CHECKING:
    from filters.email.parameters import Parameters

MAX_DEPTH: Final = 50
MAX_PARTS: Final = 1000
MAX_FIELDS: Final = 1000
MAX_FIELDS_OF_ALL_PARTS: Final = 10_000
MAX_HEADER_BYTES: Final = 256 << 10
MAX_LINE_BYTES: Final = 64 << 10

HEADER_FIELD: Final = re.compile(rb"([!-9;-~]++)[ \t]*+:([^\r]*+(?:\r\n[ \t][^\r]*+)*+)(?:\r\n|\Z)")
_COMMENT: Final = re.compile(rb"\([^()]*+\)")
_SHORT: Final = 64  # bytes of a name that is remembered
_MANY: Final = 2000  # lines that only resemble a delimiter: from here on it pays to compile them
_MAY_AGREE: Final = frozenset({"content-type", "content-transfer-encoding"})
"""Where programs write these twice alike, all readers see the same message."""
_SINGLE: Final = _MAY_AGREE | {
    "from", "sender", "to", "subject", "date", "message-id", "content-disposition", "content-id",
}  # fmt: skip
"""What may stand once (RFC 5322 3.6): two let each reader see another message (RFC 6376 8.15).

Deviates: Cc, Reply-To and the like may repeat, because programs write them so by mistake, every
check reads all of them, and none changes what is shown.
"""

_DESCRIBING: Final = _MAY_AGREE | {"content-disposition", "content-id"}

_Field = tuple[str, int, int, int, int]
_field: Final = partial(tuple.__new__, Field)  # many times quicker than by its names


@lru_cache(maxsize=512)  # mail has the same few
def _name(written: bytes) -> str:
    return written.lower().decode("ascii")


def parse(raw: bytes) -> Part:
    """Read the structure of a message; `raw` has CRLF line ends and no dot-stuffing.

    One pass, linear in the size, no recursion. What is inside `message/*` is not looked at.

    Raises:
        MalformedMessage: readers could disagree about the structure, or a limit is passed.
    """
    if has_bare_newline(raw):
        raise MalformedMessage("a bare CR, LF or NUL", code="SMTP_BARE_NEWLINE")
    return _Reader(raw).read()


class _Head:
    """A part whose header was read and whose end is not known yet."""

    __slots__ = (
        "body_start", "boundary", "charset", "children", "content_id", "content_type",
        "disposition", "fields", "filename", "header_end", "is_over", "parameters", "start",
        "transfer_encoding",
    )  # fmt: skip

    def __init__(self, start: int, header_end: int, body_start: int, fields: list[_Field]) -> None:
        self.start = start
        self.header_end = header_end
        self.body_start = body_start
        self.fields = fields
        self.content_type = "text/plain"
        self.parameters: Parameters = {}
        self.transfer_encoding = "7bit"
        self.charset = self.disposition = self.filename = self.content_id = ""
        self.boundary = b""
        self.children: list[Part] = []
        self.is_over = False  # the close delimiter was read: an epilogue follows

    def closed(self, raw: bytes, end: int) -> Part:
        """Return the part, now that its end is known."""
        if end < self.body_start:  # the next delimiter's CRLF is the last of the header
            self.start = min(self.start, end)
            self.header_end = min(self.header_end, end)
            self.body_start = end
        if self.boundary:
            is_blank = all(child.is_blank for child in self.children)
        else:
            is_blank = says_nothing(raw, self.body_start, end, self.transfer_encoding)
        return Part(
            self.start, self.header_end, self.body_start, end, tuple(map(_field, self.fields)),
            self.content_type, self.parameters, self.charset, self.transfer_encoding,
            self.disposition, self.filename, self.content_id, self.boundary, tuple(self.children),
            is_blank,
        )  # fmt: skip


class _Reader:
    """One pass over a message: the multiparts that are open, and what would end them."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._open: list[_Head] = []  # multiparts, outer first; above them at most one leaf
        self._leaf: _Head | None = None
        self._delimiters: dict[bytes, tuple[int, bool]] = {}  # → depth, closes
        self._parts = self._fields = self._misses = 0
        self._wanted: re.Pattern[bytes] | None = None  # the delimiters, where much resembles them

    def read(self) -> Part:
        raw, end = self._raw, len(self._raw)
        position = self._begin(0)
        while self._delimiters:
            if self._wanted is None:
                at = raw.find(b"\r\n--", position)
            else:
                found = self._wanted.search(raw, position)
                at = found.start() if found else -1
            if at < 0:
                break
            line_end = raw.find(b"\r\n", at + 4)
            position = line_end if line_end >= 0 else end
            hit = self._delimiters.get(raw[at + 4 : position].rstrip(b" \t"))
            if hit is not None:
                position = self._delimit(at, position, hit)
            else:
                self._look_closer()
        root = self._close_above(-1, end)
        assert root is not None  # noqa: S101 - something was begun, so something ends
        return root

    def _look_closer(self) -> None:
        """Stop no more at what resembles a delimiter, if much has since the last real one."""
        self._misses += 1
        if self._misses == _MANY:
            lines = b"|".join(map(re.escape, self._delimiters))
            self._wanted = re.compile(rb"\r\n--(?:" + lines + rb")[ \t]*+(?:\r\n|\Z)")

    def _delimit(self, at: int, line_end: int, hit: tuple[int, bool]) -> int:
        """End what a delimiter line ends, begin what it begins; return where to look on."""
        depth, closes = hit
        self._close_above(depth, at)
        if closes:
            head = self._open[depth]
            head.is_over = True
            self._forget(head)
            return line_end
        return self._begin(min(line_end + 2, len(self._raw)))

    def _begin(self, start: int) -> int:
        """Read the header of a part; return where to look for the next delimiter."""
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise MalformedMessage(f"more than {MAX_PARTS} parts")
        head = self._header(start)
        if self._open and self._open[-1].content_type == "multipart/digest":
            head.content_type = "message/rfc822"  # RFC 2046 5.1.5
        self._describe(head)
        if head.boundary:
            self._remember(head)
        else:
            self._leaf = head
        return max(head.body_start - 2, 0)

    def _header(self, start: int) -> _Head:
        raw, position = self._raw, start
        fields: list[_Field] = []
        seen: dict[str, bytes] = {}
        most = min(self._fields + MAX_FIELDS, MAX_FIELDS_OF_ALL_PARTS)
        while match := HEADER_FIELD.match(raw, position):
            end = match.end()
            written, value = match.groups()
            name = _name(written) if len(written) <= _SHORT else written.lower().decode()
            if name[:2] == "--" and self._is_delimiter(position):
                break
            if name in _SINGLE:
                said = value.strip()
                if name in seen and not (name in _MAY_AGREE and are_alike(seen[name], said)):
                    raise MalformedMessage(f"more than one {name} field")
                seen[name] = said
            start_of_value, end_of_value = match.span(2)
            fields.append((name, position, end, start_of_value, end_of_value))
            position = end
            self._fields += 1
            if self._fields > most or end - start > MAX_HEADER_BYTES:
                raise MalformedMessage("the header is too long")
        if position - start > MAX_LINE_BYTES and _has_long_line(raw[start:position]):
            raise MalformedMessage("a header line is too long")
        if raw.startswith(b"\r\n", position):
            return _Head(start, position, position + 2, fields)
        if position < len(raw) and not self._is_delimiter(position):
            raise MalformedMessage("a line of the header is no header field")
        return _Head(start, position, position, fields)

    def _is_delimiter(self, position: int) -> bool:
        line_end = self._raw.find(b"\r\n", position)
        line = self._raw[position : line_end if line_end >= 0 else None]
        return line.startswith(b"--") and line[2:].rstrip(b" \t") in self._delimiters

    def _describe(self, head: _Head) -> None:
        """Read the MIME fields of a header."""
        raw = self._raw
        for name, _, _, value_start, value_end in head.fields:
            if name not in _DESCRIBING:
                continue
            if name == "content-type":
                word, head.parameters = with_parameters(raw[value_start:value_end])
                head.content_type = word if word.count("/") == 1 else ""
            elif name == "content-transfer-encoding":
                head.transfer_encoding = _encoding(raw[value_start:value_end])
            elif name == "content-disposition":
                head.disposition, parameters = with_parameters(raw[value_start:value_end])
                head.filename = parameters.get("filename", "")
            else:
                head.content_id = raw[value_start:value_end].strip(b"<> \t\r\n").decode("latin-1")
        head.charset = head.parameters.get("charset", "").strip().lower()
        head.filename = head.filename or head.parameters.get("name", "")
        head.content_type = head.content_type or ("" if head.filename else "text/plain")
        if head.content_type.startswith("multipart/"):
            head.boundary = head.parameters.get("boundary", "").rstrip().encode()
            if not head.boundary:
                raise MalformedMessage("a multipart without a boundary")

    def _remember(self, head: _Head) -> None:
        """Look out for the delimiters of a multipart from here on."""
        if len(self._open) == MAX_DEPTH:
            raise MalformedMessage(f"parts nested more than {MAX_DEPTH} deep")
        for line, closes in ((head.boundary, False), (head.boundary + b"--", True)):
            if line in self._delimiters:
                raise MalformedMessage("two nested multiparts have the same boundary")
            self._delimiters[line] = (len(self._open), closes)
        self._open.append(head)
        self._misses, self._wanted = 0, None

    def _forget(self, head: _Head) -> None:
        del self._delimiters[head.boundary], self._delimiters[head.boundary + b"--"]
        self._misses, self._wanted = 0, None

    def _close_above(self, depth: int, end: int) -> Part | None:
        """End the open leaf and every multipart deeper than `depth`; return the last that ended."""
        part = None
        if self._leaf is not None:
            part, self._leaf = self._leaf.closed(self._raw, end), None
            if self._open:
                self._open[-1].children.append(part)
        while len(self._open) > depth + 1:
            head = self._open.pop()
            if not head.is_over:
                self._forget(head)
            part = head.closed(self._raw, end)
            if self._open:
                self._open[-1].children.append(part)
        return part


def _encoding(value: bytes) -> str:
    """Return a transfer encoding as it is written: with more than its word it is one nobody knows.

    Some programs decode `base64; x=y`, others show what is encoded. What stands for itself says the
    same to all.
    """
    word, _ = with_parameters(value)
    if word in IDENTITY:
        return word
    return _COMMENT.sub(b"", value).strip().decode("latin-1").lower() or "7bit"


def _has_long_line(header: bytes) -> bool:
    return any(len(line) > MAX_LINE_BYTES for line in header.split(b"\r\n"))
