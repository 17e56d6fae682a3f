"""The whole examination, in the order in which a person mends things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.config.files import unusable_files
from gateway.data_lock import is_served
from gateway.doctor.answer import Answer, fault, fine
from gateway.doctor.domains import check_domains
from gateway.doctor.listeners import check_certificates, check_listeners
from gateway.doctor.machine import check_clock, check_disk, check_modes, check_opt_outs
from gateway.doctor.next_hops import check_next_hops
from gateway.doctor.public_url import check_public_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from datetime import datetime

    from gateway.config.loader import Loaded
    from gateway.doctor.names import Names


async def examine_all(loaded: Loaded, names: Names, now: datetime) -> AsyncIterator[Answer]:
    """Yield what every check found, each as soon as it is known."""
    config = loaded.config
    is_running = is_served(config.data_dir)
    for answer in (
        *_files(loaded), *check_modes(config), *check_disk(config), *check_opt_outs(config),
        *check_clock(), *check_certificates(config, now),
    ):  # fmt: skip
        yield answer
    async for answer in check_listeners(config, is_running=is_running):
        yield answer
    async for answer in check_public_url(config, now, is_running=is_running):
        yield answer
    for answer in await check_next_hops(config):
        yield answer
    async for answer in check_domains(config, names):
        yield answer


def _files(loaded: Loaded) -> Iterator[Answer]:
    """Yield what is wrong with the files that the configuration names."""
    problems = list(unusable_files(loaded))
    for problem in problems:
        yield fault("file", problem.path or problem.file, str(problem), "see `config check`")
    if not problems:
        yield fine("file", str(loaded.file), "every file it names can be used")
