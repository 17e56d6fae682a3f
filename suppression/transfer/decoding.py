"""Bytes of a file, packed or not and in whatever encoding, to text."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Final

from suppression.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_GZIP: Final = b"\x1f\x8b"
_MARKS: Final = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_NOT_LISTS: Final = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook: unpack it, or save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "an Excel workbook: save the sheet as CSV"),
    (b"%PDF", "a PDF"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file: write it as CSV"),
    (b"BZh", "packed with bzip2: unpack it, or pack it with gzip"),
    (b"\xfd7zXZ", "packed with xz: unpack it, or pack it with gzip"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd: unpack it, or pack it with gzip"),
)
_MARKUP: Final = re.compile(rb"\s*<(?:[!?]|[A-Za-z]+[\s/>])")  # <ann@example.com> is an address
_PIECE_BYTES: Final = 256 << 10
_LOOK_BYTES: Final = 4096
_LINE_BYTES: Final = 1 << 20  # what is kept of bytes whose line has not ended
_FREE_BYTES: Final = 64 << 20  # unpacked, before the ratio counts
_MOST_TIMES: Final = 100  # lists shrink to a tenth; zeros to a thousandth
_UNDEFINED: Final = "surrogateescape"  # bytes that Windows-1252 does not define


class Decoded:
    """The text of a file, piece by piece, and what had to be guessed to read it."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        """Take the bytes of the file; they are read as the text is asked for."""
        self._chunks = chunks
        self._encoding = "utf-8"
        self._otherwise = 0  # lines that are not of the encoding

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of how the text came about, once it was read."""
        notes = []
        if self._encoding != "utf-8":
            notes.append(f"the file is {self._encoding.upper()}")
        if self._otherwise:
            what = "line is" if self._otherwise == 1 else "lines are"
            notes.append(f"{self._otherwise} {what} not UTF-8 and read as Windows-1252")
        return tuple(notes)

    def __iter__(self) -> Iterator[str]:
        """Yield the text, without a byte order mark.

        Raises:
            UnreadableFileError: the file is no list, or broken.
        """
        chunks = _unpacked(_pieces(self._chunks))
        head = next(chunks, b"")
        for magic, what in _NOT_LISTS:
            if head.startswith(magic):
                message = f"this is {what}"
                raise UnreadableFileError(message)
        if _MARKUP.match(head):
            message = "this is HTML or XML, not a list"
            raise UnreadableFileError(message)
        mark, self._encoding = _encoding_of(head)
        rest = _joined(head[len(mark) :], chunks)
        yield from self._eight_bit(rest) if self._encoding == "utf-8" else self._wide(rest)

    def _eight_bit(self, chunks: Iterable[bytes]) -> Iterator[str]:
        held = b""
        for chunk in chunks:
            held += chunk
            end = max(held.rfind(b"\n"), held.rfind(b"\r")) + 1
            if not end and len(held) > _LINE_BYTES:
                end = len(held)  # no line is that long, so no address is cut
            if end:
                yield self._utf8(held[:end])
                held = held[end:]
        if held:
            yield self._utf8(held)

    def _utf8(self, text: bytes) -> str:
        try:
            return text.decode()
        except UnicodeDecodeError:
            return "".join(map(self._line, text.splitlines(keepends=True)))

    def _line(self, line: bytes) -> str:
        try:
            return line.decode()
        except UnicodeDecodeError:
            self._otherwise += 1
            return _windows_1252(line)

    def _wide(self, chunks: Iterable[bytes]) -> Iterator[str]:
        """Decode units of two or four bytes; half of a surrogate pair waits for the other."""
        width = 4 if "32" in self._encoding else 2
        held = b""
        for chunk in chunks:
            held += chunk
            end = len(held) - len(held) % width
            if width == 2 and end and _is_first_half(held[:end], self._encoding):  # noqa: PLR2004 - bytes of UTF-16
                end -= 2
            yield held[:end].decode(self._encoding, "replace")
            held = held[end:]
        if held:
            yield held.decode(self._encoding, "replace")


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the bytes in pieces of a bounded size, the first of them long enough to look at."""
    held = b""
    for chunk in chunks:
        held += chunk
        if len(held) < _LOOK_BYTES:
            continue
        for start in range(0, len(held), _PIECE_BYTES):
            yield held[start : start + _PIECE_BYTES]
        held = b""
    if held:
        yield held


def _unpacked(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the bytes of a gzip file (RFC 1952), or the bytes as they are.

    Raises:
        UnreadableFileError: the file is broken, cut off, or made to fill a disk.
    """
    head = next(chunks, b"")
    chunks = _joined(head, chunks)
    if not head.startswith(_GZIP):
        yield from chunks
        return
    taken = given = 0
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        for chunk in chunks:
            taken += len(chunk)
            packed = chunk
            while packed:
                if unpacking.eof:  # RFC 1952 2.2: members follow one another; zeros pad the last
                    packed = packed.lstrip(b"\0")
                    if not packed:
                        break
                    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
                piece = unpacking.decompress(packed, _PIECE_BYTES)
                packed = unpacking.unused_data if unpacking.eof else unpacking.unconsumed_tail
                given += len(piece)
                if given > _FREE_BYTES and given > taken * _MOST_TIMES:
                    message = f"the file unpacks to more than {_MOST_TIMES} times its size"
                    raise UnreadableFileError(message)
                yield piece
    except zlib.error as error:
        message = "the file is not whole: it cannot be unpacked"
        raise UnreadableFileError(message) from error
    if not unpacking.eof:
        message = "the file is cut off: it cannot be unpacked to its end"
        raise UnreadableFileError(message)


def _joined(head: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    if head:
        yield head
    yield from chunks


def _encoding_of(head: bytes) -> tuple[bytes, str]:
    """Return the byte order mark of a file and its encoding; ASCII in UTF-16 is half zeros."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return mark, encoding
    looked = head[:_LOOK_BYTES]
    few, most = len(looked) // 20, len(looked) // 4
    even, odd = looked[::2].count(0), looked[1::2].count(0)
    if odd > most and even <= few:
        return b"", "utf-16-le"
    if even > most and odd <= few:
        return b"", "utf-16-be"
    return b"", "utf-8"


def _is_first_half(units: bytes, encoding: str) -> bool:
    last = units[-1] if encoding.endswith("le") else units[-2]
    return 0xD8 <= last <= 0xDB  # noqa: PLR2004 - the high surrogates


def _windows_1252(line: bytes) -> str:
    """Read what is not UTF-8 as browsers read it: Windows-1252, of which Latin-1 is a part."""
    return "".join(
        chr(ord(c) - 0xDC00) if "\udc80" <= c <= "\udcff" else c
        for c in line.decode("cp1252", _UNDEFINED)
    )
