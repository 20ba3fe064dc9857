import subprocess
import sys

import pytest

from remission.errors import UnitError, UnknownName
from remission.terms.analytes import ANALYTES, CREATININE_MOLAR_MASS
from remission.terms.units import convert, factor, likely_unit_in, printed, ucum, unit_suspicion

EVERY_ACCEPTED = [(term.name, unit) for term in ANALYTES.values() for unit in term.accepts]


# CLINICAL.md §5.1, row by row: analyte, a value and its indoor unit, the foreign unit, the value there, tolerance.
@pytest.mark.parametrize(
    ("name", "indoor", "unit", "foreign", "tolerance"),
    [
        ("creatinine", 1.0, "µmol/L", 88.40, 0.005),
        ("urine_creatinine_24h", 1.0, "mmol/d", 8.84, 0.0005),
        ("urea_nitrogen", 1.0, "mmol/L", 0.357, 0.0005),
        ("urea", 0.1665, "mg/dL", 1.0, 0.0005),
        ("upcr", 0.5, "mg/g", 500, 1e-9),
        ("upcr", 0.5, "mg/mmol", 56.6, 0.05),
        ("upcr", 0.7, "mg/mmol", 79.2, 0.05),
        ("upcr", 3.0, "mg/mmol", 339, 0.5),
        ("upcr", 0.442, "mg/mmol", 50, 0.005),
        ("uacr", 30, "mg/mmol", 3.39, 0.005),
        ("uacr", 300, "mg/mmol", 33.9, 0.05),
        ("c3", 1.0, "g/L", 0.01, 1e-12),
        ("c4", 1.0, "g/L", 0.01, 1e-12),
        ("albumin", 1.0, "g/L", 10, 1e-9),
        ("hemoglobin", 1.0, "g/L", 10, 1e-9),
        ("total_cholesterol", 1.0, "mmol/L", 0.02586, 0.000005),
        ("ldl", 1.0, "mmol/L", 0.02586, 0.000005),
        ("hdl", 1.0, "mmol/L", 0.02586, 0.000005),
        ("triglycerides", 1.0, "mmol/L", 0.01129, 0.000005),
        ("glucose", 1.0, "mmol/L", 0.0555, 0.00005),
        ("glucose", 18.016, "mmol/L", 1.0, 0.0001),
        ("urate", 1.0, "µmol/L", 59.48, 0.005),
        ("hba1c", 6.5, "mmol/mol", 47.5, 0.1),
        ("hba1c", 6.472, "% (JDS)", 6.1, 0.001),
        ("tacrolimus_trough", 7.07, "ug/L", 7.07, 1e-12),
        ("mizoribine_peak", 1.81, "mg/L", 1.81, 1e-12),
        ("mycophenolic_acid", 2.5, "mg/L", 2.5, 1e-12),
        ("ds_dna", 12.0, "kIU/L", 12.0, 1e-12),
        ("wbc", 3.0, "/uL", 3000, 1e-9),
        ("uacr", 500, "g/g", 0.5, 1e-12),
        ("urine_albumin_24h", 300, "g/d", 0.3, 1e-12),
        ("cystatin_c", 1.2, "mg/dL", 0.12, 1e-12),
    ],
)
def test_the_conversion_table_holds(name, indoor, unit, foreign, tolerance):
    per_foreign = convert(name, 1.0, unit) - convert(name, 0.0, unit)
    assert convert(name, foreign, unit) == pytest.approx(indoor, abs=tolerance * per_foreign + 1e-12)


def test_a_rounded_guideline_threshold_is_not_the_written_one():
    """T08: 52 mg/mmol passes "< 0.5 g/g" although it fails "< 50 mg/mmol"."""
    assert convert("upcr", 52, "mg/mmol") == pytest.approx(0.46, abs=0.005)


def test_half_a_gram_a_gram_is_56_6_mg_a_mmol_and_not_the_50_of_the_guidelines():
    assert convert("upcr", 0.5 / factor("upcr", "mg/mmol"), "mg/mmol") == pytest.approx(0.5)
    assert convert("upcr", 50, "mg/mmol") == pytest.approx(0.442, abs=0.0005)


