"""What does an audit of a whole regimen cost? `audit` against the same joins written by hand in polars.

100,000 patients under the founding regimen, 9 visits each, 3.0 million results and 1.1 million courses of doses. Doctors
follow most rules; some let a dose go on that a rule lowers, cut tacrolimus without a rule, step prednisolone down late, give
twice the pulse, miss a sample. Both sides get the same chart in memory and answer: every deviation (patient, span of days,
kind, drug or sample, dose due, dose given), days kept and judged, mg due and given for each drug, samples and visits held.
Both must give the same checksum of the deviations, and the same sums.

The hand-written side knows beforehand what these charts do not hold: it has one row a visit, because tacrolimus changes at
visits only, no overlapping or undated prescriptions, no result that is too old, no sample without its time since the dose, no
bounds; and it says neither why nor where that is written. CPU seconds of all threads, least over the repeats, in fresh
processes; reading is outside the clock. Goal: within 2 times by hand, 20,000 patients a second of wall time, and our
process, chart included, within 1.5 GB; the figure is the ratio.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import polars as pl

from measure import GIGABYTE, clock, conclude, hand_over, interleave, run
from remission.chart.chart import Chart
from remission.protocols.audit import audit
from remission.protocols.find import find

PATIENTS, SEED, END = 100_000, 2012, 196
DUE = (0, 7, 14, 21, 28, 61, 122, 152, 183)
"""The due days of the visits; months 2, 4 and 6 are visits 5, 6 and 8."""
LIMITS = {True: 0.79, False: 1.07}
NEAR, SPEED, MEMORY = 2.0, 20_000, 1.5 * GIGABYTE
REPEATS = {"ours": 3, "by-hand": 3}
SLIP = 1e-9
"""Comparisons favour equality by this much: 1.3 x 0.70 is 0.91 on paper."""
TOLD = ("patient", "day", "until", "kind", "about", "expected", "given")
TYPES = {"patient": pl.UInt32, "day": pl.Int32, "until": pl.Int32, "kind": pl.String, "about": pl.String}


def main() -> None:
    """Run both sides in turn on one chart and compare."""
    with TemporaryDirectory() as folder:
        run(__file__, "make", folder)
        sides = interleave(__file__, REPEATS, folder)
    for name, side in sides.items():
        print(f"{name:<8} {side.cpu['audit']:6.2f} CPU s, {side.cpu['wall']:6.2f} s, {PATIENTS / side.cpu['wall']:8,.0f} "
              f"patients/s, peak {side.peak / GIGABYTE:.2f} GB, checksum {side.answer['checksum']}")  # fmt: skip
    ours, by_hand = sides["ours"], sides["by-hand"]
    print(f"deviations: {ours.answer['deviations']}")
    if ours.answer != by_hand.answer:
        print(f"NOT THE SAME: {ours.answer}\n{by_hand.answer}")
    ratio, speed = ours.cpu["audit"] / by_hand.cpu["audit"], PATIENTS / ours.cpu["wall"]
    met = ours.answer == by_hand.answer and ratio <= NEAR and speed >= SPEED and ours.peak <= MEMORY
    conclude(ratio, NEAR, "times the CPU of hand-written polars, audit of 100,000 patients", met=met)


def make(folder: str) -> None:
    """Draw the cohort, in another process than those that are measured."""
    rng = np.random.default_rng(SEED)
    people = {
        "patient": np.arange(PATIENTS),
        "female": rng.random(PATIENTS) < 0.88,
        "weight": np.round(rng.normal(56, 9, PATIENTS).clip(36, 110), 1),
    }
    days = visit_days(rng)
    results = drawn_results(rng)
    doses = given(rng, people["weight"], days, results)
    pl.DataFrame(people).write_parquet(Path(folder, "who.parquet"))
    measured(days, results).write_parquet(Path(folder, "measured.parquet"))
    doses.write_parquet(Path(folder, "given.parquet"))
    hand_over({}, None)


def visit_days(rng: np.random.Generator) -> np.ndarray:
    """Draw on which day each patient came to each visit; by month 2 nobody is later than a result stands."""
    days = np.tile(np.array(DUE), (PATIENTS, 1))
    days[:, 1:5] += rng.integers(-1, 2, (PATIENTS, 4))
    days[:, 5] -= rng.integers(0, 4, PATIENTS)
    days[:, 6] = days[:, 5] + 61 - rng.integers(0, 6, PATIENTS)
    days[:, 7] -= rng.integers(0, 6, PATIENTS)
    days[:, 8] = days[:, 6] + 61 - rng.integers(0, 6, PATIENTS)
    return days


def drawn_results(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Draw results that do not depend on doses, and how high each trough is for its dose; not a number is not drawn."""
    shape = (PATIENTS, len(DUE))
    fall = np.array([3.0, 2.6, 2.2, 1.9, 1.6, 0.6, 0.3, 0.2, 0.14])
    creatinine = rng.normal(0.8, 0.12, (PATIENTS, 1)) * rng.normal(1, 0.05, shape)
    creatinine[:, 6] *= np.where(rng.random(PATIENTS) < 0.04, 1.4, 1)
    sledai = np.where(rng.random(shape) < 0.4, 0.0, 4.0)
    sledai[:, [1, 2, 3, 4, 7]] = np.nan
    sledai[rng.random(PATIENTS) < 0.1, 5] = np.nan
    per_mg = rng.lognormal(0.75, 0.4, shape)
    per_mg[:, 0] = np.nan
    per_mg[rng.random(PATIENTS) < 0.1, 7] = np.nan
    return {
        "proteinuria": np.round(fall * rng.lognormal(0, 0.7, shape), 2),
        "creatinine": np.round(creatinine.clip(0.3), 2),
        "sledai": sledai,
        "per_mg": per_mg,
    }


