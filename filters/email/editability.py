"""Whether the body of a message may be edited, and if not, why."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from filters.email.displayed import TNEF, displayed_parts
from filters.email.monstrous import LONGEST_BYTES
from filters.email.transfer import BASE64, QUOTED_PRINTABLE, decoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filters.email.part import Part

_ARMOUR: Final = re.compile(
    rb"(?:\A|\n|<pre[^>]{0,200}>)-----BEGIN PGP (SIGNED MESSAGE|MESSAGE)-----"
)
_PKCS7: Final = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SPECIAL: Final = _PKCS7 | {"multipart/encrypted", "multipart/signed", "application/octet-stream"}
_ENCODED: Final = frozenset({BASE64, QUOTED_PRINTABLE})
_HIDING: Final = frozenset({"enveloped-data", "authenveloped-data", "compressed-data"})
_ENTITY_NAMES: Final = frozenset({"", "smime.p7m", "smime.p7s"})
"""What S/MIME programs call an entity that stands for a message (RFC 8551 3.2.1)."""
_ARMOUR_BEGINS: Final = b"-----BEGIN PGP "
_TOP: Final = 64 << 10  # of a text without end is looked at: armour begins there


class Editability(Enum):
    """What may be done to the body of a message."""

    EDITABLE = auto()
    SIGNED = auto()  # any change breaks the signature (RFC 1847 2.1): a footer goes beside it
    ENCRYPTED = auto()  # nobody can see what it says, and nothing can be added to it
    BODILESS = auto()  # no text is displayed: only attachments, reports or enclosed messages
    ENDLESS = auto()  # a text is longer than anybody reads: who gets to its end?
    WRAPPED = auto()  # all it says is in a winmail.dat, which is shown in place of any footer
    FRAGMENT = auto()  # changed, it cannot be put together again (RFC 2046 5.2.2)


def editability(raw: bytes, tree: Part) -> Editability:
    """Return whether footers can go into the displayed text, judged by the whole tree."""
    if tree.content_type == "message/partial":
        return Editability.FRAGMENT
    signed = False
    for part in tree.walk():
        if part.content_type not in _SPECIAL or _is_document(part, tree):
            continue
        if part.content_type == "multipart/encrypted" or _is_pkcs7(part, signed=False):
            return Editability.ENCRYPTED
        signed = signed or part.content_type == "multipart/signed" or _is_pkcs7(part, signed=True)
    displayed = displayed_parts(tree)
    for part in displayed:
        armour = _armour(raw, part)
        if armour == b"MESSAGE":
            return Editability.ENCRYPTED
        signed = signed or bool(armour)
    if signed:
        return Editability.SIGNED
    if any(part.body_end - part.body_start > LONGEST_BYTES for part in displayed):
        return Editability.ENDLESS
    return _by_text(tree, displayed)


def _by_text(tree: Part, displayed: Sequence[Part]) -> Editability:
    """Return whether there is a text that a footer can stand under, or beside which one is seen."""
    # MS-OXCMAIL 2.1.3.3.2: the body is in there, and a text beside it is for other programs
    is_wrapped = any(part.content_type in TNEF for part in tree.leaves())
    if is_wrapped and all(part.is_blank for part in displayed):
        return Editability.WRAPPED
    return Editability.EDITABLE if displayed else Editability.BODILESS


def _is_document(part: Part, tree: Part) -> bool:
    """Whether it is a file with a signature around it, sent along: a contract.pdf.p7m."""
    is_file = part is not tree and not part.is_multipart
    is_hidden = part.parameters.get("smime-type", "").lower() in _HIDING
    return is_file and not is_hidden and part.filename.lower() not in _ENTITY_NAMES


def _is_pkcs7(part: Part, *, signed: bool) -> bool:
    """Whether it is S/MIME that only S/MIME programs can read (RFC 8551 3.2), by type or name."""
    if part.content_type not in _PKCS7 and not (
        part.content_type == "application/octet-stream" and part.filename.lower().endswith(".p7m")
    ):
        return False
    return (part.parameters.get("smime-type", "").lower() == "signed-data") is signed


def _armour(raw: bytes, part: Part) -> bytes:
    """Return what inline PGP is in a displayed part, b"" for none (RFC 9580 6.2)."""
    text, start, end = raw, part.body_start, part.body_end
    end = end if end - start <= LONGEST_BYTES else start + _TOP
    if part.transfer_encoding in _ENCODED:
        text = decoded(raw[start:end], part.transfer_encoding)
        if part.charset.startswith("utf-16"):
            text = text.replace(b"\0", b"")
        start, end = 0, len(text)
    if text.find(_ARMOUR_BEGINS, start, end) < 0:
        return b""
    match = _ARMOUR.search(text[start:end])
    return match[1] if match else b""
