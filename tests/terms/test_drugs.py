import re

import pytest

from remission.errors import UnknownName
from remission.terms.drugs import DRUGS, dose_suspicion, prednisolone_equivalent
from remission.terms.sources import known_keys


@pytest.mark.parametrize(
    ("drug", "mg"),
    [("hydrocortisone", 20), ("cortisone", 25), ("prednisone", 5), ("prednisolone", 5), ("methylprednisolone", 4),
     ("triamcinolone", 4), ("dexamethasone", 0.75), ("betamethasone", 0.6), ("deflazacort", 6)],
)  # fmt: skip
def test_the_table_of_equivalents_holds(drug, mg):
    assert prednisolone_equivalent(drug, mg) == pytest.approx(5)


def test_the_pulses_of_the_founding_paper_are_1875_mg_of_prednisolone():
    assert 3 * prednisolone_equivalent("methylprednisolone", 500) == 1875


@pytest.mark.parametrize("drug", ["tacrolimus", "predonisolone"])
def test_what_is_no_glucocorticoid_has_no_equivalent(drug):
    with pytest.raises(UnknownName, match="There is no glucocorticoid called"):
        prednisolone_equivalent(drug, 5)


@pytest.mark.parametrize("drug", DRUGS.values(), ids=list(DRUGS))
def test_believable_doses_are_a_wide_range_with_a_reason(drug):
    daily = drug.daily
    assert 0 < daily.least < (daily.by_mouth or daily.most) <= daily.most
    assert daily.most / daily.least >= 10
    assert daily.because
    assert daily.greatest(None) == daily.greatest("iv") == daily.most


# the least and the greatest dose of papers and labels of the field
@pytest.mark.parametrize(
    ("drug", "doses"),
    [("prednisolone", (1, 60)), ("methylprednisolone", (4, 1000)), ("tacrolimus", (0.5, 8)), ("mizoribine", (50, 600)),
     ("cyclophosphamide", (25, 3500)), ("mycophenolate_mofetil", (500, 3000)), ("mycophenolic_acid", (360, 2880)),
     ("voclosporin", (15.8, 79)), ("azathioprine", (25, 200)), ("methotrexate", (2, 25)), ("ciclosporin", (25, 400)),
     ("hydroxychloroquine", (100, 800)), ("rituximab", (100, 1000)), ("obinutuzumab", (100, 1000)),
     ("belimumab", (200, 1200)), ("anifrolumab", (120, 1000)), ("leflunomide", (10, 100)), ("dexamethasone", (0.5, 100)),
     ("hydrocortisone", (5, 1000))],
)  # fmt: skip
def test_doses_of_the_field_are_believable(drug, doses):
    assert all(DRUGS[drug].daily.least <= dose <= DRUGS[drug].daily.most for dose in doses)


def test_a_believable_dose_and_a_hopeless_one_raise_no_suspicion():
    assert dose_suspicion("tacrolimus", 3) is None
    assert dose_suspicion("tacrolimus", 0) is None
    assert dose_suspicion("tacrolimus", -3) is None
    assert dose_suspicion("methylprednisolone", 1000, "oral") == "it would be believable into a vein"


def test_every_drug_has_a_well_formed_code_and_a_known_source():
    for drug in DRUGS.values():
        codes = [code for code in (drug.atc, *drug.atc_former) if code]
        assert all(re.fullmatch(r"[A-Z]\d{2}[A-Z]{2}\d{2}", code) for code in codes), drug.name
        assert drug.source in known_keys()
        assert (drug.kind == "glucocorticoid") == (drug.prednisolone_equivalent is not None)


def test_a_code_in_force_names_one_drug_but_mycophenolate():
    codes = [drug.atc for drug in DRUGS.values() if drug.atc and drug.name != "mycophenolic_acid"]
    assert len(codes) == len(set(codes))
    assert DRUGS["mycophenolic_acid"].atc == DRUGS["mycophenolate_mofetil"].atc == "L04AA06"


@pytest.mark.parametrize(
    ("code", "name"),
    [  # WHO alterations as the rheumatology register of Sweden records them
        ("L04AA13", "leflunomide"), ("L04AA26", "belimumab"), ("L01BA01", "methotrexate"), ("L04AA51", "anifrolumab"),
        ("L01XC02", "rituximab"), ("L01XC15", "obinutuzumab"), ("L04AA01", "ciclosporin"), ("L04AA05", "tacrolimus"),
    ],
)  # fmt: skip
def test_former_codes_lead_to_the_drug(code, name):
    assert [drug.name for drug in DRUGS.values() if code in drug.atc_former] == [name]


@pytest.mark.parametrize(
    ("written", "name"),
    [("PSL", "prednisolone"), ("プレドニン", "prednisolone"), ("mPSL", "methylprednisolone"), ("TAC", "tacrolimus"),
     ("FK506", "tacrolimus"), ("プログラフ", "tacrolimus"), ("MZR", "mizoribine"), ("MZB", "mizoribine"),
     ("ブレディニン", "mizoribine"), ("MMF", "mycophenolate_mofetil"), ("CYC", "cyclophosphamide"),
     ("HCQ", "hydroxychloroquine")],
)  # fmt: skip
def test_what_hospitals_write_leads_to_the_drug(written, name):
    assert [drug.name for drug in DRUGS.values() if written in drug.aliases] == [name]