def test_urea_and_its_nitrogen_agree_in_mmol_and_differ_in_mg():
    """Urea 36 mg/dL and urea nitrogen 16.8 mg/dL are both 6.0 mmol/L."""
    assert convert("urea", 36.0, "mg/dL") == pytest.approx(5.99, abs=0.01)
    assert convert("urea_nitrogen", 6.0, "mmol/L") == pytest.approx(16.8, abs=0.01)
    assert factor("urea", "mmol/L") == 1.0


@pytest.mark.parametrize(
    ("value", "unit", "ngsp"),
    # 6.5 % is 48 mmol/mol and 6.1 % of the Japanese scale until 2012; 7.0 is 53 and 6.6; 6.9 % (JDS) is 7.3 %
    [(48, "mmol/mol", 6.5), (53, "mmol/mol", 7.0), (6.1, "% (JDS)", 6.5), (6.6, "%(JDS)", 7.0), (6.9, "JDS%", 7.3),
     (6.5, "% (NGSP)", 6.5), (6.5, "%", 6.5)],
)  # fmt: skip
def test_hba1c_of_three_scales_is_one(value, unit, ngsp):
    assert convert("hba1c", value, unit) == pytest.approx(ngsp, abs=0.05)


@pytest.mark.parametrize(("name", "unit"), [("proteinuria", "mg/(24.h)/{1.73_m2}"), ("proteinuria", "mg/m2/h")])
def test_protein_by_body_surface_is_a_third_quantity_and_refused(name, unit):
    with pytest.raises(UnitError):
        factor(name, unit)


# the UCUM texts of CLINICAL.md §5.1, in the analyte that has them
@pytest.mark.parametrize(
    ("name", "unit"),
    [("creatinine", "mg/dL"), ("creatinine", "umol/L"), ("proteinuria", "g/(24.h)"), ("proteinuria", "g/d"),
     ("proteinuria", "mg/(24.h)"), ("upcr", "g/g{creat}"), ("upcr", "g/g"), ("upcr", "mg/g{creat}"), ("upcr", "mg/mmol"),
     ("upcr", "mg/mmol{creat}"), ("ds_dna", "[IU]/mL"), ("wbc", "10*9/L"), ("wbc", "10*3/uL"), ("egfr", "mL/min/{1.73_m2}"),
     ("tacrolimus_trough", "ng/mL"), ("mizoribine_peak", "ug/mL"), ("urine_rbc_hpf", "/[HPF]"), ("rbc_casts", "/[LPF]"),
     ("hba1c", "%"), ("hba1c", "mmol/mol"), ("glucose", "mmol/L"), ("albumin", "g/dL"), ("albumin", "g/L")],
)  # fmt: skip
def test_every_ucum_text_of_the_field_is_read(name, unit):
    assert convert(name, 1.0, unit) > 0


def test_the_anti_dsdna_of_the_founding_paper_is_a_thousand_times_too_small_as_printed():
    assert convert("ds_dna", 186, "IU/L") == pytest.approx(0.186)
    assert convert("ds_dna", 186, "IU/mL") == 186


def test_anti_dsdna_in_arbitrary_units_is_refused():
    with pytest.raises(UnitError, match="not measured in U/mL"):
        factor("ds_dna", "U/mL")


