"""Which way a classification may move, and that it answers exactly what follows from what is known."""

from __future__ import annotations

from itertools import product

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remission.chart.chart import Chart
from remission.definitions.derive import derive
from remission.definitions.shelf import find
from remission.terms.criteria import CRITERIA, FACTS
from remission.terms.windows import HIMEJI_VISITS

SETS = ("acr_1997", "slicc_2012", "eular_acr_2019")
CLASSES = ("class I", "class II", "class III (A)", "IV-G", "class V", "V + III", "VI", None)
FOLLOWS = (
    ("leukopenia_twice", ("leukopenia",)),
    ("ds_dna_twofold", ("ds_dna",)),
    ("red_cell_casts", ("cellular_casts",)),
    ("proteinuria_over_half", ("proteinuria_half",)),
    ("serous_effusion", ("serositis", "serositis_slicc")),
    ("acute_pericarditis", ("serositis", "serositis_slicc")),
)
"""What is there when something else is: a fact, and the wider facts that it cannot do without."""
LESIONS = [name for name, trait in CRITERIA.items() if trait.plausible == (0, 3)]


def coherent(who: dict[str, object]) -> bool:
    wide = all(who[f"ever_{w}"] for narrow, wides in FOLLOWS if who[f"ever_{narrow}"] for w in wides)
    return wide and not (who["isn_rps"] is not None and who["ever_nephritis_in_biopsy"] is False)


@st.composite
def patients(draw: st.DrawFn) -> dict[str, object]:
    """Draw someone of whom every fact is known and no two contradict each other."""
    often = draw(st.sampled_from([1, 2, 5, 9]))
    who: dict[str, object] = {fact: draw(st.integers(0, often)) == 0 for fact in FACTS}
    who["isn_rps"] = draw(st.sampled_from(CLASSES))
    for narrow, wides in FOLLOWS:
        if who[f"ever_{narrow}"]:
            who |= {f"ever_{wide}": True for wide in wides}
    if who["isn_rps"] is not None:
        who["ever_nephritis_in_biopsy"] = True
    elif who["ever_nephritis_in_biopsy"]:
        who["ever_nephritis_in_biopsy"] = False
    return who


def asked(people: list[dict[str, object]], names: tuple[str, ...]) -> pl.DataFrame:
    who = pl.DataFrame([{"patient": str(n), **one} for n, one in enumerate(people)], infer_schema_length=None)
    return derive(Chart.of(who=who), names, visits=HIMEJI_VISITS[:1])


@settings(deadline=None)
@given(who=patients(), hidden=st.sets(st.sampled_from(FACTS), max_size=4))
def test_an_answer_is_unknown_exactly_where_what_is_hidden_could_change_it(who, hidden):
    known = who | dict.fromkeys(hidden)
    if who["isn_rps"] is not None:
        known["ever_nephritis_in_biopsy"] = None  # a class says it already
    ways = [who | dict(zip(hidden, way, strict=True)) for way in product((False, True), repeat=len(hidden))]
    could = [way for way in ways if coherent(way)]
    answers = asked([known, *could], (*SETS, "eular_acr_2019_points"))
    for name in (*SETS, "eular_acr_2019_points"):
        now, *all_ways = answers[name].to_list()
        assert now == (all_ways[0] if len(set(all_ways)) == 1 else None), name


@settings(deadline=None)
@given(who=patients(), unknown=st.sets(st.sampled_from(FACTS), max_size=20), more=st.sampled_from(FACTS))
def test_one_more_criterion_never_undoes_a_classification(who, unknown, more):
    before = who | dict.fromkeys(unknown)
    after = before | {more: True}
    answers = asked([before, after], (*SETS, "eular_acr_2019_points"))
    for name in SETS:
        if more == "ever_hemolytic_anemia" and name == "slicc_2012":
            continue  # it takes the direct Coombs test away: see the next test
        assert (answers[name][0], answers[name][1]) not in {(True, False), (True, None), (None, False)}, name
    told = answers["eular_acr_2019_points"].to_list()
    assert None in told or told[1] >= told[0]


@settings(deadline=None)
@given(who=patients())
def test_hemolytic_anemia_takes_no_more_than_the_coombs_test_away(who):
    pair = [who | {"ever_hemolytic_anemia": there, "ever_coombs": False} for there in (False, True)]
    before, after = asked(pair, ("slicc_2012",))["slicc_2012"]
    assert (before, after) != (True, False)


@settings(deadline=None)
@given(scores=st.lists(st.integers(0, 3), min_size=10, max_size=10), worse=st.integers(0, 9))
def test_an_index_lies_within_its_range_and_rises_with_each_lesion(scores, worse):
    raised = [min(3, score + (place == worse)) for place, score in enumerate(scores)]
    people = [dict(zip(LESIONS, map(float, each), strict=True)) for each in (scores, raised)]
    answers = asked(people, ("nih_activity_2018", "nih_chronicity_2018"))
    for name, most in (("nih_activity_2018", 24), ("nih_chronicity_2018", 12)):
        before, after = answers[name]
        assert 0 <= before <= after <= most
    grown = sum(after - before for before, after in (answers["nih_activity_2018"], answers["nih_chronicity_2018"]))
    twice = LESIONS[worse] in ("nih_fibrinoid_necrosis", "nih_cellular_crescents")
    assert grown == (raised[worse] - scores[worse]) * (2 if twice else 1)


@pytest.mark.parametrize("name", SETS)
def test_a_classification_reads_only_what_is_known_of_a_person_once(name):
    assert set(find(name).inputs) <= {*FACTS, "isn_rps"}


def test_every_fact_is_asked_for_by_some_classification():
    read = {column for name in SETS for column in find(name).inputs}
    assert set(FACTS) <= read
