"""The names of what is read when somebody asks, and how readings become what Prometheus reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from gateway.metrics.counts import PROCESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from prometheus_client import Metric


@dataclass(frozen=True, slots=True)
class Gauge:
    """Something that is read, with the labels that tell its values apart."""

    name: str
    help: str
    labels: tuple[str, ...] = ()
    is_counter: bool = False  # it never goes down while the process runs


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a gauge."""

    of: Gauge
    value: float
    labels: tuple[str, ...] = ()


INFO: Final = Gauge("optwarden_info", "1, with the version and the mode.", ("version", "mode"))
STORE_UP: Final = Gauge("optwarden_store_up", "Whether a file can be read.", ("store",))
WAITING: Final = Gauge("optwarden_deliveries_waiting", "Recipients, by state.", ("state",))
OLDEST: Final = Gauge(
    "optwarden_oldest_delivery_seconds", "Since the oldest in a state was accepted.", ("state",)
)
OVERDUE: Final = Gauge(
    "optwarden_overdue_seconds", "Since the first delivery of a route came due.", ("route",)
)
ROUTE_UP: Final = Gauge(
    "optwarden_route_up", "Whether a route is used, not left alone after failures.", ("route",)
)
HEARD: Final = Gauge(
    "optwarden_provider_heard", "Whether a provider can tell what people text.", ("route",)
)
CONNECTIONS: Final = Gauge(
    "optwarden_connections", "Open connections to a listener.", ("edge", "listen")
)
OPT_OUTS_WAITING: Final = Gauge(
    "optwarden_opt_outs_waiting", "Opt-outs not in force everywhere yet.", ("kind", "target")
)
OPT_OUTS_AGE: Final = Gauge(
    "optwarden_opt_outs_oldest_seconds", "Since the first of them came.", ("kind", "target")
)
JOURNAL: Final = Gauge("optwarden_journal_length", "Opt-outs that the list could not take yet.")
USED: Final = Gauge(
    "optwarden_day_used", "Segments or spend of the last 24 hours.", ("kind", "name")
)
USED_SHARE: Final = Gauge(
    "optwarden_day_used_ratio", "The same, as a share of what a day may have.", ("kind", "name")
)
NOTICES: Final = Gauge("optwarden_callbacks_waiting", "What applications have not been told yet.")
NOTICES_LATE: Final = Gauge(
    "optwarden_callbacks_overdue_seconds", "Since the first of them came due."
)
JOBS: Final = Gauge("optwarden_writer_waiting", "Writes that wait for a file.", ("store",))
COMMITS: Final = Gauge(
    "optwarden_writer_commits", "Commits to a file.", ("store",), is_counter=True
)
COMMIT_SECONDS: Final = Gauge(
    "optwarden_writer_commit_seconds", "What these took.", ("store",), is_counter=True
)
COMMITS_FAILED: Final = Gauge(
    "optwarden_writer_failures", "Commits that a file did not take.", ("store",), is_counter=True
)
LOG_LINES_LOST: Final = Gauge(
    "optwarden_log_lines_lost", "Lines that the log did not take.", is_counter=True
)
DISK_FREE: Final = Gauge("optwarden_disk_free_bytes", "Free where the data is.")
DISK_RESERVE: Final = Gauge("optwarden_disk_reserve_bytes", "Below it, messages are refused.")
CERTIFICATE: Final = Gauge(
    "optwarden_certificate_expires_timestamp_seconds", "When a listener's expires.",
    ("edge", "listen"),
)  # fmt: skip

GAUGES: Final = (
    INFO, STORE_UP, WAITING, OLDEST, OVERDUE, ROUTE_UP, HEARD, CONNECTIONS, OPT_OUTS_WAITING,
    OPT_OUTS_AGE, JOURNAL, USED, USED_SHARE, NOTICES, NOTICES_LATE, JOBS, COMMITS, COMMIT_SECONDS,
    COMMITS_FAILED, LOG_LINES_LOST, DISK_FREE, DISK_RESERVE, CERTIFICATE,
)  # fmt: skip


class _Read(Collector):
    """What was read a moment ago."""

    def __init__(self, metrics: Sequence[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterable[Metric]:
        return self._metrics


def rendered(values: Iterable[Value]) -> bytes:
    """Return everything that is counted, and these values, in Prometheus' text format 0.0.4."""
    read = CollectorRegistry()
    read.register(_Read(_families(values)))
    return generate_latest(PROCESS) + generate_latest(read)


def _families(values: Iterable[Value]) -> list[Metric]:
    families: dict[Gauge, CounterMetricFamily | GaugeMetricFamily] = {}
    for each in values:
        family = families.get(each.of)
        if family is None:
            kind = CounterMetricFamily if each.of.is_counter else GaugeMetricFamily
            family = families[each.of] = kind(each.of.name, each.of.help, labels=each.of.labels)
        family.add_metric(each.labels, each.value)
    return list(families.values())
