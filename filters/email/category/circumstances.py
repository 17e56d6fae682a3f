"""What is known about why a message is sent besides what it says itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filters.message import Category


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
    """What the envelope, the submitter and the configuration say; a basis with what needs one."""

    recipients: int  # of the envelope
    somebody_opted_out: bool  # of them, of this sender's commercial mail
    reverse_path: str
    stream: str
    declared: str  # over HTTP; "" reads the header field
    declared_basis: str
    category_header: str
    may_declare: frozenset[str]
    pinned: str  # by the listener
    pinned_basis: str
    rules: tuple[CategoryRule, ...]
    submitter_default: str
    submitter_default_basis: str
    default: Category
    default_basis: str
    on_conflict: str
