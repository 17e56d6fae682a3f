"""The unit and the container file keep what docs/service.md says of them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Final

from gateway import service

ROOT: Final = Path(__file__).parents[2]
UNIT: Final = (ROOT / "packaging" / "optwarden.service").read_text(encoding="utf-8")
IMAGE: Final = (ROOT / "packaging" / "Containerfile").read_text(encoding="utf-8")
SET: Final = dict(re.findall(r"^(\w+)=(.*)$", UNIT, re.MULTILINE))


def test_the_unit_waits_longer_than_a_stop_may_take() -> None:
    assert int(SET["TimeoutStopSec"]) > 2 * service._GRACE_S


def test_the_unit_is_told_and_watches() -> None:
    assert (SET["Type"], SET["Restart"]) == ("notify", "on-failure")
    assert int(SET["WatchdogSec"]) >= 30
    assert SET["ExecReload"] == "/bin/kill -HUP $MAINPID"


def test_the_unit_lets_the_service_do_nothing_it_need_not() -> None:
    assert SET["User"] not in {"", "root"}
    assert SET["ProtectSystem"] == "strict"
    assert SET["CapabilityBoundingSet"] == "CAP_NET_BIND_SERVICE"
    for name in (
        "NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "ProtectKernelModules",
        "ProtectKernelTunables", "ProtectControlGroups", "RestrictNamespaces", "RestrictSUIDSGID",
        "LockPersonality",
    ):  # fmt: skip
        assert SET[name] == "yes", name


def test_the_image_holds_all_that_a_build_reads_and_runs_as_nobody() -> None:
    copied = set(" ".join(re.findall(r"^COPY (?!--from)(.+) \S+$", IMAGE, re.MULTILINE)).split())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {"pyproject.toml", "requirements.lock", project["project"]["readme"]}
    needed |= {*wheel["packages"], *wheel["force-include"], *project["project"]["license-files"]}
    assert needed <= copied
    (user,) = re.findall(r"^USER (\S+)$", IMAGE, re.MULTILINE)
    assert int(user.partition(":")[0]) > 1000
    assert IMAGE.index("USER ") < IMAGE.index("ENTRYPOINT ")
    assert "/healthz" in IMAGE


def test_every_base_image_is_an_official_one_of_a_python_we_run_on() -> None:
    bases = re.findall(r"^FROM (\S+)", IMAGE, re.MULTILINE)
    assert {base.partition(":")[0] for base in bases} == {"python"}
    assert {base.partition(":")[2].partition("-")[0] for base in bases} <= {"3.11", "3.12"}
