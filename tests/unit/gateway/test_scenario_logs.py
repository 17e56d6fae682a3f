from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.gateway_process import Gateway

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "told",
    [
        "ann@people.example",
        "+12025550101",
        "ow_abcdefgh_secret",
        "https://mail.shop.example/u/1.abc",
        "Traceback (most recent call last):",
    ],
)
def test_a_scenario_whose_log_names_a_person_or_a_secret_fails(told: str, tmp_path: Path) -> None:
    gateway = Gateway(tmp_path, "")
    gateway.log.append(f'{{"event": "said", "reply": "550 {told} no"}}')
    with pytest.raises(AssertionError):
        gateway.close()


def test_a_scenario_whose_log_names_nobody_passes(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path, "")
    gateway.log.append('{"event": "said", "recipient": "hmac:0123456789abcdef"}')
    gateway.close()