def given(rng: np.random.Generator, weight: np.ndarray, days: np.ndarray, drawn: dict[str, np.ndarray]) -> pl.DataFrame:
    """Draw what was given, and add the troughs that these doses give to what was drawn."""
    everyone = np.arange(PATIENTS)
    pulse = np.where(rng.random(PATIENTS) < 0.03, 1000.0, 500.0)
    often = np.where(rng.random(PATIENTS) < 0.05, 7.0, 3.0)
    courses = [course(everyone, 0, "methylprednisolone", pulse, route="iv", until=2),
               course(everyone, 0, "mizoribine", 300.0, per_week=often, until=END),
               course(everyone, 0, "tacrolimus", 3.0)]  # fmt: skip
    begun = np.full(PATIENTS, 3)
    for dose in (80, 70, 60, 50, 40, 30, 25, 20):
        at = everyone if dose <= 60 else everyone[weight > 60]
        late = np.where((rng.random(PATIENTS) < 0.05) & (dose in (50, 40)), rng.integers(1, 7, PATIENTS), 0)
        courses.append(course(at, (begun + late)[at], "prednisolone", float(dose)))
        begun[at] += 7 if dose > 30 else 14
    fallen = everyone[rng.random(PATIENTS) < 0.1]
    courses.append(course(fallen, days[fallen, 6], "prednisolone", 17.5))
    troughs, changes = titrated(rng, days, drawn)
    drawn["tacrolimus_trough"] = troughs
    return pl.concat([*courses, *changes])


def course(
    at: np.ndarray,
    day: Any,
    drug: str,
    dose: Any,
    *,
    route: str = "oral",
    per_week: Any = 7.0,
    until: int | None = None,
) -> pl.DataFrame:
    """Write one course of a drug for some patients; without a last day it goes on to the next one."""
    columns = {"patient": at, "day": day, "drug": drug, "dose": dose, "days_per_week": per_week, "route": route}
    table = pl.DataFrame({name: np.broadcast_to(value, at.shape) for name, value in columns.items()})
    return table.with_columns(pl.lit(until, dtype=pl.Int32).alias("until"))


def titrated(
    rng: np.random.Generator, days: np.ndarray, drawn: dict[str, np.ndarray]
) -> tuple[np.ndarray, list[pl.DataFrame]]:
    """Let doctors change tacrolimus at visits: by the rules as a rule, not always, and now and then without one."""
    dose, changes = np.full(PATIENTS, 3.0), []
    troughs = np.full(days.shape, np.nan)
    for visit in range(1, len(DUE)):
        troughs[:, visit] = np.round(dose * drawn["per_mg"][:, visit], 1)
        risen = drawn["creatinine"][:, visit] >= 1.3 * drawn["creatinine"][:, 0] * (1 - SLIP)
        ruled = (troughs[:, visit] >= 10) | risen
        draw = rng.random(PATIENTS)
        lower = (dose > 1) & np.where(ruled, draw < 0.8, draw < 0.03)
        new = np.where(lower, dose - 1, dose)
        if visit == 8:
            well = (drawn["proteinuria"][:, 8] < 0.2) & (drawn["sledai"][:, 8] == 0) & ~ruled
            new = np.where(well & (rng.random(PATIENTS) < 0.7), 0.0, np.where(well, dose, new))
        at = np.flatnonzero(new != dose)
        changes.append(course(at, days[at, visit], "tacrolimus", new[at]))
        dose = new
    return troughs, changes


