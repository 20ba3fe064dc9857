"""Draw patients with levels for tests of what is learned from them."""

from __future__ import annotations

import numpy as np

from remission.pk.model import Model
from remission.pk.records import Level, Record
from remission.pk.simulate import draw, with_error
from remission.pk.solve import levels
from remission.pk.timeline import Dose, timeline

MG = {
    "tacrolimus": 3.0,
    "mizoribine": 150.0,
    "mycophenolate_mofetil": 1000.0,
    "ciclosporin": 200.0,
    "prednisolone": 20.0,
}
TIMES = (7 * 24 + 12.0, 14 * 24 + 12.0, 21 * 24 + 1.5, 21 * 24 + 12.0)
DAYS = 28


def drawn(model: Model, patients: int, *, seed: int = 1, times: tuple[float, ...] = TIMES) -> list[Record]:
    """Draw patients who take one dose a day and have four levels, with residual error."""
    rng = np.random.default_rng(seed)
    dose = Dose(start=0, amount=MG[model.drug], count=DAYS)
    eta = draw(model, rng, patients)
    true = levels(model, timeline([dose]), np.array(times)[:, None], eta=eta)
    seen = np.maximum(with_error(model, true, rng.standard_normal(true.shape)), 1e-6)
    return [
        Record(
            patient=str(at),
            doses=(dose,),
            levels=tuple(Level(time=time, value=float(value)) for time, value in zip(times, seen[:, at], strict=True)),
        )
        for at in range(patients)
    ]
