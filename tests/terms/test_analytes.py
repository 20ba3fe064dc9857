import re
import unicodedata

import polars as pl
import pytest

from remission.terms import analytes
from remission.terms.analytes import ANALYTES, SLEDAI_ITEMS, analyte, creatinine, ds_dna, hba1c
from remission.terms.drugs import DRUGS
from remission.terms.sources import known_keys
from remission.terms.traits import TRAITS

EVERY = list(ANALYTES.values())
LOINC = [(term.name, code) for term in EVERY for code in term.loinc]


def names(terms):
    return [term.name for term in terms]


@pytest.mark.parametrize(("name", "code"), LOINC)
def test_every_loinc_code_has_its_check_digit(name, code):
    digits, check = code.split("-")
    doubled = [int(d) * (2 if place % 2 == 0 else 1) for place, d in enumerate(reversed(digits))]
    total = sum(n // 10 + n % 10 for n in doubled)
    assert (10 - total % 10) % 10 == int(check), f"{name}: {code}"


def test_codes_that_clinical_md_rejects_for_their_check_digit_are_not_used():
    assert not {"31348-8", "60493-6", "11563-4", "31348-6"} & {code for _, code in LOINC}


def test_no_loinc_code_means_two_analytes():
    codes = [code for _, code in LOINC]
    assert len(codes) == len(set(codes))


def test_a_jlac10_analyte_code_has_five_characters_and_one_meaning():
    codes = [term.jlac10 for term in EVERY if term.jlac10]
    assert all(re.fullmatch(r"\d[A-Z]\d{3}", code) for code in codes)
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("term", EVERY, ids=names(EVERY))
def test_every_row_is_whole(term):
    low, high = term.plausible
    assert low < high
    assert term.accepts[0] == term.unit
    assert term.source in known_keys()
    assert term.label
    assert 0 <= term.decimals <= 2
    assert isinstance(getattr(analytes, term.name).expr, pl.Expr)
    assert getattr(analytes, term.name).name == term.name


@pytest.mark.parametrize("term", [t for t in EVERY if t.reference], ids=lambda t: t.name)
def test_limits_of_normal_are_plausible_and_cited(term):
    low, high = term.plausible
    for limits in term.reference:
        bounds = [bound for bound in (limits.low, limits.high) if bound is not None]
        assert bounds == sorted(bounds)
        assert all(low <= bound <= high for bound in bounds)
        assert limits.source in known_keys()


def test_creatinine_has_the_japanese_limits_of_pmc4975217_for_each_sex():
    limits = {r.sex: (r.low, r.high) for r in ANALYTES["creatinine"].reference if r.name == "jccls"}
    assert limits == {"female": (0.46, 0.79), "male": (0.65, 1.07)}


def test_limits_that_nobody_read_say_so():
    unread = {(term.name, r.name) for term in EVERY for r in term.reference if not r.verified}
    assert unread == {("c3", "jccls"), ("c4", "jccls"), ("urate", "jccls")}


def test_header_words_mean_one_thing():
    def plain(word):
        return re.sub(r"[\s_\-]", "", unicodedata.normalize("NFKC", word)).casefold()

    meanings = {}
    for term in (*EVERY, *TRAITS.values(), *DRUGS.values()):
        for word in {plain(w) for w in (term.name, *term.aliases)}:
            meanings.setdefault(word, set()).add(term.name)
    assert {word: means for word, means in meanings.items() if len(means) > 1} == {}


def test_sledai_has_its_twenty_four_items_in_the_order_of_the_index():
    assert len(SLEDAI_ITEMS) == 24
    assert SLEDAI_ITEMS[0] == "sledai_seizure"
    assert SLEDAI_ITEMS[10:14] == ("sledai_urinary_casts", "sledai_hematuria", "sledai_proteinuria", "sledai_pyuria")
    assert SLEDAI_ITEMS[-1] == "sledai_leukopenia"
    assert all(ANALYTES[name].kind == "item" for name in SLEDAI_ITEMS)
    assert sum(term.kind == "item" for term in EVERY) == 24


def test_a_sign_is_present_or_absent_and_no_item_of_sledai():
    signs = [term for term in EVERY if term.kind == "sign"]
    assert {term.plausible for term in signs} == {(0, 1)}
    assert not {term.name for term in signs} & set(SLEDAI_ITEMS)


def test_the_ratio_and_the_24_hour_protein_are_two_analytes_and_accept_nothing_of_each_other():
    assert not set(ANALYTES["upcr"].accepts) & set(ANALYTES["proteinuria"].accepts)
    assert not set(ANALYTES["upcr"].loinc) & set(ANALYTES["proteinuria"].loinc)


def test_only_drug_concentrations_are_levels():
    assert {t.name for t in EVERY if t.kind == "level"} == {"tacrolimus_trough", "mizoribine_peak", "mycophenolic_acid"}


def test_words_read_well_inside_a_sentence():
    assert (creatinine < 1).words == "serum creatinine < 1"
    assert hba1c.words == "HbA1c (NGSP)"
    assert ds_dna.words == "anti-double-stranded DNA antibody"
    assert analytes.egfr.words == "eGFR"
    assert analytes.c3.words == "serum C3 level"


@pytest.mark.parametrize(
    ("name", "value"),
    [  # what the founding paper's patients and the sickest of textbooks show
        ("creatinine", 0.33), ("creatinine", 20), ("egfr", 178.3), ("albumin", 1.0), ("c3", 15), ("c4", 1),
        ("proteinuria", 30), ("ds_dna", 4000), ("hemoglobin", 3), ("wbc", 0.1), ("platelets", 2),
        ("triglycerides", 10000),
        ("tacrolimus_trough", 60), ("potassium", 9.5), ("glucose", 1500), ("temperature", 42),
    ],
)  # fmt: skip
def test_a_very_sick_patient_is_plausible(name, value):
    low, high = ANALYTES[name].plausible
    assert low <= value <= high


def test_a_new_row_is_one_call():
    before = dict(ANALYTES)
    try:
        word = analyte("ferritin", label="Ferritin", unit="ng/mL", plausible=(0, 100000), decimals=0)
        assert ANALYTES["ferritin"].printed_unit == "ng/mL"
        assert word.words == "ferritin"
    finally:
        ANALYTES.clear()
        ANALYTES.update(before)
