import re
import unicodedata

import polars as pl
import pytest

from remission.terms import analytes
from remission.terms.analytes import ANALYTES, SLEDAI_ITEMS, analyte, creatinine, ds_dna, hba1c
from remission.terms.drugs import DRUGS
from remission.terms.refused import REFUSED, refusal
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
    assert not {"31348-8", "60493-6"} & {code for _, code in LOINC}


# CLINICAL.md §5.2, row by row: every pair of code and concept that it gives for an analyte of ours.
@pytest.mark.parametrize(
    ("name", "codes", "concepts"),
    [
        ("creatinine", {"2160-0", "14682-9"}, {3016723, 3020564}), ("cystatin_c", {"33863-2"}, {3030366}),
        ("urea_nitrogen", {"3094-0"}, {3013682}), ("urea", {"22664-7"}, {3020779}),
        ("proteinuria", {"2889-4"}, {3020876}), ("urine_protein", {"2888-6"}, {3037121}),
        ("upcr", {"2890-2", "34366-5"}, {3001582, 3045462}),
        ("urine_creatinine", {"2161-8", "14683-7"}, {3017250, 3009508}), ("urine_creatinine_24h", {"2162-6"}, {3004239}),
        ("urine_volume", {"3167-4"}, {3012565}), ("uacr", {"9318-7", "30000-4", "14958-3"}, {3022826, 3002827}),
        ("urine_albumin_24h", {"14956-7"}, {3005577}), ("albumin", {"1751-7", "61151-7"}, {3024561, 40763912}),
        ("c3", {"4485-9"}, {3000620}), ("c4", {"4498-2"}, {3017766}), ("ch50", {"4532-8"}, {3028461}),
        ("ds_dna", {"33800-4", "5130-0"}, {3047184}), ("anti_c1q", {"44702-9"}, {3042951}),
        ("hemoglobin", {"718-7"}, {3000963}), ("wbc", {"6690-2"}, {3000905}),
        ("lymphocytes", {"731-0", "26474-7"}, {3004327, 3019198}), ("platelets", {"777-3"}, {3024929}),
        ("hba1c", {"4548-4", "59261-8"}, {3004410, 40762352}),
        ("ldl", {"13457-7", "18262-6", "2089-1", "22748-8"}, {3028288, 3009966, 3028437, 3001308}),
        ("total_cholesterol", {"2093-3"}, {3027114}), ("hdl", {"2085-9"}, {3007070}),
        ("triglycerides", {"2571-8"}, {3022192}), ("glucose", {"2345-7", "14749-6"}, {3004501, 3013826}),
        ("fasting_glucose", {"14771-0"}, {3018251}), ("potassium", {"2823-3"}, {3023103}),
        ("urate", {"3084-1"}, {3037556}), ("magnesium", {"2601-3"}, {3012095}), ("crp", {"1988-5"}, {3020460}),
        ("urine_rbc_hpf", {"13945-1"}, {3035124}), ("urine_rbc_ul", {"798-9"}, {3002864}),
        ("urine_wbc_hpf", {"5821-4"}, {3035583}), ("rbc_casts", {"5807-3"}, {3002587}),
        ("rbc_casts_hpf", {"51790-4"}, {3042421}), ("granular_casts", {"5793-5"}, {3011483}),
        ("granular_casts_hpf", {"46134-3"}, {3047065}), ("urine_casts", {"9842-6"}, {3005658}),
        ("tacrolimus_trough", {"77348-1"}, set()), ("mizoribine_peak", set(), set()),
        ("egfr", {"62238-1", "50210-4", "98979-8", "33914-3", "77147-7"}, {40764999, 3029859, 46236952}),
    ],
)  # fmt: skip
def test_the_table_of_codes_holds(name, codes, concepts):
    assert codes <= set(ANALYTES[name].loinc)
    assert set(ANALYTES[name].omop) == concepts


def test_no_omop_concept_means_two_things():
    concepts = [concept for term in EVERY for concept in term.omop]
    concepts += [code.omop for code in REFUSED.values() if code.omop]
    assert len(concepts) == len(set(concepts))


@pytest.mark.parametrize("code", REFUSED.values(), ids=list(REFUSED))
def test_a_refused_code_is_no_analyte_and_has_its_check_digit(code):
    test_every_loinc_code_has_its_check_digit(code.resembles, code.loinc)
    assert code.loinc not in {known for _, known in LOINC}
    assert code.resembles in ANALYTES
    assert code.why.endswith((".", "`."))


@pytest.mark.parametrize(
    "code",
    # of CLINICAL.md §5.2: presence, titres, and drug levels without their time
    ["31348-6", "58466-4", "11013-0", "11563-4", "33804-6", "33825-1", "25160-3", "11253-2", "23905-3", "32721-3"],
)
def test_look_alikes_are_known_and_refused(code):
    assert refusal(code).startswith(f"it is LOINC {code}, ")


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


# CLINICAL.md §5.3, row by row.
@pytest.mark.parametrize(
    ("name", "of", "sex", "low", "high"),
    [
        ("creatinine", "jccls", "male", 0.65, 1.07), ("creatinine", "jccls", "female", 0.46, 0.79),
        ("creatinine", "japan_checkup", "male", None, 1.0), ("creatinine", "japan_checkup", "female", None, 0.7),
        ("potassium", "jccls", "any", 3.6, 4.8), ("albumin", "jccls", "any", 4.1, 5.1), ("c3", "jccls", "any", 73, 138),
        ("c4", "jccls", "any", 11, 31), ("hemoglobin", "jccls", "female", 11.6, 14.8),
        ("hemoglobin", "jccls", "male", 13.7, 16.8), ("wbc", "jccls", "any", 3.3, 8.6),
        ("platelets", "jccls", "any", 158, 348), ("ldl", "jccls", "any", 65, 163), ("hba1c", "jccls", "any", 4.9, 6.0),
        ("ds_dna", "himeji_era", "any", None, 12.0), ("c3", "himeji_era", "any", 79, 152),
        ("ch50", "himeji_era", "any", 23, 46), ("ds_dna", "alms", "any", None, 30), ("c3", "alms", "any", 90, None),
        ("c4", "alms", "any", 16, None), ("c4", "alms", "any", 10, None), ("ds_dna", "bliss", "any", None, 30),
        ("c3", "bliss", "any", 90, None), ("c4", "bliss", "any", 16, None), ("proteinuria", "kdigo_a1", "any", None, 0.15),
        ("upcr", "children", "any", None, 0.2), ("upcr", "children", "any", None, 0.5),
    ],
)  # fmt: skip
def test_the_table_of_limits_holds(name, of, sex, low, high):
    assert (of, sex, low, high) in {(r.name, r.sex, r.low, r.high) for r in ANALYTES[name].reference}


def test_limits_of_children_say_so():
    assert all("children" in r.note for term in EVERY for r in term.reference if r.name == "children")


def test_limits_that_nobody_read_say_so():
    unread = {(term.name, r.name) for term in EVERY for r in term.reference if not r.verified}
    assert unread == {
        ("c3", "jccls"), ("c4", "jccls"), ("urate", "jccls"), ("c3", "alms"), ("c4", "alms"), ("ds_dna", "alms"),
        ("c4", "bliss"), ("ds_dna", "bliss"), ("upcr", "children"),
    }  # fmt: skip


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
