"""Simulation-based calibration: is what a posterior says as often true as it says?

Parameters are drawn from a model's own variability, levels from the parameters, and the posterior from the levels. Where in it
the true deviation lies is then spread evenly from 0 to 1, for every deviation; so a 90 % interval holds nine truths in ten. What
is below an assay's limit is known as below it only, and a genotype that is mixed is drawn and not told.

Run as a script it records every model of the shelf in `oracles/calibration.json`:

    PYTHONPATH=tests/pk python tests/pk/calibration.py
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from patients import DAYS, MG, TIMES

from remission.pk.find import find, names
from remission.pk.model import Model
from remission.pk.parts import Linear
from remission.pk.posterior import posteriors
from remission.pk.problem import problem
from remission.pk.records import Level, Record
from remission.pk.simulate import with_error
from remission.pk.timeline import Dose

RECORDED = Path(__file__).parent / "oracles" / "calibration.json"
PATIENTS, SEED, BINS = 500, 2026, 10
LIMIT = 0.02
"""An assay's limit as a part of the typical highest level."""


def places(model: Model, patients: int, seed: int) -> np.ndarray:
    """Find where the true deviations lie in the posteriors: (deviations between patients, patients), each from 0 to 1."""
    rng = np.random.default_rng(seed)
    bare = Record(
        patient="0",
        doses=(Dose(start=0, amount=MG[model.drug], count=DAYS),),
        levels=tuple(Level(time=time, value=1.0) for time in TIMES),
    )
    mixes = {c.name: c.mix for c in model.covariates if c.mix}
    records: list[Record] = []
    truths: list[np.ndarray] = []
    for number in range(patients):
        genotype = {
            name: (float(rng.choice([v for v, _ in mix], p=np.array([p for _, p in mix]) / sum(p for _, p in mix))),)
            for name, mix in mixes.items()
        }
        p = problem(model, [replace(bare, covariates=genotype)])
        limit = LIMIT * float(p.levels(np.zeros((p.size, 1))).max())
        truth = rng.standard_normal((p.size, 1))
        true = p.levels(truth)
        seen = with_error(model, true, rng.standard_normal(true.shape))[:, 0]
        levels = [
            Level(time=time, value=max(value, limit), censored="" if value > limit else "<")
            for time, value in zip(TIMES, seen.tolist(), strict=True)
        ]
        records.append(replace(bare, patient=str(number), levels=tuple(levels)))
        truths.append(truth[: len(model.iiv.names), 0])
    found = [
        ((one.z[: len(truth)] < truth[:, None]) @ one.weights)
        for one, truth in zip(posteriors(model, records), truths, strict=True)
    ]
    return np.array(found).T


def record(name: str, patients: int = PATIENTS) -> dict[str, object]:
    """Sum up one model: how often each tenth of the posterior held the truth, and how much the 50 and 90 % intervals held."""
    model = find(name)
    where = places(model, patients, SEED)
    held = {str(part): np.mean(np.abs(where - 0.5) < part / 200, axis=1).round(4).tolist() for part in (50, 90)}
    counts = [np.histogram(row, bins=BINS, range=(0, 1))[0].tolist() for row in where]
    return {"patients": patients, "deviations": list(model.iiv.names), "tenths": counts, "held": held}


def main() -> None:
    """Record the models named, or all that are linear."""
    chosen = sys.argv[1:] or [name for name in names() if isinstance(find(name).structure, Linear)]
    kept = json.loads(RECORDED.read_text("utf-8")) if RECORDED.exists() else {}
    for name in chosen:
        kept[name] = record(name)
        sys.stdout.write(f"{name} {kept[name]['held']}\n")
        RECORDED.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
