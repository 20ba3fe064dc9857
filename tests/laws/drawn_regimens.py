"""Draw regimens and charts for the laws of protocols, and follow a regimen from day to day."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import polars as pl
from hypothesis import strategies as st

from remission.chart.chart import Chart
from remission.protocols.core import compiled
from remission.protocols.decide import doses_of
from remission.protocols.find import find
from remission.protocols.known import answered, baseline_answers, every_morning, in_order, laid_out
from remission.protocols.plan import plan
from remission.protocols.protocol import (
    Ask,
    Band,
    Course,
    DoseTable,
    Down,
    Hold,
    Increase,
    Monitor,
    PerKg,
    Protocol,
    Reduce,
    Restart,
    Rule,
    SetTo,
    Steps,
    Stop,
    Taper,
    Target,
)
from remission.protocols.told import Told
from remission.terms.analytes import creatinine, tacrolimus_trough, wbc
from remission.terms.sources import Source
from remission.terms.traits import weight
from remission.terms.windows import HIMEJI_VISITS
from remission.terms.words import baseline, days_on, days_since, dose_of, on_this_dose, study_day

SOURCE = Source("kagawa_2012", at="nowhere: a regimen made up for tests")
TAC = on_this_dose(tacrolimus_trough, "tacrolimus")
TOY = Protocol(
    name="toy",
    label="A regimen that has a bit of everything",
    source=SOURCE,
    length=80,
    look_back=20,
    visits=HIMEJI_VISITS[:2],
    response="himeji_2012",
    courses=(
        Course(drug="prednisolone", source=SOURCE, titrated=True, dose=Taper(
            start=PerKg(0.6, most=40, to_nearest=5), first=14, down=(Down(5, every=7, to=20), Down(2.5, every=7, to=10)))),
        Course(drug="tacrolimus", dose=DoseTable(weight, (Band(2, below=50), Band(3))), titrated=True, most=4, source=SOURCE,
               target=Target(analyte=tacrolimus_trough, below=10, at_least=5)),
        Course(drug="mycophenolate_mofetil", dose=Steps({0: 1000, 7: 2000, 21: 3000}), titrated=True, times_a_day=2,
               source=SOURCE),
        Course(drug="cyclophosphamide", dose=500, every=14, times=4, start=1, route="iv", source=SOURCE),
    ),
    monitors=(
        Monitor(analyte=tacrolimus_trough, drug="tacrolimus", days={7: 2, 21: 4, 42: 7}, hours=12, source=SOURCE),
        Monitor(analyte=wbc, days={14: 3, 28: 3}, source=SOURCE),
        Monitor(analyte=creatinine, visits=HIMEJI_VISITS[:2], source=SOURCE),
    ),
    rules=(
        Rule(drug="tacrolimus", when=TAC >= 10, then=Reduce(1, to=1), titrates=True, source=SOURCE),
        Rule(drug="tacrolimus", when=TAC < 5, then=Increase(1, to=4), titrates=True, source=SOURCE),
        Rule(drug="tacrolimus", when=creatinine >= 2 * baseline(creatinine), then=Stop(), source=SOURCE),
        Rule(drug="mycophenolate_mofetil", when=wbc < 3, then=Hold(), source=SOURCE),
        Rule(drug="mycophenolate_mofetil", when=(wbc >= 4) & (days_since(wbc) <= 5), then=Restart(1000), source=SOURCE),
        Rule(drug="mycophenolate_mofetil", when=(study_day >= 60) & (dose_of("mycophenolate_mofetil") > 2000),
             then=SetTo(2000), source=SOURCE),
        Rule(drug="cyclophosphamide", when=wbc < 2, then=Hold(), source=SOURCE),
        Rule(drug="prednisolone", when=(days_on("prednisolone") >= 10) & (dose_of("prednisolone") > 5), permitted=True,
             then=Reduce(2.5, to=5), source=SOURCE),
        Rule(drug="prednisolone", when=wbc > 20, then=Ask("is there an infection?"), source=SOURCE, from_day=10, until_day=70),
    ),
)  # fmt: skip
"""Every sort of course, rule and action that the founding regimen does not have."""
HIMEJI = find("himeji_2012")
REGIMENS = (HIMEJI, HIMEJI.choose(trough_hours="any", mizoribine_target="ceiling", oral_start="day_0"), TOY)
STILL = (
    HIMEJI.choose(agent_stopped="neither"),
    replace(TOY, rules=tuple(rule for rule in TOY.rules if "day" not in rule.when.expr.meta.root_names())),
)
"""Regimens of which no rule names a study day within its condition, so that all their days can be moved."""
PATIENTS = ("7", "1", "3")
VALUES = {
    "tacrolimus_trough": [3.0, 5.0, 9.9, 10.0, 10.1, 14.0],
    "mizoribine_peak": [0.5, 1.0, 1.9],
    "creatinine": [0.6, 0.78, 1.2, 1.9],
    "proteinuria": [0.05, 0.19, 0.2, 3.5],
    "sledai": [0.0, 4.0],
    "wbc": [1.5, 2.5, 3.5, 6.0, 25.0],
}
LIMITS = pl.DataFrame(
    {"analyte": ["creatinine"], "female": [None], "high": [0.79]}, schema_overrides={"female": pl.Boolean}
)

people = st.lists(
    st.fixed_dictionaries(
        {
            "weight": st.sampled_from([45.0, 50.0, 60.0, 60.1, 75.0, None]),
            "age": st.sampled_from([17.9, 40.0]),
            "female": st.sampled_from([True, None]),
        }
    ),
    min_size=3,
    max_size=3,
)


@st.composite
def results(draw: st.DrawFn) -> dict[str, Any]:
    analyte = draw(st.sampled_from(list(VALUES)))
    level = analyte in ("tacrolimus_trough", "mizoribine_peak")
    return {
        "patient": draw(st.sampled_from(PATIENTS)),
        "day": draw(st.sampled_from([None, -5, *range(80), *range(0, 80, 7)])),
        "hour": draw(st.sampled_from([12.0, 12.0, 3.0, 24.0, None])) if level else None,
        "analyte": analyte,
        "value": draw(st.sampled_from(VALUES[analyte])),
        "censored": draw(st.sampled_from([None] * 12 + ["<", ">"])) if not level else None,
    }


@st.composite
def courses(draw: st.DrawFn) -> dict[str, Any]:
    day = draw(st.sampled_from([None, -30, *range(75)]))
    until = draw(st.sampled_from([None, None, 0, 3, 20]))
    return {
        "patient": draw(st.sampled_from(PATIENTS)),
        "day": day,
        "until": None if until is None or day is None else day + until,
        "drug": draw(st.sampled_from(["prednisolone", "tacrolimus", "mizoribine", "methylprednisolone",
                                      "mycophenolate_mofetil", "cyclophosphamide", "rituximab"])),
        "dose": draw(st.sampled_from([0.0, 2.0, 3.0, 5.0, 20.0, 60.0, 300.0, 500.0, 1000.0, None])),
        "days_per_week": draw(st.sampled_from([7.0, 7.0, 3.0, None])),
        "route": draw(st.sampled_from(["oral", "oral", "iv", None])),
    }  # fmt: skip


measurements = st.lists(results(), max_size=30, unique_by=lambda r: (r["patient"], r["day"], r["hour"], r["analyte"]))
prescriptions = st.lists(courses(), max_size=8)


@cache
def as_planned(protocol: Protocol, patient: str, kilograms: float) -> tuple[dict[str, Any], ...]:
    """List what one patient is given who is treated as planned."""
    planned = plan(protocol, weight=kilograms, age=40.0, female=True).doses
    columns = ["day", "drug", "dose", "days_per_week", "route"]
    rows = planned.with_columns(pl.col("drug", "route").cast(pl.String)).select(*columns).to_dicts()
    ends = planned.select((pl.col("until") == pl.col("day")) | (pl.col("until") < pl.lit(60))).to_series()
    return tuple(
        row | {"patient": patient, "until": until if end and row["drug"] != "prednisolone" else None}
        for row, until, end in zip(rows, planned["until"], ends, strict=True)
    )


def unremarkable(protocol: Protocol) -> list[dict[str, Any]]:
    """Measure everything on its due day: levels on target, no response, nothing alarming."""
    values = {
        "tacrolimus_trough": 7.0,
        "wbc": 6.0,
        "creatinine": 0.6,
        "proteinuria": 3.0,
        "sledai": 8.0,
        "c3": 60.0,
        "ds_dna": 30.0,
        "albumin": 3.0,
        "hemoglobin": 11.0,
    }
    return [
        {"patient": patient, "day": due, "hour": monitor.hours, "analyte": monitor.analyte.name,
         "value": values[monitor.analyte.name], "censored": None}
        for monitor in protocol.in_use(protocol.monitors)
        for due, _, _ in monitor.windows
        for patient in PATIENTS
    ]  # fmt: skip


@st.composite
def treated(draw: st.DrawFn) -> tuple[Protocol, list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Draw a regimen, and patients who were treated more or less as planned: rows dropped, shifted, changed and added."""
    protocol = draw(st.sampled_from(REGIMENS))
    who = draw(people)
    given = [row for p, w in zip(PATIENTS, who, strict=True) for row in as_planned(protocol, p, w["weight"] or 60.0)]
    edits = draw(
        st.lists(
            st.sampled_from([None, None, None, None, "drop", "shift", "dose"]), min_size=len(given), max_size=len(given)
        )
    )
    kept = [edited(row, edit) for row, edit in zip(given, edits, strict=True) if edit != "drop"]
    measured = [row for row in unremarkable(protocol) if draw(st.sampled_from([True, True, True, False]))]
    stray = draw(st.lists(results(), max_size=10))
    whole = {(row["patient"], row["day"], row["hour"], row["analyte"]): row for row in [*measured, *stray]}
    return (
        protocol,
        who,
        list(whole.values()),
        kept + draw(st.lists(courses(), max_size=draw(st.sampled_from([0, 0, 2])))),
    )


