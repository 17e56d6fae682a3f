"""Serving the pages: who comes in, whose form it is, and errors that people can read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from aiohttp import web

from filters.codes import CODES
from gateway.admin import cookies
from gateway.admin.pages import go, render
from gateway.admin.routes import door
from gateway.admin.table import PAGES
from gateway.admin.told import ROOT
from gateway.admin.uploads import is_multipart
from gateway.admin.visit import Visit, is_poll, read_form
from gateway.errors import GatewayError
from gateway.http.failures import refusal_of
from gateway.http.origin import origin
from gateway.http.problems import Refusal

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler as AiohttpHandler

    from gateway.admin.routes import Page
    from gateway.config.models import HttpListener
    from gateway.http.services import Services

_UNAUTHORIZED: Final = 401


def add_pages(served: web.Application, listener: HttpListener, services: Services) -> None:
    """Serve the pages below `/admin`; whatever else is asked for there is not found."""
    for page in (*PAGES, door("*", "/{rest:[\\s\\S]*}", _missing)):
        path = ROOT + page.path
        served.router.add_route(page.method, path, _bind(page, listener, services))
    served.router.add_get(ROOT, _front)


def _bind(page: Page, listener: HttpListener, services: Services) -> AiohttpHandler:
    async def handle(request: web.Request) -> web.StreamResponse:
        came_from = origin(request, listener.trusted_proxies)
        visit = Visit(
            request=request, services=services, origin=came_from, session=None
        )  # fmt: skip
        try:
            if token := cookies.read(request, services.config):
                session = await services.desk.users.session(token, is_click=not is_poll(request))
                visit = replace(visit, session=session)
            return await _answer(page, visit)
        except (GatewayError, web.HTTPException) as error:
            return _told(visit, refusal_of(error, request.method))

    return handle


async def _answer(page: Page, visit: Visit) -> web.StreamResponse:
    if page.right is not None and visit.session is None:
        return _to_the_door(visit)
    if page.right is not None and not visit.may(page.right):
        raise Refusal("AUTH_SCOPE_MISSING", f"your role may not do that: it takes {page.right}")
    if visit.request.method == "POST":
        _check_origin(visit.request)
        if not (page.takes_file and is_multipart(visit)):
            visit = replace(visit, form=await read_form(visit.request))
            visit.check_token()
    return await page.handler(visit)


def _check_origin(request: web.Request) -> None:
    """Refuse what another site posts in the name of who came in here.

    Browsers say where a form comes from in a field that no page can set; older ones have `Origin`.
    """
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched is None:
        named = request.headers.get("Origin", "")
        is_ours = not named or urlsplit(named).netloc == request.headers.get("Host", "")
    else:
        is_ours = fetched == "same-origin"
    if not is_ours:
        raise Refusal("AUTH_SCOPE_MISSING", "this form was not sent by a page of ours")


def _to_the_door(visit: Visit) -> web.StreamResponse:
    """Ask who it is; who follows a link from elsewhere comes once more, with the cookie.

    A browser keeps a cookie that is `SameSite=Strict` back where another site sends it here.
    """
    if is_poll(visit.request):  # the whole page is to ask, not the part of it
        return web.Response(status=_UNAUTHORIZED, headers={"HX-Refresh": "true"})
    if visit.request.headers.get("Sec-Fetch-Site") == "cross-site" and not visit.asked("again"):
        target = str(visit.request.rel_url.update_query(again="1"))
        return render(visit, "again.html", target=target)
    if visit.request.method == "GET":
        return go("/login", next=str(visit.request.rel_url))
    raise Refusal("AUTH_REQUIRED", "your session is over: log in again")


def _told(visit: Visit, refusal: Refusal) -> web.Response:
    """Say what could not be done, in words for a person."""
    problem = refusal.document
    answer = render(
        visit, "problem.html", status=problem.status, problem=problem,
        remedy=CODES[problem.code].remedy if problem.code in CODES else "",
    )  # fmt: skip
    if problem.status != _UNAUTHORIZED:
        answer.headers.update(refusal.headers)
    return answer


async def _missing(visit: Visit) -> web.StreamResponse:
    if visit.session is None:
        return _to_the_door(visit)
    raise Refusal("HTTP_NOT_FOUND", "there is no such page")


async def _front(_request: web.Request) -> web.StreamResponse:
    return go("/")
