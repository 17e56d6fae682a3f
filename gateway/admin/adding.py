"""Putting people on the list: one, or a thousand at once; what it does is seen before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gateway.admin.lift import said_enough
from gateway.admin.pages import go, person_path, render
from gateway.http.suppressions import MANY
from gateway.together import together
from suppression.channel import Channel
from suppression.entry import NEVER, NewEntry, Origin, Reason, scope
from suppression.errors import MalformedAddressError
from suppression.keys import read_key
from suppression.terms import BY_HAND

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from aiohttp import web

    from gateway.admin.visit import Visit
    from suppression.entry import Entry
    from suppression.keys import RecipientKey

_SCOPES: Final = (("commercial", "marketing"), ("all", "everything, receipts too"))
_SHOWN: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would be put on the list, and what cannot be read."""

    new: tuple[NewEntry, ...]
    unread: tuple[tuple[str, str], ...]  # as it was written, and why
    standing: Mapping[RecipientKey, Sequence[Entry]]

    @property
    def channels(self) -> tuple[Channel, ...]:
        """By what these people are written to."""
        return tuple(dict.fromkeys(each.channel for each in self.new))

    @property
    def known(self) -> int:
        """How many of them something stops already."""
        return sum(bool(self.standing.get(each.key)) for each in self.new)


async def get_form(visit: Visit) -> web.StreamResponse:
    """Show the form that puts people on the list."""
    return _form(visit, {"addresses": visit.asked("address")}, "")


async def post_form(visit: Visit) -> web.StreamResponse:
    """Show what entries will do; make them when that was seen."""
    typed = dict(visit.form.said())
    try:
        new, unread = _read(visit)
    except ValueError as error:
        return _form(visit, typed, str(error), status=422)
    if visit.form["seen"] != "yes":
        standing = await _standing(visit, new)
        return _form(visit, typed, "", preview=Preview(new=new, unread=unread, standing=standing))
    added = await _add(visit, new)
    if len(added) == 1:
        entry, is_new = added[0]
        return go(person_path(visit, entry.channel, entry.key), done="added" if is_new else "known")
    return go("/suppressions", done="added")


async def _add(visit: Visit, new: Iterable[NewEntry]) -> list[tuple[Entry, bool]]:
    store = visit.services.store
    return await together(store.add(each, visit.actor) for each in new)


async def _standing(
    visit: Visit, new: Sequence[NewEntry]
) -> Mapping[RecipientKey, Sequence[Entry]]:
    found: dict[RecipientKey, Sequence[Entry]] = {}
    for channel in Channel:
        keys = [each.key for each in new if each.channel is channel]
        found |= await visit.services.store.blocking(keys, channel, visit.services.clock())
    return found


def _read(visit: Visit) -> tuple[tuple[NewEntry, ...], tuple[tuple[str, str], ...]]:
    """Return what the form asks for, and which lines of it nobody can be found by.

    Raises:
        ValueError: it asks for nothing that can be done.
    """
    reason = Reason(visit.form["reason"])
    if reason not in BY_HAND:
        message = f"{reason} is put there by the gateway alone"
        raise ValueError(message)
    if complaint := said_enough(visit.form["evidence"], "Say how you know"):
        raise ValueError(complaint)
    lines = [line.strip() for line in visit.form["addresses"].splitlines() if line.strip()]
    if not lines:
        raise ValueError("Say who: an address or a number a line.")
    if len(lines) > MANY:
        message = f"{len(lines)} lines; {MANY} are taken at once. Import a file instead."
        raise ValueError(message)
    template = NewEntry(
        channel=Channel.EMAIL, key=read_key("nobody@invalid", Channel.EMAIL),
        scope=scope(visit.form["scope"]), reason=reason, origin=Origin.ADMIN,
        evidence=visit.form["evidence"], requested_at=visit.services.clock(), expires_at=NEVER,
    )  # fmt: skip
    new, unread = {}, []
    for line in lines:
        channel = Channel.EMAIL if "@" in line else Channel.SMS
        try:
            key = read_key(line, channel, visit.services.config.company.phone_region)
        except MalformedAddressError as error:
            unread.append((line, str(error)))
        else:
            new[key] = replace(template, channel=channel, key=key)
    if not new:
        message = f"{unread[0][0]}: {unread[0][1]}"
        raise ValueError(message)
    return tuple(new.values()), tuple(unread)


def _form(
    visit: Visit, typed: Mapping[str, str], complaint: str, *,
    preview: Preview | None = None, status: int = 200,
) -> web.Response:  # fmt: skip
    return render(
        visit, "suppression_add.html", status=status, typed=typed, complaint=complaint,
        preview=preview, scopes=_SCOPES, shown=_SHOWN,
        reasons=[(each.value, each.value.replace("_", " ")) for each in BY_HAND],
    )  # fmt: skip
