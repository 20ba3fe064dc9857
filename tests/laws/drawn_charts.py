"""Draw charts as hospitals might send them: gaps, bounds, repeats on other days, unknown sexes, undated results."""

from __future__ import annotations

import polars as pl
from hypothesis import strategies as st

from remission.chart.chart import Chart
from remission.terms.analytes import SLEDAI_ITEMS

ANALYTES = ("creatinine", "proteinuria", "albumin", "ds_dna", "sledai", *SLEDAI_ITEMS[10:14])
DEFINITIONS = (
    "himeji_2012", "creatinine_increase", "creatinine_high", "nephrotic_syndrome_japan", "egfr_jsn_2009",
    "ds_dna_positive", "ds_dna_normal", "sledai_2k", "sledai_total", "sledai_remission", "isn_rps_2003", "proliferative",
    "sledai_1992", "sledai_2k_most",
    "membranous", "ckd_g_jsn_2018", "nephrotic_remission_japan", "prednisolone_dose", "cumulative_prednisolone",
    "chen_2008", "kagawa_goal_b_2024",
)  # fmt: skip
LIMITS = pl.DataFrame(
    {
        "analyte": ["creatinine", "creatinine", "ds_dna"],
        "female": [True, False, None],
        "low": [0.46, 0.65, None],
        "high": [0.79, 1.07, 12.0],
    }
)
VALUES = {
    "creatinine": [0.33, 0.6, 0.79, 0.8, 1.4, 1.61],
    "proteinuria": [0.05, 0.19, 0.2, 0.5, 3.5, 8.2],
    "albumin": [1.6, 3.0, 3.1, 4.2],
    "ds_dna": [5.0, 12.0, 12.1, 400.0],
    "sledai": [0.0, 1.0, 4.0, 22.0],
}
"""Values at thresholds and to both sides, so that a drawn chart gives every answer."""
PATIENTS = ("1", "2", "3")
DAYS = (-40, -28, -3, 0, 1, 31, 60, 61, 62, 91, 92, 122, 152, 183, 213, 214, 365)

people = st.fixed_dictionaries(
    {
        "female": st.sampled_from([True, False, None]),
        "age": st.sampled_from([17.5, 22.0, 48.3, 70.0, None]),
        "isn_rps": st.sampled_from(["class V", "class V + III (A/C)", "IV-G (A)", "class II", "4", None]),
    }
)


@st.composite
def results(draw: st.DrawFn) -> dict[str, object]:
    analyte = draw(st.sampled_from(ANALYTES))
    return {
        "patient": draw(st.sampled_from(PATIENTS)),
        "day": draw(st.sampled_from([*DAYS, None])),
        "analyte": analyte,
        "value": draw(st.sampled_from(VALUES.get(analyte, [0.0, 1.0]))),
        "censored": draw(st.sampled_from([None] * 6 + ["<", ">"]))
        if analyte in ("creatinine", "proteinuria")
        else None,
    }


courses = st.fixed_dictionaries(
    {
        "patient": st.sampled_from(PATIENTS),
        "day": st.sampled_from([-7, 0, 3, 28, 100, None]),
        "until": st.sampled_from([None, 120, 300]),
        "drug": st.sampled_from(["prednisolone", "methylprednisolone", "tacrolimus"]),
        "dose": st.sampled_from([0.0, 5.0, 60.0, None]),
        "days_per_week": st.sampled_from([7.0, 3.5, None]),
    }
)


def chart(
    who: list[dict[str, object]], measured: list[dict[str, object]], given: list[dict[str, object]] | None = None
) -> Chart:
    return Chart.of(
        who=pl.DataFrame([{"patient": p, **w} for p, w in zip(PATIENTS, who, strict=False)], infer_schema_length=None),
        measured=pl.DataFrame(measured, infer_schema_length=None),
        given=pl.DataFrame(given or [], infer_schema_length=None),
        limits=LIMITS,
    )


cohorts = st.lists(people, min_size=3, max_size=3)
tables = st.lists(results(), max_size=40, unique_by=lambda row: (row["patient"], row["day"], row["analyte"]))
"""At most one result of an analyte a day, which is what doors leave."""
lines = st.lists(courses, max_size=6, unique_by=lambda row: (row["patient"], row["day"], row["drug"]))
