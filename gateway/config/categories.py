"""What the configuration says mail is: advertising is not made a receipt by a key.

15 U.S.C. 7702(17)(A) lists five reasons that make a message transactional. Who configures that
mail is transactional names one of them; only a message itself shows that one person wrote it to
another, so conversational is neither pinned nor a default.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.message import Category

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.config.lines import KeyPath
    from gateway.config.models import Config, EmailRule

_STREAM_HEADER: Final = "x-optwarden-stream"
_REASONS: Final = "transaction, safety, account, employment or delivery"


def unfounded_categories(config: Config) -> Iterator[tuple[KeyPath, str]]:
    """Yield every category that the configuration gives without the reason the law asks for."""
    for index, listener in enumerate(config.smtp):
        path: KeyPath = ("smtp", index)
        yield from _given(path, "category", listener.category, listener.category_basis)
    for index, submitter in enumerate(config.submitter):
        path = ("submitter", index)
        yield from _given(
            path, "default_category", submitter.default_category, submitter.default_basis
        )
    email = config.email
    yield from _given(("email",), "default_category", email.default_category, email.default_basis)
    for index, rule in enumerate(email.rule):
        yield from _ruled(("email", "rule", index), rule)
    if email.category_header.lower() == _STREAM_HEADER:
        yield ("email", "category_header"), "is the field that names the stream; write another"


def _given(path: KeyPath, key: str, category: str, basis: str) -> Iterator[tuple[KeyPath, str]]:
    """Examine a category that mail gets for where it comes from."""
    if category == Category.CONVERSATIONAL:
        yield (*path, key), '"conversational" is for a message to be, not for a key to say'
    basis_key = key.replace("category", "basis") if key.startswith("default") else f"{key}_basis"
    yield from _founded((*path, key), (*path, basis_key), category, basis)


def _ruled(path: KeyPath, rule: EmailRule) -> Iterator[tuple[KeyPath, str]]:
    named = (rule.header_from, rule.envelope_from, rule.subject_prefix, rule.stream)
    if not any(named):
        yield path, "names nothing to match by: what all mail is stands in email.default_category"
    yield from _founded((*path, "category"), (*path, "basis"), rule.category, rule.basis)


def _founded(
    said: KeyPath, why: KeyPath, category: str, basis: str
) -> Iterator[tuple[KeyPath, str]]:
    # 15 U.S.C. 7702(17)(A), 16 CFR 316.3(c): a closed list
    if category == Category.TRANSACTIONAL and not basis:
        yield said, f'"transactional" needs {why[-1]}: {_REASONS}'
    if category != Category.TRANSACTIONAL and basis:
        yield why, "is a reason for transactional email; the category is another"
