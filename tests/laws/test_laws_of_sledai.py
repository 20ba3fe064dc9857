"""What holds of every version of SLEDAI, whatever is known of a patient."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from remission.chart.chart import Chart
from remission.definitions.derive import derive
from remission.terms.analytes import SLEDAI_ITEMS
from remission.terms.windows import HIMEJI_VISITS

VERSIONS = ("sledai_1992", "selena_sledai_2005", "sledai_2k", "sledai_2k_30_days")
RANGES = tuple(f"{version}{end}" for version in VERSIONS for end in ("", "_least", "_most", "_unknown_items"))
TOTALS = (*RANGES, "clinical_sledai_2k", "renal_sledai_2k")
STATES = ("doris_2021", "lldas_2016", "lldas_2016_activity", "lldas_2016_no_new_activity", "sri_4_2009")
MEASURED = {
    "sledai_urinary_casts": ["rbc_casts", "granular_casts", "urine_casts"], "sledai_hematuria": ["urine_rbc_hpf"],
    "sledai_proteinuria": ["proteinuria"], "sledai_pyuria": ["urine_wbc_hpf"],
    "sledai_low_complement": ["c3", "c4", "ch50"], "sledai_dna_binding": ["ds_dna"], "sledai_fever": ["temperature"],
    "sledai_thrombocytopenia": ["platelets"], "sledai_leukopenia": ["wbc"], "sledai_arthritis": ["active_joints"],
}  # fmt: skip
"""What can tell an item that was not recorded."""
VALUES = {
    "rbc_casts": [0, 1], "granular_casts": [0, 2], "urine_casts": [0, 2], "urine_rbc_hpf": [2, 5, 6, 50],
    "proteinuria": [0.2, 0.5, 0.51, 0.8, 1.3, 1.31], "urine_wbc_hpf": [5, 6], "c3": [40, 73, 90], "c4": [5, 11, 20],
    "ch50": [10, 23, 40], "ds_dna": [5, 12, 13], "temperature": [36.5, 38.0, 38.1], "platelets": [99, 100, 200],
    "wbc": [2.9, 3.0, 6], "active_joints": [0, 2, 3], "pga": [0, 0.4, 0.5, 1, 1.4], "bilag_new_a": [0, 1],
    "bilag_new_b": [0, 1, 2], "hemolytic_anemia": [0, 1], "gastrointestinal_activity": [0, 1],
}  # fmt: skip
"""Values at the thresholds and to both sides."""
BOUNDS = ("proteinuria", "ds_dna", "c4", "urine_rbc_hpf")
LIMITS = pl.DataFrame(
    {
        "analyte": ["c3", "c4", "ch50", "ds_dna"],
        "low": [73.0, 11.0, 23.0, None],
        "high": [None, None, None, 12.0],
    }
)
OTHERS = ("pga", "bilag_new_a", "bilag_new_b", "hemolytic_anemia", "gastrointestinal_activity")
DAYS = (0, 61)


@st.composite
def results(draw: st.DrawFn, bounded: bool = False) -> list[dict[str, object]]:
    """Draw two visits: each item is recorded, or left to what is measured, or unknown; never both of the first two."""
    rows: list[dict[str, object]] = []

    def put(day: int, analyte: str, value: float) -> None:
        sign = draw(st.sampled_from([None, None, "<", ">"])) if bounded and analyte in BOUNDS else None
        rows.append({"patient": "1", "day": day, "analyte": analyte, "value": float(value), "censored": sign})

    for day in DAYS:
        for item in SLEDAI_ITEMS:
            how = draw(st.sampled_from(["recorded", "recorded", "measured", "unknown"]))
            if how == "recorded":
                put(day, item, draw(st.sampled_from([0, 0, 0, 1])))
            elif how == "measured":
                for analyte in MEASURED.get(item, ()):
                    put(day, analyte, draw(st.sampled_from(VALUES[analyte])))
        for analyte in OTHERS:
            put(day, analyte, draw(st.sampled_from(VALUES[analyte])))
    return rows


def answers(rows: list[dict[str, object]], names: tuple[str, ...]) -> pl.DataFrame:
    doses = pl.DataFrame([{"patient": "1", "day": 0, "drug": "prednisolone", "dose": 5.0}])
    who = pl.DataFrame([{"patient": "1", "female": True}])
    measured = pl.DataFrame(rows, infer_schema_length=None)
    return derive(Chart.of(who=who, measured=measured, given=doses, limits=LIMITS), names, visits=HIMEJI_VISITS[:2])


@given(rows=results(bounded=True))
@settings(max_examples=25)
def test_a_total_lies_between_the_least_and_the_most_and_is_known_where_they_meet(rows):
    told = answers(rows, RANGES)
    for version in VERSIONS:
        for total, least, most, unknown in told.select(pl.col(f"^{version}(_least|_most|_unknown_items)?$")).select(
            version, f"{version}_least", f"{version}_most", f"{version}_unknown_items"
        ).iter_rows():  # fmt: skip
            assert 0 <= least <= most <= 105
            assert (total is None) == (unknown > 0) == (least < most)
            assert total is None or least == total == most


@given(rows=results())
@settings(max_examples=25)
def test_part_of_an_index_is_never_more_than_the_whole(rows):
    told = answers(rows, TOTALS)
    for renal, clinical, whole in told.select("renal_sledai_2k", "clinical_sledai_2k", "sledai_2k").iter_rows():
        assert None in (renal, clinical) or renal <= clinical <= 101
        assert None in (clinical, whole) or clinical <= whole
        assert renal is None or renal in (0, 4, 8, 12, 16)


@given(rows=results())
@settings(max_examples=25)
def test_what_persists_counts_more_in_the_version_of_2000_and_a_longer_window_never_less(rows):
    told = answers(rows, TOTALS)
    for end in ("_least", "_most", ""):
        first, later = told[f"sledai_1992{end}"], told[f"sledai_2k{end}"]
        if end != "_most":  # an item may be unknown in 1992 alone: new or old, nobody knows
            assert all(a <= b for a, b in zip(first, later, strict=True) if None not in (a, b))
    both = told.filter(pl.col("sledai_2k").is_not_null())
    assert both["sledai_2k"].equals(both["sledai_2k_30_days"])


@pytest.mark.parametrize("item", SLEDAI_ITEMS)
@given(rows=results())
@settings(max_examples=4)
def test_one_more_item_never_lowers_a_total_and_adds_its_weight(item, rows):
    rest = [row for row in rows if row["analyte"] != item or row["day"] != DAYS[1]]
    one, two = (
        answers([*rest, {"patient": "1", "day": DAYS[1], "analyte": item, "value": value, "censored": None}], TOTALS)
        for value in (0.0, 1.0)
    )
    place = SLEDAI_ITEMS.index(item)
    weight = 8 if place < 8 else 4 if place < 14 else 2 if place < 21 else 1
    for name in TOTALS:
        before, after = one[name][1], two[name][1]
        assert (before is None) == (after is None)
        if before is None or name.endswith("unknown_items"):
            continue
        inside = place in range(10, 14) if name.startswith("renal") else place not in (19, 20) or "clinical" not in name
        assert after - before == weight * inside, name


@given(rows=results(), data=st.data())
@settings(max_examples=60)
def test_taking_a_result_away_leaves_a_state_or_makes_it_unknown(rows, data):
    gone = data.draw(st.integers(0, len(rows) - 1))
    assume(rows[gone]["analyte"] not in MEASURED["sledai_urinary_casts"])  # drawn casts may contradict one another
    before, after = answers(rows, STATES), answers(rows[:gone] + rows[gone + 1 :], STATES)
    for name in STATES:
        changed = ~before[name].eq_missing(after[name])
        assert after[name].filter(changed).null_count() == changed.sum(), (name, rows[gone])
