"""Taking somebody off the list: why they are on it, who may end that, and with what to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.admin.pages import go, person_path, render
from gateway.admin.whom import person_of
from gateway.http.problems import Refusal
from suppression.errors import MalformedAddressError
from suppression.keys import is_hashed, masked, read_key
from suppression.lifting import Need, NotLiftable, bars
from suppression.terms import LEAST_SAID, MOST_SAID, NEEDS_TEXT, OF_THE_PERSON

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aiohttp import web

    from gateway.admin.visit import Visit
    from suppression.channel import Channel
    from suppression.entry import Entry
    from suppression.keys import RecipientKey
    from suppression.lifting import Bar

_SAYS: Final = {
    Need.COMPLIANCE: "Only who answers for the law lifts it: the role compliance.",
    Need.TEXT: f"Nobody lifts it here: {NEEDS_TEXT}.",
    Need.OWN_WORD: "Only the person themselves ends it.",
    Need.EVIDENCE: "What a person asked for needs evidence: say where they took it back.",
}
PLACEHOLDER: Final = "said somewhere"  # who may lift is asked as if it were said where


@dataclass(frozen=True, slots=True, kw_only=True)
class Liftable:
    """An entry of the dialog: `bar` says why this user cannot end it, "" that they may."""

    entry: Entry
    bar: str

    @property
    def is_own_word(self) -> bool:
        """Whether the person asked for it."""
        return self.entry.reason in OF_THE_PERSON


async def get_lift(visit: Visit) -> web.StreamResponse:
    """Show why somebody is on the list, and what it takes to end that."""
    return await _dialog(visit, {"entry": visit.asked("entry")}, "")


async def post_lift(visit: Visit) -> web.StreamResponse:
    """End the entries that were ticked, with the reason."""
    channel, key = person_of(visit)
    typed = dict(visit.form.said())
    ids = visit.form.all("ids")
    wanted = [each for each in await _standing(visit, channel, key) if each.entry_id in ids]
    complaint = _complaint(visit, key, wanted)
    if complaint:
        return await _dialog(visit, typed, complaint, status=422)
    try:
        await visit.services.store.lift(
            key, channel, because=visit.form["because"], by=visit.actor,
            entry_ids=[each.entry_id for each in wanted], evidence=visit.form["evidence"],
        )  # fmt: skip
    except NotLiftable as error:
        return await _dialog(visit, typed, refusal(error.bars), status=422)
    ids = tuple(each.entry_id for each in wanted)
    return go(person_path(visit, channel, key), done="lifted", undo=",".join(ids))


async def post_restore(visit: Visit) -> web.StreamResponse:
    """Put what was lifted back as it was: whoever may stop people may undo that."""
    channel, key = person_of(visit)
    restored = await visit.services.store.restore(
        key, channel, entry_ids=visit.form.all("ids"), by=visit.actor
    )
    if not restored:
        raise Refusal("HTTP_NOT_FOUND", "none of these entries of theirs was lifted")
    return go(person_path(visit, channel, key), done="restored")


def refusal(found: Iterable[Bar]) -> str:
    """Say what it takes to lift these, each thing once."""
    return "Nothing was lifted. " + " ".join(dict.fromkeys(_SAYS[bar.need] for bar in found))


def said_enough(text: str, what: str) -> str:
    """Complain about what says nothing for the record, or too much; "" is well."""
    if len(text) < LEAST_SAID:
        return f"{what}: it stands in the record."
    return f"{what} in {MOST_SAID} characters at most." if len(text) > MOST_SAID else ""


def _complaint(visit: Visit, key: RecipientKey, wanted: list[Entry]) -> str:
    if not wanted:
        return "Tick what is to be lifted."
    if complaint := said_enough(visit.form["because"], "Say why"):
        return complaint
    if any(each.reason in OF_THE_PERSON for each in wanted):
        return said_enough(
            visit.form["evidence"], "Say where the person took it back"
        ) or unconfirmed(visit, key)
    return ""


def unconfirmed(visit: Visit, key: RecipientKey) -> str:
    """Complain unless the address was typed: what a person asked for is not lifted by a slip."""
    channel, _ = person_of(visit)
    try:
        region = visit.services.config.company.phone_region
        is_right = read_key(visit.form["confirm"], channel, region) == key
    except MalformedAddressError:
        is_right = False
    return "" if is_right else f"To confirm, type {masked(key)} in full."


async def _dialog(
    visit: Visit, typed: Mapping[str, str], complaint: str, *, status: int = 200
) -> web.Response:
    channel, key = person_of(visit)
    entries = await _standing(visit, channel, key)
    if not entries:
        raise Refusal("HTTP_NOT_FOUND", "no entry of theirs is in force")
    found = [Liftable(entry=each, bar=_bar(visit, each)) for each in entries]
    ticked = visit.form.all("ids") or ([typed["entry"]] if typed.get("entry") else [])
    return render(
        visit, "lift.html", status=status, channel=channel, key=key, found=found, typed=typed,
        complaint=complaint, ticked=ticked, may_any=any(not each.bar for each in found),
        needs_word=any(each.is_own_word and not each.bar for each in found),
    )  # fmt: skip


def _bar(visit: Visit, entry: Entry) -> str:
    found = bars([entry], visit.actor, PLACEHOLDER)
    return _SAYS[found[0].need] if found else ""


async def _standing(visit: Visit, channel: Channel, key: RecipientKey) -> tuple[Entry, ...]:
    """Return the entries in force of exactly this person: what is lifted on this page."""
    now = visit.services.clock()
    entries = (await visit.services.store.blocking([key], channel, now)).get(key, ())
    return tuple(
        each
        for each in entries
        if each.channel is channel and (each.key == key or is_hashed(each.key))
    )
