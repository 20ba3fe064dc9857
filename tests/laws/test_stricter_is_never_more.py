"""A stricter rule never counts a patient whom its lenient sister does not."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from remission.chart.chart import Chart
from remission.definitions.derive import derive

SISTERS = (
    ("bliss_ln_crr_2020", "bliss_ln_perr_2020"),
    ("regency_reduced_steroid_2025", "regency_2025"),
    ("regency_2025", "regency_proteinuria_2025"),
    ("tulip_ln_stringent_2022", "tulip_ln_2022"),
    ("rokutanda_2014", "okada_2017"),
    ("lunar_2012", "lunar_overall_2012"),
    ("nobility_2022", "nobility_overall_2022"),
    ("access_2014", "access_overall_2014"),
    ("aurora_1_2021", "aurora_1_overall_2021"),
)
"""Who reaches the best level of the first reaches the best level of the second."""
PEOPLE = 4000
VALUES = {
    "upcr": [0.1, 0.1, 0.39, 0.4, 0.49, 0.5, 0.7, 0.71, 0.79, 3.0],
    "creatinine": [0.5, 0.7, 0.7, 0.79, 0.8, 0.92, 1.0, 1.21, 1.6],
    "albumin": [3.4, 3.5, 4.2],
    "urine_rbc_hpf": [0, 4, 5, 9, 30],
    "urine_wbc_hpf": [0, 5, 6],
    "rbc_casts": [0, 0, 0, 1],
    "pre_flare_creatinine": [0.5, 0.8, 1.2],
}
EVENTS = ["rescue", "treatment_failure", "discontinuation", "withdrawal"]


@pytest.fixture(scope="module")
def patients() -> Chart:
    """Make a cohort with values at thresholds and to both sides, and with gaps."""
    draw = np.random.default_rng(1)
    names = [str(n) for n in range(PEOPLE)]
    measured = [
        pl.DataFrame({"patient": names, "value": draw.choice(values, PEOPLE).astype(float)})
        .filter(pl.Series(draw.random(PEOPLE) < 0.95))
        .with_columns(day=pl.lit(day), analyte=pl.lit(analyte))
        for day in (0, 122, 183)
        for analyte, values in VALUES.items()
    ]
    mg = [draw.choice([0.0, 5.0, 7.5, 8.0, 10.0, 20.0], PEOPLE, p=[0.1, 0.4, 0.2, 0.1, 0.1, 0.1]) for _ in range(2)]
    doses = [
        pl.DataFrame({"patient": names, "dose": dose}).with_columns(day=pl.lit(90 * n), drug=pl.lit("prednisolone"))
        for n, dose in enumerate(mg)
    ]
    some = [name for name in names if draw.random() < 0.1]
    return Chart.of(
        who=pl.DataFrame({"patient": names, "female": [True] * PEOPLE, "age": [30.0] * PEOPLE}),
        measured=pl.concat(measured),
        given=pl.concat(doses),
        happened=pl.DataFrame({"patient": some, "day": [150] * len(some), "what": draw.choice(EVENTS, len(some))}),
        limits=pl.DataFrame({"analyte": ["creatinine"], "high": [0.79]}),
    )


@pytest.mark.parametrize(("strict", "lenient"), SISTERS)
def test_who_meets_the_stricter_rule_meets_the_lenient_one(patients: Chart, strict: str, lenient: str):
    answers = derive(patients, [strict, lenient])
    best = [answers[name].cast(pl.String) == answers[name].dtype.categories[0] for name in (strict, lenient)]
    met = best[1].filter(best[0].fill_null(value=False))
    assert len(met) >= 20, "a cohort in which nobody responds tests nothing"
    assert met.all(ignore_nulls=False)