def measured(days: np.ndarray, drawn: dict[str, np.ndarray]) -> pl.DataFrame:
    """Write every result that was drawn, in no order."""
    everyone = np.repeat(np.arange(PATIENTS), len(DUE))
    tables = [
        pl.DataFrame({"patient": everyone, "day": days.ravel(), "value": drawn[name].ravel()}).with_columns(
            pl.lit(name).alias("analyte"),
            pl.lit(12.0 if name == "tacrolimus_trough" else None, dtype=pl.Float64).alias("hour"),
        )
        for name in ("proteinuria", "creatinine", "sledai", "tacrolimus_trough")
    ]
    return pl.concat(tables).filter(pl.col("value").is_not_nan()).sample(fraction=1, shuffle=True, seed=SEED)


def load(folder: str) -> Chart:
    """Read the chart that `make` wrote."""
    who, results, doses = (pl.read_parquet(Path(folder, f"{name}.parquet")) for name in ("who", "measured", "given"))
    patient = pl.col("patient").cast(pl.UInt32).cat.to(pl.Enum(who["patient"].cast(pl.String)))
    limits = {"analyte": ["creatinine"] * 2, "female": list(LIMITS), "high": list(LIMITS.values())}
    return Chart.of(who=who.with_columns(pl.col("patient").cast(pl.String)), measured=results.with_columns(patient),
                    given=doses.with_columns(patient), limits=pl.DataFrame(limits))  # fmt: skip


def ours(chart: Chart) -> tuple[pl.DataFrame, dict[str, list[float]]]:
    """Audit with Remission; of the samples only those that a rule or the response reads."""
    himeji = find("himeji_2012")
    sampled = tuple(m for m in himeji.monitors if m.analyte.name in (*WINDOWS, "mizoribine_peak"))
    made = audit(replace(himeji, monitors=sampled), chart)
    sums: dict[str, list[float]] = {}
    for about, statistic, value, n in (
        made.adherence.filter(pl.col("patient").is_null()).select("about", "statistic", "value", "n").iter_rows()
    ):
        whole = [value * n, n] if statistic in ("days_kept", "done") else [value] if statistic[:2] == "mg" else []
        sums[about] = sums.get(about, []) + whole
    return made.deviations, sums


WINDOWS = {
    "proteinuria": [(-28, 0), (31, 91), (92, 152), (153, 213)],
    "creatinine": [(-28, 0), (31, 91), (92, 152), (153, 213)],
    "sledai": [(-28, 0), (31, 91), (92, 152), (153, 213)],
    "tacrolimus_trough": [(4, 10), (11, 17), (18, 24), (25, 31), (47, 75), (108, 136), (138, 166), (169, 197)],
}
LATEST = (3, 10, 17, 24, 40, 91, 130, 152, END)
"""The last day that belongs to each visit."""
OVERDUE = 167
"""From this day on the trough of month 5 is overdue."""


def by_hand(chart: Chart) -> tuple[pl.DataFrame, dict[str, list[float]]]:
    """Audit the same as an expert would who needs this regimen and these charts only."""
    visits = tacrolimus(at_visits(chart))
    broken = runs(visits)
    parts = [
        broken.select(TOLD),
        *(table.select(TOLD) for table in (late_steps(chart), fallen(chart, visits), other_courses(chart))),
        *missed(chart),
    ]
    deviations = pl.concat([table.cast(TYPES) for table in parts])
    return deviations, totals(chart, visits, deviations)


def visit_of(day: pl.Expr) -> pl.Expr:
    """Put a day into its visit."""
    found = pl.lit(len(LATEST) - 1, dtype=pl.Int64)
    for number, latest in reversed(list(enumerate(LATEST[:-1]))):
        found = pl.when(day <= latest).then(pl.lit(number, dtype=pl.Int64)).otherwise(found)
    return found


