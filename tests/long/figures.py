"""What `dev.py long` runs: the tests that show a figure, at the size the figure names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One promise with its figure, and how it is shown.

    `sizes`: what the environment says, so that the tests run at full size; without it they run at
    the size of every push.
    """

    name: str
    promise: str
    tests: tuple[str, ...]
    sizes: Mapping[str, str] = field(default_factory=dict)


FIGURES: Final = (
    Figure(
        name="opt-out-race",
        promise="10 000 opt-outs against claims in other processes: none is claimed afterwards",
        tests=(
            "tests/contract/spool/test_opt_out_race_of_processes.py",
            "tests/contract/spool/test_stop_race_of_processes.py",
            "tests/contract/spool/test_passing.py",
        ),
        sizes={"RACE": "10000"},
    ),
    Figure(
        name="spellings",
        promise="1 000 000 spellings of a person have the key of that person",
        tests=("tests/unit/suppression/test_spellings.py",),
        sizes={"SPELLINGS": "1000000"},
    ),
    Figure(
        name="spellings-through-every-input",
        promise="no spelling of a suppressed person gets mail, by whatever input it was listed",
        tests=("tests/e2e/test_no_spelling_of_a_suppressed_person_gets_mail.py",),
        sizes={"SPELLINGS": "10000"},
    ),
    Figure(
        name="graceful-stop",
        promise="20 stops under load, mail and HTTP: nothing lost, nothing twice, no half reply",
        tests=("tests/e2e/test_a_stop_under_load_loses_nothing.py",),
        sizes={"STOPS": "20"},
    ),
    Figure(
        name="described-api",
        promise="every route of the API does what its description says, whatever it is sent",
        tests=("tests/contract/http/test_described_api.py",),
        sizes={"EXAMPLES": "100"},
    ),
    Figure(
        name="tokens",
        promise="1 000 000 made-up tokens and every flipped bit: none is taken",
        tests=("tests/unit/suppression/test_tokens.py",),
        sizes={"TOKENS": "1000000"},
    ),
    Figure(
        name="smuggling",
        promise="55 986 strings around the end of a message, cut in 4 ways: no second message",
        tests=("tests/contract/smtp/test_smuggling.py",),
        sizes={"SMUGGLING": "6"},
    ),
    Figure(
        name="smtp-sessions",
        promise="10 minutes of conversations of any kind: no crash, no hang, nothing echoed",
        tests=("tests/contract/smtp/test_session_fuzz.py",),
        sizes={"FUZZ_SECONDS": "600"},
    ),
    Figure(
        name="idle-connections",
        promise="10 000 idle connections over SMTP cost less than 200 MiB and slow nobody",
        tests=("tests/e2e/test_a_crowd_of_connections.py",),
        sizes={"IDLE": "10000"},
    ),
)
