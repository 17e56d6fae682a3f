"""The API keys, which are SMTP passwords too: making and ending them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.admin.listing import as_file, shape, with_query
from gateway.admin.pages import go, render
from gateway.admin.roles import Right
from gateway.credentials import ROLES
from gateway.http.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from gateway.admin.visit import Visit
    from gateway.credentials import KeyView, NewKey

_COLUMNS: Final = ("key_id", "submitter", "roles", "purpose", "created_at", "revoked_at")
_SHOWN: Final = 60
_USUAL: Final = frozenset({"send", "check"})
_OF_THE_LAW: Final = "compliance"
_MEANS: Final = {
    "send": "hand in email and texts",
    "check": "have them judged without sending",
    "read": "see messages, the list and requests",
    "add": "put people on the list",
    "lift": "take them off it",
    "import": "import lists",
    "export": "export the list",
    "consent": "record and revoke requests",
    "inbound": "bring texts that people sent",
    "*": "all of these",
    "compliance": "lift what the law asked for; nothing else gives that",
}


async def get_keys(visit: Visit) -> web.StreamResponse:
    """List the keys, those in use ahead."""
    found = _known(visit)
    if shape(visit):
        return as_file(visit, "keys", _COLUMNS, [_row(each) for each in found])
    return _list(visit, found)


async def post_add(visit: Visit) -> web.StreamResponse:
    """Make a key, and show its secret this once."""
    config, form = visit.services.config, visit.form
    submitter, roles, purpose = form["submitter"], form.all("role"), form["purpose"]
    typed = {"submitter": submitter, "purpose": purpose}
    complaint = ""
    if submitter not in [each.name for each in config.submitter]:
        complaint = "choose a submitter: there is no other"
    elif not roles or set(roles) - ROLES:
        complaint = "tick what the key may do"
    elif _OF_THE_LAW in roles and not visit.may(Right.LAW):
        complaint = "you do not lift what the law asked for, and make no key that does"
    elif purpose and purpose not in config.sms.purposes:
        complaint = "the purpose is none of sms.purposes"
    if complaint:
        return _list(visit, _known(visit), typed, roles, complaint, status=422)
    new = await visit.desk.credentials.add(submitter, roles, purpose=purpose)
    await visit.desk.users.record(
        "key.added", visit.user, visit.by,
        key=new.key_id, submitter=submitter, roles=" ".join(sorted(set(roles))),
    )  # fmt: skip
    return _list(visit, _known(visit), new=new)


async def get_revoke(visit: Visit) -> web.StreamResponse:
    """Ask before a key is made worthless."""
    return render(visit, "key_revoke.html", key=_in_use(visit), complaint="")


async def post_revoke(visit: Visit) -> web.StreamResponse:
    """Make a key worthless, at once."""
    key = _in_use(visit)
    if visit.form["typed"] != key.key_id:
        complaint = f"type {key.key_id} to confirm"
        return render(visit, "key_revoke.html", status=422, key=key, complaint=complaint)
    if await visit.desk.credentials.revoke(key.key_id):
        await visit.desk.users.record(
            "key.revoked", visit.user, visit.by, key=key.key_id, submitter=key.submitter
        )
    return go("/keys", done="revoked")


def _known(visit: Visit) -> list[KeyView]:
    """Return every key there ever was, those in use ahead, the newest first."""
    newest = reversed(visit.desk.credentials.list())
    return sorted(newest, key=lambda each: each.revoked_at is not None)


def _in_use(visit: Visit) -> KeyView:
    """Return the key that is asked for.

    Raises:
        Refusal: none of that id is in use.
    """
    for each in visit.desk.credentials.list():
        if each.key_id == visit.path("id") and each.revoked_at is None:
            return each
    raise Refusal("HTTP_NOT_FOUND", "no key of that id is in use")


def _list(  # noqa: PLR0913 - what the page shows
    visit: Visit,
    found: list[KeyView],
    typed: Mapping[str, str] | None = None,
    roles: tuple[str, ...] = (),
    complaint: str = "",
    *,
    new: NewKey | None = None,
    status: int = 200,
) -> web.Response:
    config = visit.services.config
    return render(
        visit, "keys.html", status=status, found=found[:_SHOWN],
        more=max(len(found) - _SHOWN, 0), new=new, complaint=complaint,
        typed=typed or {}, ticked=frozenset(roles) if complaint else _USUAL,
        means={r: m for r, m in _MEANS.items() if r != _OF_THE_LAW or visit.may(Right.LAW)},
        submitters=[(each.name, each.name) for each in config.submitter],
        purposes=[("", "what each text says"), *((each, each) for each in config.sms.purposes)],
        may_change=visit.may(Right.KEYS), is_done=visit.asked("done") == "revoked",
        csv=with_query(visit, format="csv"), json=with_query(visit, format="json"),
    )  # fmt: skip


def _row(key: KeyView) -> Mapping[str, object]:
    return {
        "key_id": key.key_id,
        "submitter": key.submitter,
        "roles": " ".join(sorted(key.roles)),
        "purpose": key.purpose,
        "created_at": key.created_at,
        "revoked_at": key.revoked_at,
    }
