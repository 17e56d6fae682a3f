"""Coming in and going out: the password, the one-time code, the link of a new user."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from gateway.admin import cookies
from gateway.admin.pages import go, render
from gateway.admin.passwords import LONGEST, SHORTEST, is_secret, link_for, new_secret, step_of
from gateway.admin.roles import Role
from gateway.admin.told import ROOT
from gateway.admin.user import NAMED, By, is_name
from gateway.http.origin import household
from gateway.http.problems import Refusal
from gateway.log import logger

if TYPE_CHECKING:
    from aiohttp import web

    from gateway.admin.user import Secrets, User
    from gateway.admin.visit import Visit

_WRONG: Final = "Name, password or code is wrong."
_NO_CODE: Final = "This code is not the present one."
_TOO_OFTEN: Final = "Too many tries. Wait three minutes, or ask an admin for a link."
_SHORT: Final = f"A password has {SHORTEST} characters at least: a few words are best."
_LONG: Final = f"A password has {LONGEST} characters at most."
_DIFFERENT: Final = "The two are not the same."
_NAME_CHARACTERS: Final = 64
_LEAVING: Final = frozenset("\\\r\n")  # a browser reads `\` as `/`; a header field ends at a line


async def get_login(visit: Visit) -> web.StreamResponse:
    """Ask who it is."""
    return render(visit, "login.html", next=_inside(visit.asked("next")), name="", complaint="")


async def post_login(visit: Visit) -> web.StreamResponse:
    """Let a user in who says the password, and the code where there is one."""
    name, onward = visit.form["name"], _inside(visit.form["next"])
    name = name if len(name) <= _NAME_CHARACTERS else ""  # nobody's, and not worth remembering
    if not _may_try(visit, name):
        return _asked_again(visit, onward, name, _TOO_OFTEN, status=429)
    kept = visit.desk.users.secrets(name)
    is_right = await visit.desk.passwords.is_right(kept.password_hash, visit.form.exact("password"))
    user = visit.desk.users.find(name) if is_right else None
    if user is None or not await _has_code(visit, user):
        logger().warning("login-refused", origin=household(visit.origin))
        return _asked_again(visit, onward, name, _WRONG, status=403)
    _was_right(visit, name)
    return await _let_in(visit, user, onward, knowing=kept.password_hash)


async def _let_in(
    visit: Visit, user: User, onward: str = "", *, link: str = "", knowing: str | None = None
) -> web.Response:
    """Begin a session of its own, whatever the browser had before."""
    by = By(name=user.name, address=visit.origin)
    token = await visit.desk.users.begin(user, by, link=link, knowing=knowing)
    if not token:
        raise _used() if link else Refusal("AUTH_REQUIRED", "your password is another by now")
    await _end(visit)
    answer = go((onward or ROOT + "/").removeprefix(ROOT))
    cookies.keep(answer, visit.services.config, token)
    return answer


async def post_logout(visit: Visit) -> web.StreamResponse:
    """End the session."""
    await _end(visit)
    answer = go("/login")
    cookies.drop(answer, visit.services.config)
    return answer


async def get_link(visit: Visit) -> web.StreamResponse:
    """Show what a one-time link does; looking uses nothing up."""
    kind, user = _linked(visit)
    return render(visit, "join.html", kind=kind, user=user, name="", complaint="")


async def post_link(visit: Visit) -> web.StreamResponse:
    """Do what a one-time link is for: choose a password and come in."""
    kind, user = _linked(visit)
    name = user.name if user else visit.form["name"]
    password = visit.form.exact("password")
    complaint = "" if kind == "enter" else _complaint(password, visit.form.exact("again"))
    if user is None and not is_name(name):
        complaint = f"{NAMED.capitalize()}."
    status = 422
    if user is not None and user.has_codes and not complaint:  # who has the link may be a thief
        if not _may_try(visit, name):
            complaint, status = _TOO_OFTEN, 429
        elif await _has_code(visit, user):
            _was_right(visit, name)
        else:
            complaint = _NO_CODE
    if complaint:
        return render(visit, "join.html", status=status, kind=kind, user=user, name=name,
                      complaint=complaint)  # fmt: skip
    if kind == "enter" and user is not None:
        return await _let_in(visit, user, link=visit.path("token"))
    return await _choose(visit, user, name, password)


async def _choose(visit: Visit, user: User | None, name: str, password: str) -> web.Response:
    """Give the user of a link a password, or make the first one; the link is used up first."""
    users, link, by = visit.desk.users, visit.path("token"), By(name=name, address=visit.origin)
    hashed = await visit.desk.passwords.hashed(password)
    if user is None:
        user, link = await users.add(name, Role.ADMIN, by, link=link), ""
    if user is None or not await users.set_password(user, hashed, by, link=link):
        raise _used()
    return await _let_in(visit, user, knowing=hashed)


async def get_account(visit: Visit) -> web.StreamResponse:
    """Show the user's own account."""
    return render(visit, "account.html", complaint="", offer=_offer(visit, ""))


