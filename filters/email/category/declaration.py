"""What a submitter says its message is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filters.email.fields import value
from filters.errors import MalformedMessage

if TYPE_CHECKING:
    from filters.email.category.circumstances import Circumstances
    from filters.email.part import Part

LIMBS: Final = frozenset({"transaction", "safety", "account", "employment", "delivery"})
"""What makes a message transactional: the five limbs of 15 U.S.C. 7702(17)(A), a closed list."""

_STREAM_HEADER: Final = "x-optwarden-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a submitter says its message is."""

    category: str
    basis: str


def read_declaration(text: str) -> Declaration:
    """Read the value of the category header field.

    >>> read_declaration("Transactional; basis=safety")
    Declaration(category='transactional', basis='safety')
    """
    category, *parameters = (piece.strip().lower() for piece in text.split(";"))
    named = dict(parameter.replace(" ", "").partition("=")[::2] for parameter in parameters)
    return Declaration(category=category, basis=_limb(named.get("basis", "")))


def declared(raw: bytes, tree: Part, circumstances: Circumstances) -> Declaration:
    """Return what is declared, over HTTP or else in the header.

    Raises:
        MalformedMessage: it says two things about itself.
    """
    names = [field.name for field in tree.fields]
    for ours in (circumstances.category_header.lower(), _STREAM_HEADER):
        if names.count(ours) > 1:
            raise MalformedMessage(f"more than one {ours} field")
    if circumstances.declared:
        return Declaration(
            category=circumstances.declared, basis=_limb(circumstances.declared_basis)
        )
    return read_declaration(value(raw, tree, circumstances.category_header.lower()))


def _limb(basis: str) -> str:
    """Return the basis if the statute knows it: another one is none."""
    return basis if basis in LIMBS else ""
