"""Who may use these pages: letting people in, and out; never the last admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.admin.address import come_in
from gateway.admin.listing import as_file, shape, with_query
from gateway.admin.pages import go, render
from gateway.admin.roles import SAYS, Role
from gateway.admin.user import NAMED, is_name
from gateway.admin.words import options
from gateway.http.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from gateway.admin.user import User
    from gateway.admin.visit import Visit

_COLUMNS: Final = ("name", "role", "has_password", "has_codes", "created_at", "disabled_at")
_LAST: Final = "this is the last admin who can come in: let another one in first"
_DONE: Final = {
    "role": "The role is changed; their sessions ended.",
    "disable": "They come in no more; their sessions ended.",
    "enable": "They may come in again.",
}


async def get_users(visit: Visit) -> web.StreamResponse:
    """List who may come in."""
    if shape(visit):
        rows = [_row(each) for each in visit.desk.users.list()]
        return as_file(visit, "users", _COLUMNS, rows)
    return _list(visit)


async def post_add(visit: Visit) -> web.StreamResponse:
    """Add a user, and show the link by which they choose a password this once."""
    name, role = visit.form["name"], _role(visit)
    typed = visit.form.said()
    if not is_name(name):
        return _list(visit, typed, NAMED, status=422)
    user = await visit.desk.users.add(name, role, visit.by)
    if user is None:
        return _list(visit, typed, f"there is a user {name} already", status=422)
    return await _invited(visit, user)


async def get_user(visit: Visit) -> web.StreamResponse:
    """Show one user, with what can be changed."""
    return _page(visit, _user(visit), "")


async def post_link(visit: Visit) -> web.StreamResponse:
    """Show a new link of a user this once; the one before ends."""
    user = _user(visit)
    if user.disabled_at is not None:
        return _list(
            visit, {}, f"{user.name} comes in no more: let them in again first", status=422
        )
    return await _invited(visit, user)


async def post_role(visit: Visit) -> web.StreamResponse:
    """Give a user another role."""
    user, role = _user(visit), _role(visit)
    users = visit.desk.users
    if not await users.change(user, visit.by, role=role, keep_an_admin=True):
        return _page(visit, user, _LAST, status=422)
    return go("/users", done="role")


async def post_disable(visit: Visit) -> web.StreamResponse:
    """Let a user in no more."""
    user, users = _user(visit), visit.desk.users
    if not await users.change(user, visit.by, is_disabled=True, keep_an_admin=True):
        return _page(visit, user, _LAST, status=422)
    return go("/users", done="disable")


async def post_enable(visit: Visit) -> web.StreamResponse:
    """Let a user in again."""
    await visit.desk.users.change(_user(visit), visit.by, is_disabled=False)
    return go("/users", done="enable")


async def _invited(visit: Visit, user: User) -> web.Response:
    token = await visit.desk.users.invite(user, "password", visit.by)
    origin = visit.request.headers.get("Origin", "")
    return _page(visit, user, "", invitation=come_in(visit.services.config, token, origin))


def _user(visit: Visit) -> User:
    found = visit.desk.users.find(visit.path("name"))
    if found is None:
        raise Refusal("HTTP_NOT_FOUND", "there is no such user")
    return found


def _role(visit: Visit) -> Role:
    asked = visit.form["role"]
    if asked not in [each.value for each in Role]:
        raise Refusal("HTTP_BAD_REQUEST", "there is no such role")
    return Role(asked)


def _list(
    visit: Visit,
    typed: Mapping[str, str] | None = None,
    complaint: str = "",
    *,
    status: int = 200,
) -> web.Response:
    return render(
        visit, "users.html", status=status, found=visit.desk.users.list(), typed=typed or {},
        complaint=complaint, done=_DONE.get(visit.asked("done"), ""), roles=options(Role),
        explained=SAYS,
        csv=with_query(visit, format="csv"), json=with_query(visit, format="json"),
    )  # fmt: skip


def _page(
    visit: Visit, user: User, complaint: str, *, invitation: str = "", status: int = 200
) -> web.Response:
    return render(
        visit, "user.html", status=status, user=user, complaint=complaint, invitation=invitation,
        roles=options(Role), explained=SAYS,
    )  # fmt: skip


def _row(user: User) -> Mapping[str, object]:
    return {
        "name": user.name,
        "role": user.role.value,
        "has_password": user.has_password,
        "has_codes": user.has_codes,
        "created_at": user.created_at,
        "disabled_at": user.disabled_at,
    }