async def post_password(visit: Visit) -> web.StreamResponse:
    """Give the user another password; every session of theirs ends but a new one."""
    if not _may_try(visit, visit.user.name):
        return _account(visit, _TOO_OFTEN, status=429)
    kept = visit.desk.users.secrets(visit.user.name)
    # who came in by a link that asks for none, as in the demonstration, has none yet
    if kept.password_hash and not await visit.desk.passwords.is_right(
        kept.password_hash, visit.form.exact("old")
    ):
        return _account(visit, "The present password is another.")
    _was_right(visit, visit.user.name)
    if complaint := _complaint(visit.form.exact("password"), visit.form.exact("again")):
        return _account(visit, complaint)
    hashed = await visit.desk.passwords.hashed(visit.form.exact("password"))
    await visit.desk.users.set_password(visit.user, hashed, visit.by)
    return await _let_in(visit, visit.user, ROOT + "/account", knowing=hashed)


async def post_codes(visit: Visit) -> web.StreamResponse:
    """Begin to ask the user for one-time codes, once one of them was right; or end that."""
    if not _may_try(visit, visit.user.name):
        return _account(visit, _TOO_OFTEN, status=429)
    kept = visit.desk.users.secrets(visit.user.name)
    if kept.totp_secret:
        step, secret = _step(visit, visit.user, kept), ""
    else:
        secret, now = visit.form["secret"], visit.services.clock()
        step = step_of(secret, visit.form["code"], now, after=0) if is_secret(secret) else 0
    if not step:
        return _account(visit, _NO_CODE, secret)
    _was_right(visit, visit.user.name)
    await visit.desk.users.set_codes(visit.user, secret, step, visit.by)
    return go("/account")


def _account(visit: Visit, complaint: str, secret: str = "", *, status: int = 422) -> web.Response:
    offer = _offer(visit, secret)
    return render(visit, "account.html", status=status, complaint=complaint, offer=offer)


def _offer(visit: Visit, secret: str) -> dict[str, str]:
    """Return the secret that a user may take for one-time codes, and what an app reads it from."""
    if visit.user.has_codes:
        return {"secret": "", "uri": ""}
    offered = secret if is_secret(secret) else new_secret()
    return {"secret": offered, "uri": link_for(offered, visit.user.name, "optwarden")}


async def _has_code(visit: Visit, user: User) -> bool:
    kept = visit.desk.users.secrets(user.name)
    if not kept.totp_secret:
        return True
    step = _step(visit, user, kept)
    return bool(step) and await visit.desk.users.use_step(user, step)


def _step(visit: Visit, user: User, kept: Secrets) -> int:
    """Return whose step the code of the form is; 0 of a wrong one, and after too many of those."""
    tries, now_s = visit.services.commons.tries, time.monotonic()
    if not tries.allows_code(user.name, now_s):
        return 0
    at = visit.services.clock()
    step = step_of(kept.totp_secret, visit.form["code"], at, after=kept.totp_step)
    if not step:
        tries.wrong_code(user.name, now_s)
    return step


def _linked(visit: Visit) -> tuple[str, User | None]:
    found = visit.desk.users.link(visit.path("token"))
    if found is None:
        raise _used()
    return found


def _used() -> Refusal:
    return Refusal("HTTP_NOT_FOUND", "this link was used already, or is over")


def _complaint(password: str, again: str) -> str:
    if len(password) < SHORTEST:
        return _SHORT
    if len(password) > LONGEST:
        return _LONG
    return "" if password == again else _DIFFERENT


def _may_try(visit: Visit, name: str) -> bool:
    return visit.services.commons.tries.allows(visit.origin, name, time.monotonic())


def _was_right(visit: Visit, name: str) -> None:
    visit.services.commons.tries.was_right(visit.origin, name)


def _asked_again(
    visit: Visit, onward: str, name: str, complaint: str, *, status: int
) -> web.Response:
    return render(visit, "login.html", status=status, next=onward, name=name, complaint=complaint)


async def _end(visit: Visit) -> None:
    if token := cookies.read(visit.request, visit.services.config):
        await visit.desk.users.end(token)


def _inside(onward: str) -> str:
    """Return where to go on, if that is a page of ours."""
    return onward if onward.startswith(ROOT + "/") and not _LEAVING & set(onward) else ""
