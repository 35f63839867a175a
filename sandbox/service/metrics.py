"""What Prometheus reads."""

import resource
from pathlib import Path
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

from sandbox.protocol import Outcome, RunResult
from sandbox.supervisor.ending import SpareLoss, ZygoteLoss
from sandbox.supervisor.supervisor import Supervisor

_BUCKETS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_GAUGES: Final = {
    "idle": "Spares that are ready.",
    "running": "Snippets that run now.",
    "waiting": "Snippets that wait for their turn.",
    "zygotes": "Zygotes started so far; more than 1 means that one was lost.",
}


class _Losses(Collector):
    """Read from the supervisor when Prometheus asks, so that nothing is counted twice."""

    def __init__(self, supervisor: Supervisor) -> None:
        self._supervisor = supervisor

    def collect(self) -> list[Metric]:
        spares = CounterMetricFamily(
            "sandbox_spare_losses", "Spares lost without a snippet's doing.", labels=["cause"]
        )
        zygotes = CounterMetricFamily(
            "sandbox_zygote_losses", "Zygotes that had to be replaced.", labels=["cause"]
        )
        losses = self._supervisor.vitals.losses
        for family, kinds in ((spares, SpareLoss), (zygotes, ZygoteLoss)):
            for cause in kinds:
                family.add_metric([cause.value], losses[cause])
        return [spares, zygotes]


def _resident_bytes(pid: int) -> int:
    """Zero where there is no such process now."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()


class Metrics:
    """A registry of its own, so that two services can live in one process."""

    def __init__(self, supervisor: Supervisor) -> None:
        self._supervisor = supervisor
        registry = self._registry = CollectorRegistry()
        runs = Counter("sandbox_runs", "Snippets by outcome.", ["outcome"], registry=registry)
        # Looked up once: a label costs more than the count.
        self._runs = {outcome: runs.labels(outcome.value) for outcome in Outcome}
        self.busy = Counter("sandbox_busy", "Requests turned away with 429.", registry=registry)
        self.unavailable = Counter(
            "sandbox_unavailable", "Requests that got no spare (503).", registry=registry
        )
        self.left = Counter(
            "sandbox_left", "Requests whose client went away first.", registry=registry
        )
        self._seconds = Histogram(
            "sandbox_run_seconds", "Time of a run.", buckets=_BUCKETS, registry=registry
        )
        self.waits = Histogram(
            "sandbox_wait_seconds",
            "Time from a request to its spare.",
            buckets=_BUCKETS,
            registry=registry,
        )
        self._gauges = {
            name: Gauge(f"sandbox_{name}", words, registry=registry)
            for name, words in _GAUGES.items()
        }
        self._memory = Gauge(
            "sandbox_zygote_resident_bytes", "Memory of the zygote.", registry=registry
        )
        info = Info("sandbox", "What holds a snippet here.", registry=registry)
        info.info({"isolation": supervisor.health.isolation})
        registry.register(_Losses(supervisor))

    def ran(self, result: RunResult) -> None:
        self._runs[result.outcome].inc()
        self._seconds.observe(result.seconds)

    def page(self) -> bytes:
        health = self._supervisor.health
        for name, gauge in self._gauges.items():
            gauge.set(getattr(health, name))
        self._memory.set(_resident_bytes(self._supervisor.zygote_pid))
        return generate_latest(self._registry)
