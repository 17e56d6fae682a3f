"""A gateway in which something of every kind happened, and where each admin page is about it."""

from __future__ import annotations

import hashlib
import http.client
import json
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from gateway.admin.roles import Right, Role, may
from gateway.admin.table import PAGES
from tests.e2e.client import queue_id, submit
from tests.e2e.mail import ANN, BOB, CAT, newsletter, receipt
from tests.e2e.visitor import Visitor
from tests.e2e.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.e2e.gateway_process import Gateway
    from tests.e2e.visitor import Shown

ASKED: Final = "+12025550143"
_TABS: Final = ("before", "after", "diff", "headers", "raw", "tree", "again")
_TABS_OF_TEXTS: Final = ("before", "after", "evidence", "again")
ALSO_ASKED: Final = "+12025550145"
OTHER: Final = "+12025550144"
OURS: Final = "+12025550100"
MORE: Final = """
[email]
on_category_conflict = "hold"
[sms]
quiet_hours = { from = "00:00", to = "00:00", sunday_to = "00:00" }
"""
"""What the configuration needs besides the usual for something of every kind to happen."""

HELD_TEXT: Final = "We have missed you at the studio, Ann."
_DRAFT: Final = "We have missed you at the studio, {name}."
_DECLARED: Final = b"X-Optwarden-Category: transactional; basis=transaction\r\n"
_IMPORTED: Final = b"email,created\nmia@people.example,1443651125\nnobody,1\n"


