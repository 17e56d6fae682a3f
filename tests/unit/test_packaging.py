"""The unit and the container file keep what docs/service.md says of them."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Final

import pytest
from packaging.requirements import Requirement

from gateway.pace import PACE

ROOT: Final = Path(__file__).parents[2]
UNIT: Final = (ROOT / "packaging" / "optwarden.service").read_text(encoding="utf-8")
IMAGE: Final = (ROOT / "packaging" / "Containerfile").read_text(encoding="utf-8")
LOCK: Final = (ROOT / "requirements.lock").read_text(encoding="utf-8")
DEV_LOCK: Final = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
DEV: Final = (ROOT / "dev.py").read_text(encoding="utf-8")
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PIN: Final = re.compile(r"^([\w.-]+)(?:\[[\w,]+\])?==([^\s;]+)", re.MULTILINE)
COPYLEFT: Final = re.compile(r"GPL|GNU|Affero|SSPL|Commons Clause", re.IGNORECASE)
SET: Final = dict(re.findall(r"^(\w+)=(.*)$", UNIT, re.MULTILINE))


def test_the_unit_waits_longer_than_a_stop_may_take() -> None:
    assert int(SET["TimeoutStopSec"]) > 2 * PACE.stop_s


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
    project = PROJECT["project"]
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {"pyproject.toml", "requirements.lock", project["readme"]}
    needed |= {*wheel["packages"], *wheel["force-include"], *project["license-files"]}
    assert needed <= copied
    (user,) = re.findall(r"^USER (\S+)$", IMAGE, re.MULTILINE)
    assert int(user.partition(":")[0]) > 1000
    assert IMAGE.index("USER ") < IMAGE.index("ENTRYPOINT ")
    assert "/healthz" in IMAGE


def test_every_base_image_is_an_official_one_of_a_python_we_run_on() -> None:
    bases = re.findall(r"^FROM (\S+)", IMAGE, re.MULTILINE)
    assert {base.partition(":")[0] for base in bases} == {"python"}
    assert {base.partition(":")[2].partition("-")[0] for base in bases} <= {"3.11", "3.12"}


@pytest.mark.parametrize("lock", [LOCK, DEV_LOCK], ids=["what runs", "what tests it"])
def test_every_locked_package_has_its_hash_and_nothing_else_is_installed(lock: str) -> None:
    pinned = re.split(r"^(?=\S)", lock, flags=re.MULTILINE)[1:]
    packages = [each for each in pinned if not each.startswith("#")]
    assert len(packages) > 50
    for package in packages:
        assert PIN.match(package), package.partition("\n")[0]
        assert "--hash=sha256:" in package, package.partition("\n")[0]
    assert '"--require-hashes", "-r", lock' in DEV


def test_what_runs_is_locked_without_what_tests_it() -> None:
    runs, develops = dict(PIN.findall(LOCK)), dict(PIN.findall(DEV_LOCK))
    project, groups = PROJECT["project"], PROJECT["dependency-groups"]
    wanted = _names(
        project["dependencies"], project["optional-dependencies"]["model"], groups["build"]
    )
    assert wanted <= runs.keys()
    assert _names(groups["dev"]) <= develops.keys()
    assert not runs.keys() & (_names(groups["dev"]) - wanted)
    assert {name: runs[name] for name in runs.keys() & develops.keys()} == {
        name: develops[name] for name in runs.keys() & develops.keys()
    }


def test_the_image_fetches_what_the_lock_lists_by_its_hashes_and_nothing_else() -> None:
    _, build, _ = IMAGE.split("\nFROM ")
    steps = re.split(r"&&|\n", build.replace("\\\n", " "))
    fetching, *installing = [number for number, step in enumerate(steps) if "pip " in step]
    assert "--require-hashes" in steps[fetching]
    assert steps[fetching].endswith("-r requirements.lock")
    (offline,) = [number for number, step in enumerate(steps) if "ENV PIP_NO_INDEX=1" in step]
    assert offline < min(installing)
    assert re.search(r"^hatchling==", LOCK, re.MULTILINE)


def test_what_runs_is_under_permissive_licences() -> None:
    project = PROJECT["project"]
    seen: dict[str, str] = {}
    waiting = [*project["dependencies"], *project["optional-dependencies"]["model"]]
    while waiting:
        wanted = Requirement(waiting.pop())
        name = wanted.name.lower()
        if name in seen or not (wanted.marker is None or wanted.marker.evaluate({"extra": ""})):
            continue
        try:
            told = metadata.metadata(name)
        except metadata.PackageNotFoundError:  # an extra that is not installed here
            continue
        kinds = [each for each in told.get_all("Classifier", []) if each.startswith("License ::")]
        kinds += told.get_all("License-Expression", [])
        kinds += [
            each[:200] for each in told.get_all("License", [])
        ]  # some put its whole text here
        seen[name] = " ".join(kinds)
        waiting += metadata.requires(name) or []
    assert len(seen) > 30
    assert {name: how for name, how in seen.items() if COPYLEFT.search(how)} == {}
    assert {name for name, how in seen.items() if not how.strip()} == set()


def _names(*lists: list[str]) -> set[str]:
    return {Requirement(each).name.lower() for few in lists for each in few}