def at_visits(chart: Chart) -> pl.DataFrame:
    """Lay out one row a patient and visit: its day, results, baseline, limit of normal, tacrolimus before and after."""
    size, per = len(chart.who), len(DUE)
    cell = (pl.col("patient").to_physical().cast(pl.Int64) * per + visit_of(pl.col("day"))).alias("cell")
    results = chart.measured.select(cell, "day", "analyte", "value")
    grid = pl.DataFrame({"cell": np.arange(size * per)}).with_columns(
        (pl.col("cell") // per).alias("patient"), (pl.col("cell") % per).alias("visit")
    )
    for analyte in ("proteinuria", "creatinine", "sledai", "tacrolimus_trough"):
        taken = ("cell", "day") if analyte == "proteinuria" else ("cell",)
        column = results.filter(pl.col("analyte") == analyte).select(*taken, pl.col("value").alias(analyte))
        grid = grid.join(column, on="cell", how="left", maintain_order="left")
    doses = chart.given.filter(pl.col("drug") == "tacrolimus").select(cell, pl.col("dose").alias("after"))
    grid = grid.join(doses, on="cell", how="left", maintain_order="left")
    normal = chart.who.select(pl.when("female").then(LIMITS[True]).otherwise(LIMITS[False]).alias("normal"))["normal"]
    first = pl.col("visit") == 0
    return grid.with_columns(pl.col("after").forward_fill()).with_columns(
        pl.when(~first).then(pl.col("after").shift(1)).otherwise(pl.col("after")).alias("before"),
        pl.when(first).then("creatinine").forward_fill().alias("baseline"),
        pl.lit(normal).gather("patient").alias("normal"),
        (pl.when(pl.col("visit") < per - 1).then(pl.col("day").shift(-1)).otherwise(END + 1) - 1).alias("last"),
    )


def tacrolimus(visits: pl.DataFrame) -> pl.DataFrame:
    """Judge tacrolimus from each visit to the day before the next, against the course to which rules have led."""
    before, after, visit, trough = (pl.col(name) for name in ("before", "after", "visit", "tacrolimus_trough"))
    creatinine, baseline = pl.col("creatinine"), pl.col("baseline")
    changed = (after != before).alias("changed")
    stays = trough.is_null() & ~pl.col("changed").shift(1)  # the trough before was drawn on this dose too
    high = (pl.when(stays).then(trough.shift(1)).otherwise(trough) >= 10 * (1 - SLIP)).fill_null(value=False)
    risen = creatinine >= 1.3 * baseline * (1 - SLIP)
    kidney = (creatinine <= pl.col("normal") * (1 + SLIP)) | (creatinine <= 1.15 * baseline * (1 + SLIP))
    complete = ((pl.col("proteinuria") < 0.2 * (1 - SLIP)) & kidney).alias("complete")
    stop = ((visit == 8) & pl.col("complete") & (pl.col("sledai") == 0)).alias("stop")
    ruled = ((visit > 0) & (high | risen)).alias("ruled")
    walked = visits.with_columns(changed, complete).with_columns(stop, ruled)
    walked = walked.with_columns(*followed(walked))
    whole = pl.col("last") - pl.col("day") + 1
    late = trough.is_null() & (visit == 7) & (pl.col("changed") | pl.col("changed").shift(1))
    late &= ~pl.col("kind").is_in(["asked", "rule_not_followed"])
    asked = pl.when(pl.col("kind") == "asked").then(whole).when("late").then(pl.col("last") - OVERDUE + 1).otherwise(0)
    return walked.with_columns(late.alias("late")).with_columns((whole - asked).alias("judged"))


def followed(visits: pl.DataFrame) -> list[pl.Series]:
    """Walk from visit to visit: the dose due by the written course, which only a rule that is acted upon moves."""
    shape = (-1, len(DUE))
    names = ("before", "after", "changed", "stop", "ruled")
    before, after, changed, stop, ruled = (
        visits[name].fill_null(value=False).to_numpy().reshape(shape) for name in names
    )
    written, due = after[:, 0].copy(), after.copy()
    kind = np.full(after.shape, "kept", dtype=object)
    for visit in range(1, len(DUE)):
        now, was = after[:, visit], before[:, visit]
        lower = ruled[:, visit] & (was > 1) & ~stop[:, visit]
        due[:, visit] = np.where(stop[:, visit], 0.0, np.where(lower, was - 1, written))
        off, moved = now != due[:, visit], changed[:, visit]
        kind[off, visit] = "change_without_a_rule"
        kind[off & lower & ~moved, visit] = "rule_not_followed"
        kind[off & stop[:, visit], visit] = "against_a_stop"
        kind[ruled[:, visit] & (was <= 1) & ~stop[:, visit], visit] = "asked"
        written = np.where(lower & moved, was - 1, written)
    return [pl.Series("kind", kind.ravel().astype(str)), pl.Series("expected", due.ravel())]


def runs(visits: pl.DataFrame) -> pl.DataFrame:
    """List what was done otherwise, visits that follow one another and say the same as one."""
    columns = ("kind", "after", "expected")
    same = pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in columns) & (pl.col("visit") > 0)
    same &= ~pl.col("late").shift(1)  # days on which a clinician is asked lie between
    broken = ["rule_not_followed", "against_a_stop", "change_without_a_rule"]
    return (
        visits.with_columns((~same).cum_sum().alias("run"))
        .filter(pl.col("kind").is_in(broken))
        .group_by("run", maintain_order=True)
        .agg(
            pl.col("patient", "day", "kind", "expected").first(),
            pl.when("late").then(OVERDUE - 1).otherwise("last").last().alias("until"),
            pl.col("after").first().alias("given"),
        )
        .with_columns(pl.lit("tacrolimus").alias("about"))
    )


