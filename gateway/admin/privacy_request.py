"""One request about data: telling, finding out who asks, showing, forgetting, answering."""

from __future__ import annotations

import asyncio
import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from aiohttp import web

from gateway.admin.deeds import reason_of
from gateway.admin.pages import go, render
from gateway.admin.privacy import manner_of
from gateway.admin.roles import Right
from gateway.admin.words import ASKED_FOR
from gateway.http.problems import Refusal
from gateway.privacy.erasure import NOT_REACHED
from gateway.privacy.holder import withheld
from gateway.privacy.request import EXTENDED_DAYS, Act, NotPossible, Outcome
from suppression.deadlines import REQUEST_DAYS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from gateway.admin.visit import Visit
    from gateway.privacy.erasure import Erased
    from gateway.privacy.holder import Withheld
    from gateway.privacy.request import Request
    from suppression.keys import RecipientKey

_DONE: Final = {
    "opened": "Taken down; its clocks run from when it came.",
    "told": "Noted: they know that it came.",
    "verified": "Noted: they are who they say.",
    "extended": "Noted: there is more time. Tell them why, today.",
    "closed": "Answered. What is left of it is kept for 24 months, as the rules ask.",
}


async def get_request(visit: Visit) -> web.StreamResponse:
    """Show one request, and what is to be done next."""
    return await _page(visit)


async def post_reveal(visit: Visit) -> web.StreamResponse:
    """Show who asks, and how, to somebody who sees people masked; it stands in the record."""
    request_id = _request(visit).request_id
    await visit.desk.users.record(
        "user.revealed", visit.user, visit.by, page="privacy", request=request_id
    )
    return await _page(replace(visit, is_revealed=True))


async def post_told(visit: Visit) -> web.StreamResponse:
    """Note that the person was told that it came."""
    return await _noted(visit, "told", lambda: visit.desk.privacy.confirm(*_who(visit)))


async def post_verify(visit: Visit) -> web.StreamResponse:
    """Note how it was found out that the person is who they say."""
    return await _explained(visit, "verified", "how", visit.desk.privacy.verify)


async def post_extend(visit: Visit) -> web.StreamResponse:
    """Take more time, once, with a reason."""
    return await _explained(visit, "extended", "because", visit.desk.privacy.extend)


async def post_close(visit: Visit) -> web.StreamResponse:
    """Note how it was answered."""
    outcome = visit.form["outcome"]
    if outcome not in {each.value for each in _outcomes()}:
        return await _page(visit, complaint="Say how it ended.", status=422)
    return await _explained(
        visit, "closed", "answer",
        lambda request_id, because, by: visit.desk.privacy.close_as(
            request_id, Outcome(outcome), because, by
        ),
    )  # fmt: skip


async def post_export(visit: Visit) -> web.StreamResponse:
    """Send everything that is known of the person; that it was taken is recorded."""
    request = _request(visit)
    try:
        known = await visit.desk.known_of(request.allowed(Act.SHOW))
    except NotPossible as error:
        return await _page(visit, complaint=str(error), status=422)
    await visit.desk.users.record(
        "privacy.exported", visit.user, visit.by, request=request.request_id
    )
    content = await asyncio.to_thread(_packed, known.files())
    return web.Response(
        body=content, content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{request.request_id}.zip"'},
    )  # fmt: skip


async def post_erase(visit: Visit) -> web.StreamResponse:
    """Forget the person everywhere; what they stopped stays stopped."""
    request = _request(visit)
    try:
        people = request.allowed(Act.FORGET)
    except NotPossible as error:
        return await _page(visit, complaint=str(error), status=422)
    if visit.form["typed"] != request.request_id:
        complaint = f"Type {request.request_id} to confirm: what is forgotten does not come back."
        return await _page(visit, complaint=complaint, status=422)
    try:
        erased = await visit.desk.erase(people, visit.actor)
    except ValueError as error:  # a whole domain, which the command line once took down
        return await _page(visit, complaint=str(error), status=422)
    return await _page(visit, erased=erased)


async def _explained(
    visit: Visit, done: str, field: str, change: Callable[[str, str, str], Awaitable[Request]]
) -> web.StreamResponse:
    try:
        because = reason_of(visit, field)
    except ValueError as error:
        return await _page(visit, complaint=str(error), status=422)
    request_id, by = _who(visit)
    return await _noted(visit, done, lambda: change(request_id, because, by))


async def _noted(
    visit: Visit, done: str, change: Callable[[], Awaitable[Request]]
) -> web.StreamResponse:
    request = _request(visit)
    try:
        await change()
    except NotPossible as error:
        return await _page(visit, complaint=str(error), status=422)
    return go(f"/privacy/{request.request_id}", done=done)


async def _page(
    visit: Visit, *, complaint: str = "", erased: Erased | None = None, status: int = 200
) -> web.Response:
    request = _request(visit)
    return render(
        visit, "privacy_request.html", status=status, request=request, asked_for=ASKED_FOR,
        manner=manner_of(visit, request),
        complaint=complaint, typed=visit.form.said(), erased=erased,
        linked=await _linked(visit, request.people), outcomes=[*map(_named, _outcomes())],
        done=_DONE.get(visit.asked("done"), "") if not complaint else "", extended=EXTENDED_DAYS,
        usual=REQUEST_DAYS, not_reached=NOT_REACHED, withheld=await _withheld(visit, request),
    )  # fmt: skip


async def _linked(visit: Visit, people: tuple[RecipientKey, ...]) -> list[RecipientKey]:
    """Return who else the list takes for the same person."""
    found = {each for key in people for each in await visit.services.store.linked(key)}
    return sorted(found.difference(people))


async def _withheld(visit: Visit, request: Request) -> tuple[Withheld, ...]:
    """Return what the archive leaves out, for who can download it."""
    if not (request.is_open and request.is_verified and visit.may(Right.PRIVACY)):
        return ()
    return await withheld(request.people, visit.services.store, visit.services.clock())


def _request(visit: Visit) -> Request:
    found = visit.desk.privacy.find(visit.path("id"))
    if found is None:
        raise Refusal("HTTP_NOT_FOUND", "there is no such request")
    return found


def _who(visit: Visit) -> tuple[str, str]:
    """Return which request is meant, and who acts."""
    return visit.path("id"), visit.user.name


def _outcomes() -> list[Outcome]:
    return [each for each in Outcome if each is not Outcome.OPEN]


def _named(outcome: Outcome) -> tuple[str, str]:
    return outcome.value, {"done": "done as asked", "partly": "done in part"}.get(outcome, outcome)


def _packed(files: Mapping[str, bytes]) -> bytes:
    """Return files as one archive."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return archive.getvalue()
