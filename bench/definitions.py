"""What does a definition cost? All of them on a million patient-visits, and three against two ways of writing by hand.

200,000 patients × 5 visits as wide rows, each quantity known in most of them. Ours answers from the shelves. By hand,
the same three definitions (Himeji 2012, Chen 2008, eGFR JSN 2009) are plain polars expressions by someone who needs no
more than these; and a row-wise `pandas.DataFrame.apply`, as most groups write them, which is run on a sample of the rows
and scaled. Every side answers the same rows and must give the same checksum. CPU seconds of all threads, least over the
repeats, in fresh processes. Goal: within 1.3 times the CPU of polars by hand, and 100 times less than pandas; the
figure is the smaller of the two margins. Then every definition on the shelves, one after another, in ns a row.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import polars as pl

from measure import clock, conclude, hand_over, interleave, run
from remission.definitions import shelf
from remission.definitions.derive import answer, chart_inputs, needed
from remission.terms.analytes import ANALYTES
from remission.terms.traits import TRAITS

PATIENTS, VISITS, SEED, SAMPLE = 200_000, 5, 2012, 20_000
ROWS = PATIENTS * VISITS
ASKED = ("himeji_2012", "chen_2008", "egfr_jsn_2009")
NEAR_HAND, OVER_PANDAS = 1.3, 100.0
READ = ("proteinuria", "creatinine", "baseline(creatinine)", "upper_normal(creatinine)", "baseline(proteinuria)", "age",
        "female")  # fmt: skip
REPEATS = {"ours": 5, "by-hand": 5, "pandas": 1, "all": 1}
SLIP = 1e-9
"""Comparisons favour equality by this much: 1.15 x 1.40 is 1.61 on paper."""


def main() -> None:
    """Run every side on the same rows and compare."""
    with TemporaryDirectory() as folder:
        run(__file__, "make", folder)
        sides = interleave(__file__, REPEATS, folder)
    each = sides["all"].cpu
    print(f"all {len(each)} definitions: {sum(each.values()):.1f} CPU s for {ROWS:,} rows each")
    for name, seconds in sorted(each.items(), key=lambda pair: -pair[1])[:10]:
        print(f"  {name:<36} {1e9 * seconds / ROWS:7.0f} ns a row")
    spent = {side: sides[side].cpu["derive"] for side in ("ours", "by-hand", "pandas")}
    for side, seconds in spent.items():
        print(f"{side:<8} {seconds:8.3f} CPU s, {1e-6 * ROWS / seconds:6.2f} million rows/s, {sides[side].answer}")
    hand, pandas = spent["ours"] / spent["by-hand"], spent["pandas"] / spent["ours"]
    print(f"{hand:.2f} times by hand (goal {NEAR_HAND}), {pandas:.0f} times faster than pandas (goal {OVER_PANDAS:g})")
    same = sides["ours"].answer["all"] == sides["by-hand"].answer["all"]
    same &= sides["ours"].answer["sample"] == sides["pandas"].answer["sample"]
    margin = min(NEAR_HAND / hand, pandas / OVER_PANDAS)
    conclude(margin, 1, "smaller of the margins over by-hand polars and pandas", met=same and margin >= 1)


def make(folder: str) -> None:
    """Write wide rows with every quantity that any definition reads."""
    rng = np.random.default_rng(SEED)
    inputs = chart_inputs(needed(shelf.find(name) for name in shelf.names()))
    frame = {
        "patient": np.repeat(np.arange(PATIENTS, dtype=np.uint32), VISITS),
        "visit": pl.Series(["baseline", "month_2", "month_4", "month_6", "month_12"] * PATIENTS, dtype=pl.Enum(VISIT)),
        "day": np.tile(np.array([0, 61, 122, 183, 365], dtype=np.int32), PATIENTS),
    }
    frame |= {name: quantity(name, rng) for name in inputs if name not in frame}
    pl.DataFrame(frame).write_parquet(Path(folder, "rows.parquet"))
    hand_over({}, None)


VISIT = ["baseline", "month_2", "month_4", "month_6", "month_12"]
MIDDLES = {"proteinuria": 0.4, "creatinine": 0.8, "baseline(creatinine)": 0.8, "upper_normal(creatinine)": 0.9,
           "baseline(proteinuria)": 3.0, "upcr": 0.5, "baseline(upcr)": 3.0, "albumin": 3.6, "c3": 70.0}  # fmt: skip


def quantity(name: str, rng: np.random.Generator) -> pl.Series:
    """Draw one column of a wide row; one value in ten is unknown."""
    call, _, of = name.rpartition("(")
    term = TRAITS.get(name)
    yes_no = call in ("on_record", "taking") or (term is not None and term.kind == "yes/no")
    if yes_no:
        values = pl.Series(rng.random(ROWS) < 0.3)
    elif term is not None and term.kind == "text":
        values = pl.Series(["class V", "class III", "IV-G (A)", "class V + III (A/C)"]).gather(rng.integers(0, 4, ROWS))
    elif name == "age":
        values = pl.Series(rng.integers(18, 80, ROWS).astype(float))
    elif of.removesuffix(")") in ANALYTES and ANALYTES[of.removesuffix(")")].kind in ("item", "sign"):
        values = pl.Series((rng.random(ROWS) < 0.1).astype(float))
    else:
        values = pl.Series(np.round(MIDDLES.get(name, 5.0) * rng.lognormal(0, 0.6, ROWS), 2))
    known = pl.Series(rng.random(ROWS) < (1.0 if call == "on_record" else 0.9))
    return pl.select(pl.when(known).then(values)).to_series().alias(name)


def ours(rows: pl.DataFrame) -> pl.DataFrame:
    """Answer from the shelves."""
    return answer(rows, needed(shelf.find(name) for name in ASKED)).select(ASKED)


def by_hand(rows: pl.DataFrame) -> pl.DataFrame:
    """Answer as an expert would who needs these three only."""
    protein, creatinine, before = pl.col("proteinuria"), pl.col("creatinine"), pl.col("baseline(creatinine)")
    normal, protein_before = pl.col("upper_normal(creatinine)"), pl.col("baseline(proteinuria)")
    himeji = (protein < 0.2 * (1 - SLIP)) & (
        (creatinine <= normal * (1 + SLIP)) | (creatinine <= 1.15 * before * (1 + SLIP))
    )
    complete = (protein <= 0.33 * (1 + SLIP)) & (creatinine <= 1.4 * (1 + SLIP))
    halved = (1 - protein / protein_before) >= 0.5 * (1 - SLIP)
    counts = (protein_before >= 0.5) | (protein > protein_before)
    partial = (protein <= 1.5 * (1 + SLIP)) & pl.when(counts).then(halved) & (creatinine <= 1.25 * before * (1 + SLIP))
    egfr = (
        194
        * creatinine.pow(-1.094)
        * pl.col("age").pow(-0.287)
        * pl.when("female").then(0.739).when(~pl.col("female")).then(1.0)
    )
    return rows.select(
        levels(complete=himeji).alias("himeji_2012"),
        levels(complete=complete, partial=partial).alias("chen_2008"),
        pl.when(pl.col("age") >= 18).then(egfr).alias("egfr_jsn_2009"),
    )


def levels(**conditions: pl.Expr) -> pl.Expr:
    """Give the best level that holds."""
    scale = pl.Enum([*conditions, "none"])
    told = pl.lit("none", dtype=scale)
    for level, condition in reversed(conditions.items()):
        told = pl.when(condition).then(pl.lit(level, dtype=scale)).when(~condition).then(told)
    return told


def pandas(rows: pl.DataFrame) -> pl.DataFrame:
    """Answer row by row, as most groups write it."""
    from pandas import DataFrame  # noqa: TID251  # it is the peer

    told = DataFrame({name: rows[name].to_list() for name in READ}).apply(one_row, axis=1)
    return pl.DataFrame(told.to_list(), schema=list(ASKED), orient="row")


def one_row(row: Mapping[str, Any]) -> tuple[str | None, str | None, float | None]:
    """Answer one row in plain Python; None is unknown."""
    known = {name: None if row[name] is None or row[name] != row[name] else row[name] for name in READ}
    protein, creatinine, before = (known[n] for n in ("proteinuria", "creatinine", "baseline(creatinine)"))
    normal, first = known["upper_normal(creatinine)"], known["baseline(proteinuria)"]
    kidney = either(at_most(creatinine, normal), at_most(creatinine, None if before is None else 1.15 * before))
    himeji = level(complete=both(below(protein, 0.2), kidney))
    fall = None if protein is None or first is None or (first < 0.5 and protein <= first) else 1 - protein / first
    halved = None if fall is None else fall >= 0.5 * (1 - SLIP)
    stable = at_most(creatinine, None if before is None else 1.25 * before)
    chen = level(
        complete=both(at_most(protein, 0.33), at_most(creatinine, 1.4)),
        partial=both(both(at_most(protein, 1.5), halved), stable),
    )
    age, female = known["age"], known["female"]
    if creatinine is None or age is None or female is None or age < 18:
        return himeji, chen, None
    return himeji, chen, 194 * creatinine**-1.094 * age**-0.287 * (0.739 if female else 1.0)


def at_most(value: float | None, limit: float | None) -> bool | None:
    """Compare; unknown where either is."""
    return None if value is None or limit is None else value <= limit * (1 + SLIP)


def below(value: float | None, limit: float) -> bool | None:
    """Compare strictly; unknown stays unknown."""
    return None if value is None else value < limit * (1 - SLIP)


def both(one: bool | None, other: bool | None) -> bool | None:
    """Join by and: one no settles it."""
    return False if one is False or other is False else None if one is None or other is None else True


def either(one: bool | None, other: bool | None) -> bool | None:
    """Join by or: one yes settles it."""
    return True if one or other else None if one is None or other is None else False


def level(**conditions: bool | None) -> str | None:
    """Give the best level that holds, None where a better one cannot be ruled out."""
    for name, holds in conditions.items():
        if holds is not False:
            return name if holds else None
    return "none"


def measure(side: str, folder: str) -> None:
    """Time one side, and add its answers up so that they can be compared."""
    rows = pl.read_parquet(Path(folder, "rows.parquet"))
    if side == "all":
        hand_over({name: clock(lambda d=name: answer(rows, [shelf.find(d)]))[0] for name in alone(rows)}, None)
        return
    asked = rows.head(SAMPLE) if side == "pandas" else rows
    seconds, answers = clock(lambda: {"ours": ours, "by-hand": by_hand, "pandas": pandas}[side](asked))
    scale = ROWS / len(asked)
    hand_over({"derive": seconds * scale}, {"all": told(answers), "sample": told(answers.head(SAMPLE))})


def alone(rows: pl.DataFrame) -> list[str]:
    """List the definitions that rest on the chart only, so that each can be timed by itself."""
    return [name for name in shelf.names() if set(shelf.find(name).inputs) <= set(rows.columns)]


def told(answers: pl.DataFrame) -> list[float]:
    """Add answers up: how many of each level, and the sum of the numbers."""
    counts = [int((answers[n].cast(pl.String) == "complete").sum()) for n in ASKED[:2]]
    unknown = [answers[n].null_count() for n in ASKED]
    return [*counts, *unknown, round(float(answers[ASKED[2]].cast(pl.Float64).sum()), 3)]


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    elif sys.argv[1] == "make":
        make(sys.argv[2])
    else:
        measure(sys.argv[1], sys.argv[2])
