"""The exports of a service are brought to the list of a running gateway, and hold from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.e2e.client import submit
from tests.e2e.mail import newsletter
from tests.e2e.waiting import wait_for
from tests.e2e.web import call

if TYPE_CHECKING:
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

BOUNCES = b"status,reason,email,created\n550,no such user,Gone@People.Example,1443651125\n"
PEOPLE = 60_000


def test_who_opted_out_at_another_service_gets_no_newsletter_here(
    gateway: Gateway, sink: Sink
) -> None:
    key = gateway.key("import", "export", "lift")
    assert not _is_refused(gateway, "gone@people.example")
    wait_for(lambda: len(sink.arrived) == 1, "the mail of before")
    told = _ended(gateway, key, _brought(gateway, key, BOUNCES))
    assert (told["recognised"], told["counts"]["new"]) == ("SendGrid bounces", 1)
    assert _is_refused(gateway, "gone@people.example")
    exported = call(gateway, "GET", "/v1/suppressions:export", key=key)
    line = "gone@people.example,email,all,,hard_bounce,2015-09-30T22:12:05Z"
    assert line in exported.body.decode()
    again = _ended(gateway, key, _brought(gateway, key, exported.body))
    assert (again["counts"]["known"], again["counts"]["new"]) == (1, 0)
    assert call(gateway, "POST", f"/v1/imports/{told['id']}/undo", key=key).json == {
        "lifted": 0,
        "made": 1,
    }
    assert call(gateway, "POST", f"/v1/imports/{again['id']}/undo", key=key).json == {
        "lifted": 1,
        "made": 0,
    }
    assert not _is_refused(gateway, "gone@people.example")


def test_an_import_that_a_kill_cut_off_is_finished_after_the_start(gateway: Gateway) -> None:
    key = gateway.key("import", "export")
    people = b"".join(b"user%d@people.example\n" % number for number in range(PEOPLE))
    import_id = _brought(gateway, key, b"email\n" + people)

    def is_adding() -> bool:
        told = call(gateway, "GET", f"/v1/imports/{import_id}", key=key).json
        return bool(told["state"] == "adding" and told["counts"]["new"])

    wait_for(is_adding, "some of them are added", 60)
    gateway.kill()
    gateway.start()
    told = _ended(gateway, key, import_id)
    assert (told["state"], told["counts"]["new"], told["counts"]["known"]) == ("done", PEOPLE, 0)
    assert len(gateway.read("suppress", "stats")) == 1
    assert gateway.read("suppress", "stats")[0]["active"] == PEOPLE
    gateway.command("ledger", "verify")


def _brought(gateway: Gateway, key: str, content: bytes) -> str:
    answer = call(
        gateway, "POST", "/v1/suppressions:import", content, content_type="text/csv", key=key
    )
    assert answer.status == 202
    return str(answer.json["id"])


def _ended(gateway: Gateway, key: str, import_id: str) -> dict[str, Any]:
    def told() -> dict[str, Any]:
        now: dict[str, Any] = call(gateway, "GET", f"/v1/imports/{import_id}", key=key).json
        return {} if now["state"] in {"reading", "adding"} else now

    return wait_for(told, "the end of the import", 120)


def _is_refused(gateway: Gateway, address: str) -> bool:
    return submit(gateway, newsletter(), [address]).startswith("550 5.7.1 [SUPPRESSED_")
