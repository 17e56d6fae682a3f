"""Every route does what `/openapi.json` says.

`EXAMPLES=100` sends each about as many requests, and asks those too that every push leaves out.
"""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    negative_data_rejection,
    positive_data_acceptance,
)

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway

EXAMPLES: Final = int(os.environ.get("EXAMPLES", "12"))
PATHS: Final = (
    "/v1/suppressions",
    "/v1/suppressions:batch",
    "/v1/suppressions:lookup",
    "/v1/suppressions/{channel}/{address}",
    "/v1/suppressions/{channel}/{address}/history",
    "/v1/suppressions/{channel}/{address}/lift",
    "/v1/consents",
    "/v1/consents/{address}",
    "/v1/consents/{address}/revoke",
    "/v1/suppressions:import",
    "/v1/suppressions:export",
    "/v1/suppressions:suspected",
    "/v1/suppressions:undo-scanner",
    "/v1/imports",
    "/v1/imports/{id}",
    "/v1/imports/{id}/errors",
    "/v1/imports/{id}/undo",
    "/v1/links",
    "/v1/links/{address}",
    "/v1/links/{address}/end",
    "/u",
    "/u/{token}",
    "/v1/sms",
    "/v1/sms:batch",
    "/v1/sms/check",
    "/v1/sms/{id}",
    "/v1/events",
    "/readyz",
)
LONG: Final = (
    "/v1/sms/inbound",
    "/v1/email",
    "/v1/email/raw",
    "/v1/check/email",
    "/v1/messages",
    "/v1/messages/{id}",
    "/twilio/2010-04-01/Accounts/{sid}.json",
    "/twilio/2010-04-01/Accounts/{sid}/Messages.json",
    "/twilio/2010-04-01/Accounts/{sid}/Messages/{id}.json",
    "/healthz",
)
"""What is asked where there is more time, beside `PATHS`."""
ASKED: Final = PATHS + (LONG if "EXAMPLES" in os.environ else ())
NOT_JSON: Final = ("/v1/suppressions:import", "/u", "/v1/email/raw", "/v1/check/email")
"""What takes files and forms: any bytes are one, and the answer says what became of them."""

schemathesis.serializer.alias("message/rfc822", "application/octet-stream")


@pytest.mark.parametrize("path", ASKED)
async def test_the_api_is_as_it_is_described(gateway: Gateway, path: str) -> None:
    async with gateway.call("GET", "/openapi.json", key="") as answer:
        description = await answer.json()
    await asyncio.to_thread(try_out, description, path, gateway.url, gateway.secrets["all"])


def try_out(description: dict[str, Any], path: str, url: str, secret: str) -> None:
    """Send what fits the description, and what does not, to every method of a path."""
    for item in description["paths"].values():
        for each in item.values():
            del each["security"]  # every request brings its key: none is tried without
    schema = schemathesis.openapi.from_dict(description)
    for found in schema.include(path=path).get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        for mode in schemathesis.GenerationMode:
            send(operation, mode, url, secret)


def send(operation: Any, mode: Any, url: str, secret: str) -> None:  # noqa: ANN401 - of schemathesis
    # what is an address or lies in the future is more than a schema can say
    excluded = [positive_data_acceptance]
    if operation.path.startswith(NOT_JSON):
        excluded.append(negative_data_rejection)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def trial(case: Any) -> None:  # noqa: ANN401
        case.call_and_validate(
            base_url=url,
            headers={"Authorization": f"Bearer {secret}"},
            excluded_checks=excluded,
        )

    try:
        trial()
    except Unsatisfiable:
        assert mode is schemathesis.GenerationMode.NEGATIVE, "only of what takes nothing"
