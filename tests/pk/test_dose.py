"""What dose reaches a target: against a dense lattice, areas by formula, and what a pharmacist would want to be told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from dense import on_lattice, quantiles, share, steady_trough
from patients import drawn
from scipy.stats import norm
from three import three

from remission.errors import ModelError, SchemaError, UnknownName
from remission.pk.averaging import averaged
from remission.pk.dose import dose, in_force
from remission.pk.find import find
from remission.pk.posterior import posterior
from remission.pk.records import Level, Record
from remission.pk.solve import levels as predict
from remission.pk.steady import interval
from remission.pk.targets import Aimed, aimed
from remission.pk.timeline import Dose, timeline

TROUGHS = (12 * 24.0, 14 * 24.0, 19 * 24.0, 21 * 24.0)
PATIENT = drawn(three, 1, seed=11, times=TROUGHS)[0]
OPEN = Record(patient="new", doses=())


@pytest.fixture(scope="module")
def advice():
    return dose(three, PATIENT, aimed("trough:5-10", toxic=15))


# --- probabilities -----------------------------------------------------------------------------------------------


def test_probabilities_and_levels_are_those_of_a_dense_lattice(advice):
    truth = on_lattice(three, PATIENT)
    trough = steady_trough(three, 1.0, dict(zip(truth.names, truth.eta, strict=True)))
    for option in advice.options:
        value = option.amount * trough
        assert option.inside == pytest.approx(share(value, truth.weights, 5, 10), abs=0.005)
        assert option.toxic == pytest.approx(share(value, truth.weights, 15, 1e9), abs=0.005)
        assert option.below + option.inside + option.above == pytest.approx(1)
        low, middle, high = quantiles(value, truth.weights, [0.05, 0.5, 0.95])
        found = option.level
        assert (found.low, found.middle, found.high) == pytest.approx((low, middle, high), rel=5e-3)
    best = max(option.inside for option in advice.options)
    equal = [option for option in advice.options if option.inside >= best - 0.02]
    assert advice.suggestion is min(equal, key=lambda option: option.amount)


def test_an_area_is_the_dose_over_the_clearance():
    found = posterior(three, PATIENT)
    clearance = 18 * np.exp(found.eta["cl"])
    for every in (12.0, 24.0):
        area = interval(found, every=every).outcome(2.0, low=0, high=1).auc
        assert area == pytest.approx(1000 * 2.0 / clearance * 24 / every, rel=5e-3)


def test_peak_and_time_in_range_are_those_of_a_fine_grid():
    found = posterior(three, PATIENT)
    line = timeline([Dose(start=0, amount=3, every=12, steady=True)])
    eta = {name: values[:20] for name, values in found.eta.items()}
    course = predict(three, line, np.linspace(0, 12, 2401)[1:, None], eta=eta)
    outcome = interval(found, every=12).outcome(3.0, low=5, high=10)
    assert outcome.peak[:20] == pytest.approx(course.max(axis=0), rel=0.02)
    assert outcome.inside[:20] == pytest.approx(((course >= 5) & (course <= 10)).mean(axis=0), abs=0.06)


def test_a_level_that_bends_the_concentration_bends_with_the_dose():
    storset = find("tacrolimus_storset_2014")
    found = posterior(storset, Record(patient="1", doses=(Dose(start=0, amount=3),)))
    line = timeline([Dose(start=0, amount=6, steady=True)], covariates=storset.reference | dict(found.mixed))
    direct = predict(storset, line, np.array([[24 * (1 - 1e-12)]]), eta=found.eta)[0]
    assert interval(found, every=24).outcome(6.0, low=0, high=1).level == pytest.approx(direct, rel=1e-9)


def test_a_part_absorbed_that_falls_with_the_dose_is_followed():
    model = find("mycophenolate_ye_2025")
    found = posterior(model, Record(patient="1", doses=(Dose(start=0, amount=500),)))
    direct = predict(model, timeline([Dose(start=0, amount=1500, every=12, steady=True)], covariates=model.reference),
                     np.array([[6.0]]), eta=found.eta)[0]  # fmt: skip
    assert interval(found, every=12, at=6).outcome(1500, low=0, high=1).level == pytest.approx(direct, rel=1e-6)


# --- what is suggested, and what is not --------------------------------------------------------------------------


def test_the_present_dose_stays_where_another_is_no_better():
    found = dose(three, PATIENT, aimed("trough:0.1-100"))
    assert found.suggestion.now
    assert "The present 3 mg every 24 h may stay" in found.because


def test_tablets_make_the_dose():
    found = dose(three, PATIENT, aimed("trough:5-10"), strengths=[1.0, 5.0])
    assert {option.amount % 1 for option in found.options} == {0.0}
    assert next(option for option in found.options if option.amount == 7).tablets == ((5.0, 1), (1.0, 2))


def test_intervals_are_looked_at_side_by_side_and_a_day_has_its_limit():
    found = dose(three, PATIENT, aimed("auc:100-200"), every=[12, 24], most=6)
    assert {option.every for option in found.options} == {12, 24}
    assert max(option.amount * 24 / option.every for option in found.options) <= 6


def test_nothing_above_the_greatest_dose_is_suggested_or_kept():
    found = dose(three, PATIENT, aimed("trough:0.1-100"), most=2)
    assert found.suggestion.amount <= 2
    assert "The present 3 mg every 24 h is above the greatest dose of a day, 2 mg." in found.says
    assert dose(three, PATIENT, aimed("trough:0.1-100"), most=0.2).suggestion is None


@pytest.mark.parametrize("most", [0, -3, float("nan")])
def test_a_greatest_dose_that_is_none_is_refused(most):
    with pytest.raises(SchemaError, match="greatest dose of a day is above 0"):
        dose(three, PATIENT, aimed("trough:5-10"), most=most)


def test_what_is_sure_enough_stays_though_another_dose_is_surer():
    found = dose(three, PATIENT, aimed("trough:1.5-100"))
    assert found.now.inside >= 0.9
    assert found.suggestion is found.now


def test_a_target_that_no_dose_comes_near_is_asked_about(advice):
    found = dose(three, PATIENT, aimed("trough:90-91"))
    likeliest = max(found.options, key=lambda option: option.inside)
    assert f"the likeliest, {likeliest.amount:g} mg" in found.because
    assert found.because.endswith("Look at the target: no dose comes near it.")
    assert "No toxic limit was given" in " ".join(found.says)
    assert "No toxic limit" not in " ".join(advice.says)


def test_the_highest_probability_is_said_only_of_the_dose_that_has_it(advice):
    likeliest = max(advice.options, key=lambda option: option.inside)
    shown = round(100 * likeliest.inside) == round(100 * advice.suggestion.inside)
    assert ("has the highest probability" in advice.because) is shown
    assert shown or f"({likeliest.amount:g} mg every 24 h: {100 * likeliest.inside:.0f} %)" in advice.because


def test_a_level_outside_the_target_is_said_where_the_dose_stays_all_the_same():
    woillard = "tacrolimus_woillard_2011"
    high = Record(patient="1", doses=(Dose(start=0, amount=3, count=14),), levels=(Level(time=324, value=13.5),))
    found = dose(woillard, high, "trough:5-10@12")
    assert found.suggestion.now
    assert "But the only level, 13.5 ng/mL, lies above the target" in found.because


def test_names_and_covariates_that_are_not_known_are_told():
    with pytest.raises(UnknownName, match="no model called"):
        dose("tacrolimus_woilard", PATIENT, "trough:5-10")
    wrong = replace(PATIENT, covariates={"haematocrit": (33.0,)})
    with pytest.raises(UnknownName, match="The nearest name is 'hematocrit'"):
        dose("tacrolimus_woillard_2011", wrong, "trough:5-10")
    with pytest.raises(SchemaError, match=r"Write \(33.0,\)"):
        Record(patient="1", doses=(), covariates={"hematocrit": 33.0})


@pytest.mark.parametrize("none", [{"count": 0}, {"amount": 0.0}])
def test_a_dose_that_was_never_given_is_none(none):
    record = Record(patient="1", doses=(Dose(**{"start": 0.0, "amount": 3.0} | none),))
    assert dose(three, record, "trough:5-10").now is None


def test_no_regimen_is_suggested_that_is_toxic_too_often():
    found = dose(three, PATIENT, aimed("trough:5-10", toxic=5.001), strengths=[5.0])
    assert found.suggestion is None
    assert "more than 10 % probability of a toxic level" in found.because


def test_no_regimen_is_suggested_that_is_not_likely_to_reach_the_target():
    found = dose(three, PATIENT, aimed("trough:5-5.1"))
    assert found.suggestion is None
    assert "no regimen is likely" in found.because
    assert found.options


def test_no_dose_rests_on_a_level_that_is_not_plausible_and_what_would_explain_it_is_said():
    at_peak = drawn(three, 1, seed=11, times=(*TROUGHS[:3], TROUGHS[2] + 2.5))[0].levels[3]
    odd = replace(at_peak, time=TROUGHS[3], row=7)
    found = dose(three, replace(PATIENT, levels=(*PATIENT.levels[:3], odd)), aimed("trough:5-10"))
    assert found.suggestion is None
    assert "(row 7) is not plausible with the recorded dose time" in found.because
    assert "It would fit a sample" in found.because
    assert [one.plausible for one in found.seen] == [True, True, True, False]


def test_a_level_that_is_too_low_asks_for_doses_that_were_not_taken():
    low = replace(PATIENT.levels[3], value=PATIENT.levels[3].value / 6)
    found = dose(three, replace(PATIENT, levels=(*PATIENT.levels[:3], low)), aimed("trough:5-10"))
    assert "had not been taken: ask" in found.because


def test_a_patient_without_levels_or_doses_gets_what_the_population_needs():
    found = dose(three, OPEN, aimed("trough:5-10"))
    assert found.now is None
    assert found.options
    assert "this is the population of three" in " ".join(found.says)


def test_levels_without_doses_are_no_basis():
    found = dose(three, Record(patient="1", doses=(), levels=PATIENT.levels), aimed("trough:5-10"))
    assert (found.suggestion, found.options) == (None, ())
    assert "No dose is known" in found.because


def test_a_model_that_is_solved_step_by_step_says_that_it_cannot():
    with pytest.raises(ModelError, match="linear models only"):
        interval(replace(posterior(three, OPEN_DOSE), model=find("mycophenolate_sheng_2020")), every=12)


OPEN_DOSE = Record(patient="1", doses=(Dose(start=0, amount=3),))


# --- settling, models together, what is in force -----------------------------------------------------------------


def test_settling_takes_some_half_lives_and_no_change_none(advice):
    same = dose(three, PATIENT, aimed("trough:0.1-100"))
    assert same.settled == (24.0, 24.0)
    half, most = advice.settled
    assert 24 <= half <= 5 * 24
    assert half <= most


def test_models_answer_together_by_how_well_each_predicted_the_levels():
    other = replace(three, name="other", parameters=(replace(three.parameters[0], value=9.0), *three.parameters[1:]))
    found = averaged([three, other], PATIENT)
    evidence = np.array([on_lattice(model, PATIENT).evidence for model in (three, other)])
    expected = np.exp(evidence - evidence.max()) / np.exp(evidence - evidence.max()).sum()
    assert found.shares == pytest.approx(expected.tolist(), abs=0.01)
    assert found.weights.sum() == pytest.approx(1)
    assert "three" in found.says[-1]
    assert averaged([three, other], OPEN_DOSE).shares == pytest.approx((0.5, 0.5))


def test_models_of_two_drugs_do_not_answer_together():
    with pytest.raises(SchemaError, match="of one drug and one unit"):
        dose([three, find("mizoribine_honda_2006")], PATIENT, aimed("trough:5-10"))


def test_what_is_in_force_is_the_last_dose_and_its_interval():
    morning, evening = Dose(start=8, amount=2, count=10), Dose(start=20, amount=2, count=10)
    assert in_force(Record(patient="1", doses=(morning, evening))) == (2, 12)
    assert in_force(Record(patient="1", doses=(morning,))) == (2, 24)
    assert in_force(Record(patient="1", doses=(morning, replace(evening, amount=3)))) is None
    assert in_force(OPEN) is None


def test_a_first_level_lies_where_the_population_says(advice):
    one = replace(PATIENT, levels=PATIENT.levels[:1])
    (only,) = dose(three, one, aimed("trough:5-10")).seen
    rng = np.random.default_rng(1)
    eta = {name: sd * rng.standard_normal(200_000) for name, sd in three.iiv.of.items()}
    line = timeline(one.doses)
    predicted = np.concatenate([
        predict(three, line, np.array([[TROUGHS[0]]]), eta={name: values[at : at + 8192] for name, values in eta.items()})[0]
        for at in range(0, 200_000, 8192)
    ])  # fmt: skip
    sd = np.hypot(0.1 * predicted, 0.5)
    assert only.percentile == pytest.approx(norm.cdf(only.level.value, predicted, sd).mean(), abs=0.005)
    assert only.expected[1] == pytest.approx(np.median(predicted), rel=0.02)


# --- targets -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("trough:5-10", Aimed(of="trough", low=5, high=10)),
        ("trough:5-10@12", Aimed(of="trough", low=5, high=10, at=12)),
        ("trough:-10", Aimed(of="trough", high=10)),
        ("peak:1-", Aimed(of="peak", low=1)),
        ("auc:100–200", Aimed(of="auc", low=100, high=200)),
        ("time:5-15@0.9", Aimed(of="time", low=5, high=15, part=0.9)),
    ],
)
def test_a_target_is_read(text, target):
    assert aimed(text) == target


WRONG = ["trough", "trough:5", "trough:10-5", "trough:-", "low:5-10", "trough:a-b", "trough:5-10@x", "trough:5-10@-3"]


@pytest.mark.parametrize("text", WRONG)
def test_a_target_that_cannot_be_read_says_how_to_write_it(text):
    with pytest.raises(SchemaError, match=r"trough:5-10|Correct it"):
        aimed(text)