@pytest.mark.parametrize(
    ("name", "value", "unit", "expected"),
    [("temperature", 98.6, "°F", 37.0), ("potassium", 4.2, "mEq/L", 4.2), ("platelets", 25.3, "×10⁴/μL", 253),
     ("platelets", 25.3, "万/µL", 253), ("crp", 12.0, "mg/L", 1.2), ("urine_volume", 1.5, "L/日", 1500),
     ("magnesium", 1.0, "mmol/L", 2.43), ("systolic", 16, "kPa", 120), ("urine_creatinine", 8.84, "mmol/L", 100)],
)  # fmt: skip
def test_other_everyday_conversions_hold(name, value, unit, expected):
    assert convert(name, value, unit) == pytest.approx(expected, rel=0.002)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("g/day", "g/d"), ("g/日", "g/d"), ("g/24h", "g/d"), ("g / 24 h", "g/d"), ("g/24時間", "g/d"),
        ("g/(24.h)", "g/d"),
        ("g/24hr", "g/d"), ("mg/day", "mg/d"), ("mg/dl", "mg/dL"), ("ｍｇ／ｄＬ", "mg/dL"), ("㎎/㎗", "mg/dL"),
        ("U/mL", "U/mL"), ("IU/mL", "[IU]/mL"), ("[IU]/mL", "[IU]/mL"), ("IU/L", "[IU]/L"), ("/uL", "/uL"),
        ("/μl", "/uL"),
        ("cells/µL", "/uL"), ("個/μL", "/uL"), ("/mm³", "/uL"), ("10^3/uL", "10*3/uL"), ("×10³/µL", "10*3/uL"),
        ("x10^3/uL", "10*3/uL"), ("K/uL", "10*3/uL"), ("10⁹/L", "10*9/L"), ("×10^4/μL", "10*4/uL"),
        ("万/μL", "10*4/uL"),
        ("µmol/L", "umol/L"), ("μmol/L", "umol/L"), ("umol/l", "umol/L"), ("mcg/mL", "ug/mL"), ("μg/mL", "ug/mL"),
        ("mL/min/1.73m2", "mL/min/{1.73_m2}"), ("mL/min/1.73 m²", "mL/min/{1.73_m2}"),
        ("ml/分/1.73㎡", "mL/min/{1.73_m2}"),
        ("mL/min/1.73.m2", "mL/min/{1.73_m2}"), ("mL/min/1.73 m^2", "mL/min/{1.73_m2}"), ("g/gCr", "g/g"),
        ("g/g·Cr", "g/g"), ("g/g{creat}", "g/g"), ("mg/gCre", "mg/g"), ("mg/mmol", "mg/mmol"), ("mEq/L", "meq/L"),
        ("/HPF", "/[HPF]"), ("/HF", "/[HPF]"), ("個/視野", "/[HPF]"), ("mmHg", "mm[Hg]"), ("℃", "Cel"), ("％", "%"),
        ("score", "{score}"), ("0/1", "{score}"),
    ],
)  # fmt: skip
def test_a_unit_is_read_as_hospitals_write_it(written, meant):
    assert ucum(written) == meant


@pytest.mark.parametrize("unit", ["mL/min", "furlong", "mg", "", "g/g/g", "73"])
def test_a_unit_that_nothing_is_measured_in_is_not_read(unit):
    assert ucum(unit) is None


@pytest.mark.parametrize(("name", "unit"), EVERY_ACCEPTED)
def test_every_accepted_unit_converts_and_survives_being_printed(name, unit):
    assert convert(name, 1.0, unit) - convert(name, 0.0, unit) > 0
    assert ucum(unit) == unit
    if printed(unit):
        assert ucum(printed(unit)) == ucum(unit)


def test_the_ucum_trap_of_body_surface_cannot_be_reached():
    """ucumvert reads `mL/min/1.73.m2` as 73 mL·m²/min; the allow-list sees to it that it is never asked."""
    assert factor("egfr", "mL/min/1.73.m2") == 1.0
    with pytest.raises(UnitError, match="cannot be read"):
        factor("egfr", "mL/min")


def test_a_missing_unit_is_an_error_and_names_the_units_that_would_do():
    with pytest.raises(UnitError) as error:
        factor("creatinine", "")
    assert str(error.value) == (
        "Serum creatinine has no unit. Found a value alone. Name the unit: mg/dL or µmol/L or mmol/L."
    )
    with pytest.raises(UnitError, match="has no unit"):
        factor("proteinuria", None)


def test_a_score_needs_no_unit():
    assert factor("sledai", "") == 1.0
    assert factor("sledai_rash", None) == 1.0


def test_an_unknown_unit_is_an_error_and_names_the_nearest():
    with pytest.raises(UnitError) as error:
        factor("creatinine", "umoll/L")
    assert str(error.value) == (
        "The unit of Serum creatinine cannot be read. Found 'umoll/L'. The nearest unit is µmol/L. "
        "Give it in mg/dL or µmol/L or mmol/L."
    )


