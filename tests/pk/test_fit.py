"""Population estimates: against R, against laws of the normal distribution, and against what was simulated."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from patients import drawn
from scipy.stats import multivariate_normal
from theophylline import BEGIN, NAMES, ORACLE, PEOPLE, ordered, theophylline

from remission.errors import ModelError, SchemaError, UnknownName
from remission.pk.descend import descend
from remission.pk.find import find
from remission.pk.fit import fit
from remission.pk.free import moved, unknowns
from remission.pk.model import Linear, Model, Parameter, Residual, Spread
from remission.pk.problem import problem
from remission.pk.records import Level, Record
from remission.pk.surface import slopes, visit
from remission.pk.timeline import Dose
from remission.terms.sources import Source


@pytest.mark.parametrize("where", ["additive", "combined", "somewhere"])
def test_the_objective_is_the_one_that_r_finds(where):
    model = theophylline(ORACLE[where]["p"])
    chosen = unknowns(model)
    found = visit(problem(model, PEOPLE), chosen, ordered(chosen, ORACLE[where]["p"]))
    assert found.value == pytest.approx(ORACLE[where]["objective"], abs=1e-5)
    assert found.peak.done.all()


@pytest.mark.parametrize("where", ["additive", "combined"])
def test_estimates_and_their_errors_are_those_that_r_finds(where):
    begin = BEGIN if where == "additive" else [*BEGIN[:7], float(np.log(0.4)), float(np.log(0.1))]
    model = theophylline(begin)
    chosen = unknowns(model)
    found = descend(problem(model, PEOPLE), chosen)
    oracle = ORACLE[where]
    assert found.done
    assert found.place.value == pytest.approx(oracle["objective"], abs=1e-4)
    assert found.place.sought == pytest.approx(ordered(chosen, oracle["p"]), abs=1e-3)
    errors = dict(zip(oracle["open"], oracle["se"], strict=True))
    ours = np.sqrt(np.diag(2 * np.linalg.inv(found.curve)))
    assert ours == pytest.approx([errors[NAMES[unknown.name]] for unknown in chosen], rel=2e-3)


def test_nlme_comes_near_and_no_lower():
    """Its algorithm alternates and stops a little above the lowest place: published as -179.7, or 116.9."""
    nlme = ORACLE["nlme"]
    model = theophylline(BEGIN)
    chosen = unknowns(model)
    found = descend(problem(model, PEOPLE), chosen).place
    theirs = -2 * nlme["log_likelihood"] - sum(len(person.levels) for person in PEOPLE) * np.log(2 * np.pi)
    assert theirs - 0.1 < found.value < theirs
    values = [unknown.value(x) for unknown, x in zip(chosen, found.sought, strict=True)]
    assert np.log(values[:3]) == pytest.approx(nlme["fixed"], abs=0.02)
    assert values[3:6] == pytest.approx(nlme["sd"], rel=0.03)
    assert values[6] == pytest.approx(nlme["sigma"], rel=0.01)


def volume(xp, theta, eta, covariates):
    return {"cl": theta["cl"], "v": theta["v"] * xp.exp(eta["v"])}


NORMAL = Model(
    name="normal",
    label="Logarithms of levels are normal",
    drug="tacrolimus",
    matrix="plasma",
    unit="mg/L",
    structure=Linear(compartments=1),
    parameters=(Parameter(name="cl", value=1e-6, unit="L/h"), Parameter(name="v", value=20.0, unit="L")),
    individual=volume,
    iiv=Spread(of={"v": 0.4}),
    iov=Spread(of={"v": 0.2}),
    residual=Residual(log=0.15),
    population="nobody",
    source=Source("nobody", reference="Nobody."),
)
"""As good as nothing leaves the body, so a level is dose over volume: its likelihood is that of a normal distribution."""


def test_where_logarithms_are_normal_the_objective_is_exact_with_occasions_too():
    times = (5.0, 6.0, 100.0, 101.0, 103.0, 300.0)
    occasion = np.array([0, 0, 1, 1, 1, 2])
    seen = np.array([[4.0, 4.4, 6.0, 5.2, 5.5, 3.9], [5.0, 4.4, 4.0, 4.2, 5.5, 6.9]])
    records = [
        Record(
            patient=str(at),
            doses=(Dose(start=0, amount=100),),
            levels=tuple(Level(time=t, value=v) for t, v in zip(times, row.tolist(), strict=True)),
        )
        for at, row in enumerate(seen)
    ]
    chosen = unknowns(NORMAL, hold=["cl"])
    sought = np.array([np.log(22.0), np.log(0.35), np.log(0.25), np.log(0.12)])
    found = visit(problem(NORMAL, records), chosen, sought)
    cov = 0.35**2 + 0.25**2 * (occasion[:, None] == occasion) + 0.12**2 * np.eye(6)
    mean = np.full(6, np.log(100 / 22.0))
    expected = [-2 * (multivariate_normal(mean, cov).logpdf(np.log(y)) - np.log(y).sum()) for y in seen]
    assert found.each == pytest.approx(np.array(expected) - 6 * np.log(2 * np.pi), abs=2e-4)
    assert slopes(found, chosen) == pytest.approx(_differences(records, chosen, sought), abs=1e-4)


def _differences(records, chosen, sought):
    laid, far = problem(NORMAL, records), np.eye(len(sought)) * 1e-4
    return np.array([(visit(laid, chosen, sought + h).each - visit(laid, chosen, sought - h).each) / 2e-4 for h in far])


def test_the_slope_is_exact_where_levels_are_bounds_and_deviations_correlate():
    spread = Spread(of={"cl": 0.4, "v": 0.5, "ka": 0.4}, correlations={("cl", "v"): 0.5})
    model = replace(
        find("tacrolimus_bergmann_2014"),
        iiv=replace(spread, of=dict(spread.of) | {"v2": 0.3}),
    )
    records = [replace(r, levels=(replace(r.levels[0], censored="<"), *r.levels[1:])) for r in drawn(model, 5, seed=4)]
    chosen = unknowns(model, free=["expresser_on_cl"])
    sought = np.array([u.seek(u.start) for u in chosen]) + 0.05
    laid, far = problem(model, records), np.eye(len(sought)) * 1e-4
    found = slopes(visit(laid, chosen, sought), chosen)
    sides = [(visit(laid, chosen, sought + h).each - visit(laid, chosen, sought - h).each) / 2e-4 for h in far]
    assert found == pytest.approx(np.array(sides), abs=1e-4)


@pytest.mark.slow
def test_what_was_simulated_is_found_again():
    truth = moved(
        theophylline([0.4, 1.0, 3.4, *np.log([0.4, 0.3, 0.2]), 0, np.log(0.003), np.log(0.1)]), (), np.array([])
    )
    records = drawn(replace(truth, unit="mg/L"), 150, seed=8, times=(0.5, 1.5, 4.0, 9.0, 16.0, 24.0, 40.0))
    found = fit(theophylline([0.0, 1.3, 3.1, *np.log([0.6, 0.6, 0.6]), 0, np.log(0.01), np.log(0.2)]), records)
    assert found.done
    for number in found.numbers:
        true = {u.name: u.start for u in unknowns(truth)}[number.name]
        assert abs(np.log(number.value / true)) < 3 * number.se / number.value, number.name


def test_a_number_may_be_held_and_an_effect_of_a_covariate_set_free():
    woillard = find("tacrolimus_woillard_2011")
    assert [u.name for u in unknowns(woillard, hold=["iiv", "iov", "residual.additive", "ktr"])] == [
        "cl", "v", "q", "v2", "residual.proportional",
    ]  # fmt: skip
    assert "hematocrit_on_cl" in [u.name for u in unknowns(woillard, free=["hematocrit_on_cl"])]
    with pytest.raises(UnknownName, match="hematocrit_on_cl"):
        unknowns(woillard, free=["hematocrit_on_c"])


def test_what_cannot_be_used_is_set_aside_and_told():
    early = replace(PEOPLE[0], patient="early", levels=(Level(time=-3, value=2.0, row=5), Level(time=4, value=5.0)))
    none = replace(PEOPLE[0], patient="none", levels=())
    undosed = replace(PEOPLE[0], patient="undosed", doses=())
    found = fit(theophylline(BEGIN), [*PEOPLE, early, none, undosed], hold=["ka", "iiv", "residual"])
    told = " ".join(found.set_aside)
    assert "Patient early: The level of 2 mg/L (row 5) at -3 h lies before the first dose" in told
    assert "Patient none has no level" in told
    assert "Patient undosed: No dose is known" in told
    assert found.levels == 121 - 1 + 1  # eleven each but for those at the dose itself


def test_too_few_levels_are_refused():
    with pytest.raises(SchemaError, match="too few levels"):
        fit(theophylline(BEGIN), [replace(PEOPLE[0], levels=PEOPLE[0].levels[:5])], hold=["iiv.ka"])
    with pytest.raises(SchemaError, match="Nothing is left"):
        fit(theophylline(BEGIN), PEOPLE, hold=["ka", "cl", "v", "iiv", "residual"])


def test_a_model_that_is_solved_step_by_step_is_refused():
    with pytest.raises(ModelError, match="solved step by step"):
        fit(find("mycophenolate_sheng_2020"), PEOPLE)


def test_findings_name_what_troughs_alone_cannot_tell():
    bergmann = find("tacrolimus_bergmann_2014")
    records = drawn(bergmann, 12, seed=2, times=(13 * 24.0, 20 * 24.0))
    found = fit(bergmann, records, hold=["tlag", "q", "v2", "iiv.v2", "iiv.ka", "iiv.v"])
    told = " ".join(found.findings)
    assert "v and ka can hardly be told apart" in told or "imprecise" in told or "cannot tell" in told
