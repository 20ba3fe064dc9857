"""What holds for every definition on the shelves, on rows drawn at random."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from remission.definitions import shelf
from remission.definitions.derive import answer, chart_inputs, needed
from remission.terms.analytes import ANALYTES
from remission.terms.traits import TRAITS

PEOPLE, VISITS = 60, ("baseline", "month_2", "month_4", "month_6", "month_12")
ROWS = PEOPLE * len(VISITS)
ORDERED = needed(shelf.find(name) for name in shelf.names())
CLASSES = ["class V", "class III", "IV-G (A)", "class V + III (A/C)"]


def drawn(seed: int) -> pl.DataFrame:
    """Draw wide rows with every quantity that any definition reads; three in ten are unknown."""
    rng = np.random.default_rng(seed)
    frame = {
        "patient": [f"p{n:03d}" for n in range(PEOPLE) for _ in VISITS],
        "visit": pl.Series([*VISITS] * PEOPLE, dtype=pl.Enum(VISITS)),
        "day": np.tile(np.array([0, 61, 122, 183, 365], dtype=np.int32), PEOPLE),
    }
    for name in chart_inputs(ORDERED):
        if name not in frame:
            known = pl.Series(rng.random(ROWS) < (1.0 if name.startswith("on_record") else 0.7))
            frame[name] = pl.select(pl.when(known).then(quantity(name, rng))).to_series()
    return pl.DataFrame(frame)


def quantity(name: str, rng: np.random.Generator) -> pl.Series:
    of = name.rpartition("(")[2].removesuffix(")")
    kind = TRAITS[name].kind if name in TRAITS else ""
    if name.startswith(("on_record", "taking")) or kind == "yes/no":
        return pl.Series(rng.random(ROWS) < 0.3)
    if kind == "text":
        return pl.Series(CLASSES).gather(rng.integers(0, len(CLASSES), ROWS))
    if of in ANALYTES and ANALYTES[of].kind in ("item", "sign"):
        return pl.Series((rng.random(ROWS) < 0.2).astype(float))
    if name == "age":
        return pl.Series(rng.integers(1, 80, ROWS).astype(float))
    return pl.Series(np.round(3 * rng.lognormal(0, 1.2, ROWS), 2))


def told(rows: pl.DataFrame) -> pl.DataFrame:
    return answer(rows, ORDERED).select("patient", "visit", *shelf.names()).sort("patient", "visit")


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_patients_changes_no_answer(seed: int) -> None:
    rows = drawn(seed)
    there = rows["patient"].unique(maintain_order=True).shuffle(seed=seed)
    mixed = pl.concat([rows.filter(patient=patient) for patient in there])
    assert told(mixed).equals(told(rows))


def test_each_patient_alone_is_answered_as_among_the_others() -> None:
    rows = drawn(4)
    alone = pl.concat([told(rows.filter(patient=patient)) for patient in rows["patient"].unique(maintain_order=True)])
    assert alone.equals(told(rows))


def test_where_nothing_at_all_is_known_no_definition_says_yes_or_gives_a_number() -> None:
    rows = drawn(5)
    keys = ("patient", "visit", "day")
    events = [name for name in rows.columns if name.startswith("on_record")]
    blank = rows.with_columns(
        *(pl.lit(False).alias(name) for name in events),
        *(pl.lit(None, dtype=rows[n].dtype).alias(n) for n in rows.columns if n not in (*keys, *events)),
    )
    answers = told(blank)
    loud = [
        d.name
        for d in ORDERED
        if d.kind in ("condition", "levels")
        and answers[d.name].cast(pl.String).is_in(["true", *[level for level in d.conditions if level != "yes"]]).any()
    ]
    assert loud == []
