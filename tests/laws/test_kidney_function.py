"""Every equation for kidney function moves the way the kidney does."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remission.definitions.derive import answer, chart_inputs, needed
from remission.definitions.shelf import find, shelves

EQUATIONS = [n for n in shelves()["kidney"] if find(n).unit.startswith("mL/min") and not n.startswith("pre_flare")]
ORDERED = needed(find(name) for name in EQUATIONS)
READ = {
    name: {column.removeprefix("unrounded(").removesuffix(")") for column in chart_inputs(needed([find(name)]))}
    for name in EQUATIONS
}
MARKERS = ("creatinine", "cystatin_c")
DUST = 1e-9
"""How far the same sum may differ from itself in another row."""

hundredths = st.integers(100, 2599) | st.integers(1800, 9900)
patients = st.fixed_dictionaries(
    {
        "creatinine": st.integers(10, 2500).map(lambda n: n / 100),
        "cystatin_c": st.integers(20, 1500).map(lambda n: n / 100),
        "age": hundredths.map(lambda n: n / 100),
        "height": st.integers(60, 210).map(float),
        "weight": st.integers(10, 150).map(float),
        "female": st.booleans(),
        "black": st.sampled_from([True, False, None]),
    }
)


def asked(*who: dict[str, object]) -> dict[str, list[float | None]]:
    """Answer every equation for patients with their exact age; rules round it where they say so."""
    rows = pl.DataFrame(list(who), infer_schema_length=None, schema_overrides={"black": pl.Boolean})
    rows = rows.with_columns(pl.col("age").alias("unrounded(age)"), pl.col("age").floor())
    return answer(rows, ORDERED).select(EQUATIONS).to_dict(as_series=False)


def fitting(patient: dict[str, object], *names: str) -> list[str]:
    return [name for name in names or EQUATIONS if find(name).holds_at(patient["age"])]


@given(patient=patients, more=st.sampled_from([1.000_001, 1.01, 1.5, 3.0]), marker=st.sampled_from(MARKERS))
def test_more_of_a_marker_in_the_blood_never_means_a_better_kidney(patient, more, marker):
    told = asked(patient, patient | {marker: patient[marker] * more})
    for name in fitting(patient):
        now, then = told[name]
        assert (then < now) if marker in READ[name] else then == pytest.approx(now, abs=DUST), name


@given(patient=patients)
def test_of_two_adults_with_the_same_results_the_older_never_has_the_better_kidney(patient):
    adult = patient | {"age": max(patient["age"], 18.0)}
    told = asked(adult, adult | {"age": adult["age"] + 1})
    for name in (n for n in EQUATIONS if find(n).ages[1] is None):
        now, older = told[name]
        grown = "egfr_ekfc" in name and adult["age"] < 25  # Q, the creatinine of the healthy, rises up to 25 years
        assert older <= now + DUST or grown, name


@given(patient=patients, missing=st.sampled_from(["creatinine", "cystatin_c", "age", "height", "weight", "female"]))
def test_what_an_equation_reads_it_needs(patient, missing):
    told = asked(patient, patient | {missing: None})
    for name in fitting(patient):
        whole, part = told[name]
        needs = missing in READ[name] or (missing == "age")
        assert part == (None if needs else pytest.approx(whole, abs=DUST)), name


@given(patient=patients)
def test_only_a_recorded_race_changes_an_answer(patient):
    told = asked(*(patient | {"black": race} for race in (True, False, None)))
    for name in fitting(patient):
        black, not_black, unknown = told[name]
        assert not_black == pytest.approx(unknown, abs=DUST), name
        assert (black > unknown * 1.05) if "black" in READ[name] else black == pytest.approx(unknown, abs=DUST), name


@given(patient=patients)
def test_outside_its_ages_an_equation_gives_no_number_and_inside_it_gives_one(patient):
    told = asked(patient)
    assert {name for name in EQUATIONS if told[name] != [None]} == set(fitting(patient))


@given(patient=patients)
def test_a_mean_of_two_lies_between_the_two(patient):
    told = asked(patient)
    for mean, parts in {
        "egfr_jsn_2013_combined": ("egfr_jsn_2009", "egfr_jsn_2013_cystatin"),
        "egfr_ckid_u25_2021_combined": ("egfr_ckid_u25_2021", "egfr_ckid_u25_2021_cystatin"),
        "egfr_ekfc_2023_combined": ("egfr_ekfc_2021", "egfr_ekfc_2023_cystatin"),
    }.items():
        if mean in fitting(patient):
            ends = sorted(told[part][0] for part in parts)
            assert ends[0] - DUST <= told[mean][0] <= ends[1] + DUST


def test_every_equation_reads_a_marker_and_says_for_which_ages_it_is():
    assert [name for name in EQUATIONS if not READ[name] & set(MARKERS) or not find(name).for_ages] == []


def test_a_factor_for_black_patients_is_in_the_equations_that_had_one_and_in_no_other():
    of_race = {name for name in EQUATIONS if "black" in READ[name]}
    assert of_race == {"egfr_ckd_epi_2009", "egfr_ckd_epi_2012_combined", "egfr_mdrd_2006"}
