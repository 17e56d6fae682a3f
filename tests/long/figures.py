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
    the size of every push. `module`: what is run where no test alone can show it, with these
    `arguments`.
    """

    name: str
    promise: str
    tests: tuple[str, ...] = ()
    module: str = ""
    arguments: tuple[str, ...] = ()
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
        name="walk",
        promise="every admin page is whole for every role, screen and scheme, with JavaScript or"
        " without; axe finds nothing",
        tests=("tests/e2e/test_every_role_walks_every_page.py",),
        sizes={"WALK": "all"},
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
        name="mime-path",
        promise="10 minutes of changed emails: decided in a moment, and what leaves is proven",
        tests=("tests/independent/test_mutated_mail.py",),
        sizes={"FUZZ_SECONDS": "600"},
    ),
    Figure(
        name="relay-forms",
        promise="40 forms of asking on each kind of listener: no outsider relays anything",
        tests=(
            "tests/contract/smtp/test_open_relay.py",
            "tests/e2e/test_an_outsider_relays_nothing.py",
        ),
    ),
    Figure(
        name="large-message",
        promise="a message of 25 MiB takes less than 150 MiB, from DATA to the next hop",
        tests=("tests/e2e/test_a_large_message_needs_little_memory.py",),
    ),
    Figure(
        name="any-large-message",
        promise="no message of 25 MiB, whatever is in it, stops the event loop for 100 ms",
        module="tests.bench",
        arguments=("--large",),
    ),
    Figure(
        name="start",
        promise="over 100 000 messages that are due it greets within a second of its execution",
        module="tests.bench",
        arguments=("--start",),
    ),
    Figure(
        name="forgotten",
        promise="who is forgotten is in no file of the data directory, and stays stopped",
        tests=(
            "tests/contract/privacy/test_forgetting.py",
            "tests/contract/privacy/test_reports.py",
        ),
    ),
    Figure(
        name="idle-connections",
        promise="10 000 idle and slow connections over SMTP cost less than 200 MiB and slow nobody",
        tests=("tests/e2e/test_a_crowd_of_connections.py",),
        sizes={"IDLE": "10000"},
    ),
    Figure(
        name="kill",
        promise="20 000 letters and 20 000 opt-outs acknowledged under 60 kills each: none is lost",
        tests=(
            "tests/e2e/test_what_was_acknowledged_survives_kill_9.py",
            "tests/e2e/test_every_opt_out_survives_kill_9.py",
        ),
        sizes={"KILLS": "60"},
    ),
    Figure(
        name="power-loss",
        promise="4 000 states of the disk after the power failed: none lacks what was acknowledged",
        tests=("tests/durability/test_power_loss.py",),
        sizes={"POWER_IMAGES": "4000", "POWER_LETTERS": "3000"},
    ),
    Figure(
        name="order-of-system-calls",
        promise="5 000 promises, each behind a completed sync of what was written for it",
        tests=("tests/durability/test_order_of_system_calls.py",),
        sizes={"TRACED": "1700"},
    ),
    Figure(
        name="damaged-spool",
        promise="5 000 changed bytes: nothing leaves changed or twice, or is left without a word",
        tests=("tests/durability/test_damaged_spool.py",),
        sizes={"FLIPS": "5000"},
    ),
    Figure(
        name="failing-disk",
        promise="every write and sync of a scenario fails once: nothing acknowledged is lost",
        tests=("tests/durability/test_failing_disk.py",),
        sizes={"FAILED_SYNCS": "12"},
    ),
    Figure(
        name="mail-servers",
        promise="Postfix, Exim, OpenSMTPD relay through the gateway, and take over what it sends",
        tests=(
            "tests/e2e/test_a_newsletter_through_postfix_reaches_all_but_the_opted_out.py",
            "tests/peers/test_mail_servers_relay.py",
            "tests/peers/test_mail_servers_take_over.py",
        ),
        sizes={"PEERS": "unpack"},
    ),
    Figure(
        name="coverage",
        promise="every branch of filters and suppression is run by a test, 90 % of gateway",
        module="tests.long.coverage",
    ),
    Figure(
        name="mutation",
        promise="90 % of all small changes of spool, suppression, judge and tokens fail a test",
        module="tests.long.mutation",
    ),
)
