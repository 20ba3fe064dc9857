"""A plan is a calendar: doses, tablets of the strengths on hand, samples, visits, and what has to be asked."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remission.chart.chart import Chart
from remission.errors import ProtocolError, UnknownName
from remission.protocols.find import find
from remission.protocols.plan import plan
from remission.terms.tablets import said, tablets

HIMEJI = find("himeji_2012")


def test_a_plan_has_the_columns_of_what_is_given_and_each_dose_its_source():
    doses = plan(HIMEJI, weight=55.0).doses
    made = Chart.of(who=pl.DataFrame({"patient": ["1"]}), given=doses.select("patient", "day", "until", "drug", "dose"))
    assert len(made.given) == len(doses)
    assert doses["source"].unique().to_list() == ["kagawa_2012"]
    assert doses["at"].null_count() == 0


def test_the_spans_of_a_drug_follow_one_another_to_the_end():
    for _, rows in plan(HIMEJI, weight=75.0).doses.group_by("drug"):
        ordered = rows.sort("day")
        assert (ordered["day"][1:] == ordered["until"][:-1] + 1).all()
    last = (
        plan(HIMEJI, weight=75.0)
        .doses.filter(pl.col("drug") != "methylprednisolone")
        .group_by("drug")
        .agg(pl.col("until").max())
    )
    assert last["until"].unique().to_list() == [HIMEJI.length]


def test_tablets_are_those_on_hand_and_what_cannot_be_made_is_said():
    doses = plan(HIMEJI, weight=55.0, strengths={"prednisolone": [10, 20]}).doses
    told = doses.filter(pl.col("drug") == "prednisolone").select("dose", "tablets", "says").rows()
    assert told[0] == (60.0, "3 × 20 mg", None)
    assert told[4] == (25.0, None, "25 mg cannot be made of 10, 20 mg.")


def test_a_list_of_strengths_that_is_empty_says_nothing_about_tablets():
    doses = plan(HIMEJI, weight=55.0, strengths={"tacrolimus": []}).doses
    assert doses.filter(pl.col("drug") == "tacrolimus").select("tablets", "says").row(0) == (None, None)


def test_samples_and_visits_stand_with_their_windows():
    planned = plan(HIMEJI, weight=55.0)
    troughs = planned.samples.filter(pl.col("analyte") == "tacrolimus_trough")
    assert troughs.select("due", "low", "high", "hours").row(0) == (7, 4, 10, 12.0)
    assert troughs["due"].to_list() == [7, 14, 21, 28, 61, 122, 152, 183]
    assert planned.visits["visit"].to_list() == ["baseline", "month_2", "month_4", "month_6", "month_12"]


def test_without_a_weight_the_plan_asks_and_plans_the_rest():
    planned = plan(HIMEJI)
    assert planned.asks.select("day", "about").row(0) == (3, "prednisolone")
    assert "Weight is not known" in planned.asks["says"][0]
    assert set(planned.doses["drug"]) == {"methylprednisolone", "tacrolimus", "mizoribine"}


def test_a_plan_reads_the_traits_of_a_chart_and_none_of_its_results():
    who = pl.DataFrame({"patient": ["7"], "weight": [75.0]})
    results = pl.DataFrame(
        {"patient": ["7"], "day": [7], "hour": [12.0], "analyte": ["tacrolimus_trough"], "value": [20.0]}
    )
    planned = plan(HIMEJI, Chart.of(who=who, measured=results)).doses
    assert planned["patient"].unique().to_list() == ["7"]
    assert planned.filter(pl.col("drug") == "tacrolimus")["dose"].to_list() == [3.0]


def test_a_plan_is_for_one_patient():
    two = Chart.of(who=pl.DataFrame({"patient": ["1", "2"]}))
    with pytest.raises(ProtocolError, match="Found 2 in the chart"):
        plan(HIMEJI, two)


def test_a_misspelt_trait_is_told():
    with pytest.raises(UnknownName, match=r"'weigth'\. The nearest name is 'weight'"):
        plan(HIMEJI, weigth=55.0)


# --- tablets ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mg", "strengths", "made"),
    [
        (13, [1, 5], "2 × 5 mg + 3 × 1 mg"),
        (0.5, [0.5, 1, 5], "1 × 0.5 mg"),
        (6, [1, 3, 4], "2 × 3 mg"),  # taking the strongest first would need three
        (23.7, [7.9], "3 × 7.9 mg"),
        (0, [1], ""),
    ],
)
def test_the_fewest_tablets_are_taken(mg: float, strengths: list[float], made: str):
    assert said(tablets(mg, strengths)) == made


@pytest.mark.parametrize(("mg", "strengths"), [(0.7, [0.5, 1]), (3, [5]), (3, [])])
def test_what_cannot_be_made_is_not_rounded(mg: float, strengths: list[float]):
    assert tablets(mg, strengths) is None


@given(counts=st.lists(st.integers(0, 6), min_size=3, max_size=3))
def test_tablets_add_up_to_the_dose_and_are_no_more_than_any_other_way(counts: list[int]):
    strengths = [0.5, 2.5, 5.0]
    mg = sum(n * s for n, s in zip(counts, strengths, strict=True))
    made = tablets(mg, strengths)
    assert made is not None
    assert sum(strength * number for strength, number in made) == pytest.approx(mg)
    assert sum(number for _, number in made) <= sum(counts)


def test_a_question_ends_what_is_known_of_a_dose():
    """Nobody reads in a plan that 1 mg/kg goes on for years, where the source tapers it at a pace that it leaves open."""
    made = plan(find("nih_cyclophosphamide"), weight=60.0, height=160.0)
    (asked,) = made.asks.filter(about="prednisone")["day"]
    assert made.doses.filter(drug="prednisone").select("day", "until", "dose").rows() == [(0, asked - 1, 60.0)]


@pytest.mark.parametrize("mg", [0.0001, 5000, float("nan"), float("inf")])
def test_a_tablet_that_nobody_makes_is_refused(mg: float):
    with pytest.raises(ProtocolError, match="Give the mg of each tablet on hand"):
        plan(HIMEJI, weight=54.0, strengths={"prednisolone": [mg]})


def test_what_the_paper_examines_is_sampled_at_its_visits():
    samples = plan(find("himeji_2012"), weight=54).samples
    for analyte in ("proteinuria", "creatinine", "sledai", "c3", "ds_dna", "albumin", "hemoglobin"):
        assert samples.filter(analyte=analyte)["due"].to_list() == [0, 61, 122, 183, 365], analyte
