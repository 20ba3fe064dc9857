"""What every test shares: how far the laws search, and the bundled cohort."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from remission.chart.chart import Chart
from remission.chart.doors.read import read
from remission.report.evaluation import Evaluation, evaluate

# The same examples everywhere, so that a red run is red again; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile(
    "fast",
    derandomize=True,
    database=None,
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("search", parent=settings.get_profile("fast"), derandomize=False, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))


@pytest.fixture(scope="session")
def himeji() -> Chart:
    return read("himeji")


@pytest.fixture(scope="session")
def evaluated(himeji: Chart) -> Evaluation:
    return evaluate(himeji)


collect_ignore_glob = ["*/oracles/*.py"]
"""Scripts that made what is expected: they want the packages that we are compared with, which the tests do not."""
