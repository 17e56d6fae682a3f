"""`optwarden token`: the links in messages, and the keys that sign them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import rich_click as click

from gateway.cli.session import Session, run
from gateway.cli.table import print_table
from gateway.queue_id import encode
from gateway.secret_files import rotate_token_keys
from suppression.tokens import TOKEN_LENGTH

if TYPE_CHECKING:
    from gateway.stores import Stores
    from suppression.channel import Channel
    from suppression.keys import RecipientKey

_TOKEN: Final = re.compile(rf"(?<![A-Za-z0-9])[A-Za-z2-7]{{{TOKEN_LENGTH}}}(?![A-Za-z0-9])")
_COLUMNS: Final = (
    "key_id", "grant_id", "message", "channel", "key", "sender", "stream", "linked",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """What a token says, and whom it speaks for."""

    key_id: int
    grant_id: int
    message: str  # queue id
    channel: Channel
    key: RecipientKey
    sender: str
    stream: str
    linked: tuple[RecipientKey, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenKey:
    """One of the keys of tokens."""

    key_id: int
    signs: bool


@click.group()
def token() -> None:
    """Look into an unsubscribe link, and renew the key that signs them."""


@token.command()
@click.argument("text", metavar="TOKEN")
@click.pass_obj
def inspect(session: Session, text: str) -> None:
    """Show whose TOKEN is, and in which message it went out; a whole link will do."""
    with session.reading() as stores:
        found = _inspected(stores, text)
    if found is None:
        message = "this token opens nothing here: cut off, changed, or of another installation"
        raise click.ClickException(message)
    print_table(session, [found], _COLUMNS)


@token.command()
@click.pass_obj
def rotate(session: Session) -> None:
    """Sign new links with a new key; the links that are out go on working, for ever."""
    new = rotate_token_keys(session.config.data_dir)
    session.say(f"key {new} signs new links from the next start or reload; older ones still open")


@token.command()
@click.pass_obj
def keys(session: Session) -> None:
    """List the keys of links, and how often a link was used that nobody made."""
    with session.reading() as stores:
        known = stores.token_keys
        tallies = run(stores.suppression.tallies())
    listed = [
        TokenKey(key_id=key_id, signs=key_id == known.current)
        for key_id in sorted(known.secrets)
        if session.has_data
    ]
    print_table(session, listed, ("key_id", "signs"))
    for what, count in tallies.items():
        session.say(f"{what} opt-outs: {count}")


def _inspected(stores: Stores, text: str) -> Inspected | None:
    match = _TOKEN.search(text)
    claims = stores.token_keys.read(match[0]) if match else None
    grant = run(stores.suppression.grant(claims.grant_id)) if claims else None
    if claims is None or grant is None:
        return None
    return Inspected(
        key_id=claims.key_id,
        grant_id=claims.grant_id,
        message=encode(claims.message),
        channel=grant.channel,
        key=grant.key,
        sender=grant.sender,
        stream=grant.stream,
        linked=run(stores.suppression.linked(grant.key)),
    )