def edited(row: dict[str, Any], edit: str | None) -> dict[str, Any]:
    if edit == "shift":
        return row | {"day": row["day"] + 2}
    return row | {"dose": row["dose"] / 2} if edit == "dose" else row


def busy_days(measured: list[dict[str, Any]], given: list[dict[str, Any]]) -> st.SearchStrategy[int]:
    """Draw days on which something happens, and those around them."""
    days = {
        0,
        80,
        *(row["day"] + more for row in [*measured, *given] if row["day"] is not None for more in (-1, 0, 1, 21, 62)),
    }
    return st.sampled_from(sorted(day for day in days if 0 <= day <= 200))


def chart(
    who: list[dict[str, Any]], measured: list[dict[str, Any]], given: list[dict[str, Any]] | None = None
) -> Chart:
    return Chart.of(
        who=pl.DataFrame([{"patient": p, **w} for p, w in zip(PATIENTS, who, strict=True)], infer_schema_length=None),
        measured=pl.DataFrame(measured, infer_schema_length=None),
        given=pl.DataFrame(given or [], infer_schema_length=None),
        limits=LIMITS,
    )


def follow(protocol: Protocol, known: Chart, through: int) -> Chart:
    """Give what is asked for, day by day; where a clinician is asked, what was given goes on."""
    c, rows = compiled(protocol), known.given
    for day in range(through + 1):
        now = replace(known, given=rows)
        told = Told(answered(c, laid_out(c, in_order(c, now), every_morning(now, day), baseline_answers(c, now))))
        new = doses_of(c, told).filter(pl.col("act").cast(pl.String).is_in(["start", "change", "hold", "stop"]))
        if len(new):
            filled = new.select(pl.col(name) if name in new.columns else pl.lit(None, dtype=dtype).alias(name)
                                for name, dtype in rows.schema.items())  # fmt: skip
            rows = pl.concat([rows, filled])
    return replace(known, given=rows)


def shifted(protocol: Protocol, by: int) -> Protocol:
    """Move every day of a regimen."""
    visits = {visit: replace(visit, target=visit.target + by, low=visit.low + by, high=visit.high + by)
              for visit in {*protocol.visits, *(visit for m in protocol.monitors for visit in m.visits)}}  # fmt: skip

    def moved(day: int | None) -> int | None:
        return None if day is None else day + by

    return replace(
        protocol,
        length=protocol.length + by,
        visits=tuple(visits[visit] for visit in protocol.visits),
        courses=tuple(replace(c, start=c.start + by, until=moved(c.until)) for c in protocol.courses),
        monitors=tuple(
            replace(m, days={day + by: off for day, off in m.days.items()}, visits=tuple(visits[v] for v in m.visits))
            for m in protocol.monitors
        ),
        rules=tuple(replace(r, from_day=moved(r.from_day), until_day=moved(r.until_day)) for r in protocol.rules),
    )


def named(table: pl.DataFrame) -> pl.DataFrame:
    """Write patients as text: each chart has its own list of them."""
    return table.with_columns(pl.col("patient").cast(pl.String))
