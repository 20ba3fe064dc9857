"""A scheme of glucocorticoids stands beside a regimen of drugs from which its own glucocorticoids are left out."""

from __future__ import annotations

import polars as pl
import pytest

from remission.errors import ProtocolError
from remission.protocols.find import find, names
from remission.protocols.plan import plan
from remission.protocols.protocol import Protocol
from remission.terms.drugs import DRUGS

SCHEMES = ("kdigo_2024_high", "kdigo_2024_moderate", "kdigo_2024_reduced", "eular_2023", "acr_2024")
REGIMENS = tuple(name for name in names() if name not in SCHEMES)


def steroids(protocol: Protocol) -> list[str]:
    return [drug for drug in protocol.drugs if DRUGS[drug].kind == "glucocorticoid"]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("regimen", REGIMENS)
def test_every_scheme_goes_beside_every_regimen(regimen: str, scheme: str) -> None:
    whole, other = find(regimen), find(scheme)
    drugs = whole.without("prednisone", "prednisolone", "methylprednisolone")
    both = drugs.beside(other, name=f"{regimen}_{scheme}", label="Both")
    assert set(steroids(both)) == set(other.drugs)
    assert set(both.drugs) == set(drugs.drugs) | set(other.drugs)
    assert both.visits == whole.visits
    assert both.response == whole.response
    assert both.verified == (whole.verified and other.verified)


def test_the_doses_of_both_stay_as_they_are() -> None:
    alms, reduced = find("alms_mmf_2009"), find("kdigo_2024_reduced")
    both = alms.without("prednisone").beside(reduced, name="alms_reduced", label="Both")
    columns = ["day", "dose"]
    whole = plan(both, weight=60).doses
    of_scheme = plan(reduced, weight=60).doses.filter(pl.col("day") <= alms.length)
    assert whole.filter(drug="prednisolone")[columns].equals(
        of_scheme.filter(drug="prednisolone", )[columns].filter(pl.col("day") <= alms.length)
    )  # fmt: skip
    assert whole.filter(drug="mycophenolate_mofetil")["dose"].to_list() == [1000, 2000, 3000]


def test_the_choices_of_a_scheme_are_open_in_the_two_together() -> None:
    both = (
        find("tacrolimus_label_japan_2007")
        .beside(find("kdigo_2024_moderate"), name="both", label="Both")
        .choose(pulses="none", level_hours="24")
    )
    assert "methylprednisolone" not in both.drugs
    assert plan(both, weight=60).doses.filter(drug="prednisolone")["day"].to_list()[0] == 0


def test_two_schemes_that_give_one_drug_contradict_each_other() -> None:
    with pytest.raises(ProtocolError, match="overlap"):
        find("euro_lupus_2002").beside(find("kdigo_2024_high"), name="x", label="X")