def steps(chart: Chart) -> pl.DataFrame:
    """List the steps of prednisolone that were made, beside the day on which each was due."""
    due = []
    for heavy, doses in ((True, (80, 70, 60, 50, 40, 30, 25, 20)), (False, (60, 50, 40, 30, 25, 20))):
        day = 3
        for before, dose in zip((0, *doses), doses, strict=False):
            due.append(
                {"heavy": heavy, "dose": float(dose), "expected": float(dose), "given": float(before), "due": day}
            )
            day += 7 if dose > 30 else 14
    heavy = pl.lit(chart.who["weight"] > 60).gather(pl.col("patient").to_physical())
    made = chart.given.filter(pl.col("drug") == "prednisolone").with_columns(heavy.alias("heavy"))
    return made.join(pl.DataFrame(due), on=("heavy", "dose"), how="inner")


def late_steps(chart: Chart) -> pl.DataFrame:
    """List the steps of prednisolone that came late; 3 days are tolerated."""
    late = pl.col("day") - pl.col("due")
    return (
        steps(chart)
        .filter(late > 0)
        .select(
            pl.col("patient").to_physical(), pl.col("due").alias("day"), (pl.col("day") - 1).alias("until"),
            pl.when(late <= 3).then(pl.lit("tolerance")).otherwise(pl.lit("slip")).alias("kind"),
            pl.lit("prednisolone").alias("about"), "expected", "given",
        )
    )  # fmt: skip


def fallen(chart: Chart, visits: pl.DataFrame) -> pl.DataFrame:
    """List falls of prednisolone at month 4 before the complete remission that permits them."""
    made = chart.given.filter(pl.col("drug") == "prednisolone", pl.col("dose") == 17.5).select(
        pl.col("patient").to_physical().cast(pl.Int64), "day"
    )
    well = (
        visits.filter(pl.col("visit") >= 6, pl.col("complete"))
        .group_by("patient")
        .agg(pl.col("day").min().alias("well"))
    )
    late = made.join(well, on="patient", how="left").filter(pl.col("well").is_null() | (pl.col("well") > pl.col("day")))
    return late.with_columns(
        (pl.col("well") - 1).fill_null(END).alias("until"), pl.lit("change_without_a_rule").alias("kind"),
        pl.lit("prednisolone").alias("about"), pl.lit(20.0).alias("expected"), pl.lit(17.5).alias("given"),
    )  # fmt: skip


def other_courses(chart: Chart) -> pl.DataFrame:
    """List pulses of another dose, and mizoribine on another number of days."""
    pulse, often = pl.col("drug") == "methylprednisolone", pl.col("drug") == "mizoribine"
    wrong = chart.given.filter((pulse & (pl.col("dose") != 500)) | (often & (pl.col("days_per_week") != 3)))
    return wrong.select(
        pl.col("patient").to_physical(), "day", "until",
        pl.when(pulse).then(pl.lit("slip")).otherwise(pl.lit("other_days")).alias("kind"),
        pl.col("drug").cast(pl.String).alias("about"),
        pl.when(pulse).then(500.0).otherwise(300.0).alias("expected"), pl.col("dose").alias("given"),
    )  # fmt: skip


def in_windows(chart: Chart, analyte: str) -> pl.DataFrame:
    """Put the results of an analyte into the windows of its samples: one row a patient and window."""
    day, window = pl.col("day"), pl.lit(None, dtype=pl.Int64)
    for number, (low, high) in enumerate(WINDOWS[analyte]):
        window = pl.when(day.is_between(low, high)).then(pl.lit(number, dtype=pl.Int64)).otherwise(window)
    rows = chart.measured.filter(pl.col("analyte") == analyte).select(
        pl.col("patient").to_physical(), window.alias("window")
    )
    return rows.drop_nulls().unique()


