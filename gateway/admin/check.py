"""Checking a message or a text: what would become of it, without sending it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from filters.message import Category
from gateway.admin.bench import Checked
from gateway.admin.evidence import evidence_of
from gateway.admin.fitting import fitting, fitting_rows
from gateway.admin.messages import as_download
from gateway.admin.pages import as_frame, go, render
from gateway.admin.paper import TABS, frame, paper_of_examined, tab
from gateway.admin.story import rules_of_findings
from gateway.admin.uploads import received_whole
from gateway.dry_run import ANY_SUBMITTER, ANYBODY
from gateway.http.body import MESSAGE_BYTES
from gateway.http.problems import Refusal, bad_request
from gateway.http.sms import TEXT_CHARACTERS
from gateway.off_loop import off_loop
from gateway.shown import shown
from suppression.channel import Channel
from suppression.errors import MalformedAddressError
from suppression.keys import read_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from gateway.admin.visit import Visit
    from gateway.dry_run import DryRun
    from gateway.submission import Submitter

_STAYS: Final = 16_000  # bytes of HTML of a message that stays in the form
_RULES_ROOM: Final = 9_000
_CATEGORIES: Final = ("", *(each.value for each in Category if each is not Category.SYSTEM))


async def get_check(visit: Visit) -> web.StreamResponse:
    """Show the forms."""
    return _forms(visit, {}, "")


async def post_check(visit: Visit) -> web.StreamResponse:
    """Judge what was posted, and lead to what was found."""
    visit, file = await received_whole(visit, MESSAGE_BYTES)
    try:
        checked = await (_text(visit) if visit.form["what"] == "text" else _email(visit, file))
    except (MalformedAddressError, ValueError) as error:
        return _forms(visit, visit.form.said(), str(error), status=422)
    return go(f"/check/{visit.desk.bench.keep(checked)}")


async def _email(visit: Visit, file: bytes | None) -> Checked:
    """Judge an email.

    Raises:
        ValueError: something was filled in that cannot be meant.
    """
    raw = file or visit.form.exact("message").encode()
    if not raw.strip():
        raise ValueError("choose a file, or paste a message with its header")
    to = visit.form["to"]
    if to:
        read_key(to, Channel.EMAIL)
    category = visit.form["category"]
    if category not in _CATEGORIES:
        raise ValueError("there is no such category")
    dry_run = await _dry_run(visit)
    examined = await dry_run.email(
        raw,
        submitter=_submitter(visit),
        recipient=to or ANYBODY,
        reverse_path=visit.form["from"] or None,
        category=category,
    )
    return Checked(user_id=visit.user.user_id, at=visit.services.clock(), to=to, email=examined)


def _submitter(visit: Visit) -> Submitter:
    name = visit.form["submitter"]
    found = visit.services.submitters.by_name(name) if name else ANY_SUBMITTER
    if found is None:
        raise ValueError("there is no such submitter")
    return found


async def _text(visit: Visit) -> Checked:
    """Judge a text.

    Raises:
        ValueError: something was filled in that cannot be meant.
    """
    text, to, purpose = visit.form["text"].replace("\r\n", "\n"), visit.form["to"], ""
    if not text:
        raise ValueError("write the text")
    if len(text) > TEXT_CHARACTERS:
        message = f"a text has {TEXT_CHARACTERS} characters at most, this one {len(text)}"
        raise ValueError(message)
    if to:
        to = read_key(to, Channel.SMS, visit.services.config.company.phone_region)
    if visit.form["purpose"] in visit.services.config.sms.purposes:
        purpose = visit.form["purpose"]
    dry_run = await _dry_run(visit)
    return Checked(
        user_id=visit.user.user_id, at=visit.services.clock(), to=to, text=text,
        judged=await dry_run.sms(text, to=to, purpose=purpose),
        evidence=await evidence_of(text, purpose, await visit.desk.bench.models()),
    )  # fmt: skip


async def _dry_run(visit: Visit) -> DryRun:
    desk, services = visit.desk, visit.services
    return await desk.bench.dry_run(
        services.config, people=services.store, texts=desk.spool, clock=services.clock
    )


async def get_found(visit: Visit) -> web.StreamResponse:
    """Show what was found, by one of its tabs."""
    checked = _kept(visit)
    if checked.email is None:
        return _found(visit, checked, show="", shown_tab={})
    show = visit.asked("show") or "after"
    if show not in dict(TABS):
        raise bad_request(f"there is no tab {shown(show)!r}")
    show = "before" if show == "after" and not checked.email.after else show
    paper = paper_of_examined(checked.email)
    found = await off_loop(len(paper.before), lambda: tab(paper, show))
    return _found(visit, checked, show=show, shown_tab=found)


async def get_frame(visit: Visit) -> web.StreamResponse:
    """Return the HTML that was checked, for a frame that can do nothing."""
    email = _kept(visit).email
    if email is None:
        raise _missing()
    of = visit.asked("of")
    return as_frame(await off_loop(len(email.before), lambda: frame(paper_of_examined(email), of)))


async def get_file(visit: Visit) -> web.StreamResponse:
    """Return what was checked as a file: as it came, or as it would leave."""
    email = _kept(visit).email
    is_before = visit.asked("of") != "after"
    content = (email.before if is_before else email.after) if email is not None else b""
    if not content:
        raise _missing()
    return as_download(content, f"checked{'' if is_before else '-after'}.eml")


def _kept(visit: Visit) -> Checked:
    """Return what was found for this user.

    Raises:
        Refusal: there is none, or it is forgotten by now: the same 404.
    """
    found = visit.desk.bench.kept(visit.path("name"), visit.user.user_id, visit.services.clock())
    if found is None:
        raise _missing()
    return found


def _missing() -> Refusal:
    return Refusal("HTTP_NOT_FOUND", "nothing is kept under this name (any more): check it again")


def _found(
    visit: Visit, checked: Checked, *, show: str, shown_tab: Mapping[str, Any]
) -> web.Response:
    email = checked.email
    judged = email or checked.judged
    findings = judged.findings if judged is not None else ()
    place = f"/check/{visit.path('name')}"
    return render(
        replace(visit, is_revealed=True),  # it is the user's own
        "checked.html", checked=checked, judged=judged, show=show, shown_tab=shown_tab,
        rules=fitting_rows(rules_of_findings(findings), repr, _RULES_ROOM), place=place,
        tabs=[each for each in TABS if each[0] != "after" or (email and email.after)],
        mode=visit.services.config.mode, text=fitting(shown(checked.text)),
    )  # fmt: skip


def _forms(
    visit: Visit, typed: Mapping[str, str], complaint: str, *, status: int = 200
) -> web.Response:
    kept = dict(typed)
    if len(fitting(kept.get("message", ""), _STAYS)) < len(kept.get("message", "")):
        kept["message"] = ""  # the page stays small; what is long is in a file anyway
        complaint += ". The message is too long to stay in the form: choose it as a file"
    return render(
        visit, "check.html", status=status, typed=kept, complaint=complaint,
        categories=[(each, each or "as the content says") for each in _CATEGORIES],
        submitters=[("", "anybody, from any of your domains")]
        + [(each.name, each.name) for each in visit.services.config.submitter],
        purposes=[("", "none, in a conversation")]
        + [(each, each.replace("_", " ")) for each in visit.services.config.sms.purposes],
    )  # fmt: skip
