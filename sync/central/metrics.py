"""Figures for those who watch the centre, in Prometheus' format: counts and times, never people.

Counts are of this process, or with several workers of all of them (`PROMETHEUS_MULTIPROC_DIR`); what the database
knows is read when somebody asks.
"""

from __future__ import annotations

import collections
import hmac
import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from sync.central.answer import Centre
from sync.central.api import CentreOf
from sync.central.tables import files, job_runs, log_entries, uploads, webhooks
from sync.protocol.messages import Receipt
from sync.protocol.problems import Code, Problem

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

router = APIRouter(tags=["operators"])


class Metrics:
    """What one application counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        here = self.registry
        requests = Counter(
            "lorong_requests",
            "Requests answered by route and status",
            ("method", "route", "status"),
            registry=here,
        )
        seconds = Histogram(
            "lorong_request_seconds", "How long answers took", ("method", "route"), buckets=_SECONDS, registry=here
        )
        receipts = Counter(
            "lorong_receipts", "Receipts given for changes, repeats included", ("status", "code"), registry=here
        )

        # To find a count by its labels takes longer than to count: each is found once.
        self._requests_of, self._seconds_of = cache(requests.labels), cache(seconds.labels)
        self._receipts_of = cache(receipts.labels)

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests_of(method, route, status).inc()
        self._seconds_of(method, route).observe(seconds)

    def count_receipts(self, receipts: Sequence[Receipt]) -> None:
        alike = collections.Counter((receipt.status, receipt.code or "") for receipt in receipts)
        for labels, many in alike.items():
            self._receipts_of(*labels).inc(many)

    def text(self, centre: Centre) -> bytes:
        """Everything, as Prometheus reads it."""
        known = CollectorRegistry()
        known.register(_Stored(centre))
        counted = self.registry
        if SHARED_FOLDER in os.environ:
            counted = CollectorRegistry()
            MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
        return generate_latest(counted) + generate_latest(known)


class _Stored(Collector):
    """What the database knows: the same from every worker and instance."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        with self._centre.database.read() as connection:
            waiting = select(func.count()).select_from(files).where(files.c.stored_at.is_(None))
            yield _gauge(
                "lorong_files_waiting",
                "Files that a change names and that are not here yet",
                connection.execute(waiting).scalar_one(),
            )
            begun = select(func.count()).select_from(uploads)
            yield _gauge("lorong_uploads_open", "Files that came in part", connection.execute(begun).scalar_one())
            last = connection.execute(select(func.max(log_entries.c.position))).scalar_one()
            yield _gauge("lorong_log_entries", "Entries of the Merkle log", 0 if last is None else last + 1)
            told = connection.execute(select(webhooks.c.paused_at, webhooks.c.failures)).all()
            runs = connection.execute(select(job_runs)).all()
        paused, failing = (row.paused_at is not None for row in told), (row.failures > 0 for row in told)
        yield _gauge(
            "lorong_webhooks_paused", "Webhooks that are told no more until somebody resumes them", sum(paused)
        )
        yield _gauge(
            "lorong_webhooks_failing", "Webhooks whose last attempt failed, paused ones too", sum(failing)
        )
        for kind in ("succeeded", "failed"):
            ended = GaugeMetricFamily(f"lorong_job_last_{kind}_seconds", f"When a job last {kind}", labels=["job"])
            for run in runs:
                if at := getattr(run, f"{kind}_at"):
                    ended.add_metric([run.name], datetime.fromisoformat(at).timestamp())
            yield ended


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=value)


@router.get("/metrics", include_in_schema=False)
def read_metrics(request: Request, centre: CentreOf) -> Response:
    """For whoever has the token. Without a token in the settings the page does not exist."""
    token: str = request.app.state.metrics_token
    given = request.headers.get("Authorization", "")
    if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise Problem(Code.NOT_FOUND)
    metrics: Metrics = request.app.state.metrics
    return Response(metrics.text(centre), media_type=CONTENT_TYPE_LATEST)