def missed(chart: Chart) -> list[pl.DataFrame]:
    """List the samples that were not drawn: SLEDAI of month 2, the trough of month 5."""
    everyone = pl.DataFrame({"patient": np.arange(len(chart.who), dtype=np.uint32)})
    found = []
    for analyte, window, day, until in (("sledai", 1, 61, 91), ("tacrolimus_trough", 6, 152, 166)):
        seen = in_windows(chart, analyte).filter(pl.col("window") == window)
        found.append(everyone.join(seen, on="patient", how="anti").select(
            "patient", pl.lit(day).alias("day"), pl.lit(until).alias("until"), pl.lit("missed").alias("kind"),
            pl.lit(analyte).alias("about"), pl.lit(None, dtype=pl.Float64).alias("expected"),
            pl.lit(None, dtype=pl.Float64).alias("given")))  # fmt: skip
    return [table.select(TOLD) for table in found]


def totals(chart: Chart, visits: pl.DataFrame, deviations: pl.DataFrame) -> dict[str, list[float]]:
    """Add up days kept, days judged, mg due and mg given; of samples and visits how many were held and were due."""
    size, whole = len(chart.who), END + 1
    days = pl.col("until") - pl.col("day") + 1
    bad = ~pl.col("kind").is_in(["tolerance", "return"])
    lost = dict(deviations.group_by("about").agg(days.filter(bad).sum()).iter_rows())
    following = pl.col("day").shift(-1).over("patient", "drug") - 1
    span = pl.coalesce("until", following, END) - pl.col("day") + 1
    given = chart.given.filter(pl.col("drug") != "tacrolimus").sort("patient", "drug", "day").group_by("drug")
    mg = dict(
        given.agg((span * pl.col("dose") * pl.col("days_per_week") / 7).sum()).cast({"drug": pl.String}).iter_rows()
    )
    moved = deviations.select("about", (days * (pl.col("expected") - pl.col("given"))).alias("mg"))
    more = dict(moved.group_by("about").agg(pl.col("mg").sum()).iter_rows())
    sums: dict[str, list[float]] = {
        "methylprednisolone": [4 * size, mg["methylprednisolone"] + more["methylprednisolone"]],
        "prednisolone": [(whole - 3) * size, mg["prednisolone"] + more["prednisolone"]],
        "mizoribine": [whole * size, whole * size * 300 * 3 / 7],
    }
    told = {d: [n - lost[d], n, due, mg[d]] for d, (n, due) in sums.items()}
    judged = visits["judged"].sum()
    taken = visits.select((pl.col("judged") * pl.col("after")).sum()).item()
    told["tacrolimus"] = [judged - lost["tacrolimus"], judged, taken + more["tacrolimus"], taken]
    held = {analyte: in_windows(chart, analyte) for analyte in WINDOWS}
    told |= {analyte: [len(rows), size * len(WINDOWS[analyte])] for analyte, rows in held.items()}
    anything = pl.concat([held[analyte] for analyte in ("proteinuria", "creatinine", "sledai")])
    return told | {"visits": [len(anything.unique()), size * 4]}


def measure(side: Callable[[Chart], tuple[pl.DataFrame, dict[str, list[float]]]], folder: str) -> None:
    """Time one side, and add its answers up so that the order of rows does not matter."""
    chart = load(folder)
    began = time.perf_counter()
    seconds, (deviations, sums) = clock(lambda: side(chart))
    wall = time.perf_counter() - began
    rows = deviations.select(pl.col("patient").to_physical(), *TOLD[1:]).cast(TYPES)
    counts = rows.group_by("about", "kind").len().sort("about", "kind")
    checksum = rows.select(pl.struct(pl.all()).hash().sum()).item()
    answer = {
        "checksum": f"{checksum:016x}",
        "deviations": {f"{about}, {kind}": n for about, kind, n in counts.iter_rows()},
        "sums": {about: [round(value, 3) for value in sums[about]] for about in sorted(sums)},
    }
    hand_over({"audit": seconds, "wall": wall}, answer)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    elif sys.argv[1] == "make":
        make(sys.argv[2])
    else:
        measure({"ours": ours, "by-hand": by_hand}[sys.argv[1]], sys.argv[2])
