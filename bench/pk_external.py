"""How well do the tacrolimus models of the shelf foretell levels of real patients, and Japanese levels in lupus nephritis?

Two tables in Markdown, as docs/external-check.md prints them. First: 25 adult kidney recipients in Uruguay (public data of the
R package preDose, MIT licence), each level foretold from the doses and covariates up to it and from earlier levels alone.
Second: 3 mg once daily after supper at steady state, beside Uchida 2010 (six Japanese women with lupus nephritis) and the
12-hour levels of 35 Japanese patients by genotype (Xenobiotica 2015;45:1147, doi 10.3109/00498254.2015.1045571).

    python bench/pk_external.py [tacrolimus_pk1_kidney_odd_ids.csv]
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl

from measure import conclude
from remission.errors import ConvergenceError
from remission.pk.events import read_events
from remission.pk.find import find, names
from remission.pk.foretell import Accuracy, accuracy, foretell
from remission.pk.meals import after_supper
from remission.pk.solve import exposure, levels
from remission.pk.timeline import DAY, Dose, timeline

DATA = Path(__file__).parents[2] / "shared/data/tacrolimus_kidney_tx/tacrolimus_pk1_kidney_odd_ids.csv"
STAGES = {None: "none, all levels", 0: "none, the first level", 1: "one", 2: "two", 3: "three or more"}
GOAL = 50.0
"""Zhao 2016: a priori, each of sixteen published models had fewer than half of the levels within 30 %; earlier levels have to
do better than that."""
JAPANESE = {"hematocrit": 35.0, "weight": 52.0, "height": 157.0, "female": 1.0, "prednisolone": 10.0}
"""Whom the second table is for; the papers' abstracts do not print it. Prednisolone and haematocrit are ours."""


def tacrolimus() -> list[str]:
    """List the tacrolimus models of the shelf."""
    return [name for name in names() if name.startswith("tacrolimus_")]


def events(file: Path) -> pl.DataFrame:
    """Read the recipients' table: amounts in mg, covariates by our names; CYP3A5 1 and 2 carry *1."""
    return pl.read_csv(file).select(
        "ID", "TIME", pl.col("AMT") / 1000, "EVID", "II", "SS", "MDV", "DV", hematocrit="HCT",
        cyp3a5_expresser=(pl.col("CYP3A5") < 3).cast(pl.Float64), weight="WT", height="Heigth", female=1 - pl.col("SEX"),
        prednisolone="PDN_DOSE", days_after_transplant="POD", immediate_release=pl.lit(1.0),
    )  # fmt: skip


def recipients(file: Path) -> dict[str, tuple[Accuracy, ...]]:
    """Foretell the recipients' levels with each model."""
    table = events(file)
    found = {name: find(name) for name in tacrolimus()}
    return {name: accuracy(foretell(model, read_events(model, table))) for name, model in found.items()}


def recipients_in_words(found: dict[str, tuple[Accuracy, ...]]) -> str:
    """Print the first table."""
    lines = [
        "| model | earlier levels | levels | rBias, % | rRMSE, % | MAPE, % | within 20 %, % | within 30 %, % |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for name, rows in found.items():
        lines += [
            f"| `{name}` | {STAGES[a.earlier]} | {a.levels} | {a.bias:+.0f} | {a.rmse:.0f} | {a.absolute:.0f} | {a.near:.0f} | "
            f"{a.fair:.0f} |"
            for a in rows
        ]
    return "\n".join(lines)


def japanese() -> list[dict[str, float | str]]:
    """Predict 3 mg once daily after supper at steady state, for both genotypes."""
    rows: list[dict[str, float | str]] = []
    for name in tacrolimus():
        try:
            model = after_supper(find(name))
        except ConvergenceError:  # its one compartment cannot peak so late and so high
            continue
        row: dict[str, float | str] = {"model": name}
        for gene in (0.0, 1.0):
            known = {c.name: JAPANESE.get(c.name, c.reference) for c in model.covariates} | {"cyp3a5_expresser": gene}
            line = timeline([Dose(start=0.0, amount=3.0, steady=True, count=1)], covariates=known)
            day = exposure(model, line, 0.0, DAY)
            row |= {f"auc {gene:g}": float(day.area[0]), f"peak {gene:g}": float(day.peak[0])}
            row |= {f"time {gene:g}": float(day.peak_time[0])}
            row |= {f"c12 {gene:g}": float(levels(model, line, np.array([[12.0]]))[0, 0])}
        rows.append(row)
    return rows


def japanese_in_words(rows: list[dict[str, float | str]]) -> str:
    """Print the second table; the first number of a pair is for CYP3A5*3/*3, the second for carriers of *1."""
    lines = [
        "| | AUC0–24, ng·h/mL | peak, ng/mL | time of the peak, h | C12h, ng/mL |",
        "|---|--:|--:|--:|--:|",
        "| measured | 163 | 12.7 | 6.7 (4 to 8) | 4.6 (3.2 to 6.6) / 2.5 (2.0 to 3.1) |",
    ]
    lines += [
        f"| `{r['model']}` | {r['auc 0']:.0f} / {r['auc 1']:.0f} | {r['peak 0']:.1f} / {r['peak 1']:.1f} | {r['time 0']:.1f} | "
        f"{r['c12 0']:.1f} / {r['c12 1']:.1f} |"
        for r in rows
    ]
    return "\n".join(lines)


def main() -> None:
    """Print both tables; the figure is the part of levels within 30 %, from three or more before, of the worst model."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    print(japanese_in_words(japanese()))
    if not file.exists():
        print(f"\nThe recipients' table is not at {file}: give its path.")
        sys.exit(1)
    found = recipients(file)
    print(f"\n{recipients_in_words(found)}\n")
    worst = min(rows[-1].fair for rows in found.values())
    conclude(worst, GOAL, "% of levels within 30 %, from three or more before, worst model", met=worst >= GOAL)


if __name__ == "__main__":
    main()