class Furnished:
    """What happened: ids, and the address of each page."""

    def __init__(self, gateway: Gateway) -> None:
        """Make it happen."""
        self.gateway = gateway
        self._key = gateway.key("*")
        gateway.command("suppress", "add", BOB, "--evidence", "a letter of March")
        gateway.command("suppress", "add", "@elsewhere.example", "--reason", "manual")
        for number in (ASKED, ALSO_ASKED):
            gateway.command(
                "consent", "add", number, "--source", "form", "--evidence", "form of 2 March",
                "--expires", "never",
            )  # fmt: skip
        self.imported = str(self._post("/v1/suppressions:import", _IMPORTED, "text/csv")["id"])
        self.email = queue_id(submit(gateway, newsletter(ANN, BOB), [ANN, BOB, CAT]))
        self.held_email = queue_id(submit(gateway, _DECLARED + newsletter(ANN), [ANN]))
        submit(gateway, receipt(BOB), [BOB])
        self.text = self.send_text("Your code is 482913", "security_code")
        self.held_text = self.send_text(HELD_TEXT, "appointment")
        gateway.command("privacy", "open", BOB, ASKED, "--kind", "delete", "--note", "by telephone")
        body = {"from": OTHER, "to": OURS, "text": "Enough, see you at 5", "id": "1"}
        self.review = str(self._post("/v1/sms/inbound", body)["review"])
        assert self.review
        approved = Visitor(gateway, "compliance", "carla").post(
            f"/held/{self.held_text}/template",
            {"draft": _DRAFT, "act": "approve", "typed": "approve", "because": "after a treatment"},
        )
        assert approved.status == 303, approved.text
        wait_for(
            lambda: list((gateway.data / "outbox").rglob(f"{self.email}-*.eml")), "a copy written"
        )

    def send_text(self, text: str, purpose: str, to: str = ASKED) -> str:
        """Submit a text to who asked for some; return its id."""
        return str(self._post("/v1/sms", {"to": to, "text": text, "purpose": purpose})["id"])

    def pages(self, visitor: Visitor) -> Mapping[str, str]:
        """Return where every page of the table is that a user may look at.

        Raises:
            KeyError: of a new page nobody has said here where it is.
        """
        role = Role(visitor.role)
        seen = [p.path for p in PAGES if p.method == "GET" and p.right and may(role, p.right)]
        known = {**self._about_one(visitor), **self._after_forms(visitor)}
        places = {path: known[path] if "{" in path else known.get(path, path) for path in seen}
        return {path: place for path, place in places.items() if place}

    def more_pages(self) -> tuple[str, ...]:
        """Return pages of the same kinds that show something else: tabs, lists of one kind."""
        email, text = f"/messages/{self.email}", f"/messages/{self.text}"
        return (
            *(f"{email}?show={tab}" for tab in _TABS),
            text,
            *(f"{text}?show={tab}" for tab in _TABS_OF_TEXTS),
            f"/held/{self.held_text}",
            "/?days=7",
            "/?days=30",
            "/search?q=verdict:refused",
            "/search?q=nothing+like+it",
            "/suppressions?q=nobody@people.example",
        )

    def _about_one(self, visitor: Visitor) -> Mapping[str, str]:
        """Return the pages about one thing; "" is what nobody comes to who sees people masked."""
        bob = self._person(visitor, BOB)
        copy = _link(visitor.get("/outbox"), rf"/outbox/outbox/{self.email}-\d+")
        is_masked = not may(Role(visitor.role), Right.REVEAL)
        return {
            "/people/{channel}/{address}": bob,
            "/people/{channel}/{address}/lift": f"{bob}/lift",
            "/people/{channel}/{address}/request": f"{bob}/request",
            "/imports/{import}": f"/imports/{self.imported}",
            "/imports/{import}/errors": f"/imports/{self.imported}/errors",
            "/help/{code}": "/help/SUPPRESSED_OPTOUT",
            "/held/{id}": f"/held/{self.held_email}",
            "/held/{id}/template": f"/held/{self.held_text}/template",
            "/templates/{id}": "/templates/A-1",
            "/replies/{id}": f"/replies/{self.review}",
            "/privacy/{id}": "/privacy/P-1",
            "/users/{name}": f"/users/the-{visitor.role}",
            "/messages/{id}": f"/messages/{self.email}",
            "/messages/{id}/frame": "" if is_masked else f"/messages/{self.email}/frame?of=after",
            "/messages/{id}/file": "" if is_masked else f"/messages/{self.email}/file?of=after",
            "/outbox/{route}/{name}": copy,
            "/outbox/{route}/{name}/frame": "" if is_masked else f"{copy}/frame",
            "/outbox/{route}/{name}/file": "" if is_masked else f"{copy}/file",
        }

    def _after_forms(self, visitor: Visitor) -> Mapping[str, str]:
        """Return the pages that a form leads to, as far as the role may send it."""
        fields = {"what": "email", "message": newsletter(ANN).decode(), "category": "commercial"}
        check = visitor.upload("/check", fields).location
        role = Role(visitor.role)
        found = {
            "/check/{name}": check,
            "/check/{name}/frame": f"{check}/frame?of=after",
            "/check/{name}/file": f"{check}/file",
            "/chosen": "",
        }
        if may(role, Right.DECIDE):
            held = {"act": "release", "id": self.held_email, "state": "held"}
            found["/chosen"] = visitor.post("/choose", held).location
        if may(role, Right.LIFT):
            chosen = visitor.post("/suppressions/lift?reason=manual", {})
            found["/suppressions/lift/{token}"] = chosen.location
        if may(role, Right.IMPORT):
            draft = visitor.upload("/imports", {"pasted": "email,created\nzoe@people.example,1\n"})
            found["/imports/draft/{token}"] = draft.location
        if may(role, Right.KEYS):
            found["/keys/{id}/revoke"] = _link(visitor.get("/keys"), r"/keys/\w+/revoke")
        return found

    def _person(self, visitor: Visitor, address: str) -> str:
        """Return where a person is: to who sees people masked no address leads there."""
        path = f"/people/email/{quote(address)}"
        if may(Role(visitor.role), Right.REVEAL):
            return path
        return _link(visitor.get(f"/suppressions?q={quote(address)}"), r"/people/sealed/[\w-]+")

    def _post(
        self, path: str, body: Mapping[str, object] | bytes, kind: str = "application/json"
    ) -> Mapping[str, object]:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {
            "Authorization": f"Bearer {self._key}",
            "Content-Type": kind,
            "Idempotency-Key": hashlib.sha256(content).hexdigest(),
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.gateway.http_port, timeout=30)
        connection.request("POST", path, content, headers)
        answer = connection.getresponse()
        told: Mapping[str, object] = json.loads(answer.read())
        connection.close()
        assert answer.status < 300, told
        return told


def _link(page: Shown, path: str) -> str:
    found = re.search(f'href="/admin({path})"', page.text)
    assert found, f"nothing leads to {path}"
    return found[1]
