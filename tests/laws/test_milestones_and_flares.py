"""Laws of milestones, of guideline responses and of flares, whatever the numbers."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remission.definitions.derive import answer
from remission.definitions.shelf import find

AMOUNTS = st.integers(1, 2000).map(lambda n: n / 100)
NESTED = [
    ("proteinuria_0_5_eular_2019", "proteinuria_0_7_eular_2019"),
    ("proteinuria_0_7_tamirou_2015", "proteinuria_0_8_dallera_2015"),
    ("proteinuria_0_8_dallera_2015", "proteinuria_0_9_brazil_2021"),
    ("proteinuria_fall_50_eular_2019", "proteinuria_fall_25_eular_2019"),
    ("eular_2019_strict", "eular_2019"),
]
BLAND = {"urine_rbc_hpf": 0.0, "acanthocytes_hpf": 0.0, "rbc_casts": 0.0, "wbc_casts": 0.0, "urinary_infection": 0.0}


@pytest.mark.parametrize(("strict", "loose"), NESTED)
@given(before=AMOUNTS, now=AMOUNTS, creatinine=AMOUNTS)
def test_what_meets_the_stricter_rule_meets_the_looser_one(strict, loose, before, now, creatinine):
    rows = pl.DataFrame(
        {
            "proteinuria": [now],
            "baseline(proteinuria)": [before],
            "creatinine": [creatinine],
            "baseline(creatinine)": [1.0],
        }
    )
    answers = answer(rows, [find(strict), find(loose)]).row(0, named=True)
    met = {name: answers[name] in (True, "complete") for name in (strict, loose)}
    assert not met[strict] or met[loose]


@given(before=AMOUNTS, now=AMOUNTS)
def test_a_ratio_that_doubles_from_more_than_1_is_graded_or_said_to_be_in_the_gap_of_the_table(before, now):
    graded = relapse({"upcr": before, "creatinine": 0.7}, {"upcr": now, "creatinine": 0.7})
    rise = round(now - before, 2)
    if before > 1 and now >= 2 * before:
        assert graded == ("severe" if rise > 5 else "moderate" if now < 5 else "unclassified")
    elif before > 1:
        assert graded == ("severe" if rise > 5 else "none")


@given(before=AMOUNTS, now=AMOUNTS, more=AMOUNTS)
def test_a_higher_creatinine_never_gives_a_milder_relapse(before, now, more):
    order = ["none", "mild", "unclassified", "moderate", "severe"]
    was = {"upcr": 0.3, "creatinine": before}
    low, high = (relapse(was, {"upcr": 0.3, "creatinine": value}) for value in (now, round(now + more, 2)))
    assert order.index(low) <= order.index(high)


def relapse(before: dict[str, float], now: dict[str, float]) -> str:
    """Grade what comes after one visit with a bland sediment by KDIGO 2012."""
    rows = [{"patient": "1", "visit": visit, **BLAND, **values} for visit, values in (("first", before), ("next", now))]
    return answer(pl.DataFrame(rows), [find("flare_kdigo_2012")])["flare_kdigo_2012"][1]
