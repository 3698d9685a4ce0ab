"""The lines of 系统状态 as gauges, for whoever watches with Prometheus."""

from django.conf import settings
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from evaluation.status import queries as status_queries

CONTENT_TYPE = CONTENT_TYPE_LATEST


def page() -> bytes:
    """Each line 1 where it is well and 0 where it wants seeing to, by its name; the version as a label."""
    registry = CollectorRegistry()
    well = Gauge("sizhiqiang_well", "1: well, 0: wants seeing to", ["line"], registry=registry)
    for line in status_queries.lines():
        well.labels(line.label).set(not line.advice)
    version = Gauge("sizhiqiang_version", "The version that answers", ["version"], registry=registry)
    version.labels(settings.VERSION).set(1)
    return generate_latest(registry)
