"""Turning a template into a page: escaped everywhere, with one style sheet and one small script."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from filters.codes import CODES
from gateway.admin.menu import menu
from gateway.admin.paper import broken
from gateway.admin.roles import SAYS, Right
from gateway.admin.told import POLICY, ROOT, encoded
from gateway.admin.whom import place_of
from gateway.admin.words import effect, options
from gateway.counted import counted
from gateway.diff.difference import EDITS
from gateway.shown import shown
from suppression.entry import NEVER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from gateway.admin.visit import Visit

_HERE: Final = Path(__file__).parent
_POLICY_OF_FRAMES: Final = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none';"
    " base-uri 'none'; frame-ancestors 'self'; sandbox"
)
_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Static:
    """A file that every page may ask for."""

    content: bytes
    media_type: str


def _static() -> Mapping[str, Static]:
    """Return the files by a name that changes with what they hold, so that browsers keep them."""
    found = {}
    for file in sorted((_HERE / "static").iterdir()):
        content = file.read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:12]
        found[f"{file.stem}.{digest}{file.suffix}"] = Static(content, _TYPES[file.suffix])
    return found


STATIC: Final = _static()


def place(file: str) -> str:
    """Return where a static file is asked for."""
    stem, _, suffix = file.rpartition(".")
    name = next(each for each in STATIC if each.startswith(f"{stem}.") and each.endswith(suffix))
    return f"{ROOT}/static/{name}"


def when(at: datetime | None) -> Markup:
    """Write a time, in UTC; the script turns it into the reader's own, with UTC on hover."""
    if at is None or at == NEVER:
        return Markup('<span class="soft">never</span>')
    text = f"{at:%Y-%m-%d %H:%M} UTC"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        f"{at:%Y-%m-%dT%H:%M:%SZ}", f"{at:%Y-%m-%d %H:%M:%S} UTC", text
    )


def link(path: str, **query: object) -> str:
    """Return the address of a page of ours, with what is asked for in it."""
    told = {name: str(value) for name, value in query.items() if value not in ("", None, False)}
    return f"{ROOT}{path}" + (f"?{urlencode(told)}" if told else "")


def seg(text: str) -> str:
    """Write a text as one segment of a path."""
    return quote(text, safe="")


_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(counted=counted, when=when, shown=shown, seg=seg, broken=broken)
_TEMPLATES.globals.update(
    Right=Right, link=link, codes=CODES, menu=menu, says=SAYS, effect=effect, options=options,
    edits=EDITS,
    style=place("style.css"), script=place("admin.js"), htmx=place("htmx.min.js"),
)  # fmt: skip


def render(visit: Visit, template: str, *, status: int = 200, **values: Any) -> web.Response:  # noqa: ANN401 - what the template names
    """Return a page; everything but the templates' own markup is escaped."""
    html = _TEMPLATES.get_template(template).render(
        visit=visit,
        here=visit.request.rel_url.path_qs,
        company=visit.services.config.company.name,
        now=visit.services.clock(),
        whom=lambda channel, key, act="": _whom(visit, channel, key, act),
        person=visit.person,
        csrf=lambda: _csrf(visit),
        **values,
    )
    return web.Response(
        status=status, body=encoded(html), content_type="text/html", charset="utf-8",
        headers={
            "Content-Security-Policy": POLICY,
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",  # without any, browsers name no origin of forms
        },
    )  # fmt: skip


def as_frame(html: str) -> web.Response:
    """Return what others wrote, to stand in a frame of ours: it runs, loads and leads nowhere."""
    return web.Response(
        body=encoded(html), content_type="text/html", charset="utf-8",
        headers={"Content-Security-Policy": _POLICY_OF_FRAMES, "X-Frame-Options": "SAMEORIGIN"},
    )  # fmt: skip


def go(path: str, **query: object) -> web.Response:
    """Send the browser on after something was done: reloading does not do it again."""
    return web.Response(status=303, headers={"Location": link(path, **query)})


def _csrf(visit: Visit) -> Markup:
    """Return the field by which a form shows that it is of this session."""
    token = visit.session.csrf if visit.session else ""
    return Markup('<input type="hidden" name="csrf" value="{}">').format(token)


def _whom(visit: Visit, channel: str, key: str, act: str) -> str:
    """Return the address of a person's page, or of an act on them."""
    return link(person_path(visit, channel, key, act))


def person_path(visit: Visit, channel: str, key: str, act: str = "") -> str:
    """Return the path of a person's page, or of an act on them, below `/admin`."""
    parts = (*place_of(visit, channel, key), *([act] if act else []))
    return "/people/" + "/".join(map(seg, parts))