def test_a_unit_of_something_else_is_refused():
    with pytest.raises(UnitError, match=r"24-hour urine protein is not measured in g/gCr"):
        factor("proteinuria", "g/gCr")
    with pytest.raises(UnitError, match="not measured in g/day"):
        factor("upcr", "g/day")


def test_a_conversion_that_is_no_multiplication_has_no_factor():
    with pytest.raises(UnitError, match=r"not converted by multiplying alone"):
        factor("hba1c", "mmol/mol")


def test_an_unknown_analyte_names_the_nearest():
    with pytest.raises(UnknownName, match="creatinine"):
        factor("creatinin", "mg/dL")
    with pytest.raises(UnknownName, match="creatinine"):
        unit_suspicion("creatinin", 72)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("creatinine", 72, "72 mg/dL is impossible for serum creatinine; it would be plausible as µmol/L."),
        ("wbc", 3000, "3000 10⁹/L is impossible for white blood cells; it would be plausible as /µL."),
        ("proteinuria", 4560, "4560 g/d is impossible for 24-hour urine protein; it would be plausible as mg/d."),
        ("c3", 0.41, "0.41 mg/dL is impossible for serum C3 level; it would be plausible as g/L."),
        ("albumin", 27, "27 g/dL is impossible for serum albumin; it would be plausible as g/L."),
        ("temperature", 98.6, "98.6 °C is impossible for body temperature; it would be plausible as °F."),
    ],
)
def test_an_impossible_value_names_the_unit_it_may_be_in(name, value, says):
    assert unit_suspicion(name, value) == says


def test_a_plausible_value_and_a_hopeless_one_raise_no_suspicion():
    assert unit_suspicion("creatinine", 1.2) is None
    assert unit_suspicion("creatinine", -5) is None
    assert unit_suspicion("sledai", 106) is None


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("蛋白尿 (g/日)", "g/d"), ("蛋白尿（ｇ／日）", "g/d"),
        ("Cr[mg/dL]", "mg/dL"), ("anti-dsDNA [IU/mL]", "[IU]/mL"),
        ("WBC (×10³/μL)", "10*3/uL"), ("Alb g/dL", "g/dL"), ("Creatinine, mg/dL", "mg/dL"), ("HbA1c(%)", "%"),
        ("体温（℃）", "Cel"), ("eGFR (mL/min/1.73 m²)", "mL/min/{1.73_m2}"), ("UPCR (g/gCr)", "g/g"),
        ("mizoribine_peak_ug_ml", "ug/mL"), ("tacrolimus_trough_ng_ml_trajectory", "ng/mL"),
        ("尿赤血球 (/HPF)", "/[HPF]"), ("C3", None), ("24h urine protein", None), ("name", None),
        ("SLEDAI (score)", None),
        ("PSL (mg)", None),
    ],
)  # fmt: skip
def test_a_unit_is_found_in_a_header(header, unit):
    assert likely_unit_in(header) == unit


@pytest.mark.parametrize(("per_mg_dl", "expected"), [(88.402, 88.080), (88.42, 88.104)])
def test_the_choice_of_factor_moves_an_egfr_by_less_than_a_thirtieth(per_mg_dl, expected):
    """CLINICAL.md §5.1: a man of 53 years with 90 µmol/L by CKD-EPI 2021 (Inker 2021), written out here."""
    scr = 90 / per_mg_dl
    egfr = 142 * min(scr / 0.9, 1) ** -0.302 * max(scr / 0.9, 1) ** -1.2 * 0.9938**53
    assert egfr == pytest.approx(expected, abs=0.005)


def test_the_creatinine_factor_is_the_molar_mass_and_not_the_tabulated_88_42():
    assert CREATININE_MOLAR_MASS == 113.12
    assert 1 / factor("creatinine", "umol/L") == pytest.approx(10_000 / 113.12, rel=1e-12)


def test_the_same_unit_loads_no_unit_library():
    program = (
        "import sys; from remission.terms.units import factor; factor('creatinine', 'mg/dl'); factor('wbc', '10^9/L');"
        "print([m for m in ('pint', 'ucumvert', 'lark', 'bibtexparser') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
